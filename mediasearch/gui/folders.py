"""The folders of the library, from the window's side: adding, removing, and the person's word on missing files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Signal
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from mediasearch import protocol
from mediasearch.gui import file_dialogs, files, messages
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.notice import Notice, Said
from mediasearch.gui.question import Question
from mediasearch.gui.undo import Deed, Undo
from mediasearch.paths import Library
from mediasearch.protocol import RootInfo

#: The sentence that a root is not connected.
OFFLINE: Final = "offline"
#: The question about files that vanished together.
MISSING: Final = "missing"
_ADDED: Final = "folders added"
_LEFT_OUT: Final = "folder left out"


def pictures_folder() -> str:
    """The person's own pictures folder, "" when the system names none."""
    path = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.HomeLocation)
    return path if path and Path(path).is_dir() and Path(path) != Path(home) else ""


def name(path: str) -> str:
    return files.name(path.rstrip("/\\")) or files.shown(path)


def _nearest(folder: Path) -> Path:
    """``folder``, or the first above it that is there."""
    return next((place for place in (folder, *folder.parents) if place.is_dir()), Path.home())


class Folders(QObject):
    """Knows the roots; ``changed`` says when they are different."""

    changed = Signal()
    went_away = Signal(object)  #: the roots that were there, or were not known, and are not connected now
    removed = Signal()  #: pictures left the library because the person said so

    def __init__(self, library: Library, client: EngineClient, notice: Notice, undo: Undo, window: QWidget) -> None:
        super().__init__(window)
        # Qt's file dialog remembers its last folders; they are kept where everything is kept, not in the home.
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(library.data))
        self._client = client
        self._notice = notice
        self._undo = undo
        self._window = window
        self._told: set[tuple[int, int]] = set()
        self._offline: set[int] = set()
        self.roots: list[RootInfo] = []
        self.answered = False  #: whether the engine has said which there are
        self.dialog: QFileDialog | None = None
        self.locating: QFileDialog | None = None
        self.question: Question | None = None
        client.roots_changed.connect(lambda event: self.take(event.roots))
        notice.teach(_ADDED, self._added_words)
        undo.teach(_LEFT_OUT, self._include)
        notice.teach(_LEFT_OUT, self._left_out_words)

    def take(self, roots: list[RootInfo]) -> None:
        """What the engine says there is."""
        self.roots = list(roots)
        self.answered = True
        offline = {root.id for root in self.roots if root.state == "offline"}
        gone = [root for root in self.roots if root.id in offline - self._offline]
        if self._offline - offline:
            self._notice.take_back(OFFLINE)
        self._offline = offline
        held = [root for root in self.roots if root.held]
        for root in held:
            if (root.id, root.held) not in self._told:
                self._told.add((root.id, root.held))
                self._ask_about_missing(root)
        if not held and self._told:
            self._told.clear()
            self._notice.take_back(MISSING)
        self.changed.emit()
        if gone:
            self.went_away.emit(gone)

    def say_away(self, gone: list[RootInfo]) -> None:
        """Say that these are not connected, where nothing else says so."""
        names = ", ".join(name(root.path) for root in gone)
        sentence = self.tr("{name} isn’t connected. Showing saved previews.").format(name=names)
        locate = (self.tr("Locate…"), partial(self.ask_where, gone[0].id))
        self._notice.say(sentence, *([locate] if len(gone) == 1 else []), topic=OFFLINE)

    def find(self, number: int) -> RootInfo | None:
        return next((root for root in self.roots if root.id == number), None)

    # ------------------------------------------------------------------------------------------------ adding

    def choose(self) -> None:
        """Let the person choose a folder; nothing waits for the dialog."""
        if self.dialog is None:
            self.dialog = QFileDialog(
                self._in_front(), self.tr("Choose a folder of pictures"), pictures_folder() or str(Path.home())
            )
            file_dialogs.word(self.dialog)
            self.dialog.setFileMode(QFileDialog.FileMode.Directory)
            self.dialog.setOption(QFileDialog.Option.ShowDirsOnly)
            self.dialog.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Add"))
            self.dialog.fileSelected.connect(lambda path: self.add([path]))
            self.dialog.finished.connect(self._chosen)
        self.dialog.open()

    def _chosen(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _in_front(self) -> QWidget:
        """The window that asks: the settings where they are in use, and they have the keyboard again afterwards."""
        active = QApplication.activeWindow()
        beside = isinstance(active, QDialog) and not active.isModal() and active.parentWidget() is self._window
        return active if active is not None and beside else self._window

    def add(self, paths: list[str]) -> None:
        self._client.request(protocol.AddRoots(0, [str(Path(path).absolute()) for path in paths]), self._done)

    def add_dropped(self, paths: list[str]) -> None:
        """Add folders that were dropped, or named on a second start, and say so: a hand may slip."""
        if not paths:
            return
        known = {root.path for root in self.roots}
        added = {str(Path(path).absolute()) for path in paths} - known
        absorbed = [path for path in known if added & {str(above) for above in Path(path).parents}]
        self.add(paths)
        if added:
            self._notice.tell(_ADDED, added, absorbed)
        else:
            self._notice.say(self.tr("“{name}” is in the library already.").format(name=name(paths[0])))

    def _added_words(self, added: set[str], absorbed: list[str]) -> Said:
        if len(added) == 1:
            text = self.tr("“{name}” is being added to the library.").format(name=name(next(iter(added))))
        else:
            text = self.tr("{count} folders are being added to the library.", "", len(added)).format(
                count=messages.number(len(added))
            )
        # Here only, and not under Undo: a while later hours of indexing would be taken back.
        return Said(text, ((self.tr("Undo"), partial(self._take_out, added, absorbed)),))

    def _take_out(self, added: set[str], absorbed: list[str]) -> None:
        for root in self.roots:
            if root.path in added:
                self.remove(root.id)
        if absorbed:
            self.add(absorbed)  # folders that had become part of what was added

    def _done(self, event: protocol.Event) -> None:
        if isinstance(event, protocol.Failure):
            self._notice.say(messages.failure(event))

    def _removed(self, event: protocol.Event) -> None:
        self._done(event)
        self.removed.emit()

    # ------------------------------------------------------------------------------------------------ the rest

    def rescan(self, number: int = 0) -> None:
        self._client.request(protocol.Rescan(0, number), self._done)

    def ask_to_remove(self, number: int) -> None:
        """Removing throws away what was computed, so it is asked once; the files on disk stay in any case."""
        root = self.find(number)
        if root is None:
            return
        self.question = Question(
            self.tr("Remove “{name}” from the library?").format(name=name(root.path)),
            self.tr("Its pictures are no longer found. The files themselves stay where they are."),
            self.tr("Remove"),
            self._in_front(),
            careful=True,
        )
        self.question.accepted.connect(lambda: self.remove(number))
        self.question.finished.connect(self.question.deleteLater)
        self.question.open()

    def ask_where_away(self) -> None:
        """The same as :meth:`ask_where`, for the first root that is not connected."""
        away = next((root.id for root in self.roots if root.state == "offline"), 0)
        self.ask_where(away)

    def ask_where(self, number: int) -> None:
        """Let the person say where the root's folder is now: moved, renamed, or under another drive letter."""
        root = self.find(number)
        if root is None:
            return
        self.locating = QFileDialog(
            self._in_front(),
            self.tr("Where is “{name}” now?").format(name=name(root.path)),
            str(_nearest(Path(root.path).parent)),
        )
        file_dialogs.word(self.locating)
        self.locating.setFileMode(QFileDialog.FileMode.Directory)
        self.locating.setOption(QFileDialog.Option.ShowDirsOnly)
        self.locating.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("This one"))
        self.locating.fileSelected.connect(lambda path: self.locate(number, path))
        self.locating.finished.connect(self.locating.deleteLater)
        self.locating.open()

    def locate(self, number: int, path: str) -> None:
        """The root is at ``path`` now."""
        self._client.request(protocol.LocateRoot(0, number, str(Path(path).absolute())), self._done)

    def exclude(self, path: str) -> None:
        """Leave a folder out of the library; it can be taken back."""

        def excluded(event: protocol.Event) -> None:
            self._removed(event)
            if not isinstance(event, protocol.Failure):
                self._notice.tell(_LEFT_OUT, self._undo.push(_LEFT_OUT, path))

        self._client.request(protocol.Exclude(0, [path]), excluded)

    def _left_out_words(self, deed: Deed) -> Said:
        text = self.tr("“{name}” is left out of the library.").format(name=name(*deed.about))
        return Said(text, ((self.tr("Undo"), partial(self._undo.take_back, deed)),))

    def _include(self, path: str) -> None:
        self._notice.take_back(_LEFT_OUT)
        self._client.request(protocol.Exclude(0, [path], on=False), self._done)

    def remove(self, number: int) -> None:
        self._client.request(protocol.RemoveRoot(0, number), self._removed)

    def answer_missing(self, number: int, forget: bool) -> None:
        self._notice.take_back(MISSING)
        self._client.request(protocol.ConfirmMissing(0, number, forget), self._removed)

    def _ask_about_missing(self, root: RootInfo) -> None:
        if root.held == 1:
            text = self.tr("1 file disappeared from “{name}”.").format(name=name(root.path))
        else:
            text = self.tr("{count} files disappeared from “{name}”.", "", root.held).format(
                count=messages.number(root.held), name=name(root.path)
            )
        self._notice.keep(
            MISSING,
            text,
            (self.tr("They are gone"), lambda: self.answer_missing(root.id, True)),
            (self.tr("Keep waiting"), lambda: self.answer_missing(root.id, False)),
        )
