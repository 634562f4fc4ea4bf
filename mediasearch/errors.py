"""Errors that a person can act on; imports nothing, so every room may use it.

A :class:`MediaSearchError` is a fault of the environment or of the input (a full disk, a folder that is gone)
and always says what to do next.  Anything else that is raised is a bug of ours.
"""

from __future__ import annotations


class MediaSearchError(Exception):
    """Something went wrong that the person can understand and act on.

    ``title`` says what happened in one clause; ``advice`` says what to do next.
    """

    def __init__(self, title: str, advice: str = "") -> None:
        super().__init__(title, advice)
        self.title = title
        self.advice = advice

    def __str__(self) -> str:
        title = self.title.rstrip(".")
        return f"{title}. {self.advice}" if self.advice else f"{title}."


class UsageError(MediaSearchError):
    """The command line was used in a way that means nothing (exit code 2)."""


class EngineLostError(MediaSearchError):
    """The engine ended before it answered; another one may answer."""


class LibraryDamagedError(MediaSearchError):
    """The library's database is damaged, which only a new start mends."""


class LibraryBusyError(MediaSearchError):
    """Another process holds this library's writer lock."""


class FileError(Exception):
    """One file could not be read; everything else goes on.

    ``path`` is the absolute path as given, ``reason`` a code of :mod:`mediasearch.reasons`, ``detail`` a short
    technical remark (a decoder's message, a size), possibly empty.
    """

    def __init__(self, path: str, reason: str, detail: str = "") -> None:
        super().__init__(path, reason, detail)
        self.path = path
        self.reason = reason
        self.detail = detail
