"""Words of the dialog for files and folders that Qt draws itself where the system has none."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog


def word(dialog: QFileDialog) -> None:
    """Say in the language of the person what Qt's own translations leave out.  The dialog of a system ignores it.

    No class of our own: Qt takes the system's dialog only for a plain ``QFileDialog``.
    """
    label = QFileDialog.DialogLabel
    dialog.setLabelText(label.LookIn, QCoreApplication.translate("FileDialog", "Look in:"))
    dialog.setLabelText(label.FileType, QCoreApplication.translate("FileDialog", "Files of type:"))
