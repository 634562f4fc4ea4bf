"""The words of the search field: its keys, and what is pasted into it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QClipboard,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QLineEdit

from mediasearch.gui import drops


class SearchLine(QLineEdit):
    """The words.  What it does not use itself, it leaves to the field around it."""

    down_pressed = Signal()
    left_at_start = Signal()  #: Backspace or ← with nothing before the cursor
    picture_pasted = Signal(QMimeData)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._leaves(event):
            event.ignore()
            return True
        return super().event(event)

    def _leaves(self, event: QKeyEvent) -> bool:
        """Whether this key is the window's, although a line of text would take it."""
        if event.matches(QKeySequence.StandardKey.DeleteEndOfLine):
            return True  # Ctrl+K on X11; here it means the search
        # Where nothing was typed, what is to be undone is what was done to pictures.
        return event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
            return
        if event.key() == Qt.Key.Key_Down and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.down_pressed.emit()
            return
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        backwards = Qt.Key.Key_Right if self.isRightToLeft() else Qt.Key.Key_Left
        if (
            event.key() in (Qt.Key.Key_Backspace, backwards)
            and plain
            and self.cursorPosition() == 0
            and not self.hasSelectedText()
        ):
            self.left_at_start.emit()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        clipboard = QGuiApplication.clipboard()
        if event.button() == Qt.MouseButton.MiddleButton and clipboard.supportsSelection():
            selected = clipboard.mimeData(QClipboard.Mode.Selection)
            if selected is not None and drops.looks_useful(selected):
                self.picture_pasted.emit(selected)
                return
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        paste = menu.findChild(QAction, "edit-paste")
        if paste is not None:
            paste.triggered.disconnect()
            paste.triggered.connect(self._paste)
            paste.setEnabled(True)  # a picture has no text, and can be pasted all the same
        menu.popup(event.globalPos())

    def _paste(self) -> None:
        mime = QGuiApplication.clipboard().mimeData()
        if drops.looks_useful(mime):  # a mere link too: it would be searched for as words
            self.picture_pasted.emit(mime)
        else:
            self.paste()
