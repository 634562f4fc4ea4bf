"""Side-cars as the scanner and the watcher see them: a property of their pictures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mediasearch.ingest.sidecars import stamp_of
from mediasearch.library.records import ChangeKind
from tests.ingest.test_scan import Ledger, ledger, write
from tests.ingest.test_watch import Watching, picture, watching

__all__ = ["ledger", "watching"]


def stamps(ledger: Ledger) -> dict[bytes, int]:
    """The changes of the last scan: path → stamp."""
    return {change.path: change.sidecar for change in ledger.changes}


def test_a_scan_tells_of_sidecars_that_come_change_and_go(folder: Path, ledger: Ledger) -> None:
    for name in ("IMG_1.jpg", "IMG_1.nef", "IMG_10.jpg", "deep/IMG_1.jpg"):
        write(folder / name, b"\xff\xd8\xff")
    ledger.scan()
    assert set(stamps(ledger).values()) == {0}
    sidecar = write(folder / "IMG_1.xmp", b"<x/>")
    ledger.scan()
    first = stamp_of(os.fsencode(folder / "IMG_1.jpg"))
    assert first != 0
    assert stamps(ledger) == {b"IMG_1.jpg": first, b"IMG_1.nef": first}
    assert {change.kind for change in ledger.changes} == {ChangeKind.MODIFIED}
    ledger.scan()
    assert ledger.changes == []
    write(sidecar, b"<x/>", 50)
    ledger.scan()
    assert set(stamps(ledger)) == {b"IMG_1.jpg", b"IMG_1.nef"}
    sidecar.unlink()
    ledger.scan()
    assert stamps(ledger) == {b"IMG_1.jpg": 0, b"IMG_1.nef": 0}


def test_a_picture_that_comes_with_its_sidecar_and_one_that_moves_away_from_it(folder: Path, ledger: Ledger) -> None:
    write(folder / "IMG_1.jpg.XMP", b"<x/>")
    write(folder / "IMG_1.jpg")
    ledger.scan()
    assert stamps(ledger)[b"IMG_1.jpg"] == stamp_of(os.fsencode(folder / "IMG_1.jpg")) != 0
    (folder / "IMG_1.jpg").rename(folder / "IMG_2.jpg")
    ledger.scan()
    ((kind, path),) = ledger.told()
    assert (kind, path, stamps(ledger)) == ("moved", b"IMG_2.jpg", {b"IMG_2.jpg": 0})


def test_a_sidecar_alone_is_no_file_of_ours(folder: Path, ledger: Ledger) -> None:
    write(folder / "IMG_1.xmp", b"<x/>")
    (folder / "IMG_2.xmp").mkdir()
    write(folder / "IMG_2.jpg")
    assert ledger.scan().seen == 1
    assert stamps(ledger) == {b"IMG_2.jpg": 0}


@pytest.mark.parametrize("name", ["IMG_1.xmp", "IMG_1.jpg.xmp"])
def test_the_watcher_has_the_folder_of_a_sidecar_scanned(watching: Watching, folder: Path, name: str) -> None:
    (folder / "album").mkdir()
    watching.quiet()
    for act in (
        lambda: (folder / "album" / name).write_bytes(b"<x/>"),
        lambda: (folder / "album" / name).replace(folder / "album" / "IMG_2.xmp"),
        lambda: (folder / "album" / "IMG_2.xmp").unlink(),
    ):
        watching.forget()
        act()
        watching.quiet()
        assert watching.rescans and {tuple(folders) for _, folders in watching.rescans} == {(b"album",)}
        assert watching.told() == []


def test_the_watcher_tells_of_a_picture_with_its_sidecar(watching: Watching, folder: Path) -> None:
    (folder / "IMG_1.xmp").write_bytes(b"<x/>")
    watching.quiet()
    watching.forget()
    picture(folder / "IMG_1.jpg")
    watching.quiet()
    assert [change.sidecar for change in watching.changes] == [stamp_of(os.fsencode(folder / "IMG_1.jpg"))]
