"""One file of the hub, from wherever it got to, every byte of it verified before it has its name."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mediasearch.models import hub, places
from mediasearch.models.disk import flush
from mediasearch.models.hub import PassingError, RemoteFile, ShorterError
from mediasearch.paths import private_folder, private_opener


class Fetch:
    """One file, from wherever it got to, under the name ``target`` once it is verified."""

    def __init__(self, target: Path, file: RemoteFile, tell: Callable[..., None]) -> None:
        self._target = target
        self._part = target.with_name(target.name + places.PART)
        self._file = file
        self._tell = tell

    def run(self) -> str:
        """Its SHA-256.  Raises :class:`MediaSearchError`, ``OSError``."""
        private_folder(self._target.parent)
        if self._target.exists():
            self._target.replace(self._part)  # complete last time; read again like everything that was there before
        resumed = self._part.exists() and self._part.stat().st_size > 0
        digest = self._attempts()
        if digest is None and resumed:
            digest = self._attempts()  # the old part may have been spoilt; now all of it is new
        if digest is None:
            raise PassingError(
                f"{self._file.path} is not the file that {hub.host()} announced",
                "Try again; if it stays so, check HF_ENDPOINT or choose another model.",
            )
        self._part.replace(self._target)
        return digest

    def _attempts(self) -> str | None:
        """Get all bytes, whatever breaks off in between.  None, and nothing left, when they are the wrong ones."""
        pauses = iter(hub.PAUSES)
        while True:
            before = self._size()
            try:
                return self._attempt()
            except ShorterError:
                self._part.unlink()
                return None
            except PassingError:
                if self._size() > before:  # any byte starts them over
                    pauses = iter(hub.PAUSES)
                pause = next(pauses, None)
                if pause is None:
                    raise
                time.sleep(pause)

    def _size(self) -> int:
        return self._part.stat().st_size if self._part.exists() else 0

    def _attempt(self) -> str | None:
        check = Check(self._file)
        # Unbuffered: what was told as done is on the disk even if this process is killed in the next moment.
        with open(self._part, "ab", buffering=0, opener=private_opener):  # made 0600, whatever is in it
            pass
        with self._part.open("r+b", buffering=0) as part:
            have = self._read_again(part, check)
            if have < self._file.size:
                with hub.opened(self._file, have) as (start, chunks):
                    if start < have:  # the server does no ranges
                        check, have = Check(self._file), start
                        part.truncate(start)
                        part.seek(start)
                    for chunk in chunks:
                        have += len(chunk)
                        if have > self._file.size:
                            break
                        _write(part, chunk)
                        check.update(chunk)
                        self._tell(have)
                if have < self._file.size:
                    raise PassingError(
                        f"The connection to {hub.host()} broke off",
                        "Check the connection and try again.",
                    )
            if have == self._file.size and check.passed():
                flush(part)
                return check.sha256.hexdigest()
            part.truncate(0)
            return None

    def _read_again(self, part: Any, check: Check) -> int:
        have = 0
        if self._size() > self._file.size:
            part.truncate(0)
        while chunk := part.read(2**20):
            have += len(chunk)
            check.update(chunk)
            self._tell(have, "checking")
        return have


class Check:
    """The digests of a file while its bytes pass by."""

    def __init__(self, file: RemoteFile) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()
        # Git's own name of a small file, no more: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
        self._git = hashlib.sha1(b"blob %d\0" % file.size, usedforsecurity=False)

    def update(self, chunk: bytes) -> None:
        self.sha256.update(chunk)
        if self._file.git_sha1:
            self._git.update(chunk)

    def passed(self) -> bool:
        if self._file.sha256:
            return self.sha256.hexdigest() == self._file.sha256.lower()
        return self._git.hexdigest() == self._file.git_sha1.lower()


def _write(part: Any, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:  # an unbuffered file may take less than all of it
        view = view[part.write(view) :]
