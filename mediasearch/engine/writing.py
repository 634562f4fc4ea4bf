"""Writing where it may fail: the disk is full, gone or read-only, and everything that was known stays."""

from __future__ import annotations

import errno
import logging
import time
from collections.abc import Callable
from typing import TypeVar

from mediasearch.errors import MediaSearchError
from mediasearch.reasons import Unsaved

log = logging.getLogger(__name__)

#: What the disk refused is tried again after so long.
RETRY_SECONDS = 5.0

_T = TypeVar("_T")


class Refused:
    """What the disk does not take now, and since when; false while it takes everything.

    ``on_change(error)`` when it begins or is another one than before; None when it is over.
    """

    def __init__(self, on_change: Callable[[MediaSearchError | None], None]) -> None:
        self.error: MediaSearchError | None = None
        self.since = 0.0  #: seconds since the epoch
        self._on_change = on_change

    def __bool__(self) -> bool:
        return self.error is not None

    def met(self, error: MediaSearchError) -> None:
        if self.error is not None and str(error) == str(self.error):
            return  # it is tried often
        log.error("%s", error)
        self.since = self.since if self else time.time()
        self.error = type(error)(error.title, error.advice)  # without the frames it came through
        self._on_change(self.error)

    def over(self) -> None:
        if self:
            self.error = None
            self._on_change(None)


class Writing:
    """Every write goes through :meth:`_write`: a full disk, a refused or failing write leaves nothing half done (the
    catalog's transactions see to that), sets :attr:`trouble`, and the caller tries again later.  It is over when
    :meth:`~mediasearch.engine.store.Store.retry_writing` says so: what found nothing to write has proved nothing.

    ``on_trouble(error)``; None when it is over.
    """

    def __init__(self, on_trouble: Callable[[MediaSearchError | None], None]) -> None:
        self.refused = Refused(on_trouble)

    @property
    def trouble(self) -> MediaSearchError | None:
        """Why nothing can be written now."""
        return self.refused.error

    def refusal(self, what: str) -> MediaSearchError:
        """What to tell a person whose wish could not be noted: ``what`` did not happen, and why."""
        return MediaSearchError(what, str(self.trouble or "Try again in a moment."))

    def _write(self, action: Callable[[], _T], what: Unsaved) -> _T | None:
        try:
            return action()
        except MediaSearchError as error:
            self.refused.met(error)
            return None
        except OSError as error:
            self.refused.met(refusal_of(error, what))
            return None


def refusal_of(error: OSError, what: Unsaved) -> MediaSearchError:
    """Why ``what`` could not be saved, and what to do about it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return MediaSearchError(
            f"The disk of the library is full: {what} could not be saved",
            "Free some space; indexing goes on by itself.",
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return MediaSearchError(
            f"The library may not be written: {what} could not be saved", "Check the folder's permissions."
        )
    return MediaSearchError(
        f"The library's disk reported an error: {what} could not be saved ({error.strerror or error})",
        "Check the disk.",
    )
