"""Ways into the library besides words: the pane's folders and kept searches, and what the filter menus offer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer

from mediasearch import protocol
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.folders import Folders
from mediasearch.gui.library_rows import root_name
from mediasearch.gui.parts import Parts
from mediasearch.gui.recalling import Recalling
from mediasearch.protocol import FolderInfo, Value

#: Counts of open folders follow the library at most this often (milliseconds).
FOLLOW_MS: Final = 5000
#: After something was excluded or removed by hand.
SOON_MS: Final = 800


class Browsing(QObject):
    def __init__(
        self, client: EngineClient, parts: Parts, folders: Folders, recalling: Recalling, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._parts = parts
        self._folders = folders
        self._known: dict[int, list[FolderInfo]] = {}  # right below each root
        self._follow = QTimer(self, singleShot=True)
        self._follow.timeout.connect(self._refresh)
        pane, filters = parts.pane, parts.filters
        pane.tree.folders_wanted.connect(self._ask_folders)
        pane.term_chosen.connect(lambda term, also: filters.toggle(term, alone=not also))
        pane.add_requested.connect(folders.choose)
        pane.rescan_requested.connect(folders.rescan)
        pane.locate_requested.connect(folders.ask_where)
        pane.remove_requested.connect(folders.ask_to_remove)
        pane.exclude_requested.connect(folders.exclude)
        pane.missing_answered.connect(folders.answer_missing)
        pane.saved_opened.connect(recalling.open)
        pane.saved_renamed.connect(recalling.rename)
        pane.saved_removed.connect(recalling.remove)
        pane.concept_removed.connect(recalling.remove_concept)
        recalling.changed.connect(lambda: pane.tree.show_kept(recalling.saved, recalling.concepts))
        parts.search_bar.shown.connect(lambda: pane.tree.set_active(set(parts.search_bar.query().terms)))
        filters.values_wanted.connect(self._ask_values)
        client.ready.connect(lambda _: self._refresh())  # a new engine has not been asked yet
        client.library_changed.connect(lambda _: self._follow.isActive() or self._follow.start(FOLLOW_MS))
        folders.removed.connect(lambda: self._follow.start(SOON_MS))

    def _refresh(self) -> None:
        self._parts.pane.tree.refresh_folders()

    def _ask_folders(self, root: int, levels: list[str], limit: int) -> None:
        self._client.request(protocol.ListFolders(0, root, levels, limit), self._take_folders)

    def _take_folders(self, event: protocol.Event) -> None:
        if isinstance(event, protocol.FoldersReply):
            self._parts.pane.tree.show_folders(event.root, event.folders, event.levels, event.cut)

    # ------------------------------------------------------------------------------------------------ filter menus

    def _ask_values(self, name: str) -> None:
        if name != "folder":
            self._client.request(protocol.ListValues(0, name), self._take_values)
            return
        waiting = [root.id for root in self._folders.roots]

        def answered(event: protocol.Event) -> None:
            if isinstance(event, protocol.FoldersReply):
                self._known[event.root] = event.folders
            waiting.pop()
            if not waiting:
                self._parts.filters.show_values("folder", self._folder_values())

        for root in list(waiting):
            self._client.request(protocol.ListFolders(0, root), answered)

    def _take_values(self, event: protocol.Event) -> None:
        if isinstance(event, protocol.ValuesReply):
            self._parts.filters.show_values(event.name, event.values)

    def _folder_values(self) -> list[Value]:
        """The roots, when there are several, and the largest folders right below them."""
        roots = self._folders.roots
        values = [Value(root_name(root.path), root.indexed) for root in roots] if len(roots) > 1 else []
        below = [
            Value(f"{root_name(root.path)}/{folder.path}", folder.files)
            for root in roots
            for folder in self._known.get(root.id, [])
        ]
        return values + sorted(below, key=lambda value: -value.count)
