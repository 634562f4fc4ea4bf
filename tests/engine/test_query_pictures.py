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
from mediasearch.engine.serving import Runner, Serving
from mediasearch.engine.store import Store
from mediasearch.errors import MediaSearchError
from mediasearch.ingest.workers import DecodePool, QueryPixels


class Slow:
    """A decode pool that takes a picture and its time."""

    def __init__(self) -> None:
        self.tickets: list[int] = []

    def submit_query(self, ticket: int, *_: Any) -> None:
        self.tickets.append(ticket)


def test_a_picture_that_is_decoded_after_its_model_was_replaced_is_a_sentence() -> None:
    preprocess = Preprocess(size=8, mean=(0, 0, 0), std=(1, 1, 1))
    model = Model("old", 8, 16, ("en",), "w", preprocess, Path())
    encoder = EncoderProcess(cast(Any, None), cast(Any, None), size=8)
    serving = Serving(1, "old", "old", cast(Any, None), Runner(1, model, encoder, cast(Any, None)))
    pool, failed, done = Slow(), list[MediaSearchError](), list[object]()
    pictures = QueryPictures(Loop(), cast(Store, None), cast(DecodePool, pool), itertools.count(1), 10**6)
    pasted = protocol.QueryImage(data=base64.b64encode(b"a picture").decode())
    pictures.gather(Gathering(serving, done.append, failed.append), [pasted])
    encoder.stop()
    pictures.decoded(QueryPixels(pool.tickets[0], bytes(8 * 8 * 3), 8))
    assert [error.advice for error in failed] == ["Search again."] and not done
