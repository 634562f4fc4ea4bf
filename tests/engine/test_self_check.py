"""A search graph that has become bad is found out by itself, once a day, and built anew."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from mediasearch.engine.improving import Improving
from mediasearch.engine.loop import Loop
from mediasearch.engine.self_check import _NOTED, DAY_SECONDS, SelfCheck
from mediasearch.engine.serving import Serving
from mediasearch.engine.store import Store
from mediasearch.library import graph as graphs
from mediasearch.library.catalog import Catalog
from mediasearch.library.graph import Graph
from mediasearch.library.recall import recall, sample
from mediasearch.library.thumbnails import ThumbnailStore
from mediasearch.library.vectors import VectorIndex, build_graph
from mediasearch.paths import Library
from tests.library.clouds import ids, stored_unit_vectors
from tests.support.load import PATIENCE

COUNT, DIMENSION, LIMIT = 6000, 32, 500


class Engine:
    """The parts of an engine that look after the index, on a thread of their own."""

    def __init__(self, library: Library) -> None:
        self.loop, self.stopping = Loop(), threading.Event()
        self.catalog = Catalog.open(library)
        self.index = VectorIndex(library.vectors, "model", DIMENSION, exact_limit=LIMIT)
        self.index.load(self.catalog, 0)
        self.index.add(ids(1, COUNT), ids(1, COUNT), stored_unit_vectors(COUNT, DIMENSION))
        self.serving = Serving(0, "model", "model", self.index, None)
        thumbnails = ThumbnailStore(library.thumbnails)
        self.store = Store(self.catalog, self.serving, thumbnails, lambda *_: None, lambda _: None)
        self.improving = Improving(self.loop, library.backgrounds, self.stopping)
        self.over: list[bool] = []  # whether there was something to save or to build afterwards
        self.idle = True
        self.check = SelfCheck(self.loop, self.store, library.backgrounds, lambda: self.idle, self._checked)
        self._thread = threading.Thread(target=self.loop.run)
        self._thread.start()

    def _checked(self) -> None:
        self.over.append(self.index.dirty or self.index.needs_graph())

    def until(self, what: Callable[[], None], state: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not state():
            assert time.monotonic() < end
            self.loop.post(what)
            time.sleep(0.02)

    def looks(self, state: Callable[[], bool]) -> None:
        self.until(lambda: self.check.look(self.serving), state)

    def recall(self) -> float | None:
        snapshot = self.index.snapshot()
        return recall(snapshot, sample(snapshot, 200, np.random.default_rng(1)), lambda: True)

    def close(self) -> None:
        self.loop.stop()
        self._thread.join()
        self.catalog.close()


@pytest.fixture
def engine(library: Library) -> Iterator[Engine]:
    running = Engine(library)
    yield running
    running.close()


def degraded(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Graph:
    """With two links a node, made at a glance, the neighbours of most pictures are out of reach."""
    with monkeypatch.context() as poor:
        poor.setattr(graphs, "M", 2)
        poor.setattr(graphs, "EF_CONSTRUCTION", 4)
        graph = build_graph(engine.index.snapshot())
    assert graph is not None
    graph.ef = 10
    return graph


@pytest.mark.expects_log("built anew")
def test_a_degraded_graph_is_found_out_and_built_anew(
    engine: Engine, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = degraded(engine, monkeypatch)
    engine.index.adopt(bad)
    engine.index.save()
    before = engine.recall()
    assert before is not None and before < 0.9 and engine.index.snapshot().graph is bad

    engine.looks(lambda: engine.over == [True])
    assert engine.index.snapshot().graph is None and engine.recall() == 1.0, "exact from this moment on"
    assert list(library.vectors.glob("*.graph")) == list(library.vectors.glob("*.nodes")) == []
    engine.until(lambda: engine.improving.look(engine.serving), lambda: engine.index.used_graph is not None)
    after = engine.recall()
    assert after is not None and after >= 0.98


def test_a_sound_graph_is_looked_at_once_a_day_and_stays(engine: Engine) -> None:
    graph = build_graph(engine.index.snapshot())
    assert graph is not None
    engine.index.adopt(graph)
    engine.index.save()
    engine.looks(lambda: engine.over == [False])
    assert engine.index.used_graph is graph and engine.index.dirty is False
    identity, _, when = engine.catalog.noted(_NOTED).rpartition(" ")
    assert identity == "model" and time.time() - 120 < float(when) <= time.time() + 1

    def due(after: float) -> bool:
        """Whether an engine that starts so long afterwards would look."""
        engine.catalog.note(_NOTED, f"model {time.time() - after:.0f}")
        return SelfCheck(engine.loop, engine.store, Path(), lambda: True, lambda: None)._due(engine.serving)

    answers: list[bool] = []
    moments = (60.0, DAY_SECONDS - 60, DAY_SECONDS + 60, -3600.0)  # the last: the clock was set back since
    engine.until(lambda: answers.extend(map(due, moments)), lambda: len(answers) >= 4)
    assert answers[:4] == [False, False, True, True]


@pytest.mark.expects_log("written anew")
def test_a_file_that_has_rotten_is_written_anew(engine: Engine, library: Library) -> None:
    graph = build_graph(engine.index.snapshot())
    assert graph is not None
    engine.index.adopt(graph)
    engine.index.save()
    (nodes,) = library.vectors.glob("*.nodes")
    data = bytearray(nodes.read_bytes())
    data[len(data) // 2] ^= 1
    nodes.write_bytes(data)
    engine.looks(lambda: engine.over == [True])
    assert engine.index.used_graph is graph and engine.index.dirty
    engine.index.save()
    assert engine.index.graph_intact(graph)


def test_whoever_comes_ends_the_check_and_it_is_not_counted(engine: Engine) -> None:
    graph = build_graph(engine.index.snapshot())
    assert graph is not None
    engine.index.adopt(graph)
    engine.index.save()
    engine.idle = False
    engine.looks(lambda: engine.over == [False])
    assert engine.catalog.noted(_NOTED) == "" and engine.index.used_graph is graph


def test_a_graph_that_nobody_searches_with_is_not_kept(engine: Engine, library: Library) -> None:
    graph = build_graph(engine.index.snapshot())
    assert graph is not None
    engine.index.adopt(graph)
    engine.index.save()
    engine.index.remove_contents(range(1, COUNT - LIMIT + 1))
    assert engine.index.used_graph is None and list(library.vectors.glob("*.graph"))
    engine.looks(lambda: engine.catalog.noted(_NOTED) != "")
    assert engine.index.snapshot().graph is None and not list(library.vectors.glob("*.graph"))
    assert engine.over == []
