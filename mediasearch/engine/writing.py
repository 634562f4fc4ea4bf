"""Writing where it may fail: the disk is full, gone or read-only, and everything that was known stays."""

from __future__ import annotations

import errno
import logging
import time
from collections.abc import Callable
from typing import TypeVar

from mediasearch.errors import MediaSearchError

log = logging.getLogger(__name__)

_T = TypeVar("_T")


class Writing:
    """Every write goes through :meth:`_write`: a full disk, a refused or failing write leaves nothing half done (the
    catalog's transactions see to that), sets :attr:`trouble` to a sentence, and the caller tries again later.

    ``on_trouble(sentence)``; "" when it is over.
    """

    def __init__(self, on_trouble: Callable[[str], None]) -> None:
        self.trouble = ""
        self.trouble_since = 0.0  #: seconds since the epoch
        self._on_trouble = on_trouble

    def refusal(self, what: str) -> MediaSearchError:
        """What to tell a person whose wish could not be noted: ``what`` did not happen, and why."""
        return MediaSearchError(what, self.trouble or "Try again in a moment.")

    def _write(self, action: Callable[[], _T], what: str) -> _T | None:
        try:
            result = action()
        except MediaSearchError as error:
            self._failed(str(error))
            return None
        except OSError as error:
            self._failed(_sentence(error, what))
            return None
        if self.trouble:
            self.trouble = ""
            self._on_trouble("")
        return result

    def _failed(self, sentence: str) -> None:
        log.error("%s", sentence)
        if sentence != self.trouble:
            self.trouble_since = self.trouble_since if self.trouble else time.time()
            self.trouble = sentence
            self._on_trouble(sentence)


def _sentence(error: OSError, what: str) -> str:
    if error.errno == errno.ENOSPC:
        return (
            f"The disk of the library is full: {what} could not be saved. Free some space; indexing goes on by itself."
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"The library may not be written: {what} could not be saved. Check the folder's permissions."
    return f"The library's disk reported an error: {what} could not be saved ({error.strerror}). Check the disk."
