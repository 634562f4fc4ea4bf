"""The watcher: reports what happens to files while the program runs, once they have settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mediasearch.library.records import Change, Root
from mediasearch.paths import Library


class Watcher:
    """Watches roots with watchdog.  Callbacks come on the watcher's thread and must only put things on a queue."""

    def __init__(
        self,
        on_changes: Callable[[list[Change]], None],
        on_rescan: Callable[[int, list[bytes]], None],
        on_trouble: Callable[[int, str], None],
        *,
        library: Library | None = None,
        settle_seconds: float = 1.0,
    ) -> None:
        """``on_rescan(root, folders)``: scan these folders again, together (moves are paired).  ``on_trouble(root,
        sentence)``: the root cannot be watched (fully); the periodic rescan remains."""

    def watch(self, root: Root) -> None:
        """Start watching; a root already watched is watched anew.  Never raises for a root that cannot be."""
        raise NotImplementedError

    def unwatch(self, root: int) -> None:
        raise NotImplementedError

    def settle(self, root: int, paths: Iterable[bytes]) -> None:
        """Report these files (found half-written by a scan) once they stop changing."""
        raise NotImplementedError

    def stop(self) -> None:
        """End all threads (within a second).  No callback comes afterwards."""
        raise NotImplementedError
