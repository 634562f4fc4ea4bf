"""The originals of what was found: read inside their own folders, never through a link that took the place of one.

The engine indexes no file behind a link, and opens each below its root.  A folder may be replaced by a link after that,
and then what lies at the path of a hit is another file, from anywhere.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable

from PySide6.QtCore import QT_TRANSLATE_NOOP

from mediasearch.opening import open_below, open_regular

#: Why a file is not opened, translated where it is said.
SOMETHING_ELSE = str(QT_TRANSLATE_NOOP("Filing", "something else is there now"))
#: A link in the place of the file, in that of a folder, and what is no file at all.
_ASTRAY = frozenset({errno.ELOOP, errno.ENOTDIR, errno.EINVAL})


class Originals:
    """Opens files; from any thread."""

    def __init__(self) -> None:
        self._roots: tuple[str, ...] = ()

    def know(self, roots: Iterable[str]) -> None:
        """These folders are in the library now; each may itself lie behind a link."""
        self._roots = tuple(root.rstrip(os.sep) + os.sep for root in roots)

    def open(self, path: str) -> int:
        """A descriptor of the regular file at ``path``.  Raises ``OSError``, ``ELOOP`` when a link leads there."""
        try:
            for root in self._roots:
                if path.startswith(root):
                    below = os.fsencode(path[len(root) :]).replace(os.fsencode(os.sep), b"/")
                    return open_below(path, below)
            return open_regular(path, follow=False)  # of no known folder: it may be gone in a moment
        except OSError as error:
            if error.errno in _ASTRAY:
                raise OSError(errno.ELOOP, SOMETHING_ELSE, path) from error
            raise

    def astray(self, path: str) -> bool:
        """Whether something else took the place of that file; not that it cannot be read, or is gone."""
        try:
            os.close(self.open(path))
        except OSError as error:
            return error.errno == errno.ELOOP
        return False

    def there(self, path: str) -> bool:
        """Whether that file can be opened now: for whoever hands its path on."""
        try:
            os.close(self.open(path))
        except OSError:
            return False
        return True
