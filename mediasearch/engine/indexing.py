"""``mediasearch index``: hand folders to the engine and follow it until they are done."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from typing import Any

from tqdm import tqdm

from mediasearch import protocol, reasons
from mediasearch.engine import launch
from mediasearch.engine.endpoint import Connection
from mediasearch.errors import EngineLostError, MediaSearchError
from mediasearch.paths import Library, existing_folder


def index_folders(
    library: Library, place: str | None, folders: Sequence[str], *, quiet: bool = False
) -> tuple[dict[str, Any] | None, list[MediaSearchError]]:
    """Index ``folders``; returns the summary (None when no folder could be added) and a complaint per bad folder.

    ``place`` is what was given as ``--library``.  Raises :class:`MediaSearchError` when the library cannot be opened.
    """
    started = time.monotonic()
    wanted: list[str] = []
    complaints: list[MediaSearchError] = []
    for folder in folders:
        try:
            wanted.append(existing_folder(folder))
        except MediaSearchError as error:
            complaints.append(error)
    if not wanted:
        return None, complaints
    encoded = 0
    while True:
        with launch.engine(library, launch.command(place, "index")) as (engine, own):
            follow = _Follow(engine, quiet)
            before = 0 if own else follow.encoded_now()
            refused: list[MediaSearchError] = []
            try:
                infos = follow.index(wanted, refused)
            except EngineLostError:
                encoded += follow.encoded - before
                if own:
                    raise
                continue  # the engine we asked was closed by its owner: go on with the next one, or our own
            encoded += follow.encoded - before
            break
    complaints += refused
    if not infos:
        return None, complaints
    complaints += [
        MediaSearchError(f"{info.path} is not there any more", "Connect it and run the command again.")
        for info in infos
        if info.state == "offline"
    ]
    summary = {
        "files": sum(info.files for info in infos),
        "indexed": sum(info.indexed for info in infos),
        "encoded": encoded,
        "failed": sum(info.failed for info in infos),
        "skipped": sum(info.skipped for info in infos),
        "seconds": round(time.monotonic() - started, 2),
    }
    return summary, complaints


class _Follow:
    """Remembers what the engine tells while its answers are awaited."""

    def __init__(self, engine: Connection, quiet: bool) -> None:
        self._engine = engine
        self.encoded = 0
        self._roots: list[protocol.RootInfo] = []
        self._bar: tqdm[Any] | None = None
        self._show = not quiet and sys.stderr.isatty()
        self._said: set[str] = set()
        engine.on_event = self._heard

    def index(self, folders: Sequence[str], refused: list[MediaSearchError]) -> list[protocol.RootInfo]:
        """Add all ``folders`` and wait for them; why one could not be added goes to ``refused``."""
        roots: set[int] = set()
        for folder in folders:
            try:
                roots.add(self._add(folder))
            except EngineLostError:
                raise
            except MediaSearchError as error:
                refused.append(error)
        return self._wait(roots) if roots else []

    def _add(self, folder: str) -> int:
        """Add a folder, or scan again the root that already covers it; the root's id."""
        covering = self._covering(folder)
        if covering is not None:
            self._engine.request(protocol.Rescan(0, covering))
            return covering
        self._engine.request(protocol.AddRoots(0, [folder]))
        found = self._covering(folder)
        if found is None:
            raise MediaSearchError(f"{folder} could not be added", "Run mediasearch status to see why.")
        return found

    def _wait(self, roots: set[int]) -> list[protocol.RootInfo]:
        """Return when none of ``roots`` has anything left to do."""
        self._status()
        try:
            while True:
                infos = [info for info in self._roots if info.id in roots]
                if all(info.state in ("ready", "offline") for info in infos):
                    # Progress may have been told before the last batch was counted: the status is what holds.
                    infos = [info for info in self._status() if info.id in roots]
                    if all(info.state in ("ready", "offline") for info in infos):
                        return infos
                if any(info.state == "paused" for info in infos):
                    raise MediaSearchError("Indexing is paused in the window", "Resume it there.")
                self._heard(self._engine.receive())
        finally:
            if self._bar is not None:
                self._bar.close()

    def encoded_now(self) -> int:
        self._status()
        return self.encoded

    def _status(self) -> list[protocol.RootInfo]:
        reply = self._engine.request(protocol.GetStatus(0))
        assert isinstance(reply, protocol.StatusReply)
        self._roots = reply.roots
        self.encoded = reply.encoded
        for trouble in reply.troubles:
            if trouble.kind == "engine":  # it may have been told before we came
                self._trouble(trouble.reason.rstrip("."), trouble.detail)
        return reply.roots

    def _covering(self, folder: str) -> int | None:
        place = os.path.normcase(folder)
        for info in self._status():
            root = os.path.normcase(info.path)
            if place == root or place.startswith(root.rstrip(os.sep) + os.sep):
                return info.id
        return None

    def _heard(self, event: protocol.Message) -> None:
        match event:
            case protocol.RootsChanged(roots=roots):
                self._roots = roots
            case protocol.Progress():
                self._draw(event)
            case protocol.Failure(request=0, title=title, advice=advice):
                self._trouble(title, advice)

    def _trouble(self, title: str, advice: str) -> None:
        if title == reasons.MODEL_BROKEN or title.endswith(reasons.DAMAGED):
            raise MediaSearchError(title, advice)  # the engine tries for ever; a command must end
        said = str(MediaSearchError(title, advice))
        if said not in self._said:
            self._said.add(said)
            print(f"mediasearch: {said}", file=sys.stderr)

    def _draw(self, progress: protocol.Progress) -> None:
        if not self._show or progress.total == 0:
            return
        if self._bar is None:
            self._bar = tqdm(total=progress.total, unit="file", desc="Indexing", file=sys.stderr)
        self._bar.total = progress.total
        self._bar.n = progress.done
        self._bar.refresh()
