"""Query pictures on their way through decoder and encoder: whoever asked gets an answer."""

from __future__ import annotations

import base64
import itertools
from pathlib import Path
from typing import Any, cast

from mediasearch import protocol
from mediasearch.encoders.base import Model, Preprocess
from mediasearch.encoders.process import EncoderProcess
from mediasearch.engine.loop import Loop
from mediasearch.engine.query_pictures import Gathering, QueryPictures
from mediasearch.engine.runners import Runners
from mediasearch.engine.serving import Runner, Serving
from mediasearch.engine.store import Store
from mediasearch.errors import MediaSearchError
from mediasearch.ingest.workers import DecodePool, QueryPixels
from mediasearch.paths import Library
from mediasearch.settings import Settings
from tests.encoders.factories import HANG, SIZE, ScriptedFactory, picture

MODEL = Model("old", 8, 16, ("en",), "w", Preprocess(size=SIZE, mean=(0, 0, 0), std=(1, 1, 1)), Path())


class Slow:
    """A decode pool that takes a picture and its time."""

    def __init__(self) -> None:
        self.tickets: list[int] = []

    def submit_query(self, ticket: int, *_: Any) -> None:
        self.tickets.append(ticket)


class Standing:
    """Encoders that never come to an end with a picture."""

    def image(self, model: Model, threads: int) -> ScriptedFactory:
        return ScriptedFactory()

    def text(self, model: Model) -> None:
        return None


class Asking:
    """Somebody who pastes a picture, on the loop."""

    def __init__(self, runner: Runner) -> None:
        self.failed: list[MediaSearchError] = []
        self.done: list[object] = []
        self.pool = Slow()
        self.pictures = QueryPictures(Loop(), cast(Store, None), cast(DecodePool, self.pool), itertools.count(1), 10**6)
        serving = Serving(1, "old", "old", cast(Any, None), runner)
        pasted = protocol.QueryImage(data=base64.b64encode(b"a picture").decode())
        self.pictures.gather(Gathering(serving, self.done.append, self.failed.append), [pasted])

    def decoded(self) -> None:
        self.pictures.decoded(QueryPixels(self.pool.tickets[0], picture(HANG), SIZE))


def test_a_picture_that_is_decoded_after_its_model_was_replaced_is_a_sentence() -> None:
    encoder = EncoderProcess(cast(Any, None), cast(Any, None), size=SIZE)
    asking = Asking(Runner(1, MODEL, encoder, cast(Any, None)))
    encoder.stop()
    asking.decoded()
    assert [error.advice for error in asking.failed] == ["Search again."] and not asking.done


def test_a_picture_that_waits_for_a_model_that_retires_is_a_sentence(library: Library) -> None:
    loop = Loop()

    def dropped(tickets: tuple[int, ...]) -> None:
        loop.post(asking.pictures.dropped, tickets)
        loop.post(loop.stop)

    runners = Runners(cast(Any, Standing()), Settings(library.settings), lambda *_: None, dropped)
    runner = runners.open(1, MODEL)
    asking = Asking(runner)
    asking.decoded()
    assert not asking.failed
    loop.post(runners.retire, runner)
    loop.run()
    assert [error.advice for error in asking.failed] == ["Search again."] and not asking.done
