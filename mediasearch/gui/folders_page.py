"""Settings → Folders: which folders are searched, how each is, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mediasearch.gui import file_dialogs, files, folders, messages
from mediasearch.gui.elided import ElidedLabel
from mediasearch.gui.folders import Folders
from mediasearch.gui.icons import IconButton
from mediasearch.gui.theme import secondary, to_copy
from mediasearch.protocol import Problem, RootInfo


class FolderRow(QWidget):
    """One folder: name, place, state, and what keeps changes in it from being noticed; the rest is in its menu."""

    def __init__(self, folders_: Folders, root: RootInfo, page: QWidget) -> None:
        super().__init__(page)
        self._folders = folders_
        self.root = root
        self.excluding: QFileDialog | None = None
        self.name = ElidedLabel(self)  # keeps to the side where lines begin, whatever the name is written in
        self.place = ElidedLabel(self)
        self.state = ElidedLabel(self)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self._unwatched = ""  # why the system does not tell all that happens in it
        for quiet in (self.place, self.state, self.note):
            secondary(quiet)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self.name, self.place, self.state, self.note):
            words.addWidget(label)
        self.rescan = QPushButton(self.tr("Rescan"), self)
        self.locate = QPushButton(self.tr("Locate…"), self)
        self.rescan.clicked.connect(lambda: folders_.rescan(self.root.id))
        self.locate.clicked.connect(lambda: folders_.ask_where(self.root.id))
        self.more = IconButton("more", "", self, edge=30, size=18)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        menu.addAction(self.tr("Leave a folder in it out…"), self._exclude)
        menu.addAction(self.tr("It is somewhere else now…"), lambda: folders_.ask_where(self.root.id))
        menu.addSeparator()
        menu.addAction(self.tr("Remove from the library…"), lambda: folders_.ask_to_remove(self.root.id))
        self.more.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(6)
        row.addLayout(words, 1)
        row.addSpacing(12)
        for button in (self.rescan, self.locate):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addWidget(self.more)
        self.show_root(root)

    def show_root(self, root: RootInfo) -> None:
        self.root = root
        name = folders.name(root.path)
        self.name.setText(name)
        # A path begins with its root also among words that go from right to left.
        self.place.setText("\N{LEFT-TO-RIGHT MARK}" + files.shown(root.path))
        self.state.setText(messages.root_state(root))
        offline = root.state == "offline"
        self.rescan.setVisible(not offline)
        self.rescan.setEnabled(root.state != "scanning")
        self.locate.setVisible(offline)
        self.rescan.setAccessibleName(self.tr("Rescan {name}").format(name=name))
        self.locate.setAccessibleName(self.tr("Locate {name}").format(name=name))
        self.more.say(self.tr("More about {name}").format(name=name))
        self._show_note()

    def show_unwatched(self, reason: str) -> None:
        """``reason``: why changes are noticed late, with what can be done about it; "" when they are not."""
        self._unwatched = reason
        self._show_note()

    def _show_note(self) -> None:
        notes = []
        if self.root.polled:
            notes.append(
                self.tr("On a network drive: what other computers change there is looked for every two minutes.")
            )
        if self._unwatched:
            notes.append(self._unwatched)
        self.note.setText("\n".join(notes))
        self.note.setVisible(bool(notes) and self.root.state != "offline")  # nobody looks at a folder that is away
        to_copy(self.note, bool(self._unwatched))
        self.note.setAccessibleName(self.note.text())

    def _exclude(self) -> None:
        dialog = self.excluding = QFileDialog(
            self.window(), self.tr("Which folder is to be left out?"), files.shown(self.root.path)
        )
        file_dialogs.word(dialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Leave it out"))
        dialog.fileSelected.connect(self._folders.exclude)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class FoldersPage(QWidget):
    """Rows stay while their folder stays, so the focus does not get lost in a scan."""

    def __init__(self, folders_: Folders, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folders = folders_
        self.rows: dict[int, FolderRow] = {}
        self._unwatched: dict[int, str] = {}
        self.none = QLabel(self.tr("No folder is searched yet."), self)
        secondary(self.none)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.add = QPushButton(self.tr("Add a folder…"), self)
        self.add.setAutoDefault(False)
        self.add.clicked.connect(lambda: folders_.choose())
        below = QHBoxLayout()
        below.addWidget(self.add)
        below.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.none)
        column.addLayout(self._list)
        column.addSpacing(18)
        column.addLayout(below)
        column.addStretch()
        folders_.changed.connect(self.refresh)
        self.refresh()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say of which folders the system does not tell all that happens in them."""
        self._unwatched = {each.root: messages.unwatched(each) for each in problems if each.kind == "root-watch"}
        self.refresh()

    def refresh(self) -> None:
        """Show the folders as they are now."""
        known = {root.id for root in self._folders.roots}
        for number in [number for number in self.rows if number not in known]:
            row = self.rows.pop(number)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for root in self._folders.roots:
            if root.id in self.rows:
                self.rows[root.id].show_root(root)
            else:
                self.rows[root.id] = FolderRow(self._folders, root, self)
                self._list.addWidget(self.rows[root.id])
            self.rows[root.id].show_unwatched(self._unwatched.get(root.id, ""))
        before: QWidget | None = None
        for row in self.rows.values():
            for widget in (row.note, row.rescan, row.locate, row.more):
                if before is not None:
                    QWidget.setTabOrder(before, widget)
                before = widget
        if before is not None:
            QWidget.setTabOrder(before, self.add)
        self.none.setVisible(self._folders.answered and not known)
