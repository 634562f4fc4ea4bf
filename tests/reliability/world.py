"""What people do to their folders: two that are indexed, one that is not, and the operations of a random sequence."""

from __future__ import annotations

import hashlib
import itertools
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.support.encoders import COLOURS
from tests.support.rainbow import picture

ANCHOR = "anchor.jpg"  # an empty root would be offline
_RUBBISH = b"\xff\xd8\xff no picture" * 3


class World:
    """``seeds`` are shared between worlds, so that no picture is made twice.  Folders are named by their number:
    0 and 1 are roots, 2 is outside."""

    def __init__(self, place: Path, seeds: Iterator[int]) -> None:
        self.place = place
        self.folders = [place / "one", place / "two", place / "outside"]
        self.roots = self.folders[:2]
        self.operations = 0
        self._seeds = seeds
        self._unfinished: tuple[Path, bytes] | None = None
        for root in self.roots:
            self._picture(root / ANCHOR)

    # ------------------------------------------------------------------------------------------------ what is there

    def files(self, *folders: Path) -> list[Path]:
        """Below these, without the anchors; links are not followed."""
        found = [path for root in folders for path in sorted(root.rglob("*")) if path.is_file()]
        return [path for path in found if path.name != ANCHOR]

    def rubbish(self) -> set[Path]:
        """Files in the roots that are no pictures, whatever their names say."""
        return {path for path in self.files(*self.roots) if path.read_bytes() == _RUBBISH}

    def pictures(self) -> set[frozenset[str]]:
        """The paths of each distinct picture."""
        contents: dict[str, set[str]] = defaultdict(set)
        rubbish = self.rubbish()
        for path in [*self.files(*self.roots), *(root / ANCHOR for root in self.roots)]:
            if path not in rubbish:
                contents[hashlib.sha256(path.read_bytes()).hexdigest()].add(str(path))
        return {frozenset(paths) for paths in contents.values()}

    # -------------------------------------------------------------------------------------------------- operations

    def write(self, where: int, folder: str, name: str) -> None:
        """A new picture, or another one in the place of an old one."""
        path = self._target(where, folder, name)
        if not path.is_dir():
            self._picture(path)

    def begin_to_write(self, where: int, folder: str, name: str) -> None:
        """Half a picture; the rest follows when the next thing happens in this world."""
        path = self._target(where, folder, name)
        if not path.is_dir():
            self._picture(path)
            whole = path.read_bytes()
            half = len(whole) // 2
            path.write_bytes(whole[:half])
            self._unfinished = path, whole[half:]

    def write_rubbish(self, where: int, folder: str) -> None:
        self._target(where, folder, "rubbish.jpg").write_bytes(_RUBBISH)

    def move(self, pick: int, where: int, folder: str, name: str, *, copy: bool) -> None:
        """A file within a root, to the other, out of them or into them, perhaps onto another file."""
        target = self._target(where, folder, name)
        files = self.files(*self.folders)
        if not files or target.is_dir() or (source := files[pick % len(files)]) == target:
            return
        if copy:
            shutil.copy(source, target)
        else:
            source.replace(target)

    def delete(self, pick: int) -> None:
        self._happens()
        if files := self.files(*self.roots):
            files[pick % len(files)].unlink()

    def move_folder(self, source: int, folder: str, where: int, to: str) -> None:
        self._happens()
        old, new = self.folders[source] / folder, self.folders[where] / to
        if old.is_dir() and not new.exists() and old not in new.parents:
            new.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(old, new)

    def delete_folder(self, where: int, folder: str) -> None:
        self._happens()
        shutil.rmtree(self.folders[where] / folder, ignore_errors=True)

    def link_in_a_circle(self, where: int, folder: str) -> None:
        link = self._target(where, folder, "circle")
        if not link.is_symlink():
            link.symlink_to(self.folders[where], target_is_directory=True)

    def take_away(self, root: int) -> Path:
        """The root goes elsewhere; :meth:`bring_back` with what this returns."""
        self._happens()
        return self.roots[root].rename(self.place / "aside")

    def bring_back(self, root: int, aside: Path) -> None:
        aside.rename(self.roots[root])

    def finish(self) -> None:
        if self._unfinished is not None:
            path, rest = self._unfinished
            self._unfinished = None
            with path.open("ab") as file:
                file.write(rest)

    # ------------------------------------------------------------------------------------------------------ inside

    def _happens(self) -> None:
        self.finish()
        self.operations += 1

    def _target(self, where: int, folder: str, name: str) -> Path:
        self._happens()
        path = self.folders[where] / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _picture(self, path: Path) -> None:
        seed = next(self._seeds)
        kind = "PNG" if path.suffix == ".png" else "JPEG"
        picture(path, list(COLOURS)[seed % len(COLOURS)], seed, format=kind)


def worlds(place: Path, number: int) -> list[World]:
    seeds = itertools.count()
    return [World(place / f"world {which}", seeds) for which in range(number)]
