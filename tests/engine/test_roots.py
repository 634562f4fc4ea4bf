"""A missing root is not a deletion, and neither is a disappearance too large to be believed."""

from __future__ import annotations

import shutil
from pathlib import Path

from mediasearch import protocol
from mediasearch.library.catalog import Catalog
from mediasearch.library.roots import Forgetting
from mediasearch.paths import Library
from tests.support.engine import colour_engine, indexed, running
from tests.support.rainbow import rainbow


def test_a_root_that_is_absent_is_offline_and_keeps_everything(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "drive"
    rainbow(photos)
    with indexed(library, photos) as engine:
        photos.rename(tmp_path / "pulled")
        engine.until(lambda: engine.root.state, lambda state: state == "offline")
        hits = engine.search("red").rows
        assert Path(hits[0].path).name == "red-0.jpg" and not hits[0].online
        assert [problem.kind for problem in engine.ask(protocol.ListProblems(0)).problems] == ["root-offline"]  # type: ignore[union-attr]
        (tmp_path / "pulled").rename(photos)
        engine.until(lambda: engine.root.state, lambda state: state == "ready")
        assert engine.search("red").rows[0].online
        assert engine.encoded == 12


def test_an_unmounted_drive_is_an_empty_folder(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "mount"
    rainbow(photos)
    with running(library) as engine:
        engine.add(photos)
        engine.settled()
    photos.rename(tmp_path / "elsewhere")
    photos.mkdir()
    with running(library) as engine:
        engine.until(lambda: engine.root.state, lambda state: state == "offline")
        assert len(engine.search("red").rows) == 12 and engine.status().vectors == 12


def test_a_mass_disappearance_waits_for_the_persons_word(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos / "keep")
    rainbow(photos / "many", each=10)
    with running(library) as engine:
        engine.add(photos)
        assert engine.settled().roots[0].indexed == 132
        shutil.move(photos / "many", tmp_path / "many")
        held = engine.until(lambda: engine.root, lambda root: root.held == 120)
        assert held.files == 132 and engine.status().vectors == 120
        gone = [hit for hit in engine.search(limit=500).rows if not hit.online]
        assert len(gone) == 108  # twelve of many's pictures have a copy in keep

        # They come back: nothing was lost, nothing is encoded again.
        shutil.move(tmp_path / "many", photos / "many")
        engine.until(lambda: engine.root, lambda root: root.held == 0 and root.state == "ready")
        assert engine.encoded == 120

        # They go for good, and the person says so.
        shutil.rmtree(photos / "many")
        engine.until(lambda: engine.root, lambda root: root.held == 120)
        engine.ask(protocol.ConfirmMissing(0, held.id, forget=True))
        engine.until(lambda: engine.root, lambda root: root.files == 12 and root.held == 0)
        engine.until(lambda: engine.status().vectors, lambda count: count == 12, 60.0)


def test_a_folder_inside_a_root_is_covered_and_a_parent_takes_over(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos / "trip")
    with indexed(library, photos / "trip") as engine:
        engine.add(photos)
        status = engine.until(engine.settled, lambda status: len(status.roots) == 1)
        assert (status.roots[0].path, status.roots[0].indexed) == (str(photos), 12)
        assert engine.encoded == 12


def test_a_drive_pulled_in_the_middle_leaves_no_failed_files(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "drive"
    rainbow(photos, each=20)
    with running(library, colour_engine(library, seconds=0.2)) as engine:
        engine.add(photos)
        engine.until(lambda: engine.root, lambda root: root.indexed > 0)
        photos.rename(tmp_path / "pulled")
        engine.until(lambda: engine.root.state, lambda state: state == "offline")
        assert engine.status().failed == []
        (tmp_path / "pulled").rename(photos)
        status = engine.until(engine.settled, lambda status: status.roots[0].indexed == 240)
        assert status.failed == []


def test_held_files_that_were_still_waiting_keep_nobody_waiting(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos / "keep")
    with indexed(library, photos) as engine:
        engine.ask(protocol.SetPaused(0, True))
        rainbow(photos / "many", each=10)
        engine.until(lambda: engine.root, lambda root: root.pending >= 108)
        (photos / "many").rename(tmp_path / "many")
        engine.until(lambda: engine.root, lambda root: root.held == 120)
        engine.ask(protocol.SetPaused(0, False))
        assert engine.settled().roots[0].held == 120
        (tmp_path / "many").rename(photos / "many")
        status = engine.until(engine.settled, lambda status: status.roots[0].indexed == 132)
        assert status.failed == []


def test_a_removal_that_was_interrupted_is_finished_at_the_next_start(library: Library, tmp_path: Path) -> None:
    going, staying = tmp_path / "going", tmp_path / "staying"
    rainbow(going, each=2)
    rainbow(staying)
    with running(library) as engine:
        engine.add(going, staying)
        engine.settled()
    with Catalog.open(library) as catalog:  # as a kill after the first slice leaves it
        root = next(root.id for root in catalog.roots() if root.path == str(going))
        catalog.begin_forgetting(root, Forgetting.EVERYTHING)
        assert catalog.forget_some(root, 5).more
    with running(library) as engine:
        assert [info.path for info in engine.status().roots] == [str(staying)]
        engine.until(engine.status, lambda status: status.vectors == 12)
        assert len(engine.names()) == 12
        engine.add(going)
        status = engine.settled()
        assert (status.vectors, engine.encoded) == (24, 24 + 12)  # the others were encoded for the folder that stayed
