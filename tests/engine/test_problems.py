"""What is in trouble is told with the time since when, and what could not be noted is not said to be done."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import pytest

from mediasearch import protocol
from mediasearch.engine import direct
from mediasearch.engine.loop import Loop
from mediasearch.engine.roots import Roots
from mediasearch.engine.serving import Serving
from mediasearch.engine.store import Store
from mediasearch.errors import MediaSearchError
from mediasearch.library.catalog import Catalog
from mediasearch.library.thumbnails import ThumbnailStore
from mediasearch.library.troubles import TroubleKind
from mediasearch.library.vectors import VectorIndex
from mediasearch.paths import Library
from tests.support.engine import RunningEngine, indexed, running
from tests.support.rainbow import rainbow


def problems(engine: RunningEngine) -> list[protocol.Problem]:
    reply = engine.ask(protocol.ListProblems(0))
    assert isinstance(reply, protocol.ProblemsReply)
    return reply.problems


def counts(engine: RunningEngine) -> list[int]:
    """How many problems everybody was told of, one after the other."""
    return [event.count for event in engine.events if isinstance(event, protocol.ProblemsChanged)]


def test_a_drive_that_is_away_is_listed_with_the_time_since_when(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "drive"
    rainbow(photos)
    with indexed(library, photos) as engine:
        began = time.time()
        photos.rename(tmp_path / "pulled")
        (problem,) = engine.until(lambda: problems(engine), bool)
        assert (problem.kind, problem.path) == ("root-offline", str(photos))
        assert "connect the drive" in problem.reason and began - 1 <= problem.since <= time.time()
        assert engine.status().troubles == [problem]
        engine.until(lambda: (engine.status(), counts(engine))[1], lambda told: told[-1:] == [1])
    assert direct.status(library).troubles == [problem], "without an engine too"
    with running(library) as engine:  # the next start remembers since when
        assert engine.until(lambda: problems(engine), bool) == [problem]
        (tmp_path / "pulled").rename(photos)
        engine.until(lambda: problems(engine), lambda found: not found)
    assert direct.status(library).troubles == []


def test_a_disappearance_is_listed_with_the_time_since_when(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos / "keep")
    rainbow(photos / "many", each=10)
    with indexed(library, photos) as engine:
        began = time.time()
        shutil.rmtree(photos / "many")
        (problem,) = engine.until(lambda: problems(engine), lambda found: bool(found) and found[0].detail == "120")
        assert problem.kind == "root-held" and began - 1 <= problem.since <= time.time()
        engine.ask(protocol.ConfirmMissing(0, problem.root, forget=True))
        engine.until(lambda: problems(engine), lambda found: not found)


def test_a_folder_that_cannot_be_looked_into_keeps_its_time_from_scan_to_scan(library: Library, tmp_path: Path) -> None:
    """Known from an earlier engine; the person's computer, not ours, refuses: root may look anywhere."""
    photos = tmp_path / "photos"
    rainbow(photos)
    with Catalog.open(library) as catalog:
        root = catalog.add_root(str(photos)).id
        catalog.note_troubles(root, TroubleKind.FOLDER, {b"locked": "Permission denied", b"\xff": "Input/output error"})
    told = {problem.path: problem for problem in direct.status(library).failed}
    assert {path: problem.reason for path, problem in told.items()} == {
        str(photos / "locked"): "permission",
        str(photos / "\udcff"): "io-error",
    }
    assert all(problem.kind == "folder" and time.time() - 60 < problem.since for problem in told.values())
    with running(library) as engine:  # both can be read by now
        engine.settled()
        assert engine.until(lambda: problems(engine), lambda found: not found) == []


def test_a_file_is_tried_again_when_the_decoder_has_changed_and_not_before(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos)
    (photos / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 and nothing else")
    with running(library) as engine:
        engine.add(photos)
        engine.settled()
        (first,) = problems(engine)
    with running(library) as engine:
        engine.settled()
        assert problems(engine) == [first]
    with Catalog.open(library) as catalog:
        catalog.note("decoders", "pillow 0.1")  # as if it had been an older one
    with running(library) as engine:
        (again,) = engine.until(lambda: problems(engine), lambda found: bool(found) and found[0].since > first.since)
        assert (again.path, again.reason) == (first.path, first.reason)
        assert engine.settled().vectors == 12 == engine.encoded


@pytest.mark.expects_log("may not be written")
def test_a_wish_that_could_not_be_noted_is_not_said_to_be_done(library: Library) -> None:
    """The library may only be read."""
    with Catalog.open(library) as catalog:
        root = catalog.add_root("/photos").id
    loop, troubles = Loop(), list[MediaSearchError | None]()
    with Catalog.open_readonly(library) as catalog:
        serving = Serving(0, "none", "none", VectorIndex(library.vectors, "none", 8), None)
        store = Store(catalog, serving, ThumbnailStore(library.thumbnails), lambda *_: None, troubles.append)
        roots = Roots(loop, library, store, 3600, nothing, nothing, lambda *_: None, threading.Event(), lambda _: None)
        done: list[bool] = []
        began = time.time()
        with pytest.raises(MediaSearchError, match=r"could not be removed from the library\. .*may not be written"):
            roots.remove(root, lambda: done.append(True))
        with pytest.raises(MediaSearchError, match=r"missing files could not be removed .*may not be written"):
            roots.confirm(root, forget=True)
        assert (store.retry(None), store.ignore([1])) == (False, False)
        assert [known.id for known in store.roots()] == [root] and done == []
        assert len(troubles) == 1 and began <= store.refused.since <= time.time()
        roots.stop()


def nothing() -> None:
    """Nobody listens."""
