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


@dataclass(frozen=True)
class Disk:
    """``below``: the folder whose changes are counted and, from call number ``at`` on, fail with ``error``."""

    library: Path
    below: Path
    count: Path
    at: int = 0
    error: int = 0
    milliseconds: int = 0

    def environment(self) -> dict[str, str]:
        self.count.write_bytes(bytes(16))
        return {
            **os.environ,
            "LD_PRELOAD": str(self.library),
            "FAULT_BELOW": str(self.below),
            "FAULT_COUNT": str(self.count),
            "FAULT_AT": str(self.at),
            "FAULT_ERRNO": str(self.error),
            "FAULT_MS": str(self.milliseconds),
        }

    def calls(self) -> int:
        """So many calls changed files, or tried to."""
        with self.count.open("r+b") as file, mmap.mmap(file.fileno(), 16) as shared:
            (calls,) = struct.unpack("q", shared[:8])
            return int(calls)
