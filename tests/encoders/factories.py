"""Encoders that misbehave, for the tests of the encoder process; imported in the child, so nothing heavy here."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediasearch.errors import MediaSearchError

SIZE = 4


def picture(value: int) -> bytes:
    """A picture that is ``value`` all over; what :class:`Scripted` does with it depends on the value."""
    return bytes([value]) * (SIZE * SIZE * 3)


CRASH, REFUSE, CHATTER, NOT_A_NUMBER, HANG = 250, 251, 252, 253, 254


@dataclass(frozen=True)
class Scripted:
    """Gives ``(value, pid, niceness)`` for each picture, unless the first one's value tells it to do something else.

    ``log`` gets a line per batch: the first value.  ``gate``: a batch of value 0 waits until that file is there.
    ``seconds``: how long each picture takes.
    """

    log: Path | None = None
    gate: Path | None = None
    seconds: float = 0.0

    def encode(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        first = int(pixels[0, 0, 0, 0])
        if self.log is not None:
            with self.log.open("a") as file:
                file.write(f"{first}\n")
        time.sleep(self.seconds * len(pixels))
        if first == 0 and self.gate is not None:
            while not self.gate.exists():
                time.sleep(0.005)
        if first == CRASH:
            os._exit(7)
        if first == REFUSE:
            raise ValueError("cannot see this")
        if first == CHATTER:
            print("printed by a library")
            os.write(1, b"written by a C library\n")
            sys.stdout.flush()
        if first == NOT_A_NUMBER:
            return np.full((len(pixels), 3), np.nan, np.float32)
        if first == HANG:
            time.sleep(600)
        return np.array([[int(each[0, 0, 0]), os.getpid(), niceness()] for each in pixels], np.float32)


def niceness() -> int:
    import psutil

    return int(psutil.Process().nice())


@dataclass(frozen=True)
class ScriptedFactory:
    """Makes a :class:`Scripted`; ``fault``: a sentence to fail with, or an exit code to die with, instead; ``hang``: or
    never ends."""

    log: Path | None = None
    gate: Path | None = None
    fault: str | int | None = None
    seconds: float = 0.0
    hang: bool = False

    def __call__(self) -> Scripted:
        if isinstance(self.fault, int):
            os._exit(self.fault)
        if self.fault is not None:
            raise MediaSearchError(self.fault, "Choose another model.")
        if self.hang:
            time.sleep(600)
        return Scripted(self.log, self.gate, self.seconds)
