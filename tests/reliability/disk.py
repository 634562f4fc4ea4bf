"""A disk that refuses: :mod:`.faults` (C, for LD_PRELOAD) makes the calls that change files fail for a while."""

from __future__ import annotations

import mmap
import os
import shutil
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("faults.c")


def compiler() -> str | None:
    """Where the C compiler is; the tests of a refusing disk need one (so does installing hnswlib), and Linux."""
    return shutil.which("cc") or shutil.which("gcc") if sys.platform == "linux" else None


def build(folder: Path) -> Path:
    target = folder / "faults.so"
    command = [str(compiler()), "-shared", "-fPIC", "-O1", "-o", str(target), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return target


#: ``struct shared`` of faults.c: calls so far, the first failure's time, call sites refused, and 4096 of them.
SHARED = 8 * (3 + 4096)


@dataclass(frozen=True)
class Disk:
    """``below``: the folder whose changes are counted.  From call number ``at`` on they fail with the first of
    ``errors`` for so many ``milliseconds``; or else, with ``stacks``, of every call site the first call fails with one
    of ``errors``, alone.  ``stacks``: a file in which the refused ones stand afterwards."""

    library: Path
    below: Path
    count: Path
    at: int = 0
    errors: tuple[int, ...] = (0,)
    milliseconds: int = 0
    stacks: Path | None = None

    def begin(self) -> None:
        """Nothing was counted or refused yet."""
        self.count.write_bytes(bytes(SHARED))
        if self.stacks is not None:
            self.stacks.write_bytes(b"")

    def environment(self) -> dict[str, str]:
        """For a process that is to use this disk, and its children."""
        told = {} if self.stacks is None else {"FAULT_STACKS": str(self.stacks)}
        return {
            **os.environ,
            **told,
            "LD_PRELOAD": str(self.library),
            "FAULT_BELOW": str(self.below),
            "FAULT_COUNT": str(self.count),
            "FAULT_AT": str(self.at),
            "FAULT_ERRNO": ",".join(map(str, self.errors)),
            "FAULT_MS": str(self.milliseconds),
        }

    @property
    def calls(self) -> int:
        """So many calls changed files, or tried to."""
        return self._number(0)

    @property
    def sites(self) -> int:
        """Call sites that were refused."""
        return self._number(2)

    def _number(self, place: int) -> int:
        with self.count.open("r+b") as file, mmap.mmap(file.fileno(), SHARED) as shared:
            return int(struct.unpack_from("q", shared, 8 * place)[0])
