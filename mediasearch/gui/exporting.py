"""What is taken out of the library: copies of the originals, and lists of what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from mediasearch.gui import export, file_dialogs, files, filing_words, messages
from mediasearch.gui.job_card import JobCard
from mediasearch.gui.notice import Said
from mediasearch.gui.parts import Parts
from mediasearch.gui.viewing import Viewing
from mediasearch.paths import write_atomically
from mediasearch.protocol import Hit

_COPIED: Final = "pictures copied"
_LISTED: Final = "list saved"


class Exporting(QObject):
    """``card`` shows the copying, and whether anything else is under way."""

    def __init__(self, parts: Parts, viewing: Viewing, card: JobCard, window: QWidget) -> None:
        super().__init__(window)
        self._notice = parts.notice
        self._originals = parts.model.originals
        self._viewing = viewing
        self._card = card
        self._window = window
        self.dialog: QFileDialog | None = None
        self._last_folder = ""
        parts.notice.teach(_COPIED, self._copied_words)
        parts.notice.teach(_LISTED, self._listed_words)

    def choose_folder(self, hits: list[Hit]) -> None:
        """Let the person say where the originals of ``hits`` are copied to."""
        here = [hit for hit in hits if hit.online]
        if self._card.job is not None or not here:
            self._notice.say(filing_words.not_now(self._card.job is not None))
            return
        dialog = self.dialog = QFileDialog(
            self._window, self.tr("Copy {pictures} to…").format(pictures=messages.pictures(len(here))), self._place()
        )
        file_dialogs.word(dialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Copy here"))
        dialog.fileSelected.connect(lambda folder: self.copy(here, folder))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def copy(self, hits: list[Hit], folder: str) -> None:
        """Copy the originals of ``hits`` into ``folder``."""
        self._last_folder = folder
        paths = [hit.path for hit in hits]

        def copied(outcome: export.Copied | None) -> None:
            if outcome is None:
                self._notice.say(self.tr("The copying failed; the log tells more."))
            else:
                self._notice.tell(_COPIED, outcome, len(paths), files.name(folder))

        title = self.tr("Copying to “{folder}”").format(folder=files.name(folder))
        self._card.run(partial(export.copy_files, paths, folder, self._originals), copied, title, len(paths))

    def choose_list(self, hits: list[Hit]) -> None:
        """Let the person say where a list of ``hits`` is kept, and how it is written."""
        kinds = {
            self.tr("Table (*.csv)"): (".csv", export.as_csv),
            self.tr("JSON (*.json)"): (".json", export.as_json),
            self.tr("Paths, one a line (*.txt)"): (".txt", export.as_paths),
        }
        dialog = self.dialog = QFileDialog(self._window, self.tr("Save the list as…"), self._place())
        file_dialogs.word(dialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(kinds))
        dialog.selectFile(self.tr("pictures"))

        def chosen(path: str) -> None:
            suffix, write = kinds[dialog.selectedNameFilter()]
            for other, how in kinds.values():
                if path.lower().endswith(other):
                    suffix, write = other, how  # what was typed counts more than the filter
            self.save_list(hits, path if path.lower().endswith(suffix) else path + suffix, write)

        dialog.fileSelected.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_list(self, hits: list[Hit], path: str, write: Callable[[Sequence[Hit]], bytes]) -> None:
        """Write ``hits`` to ``path``, whole or not at all."""
        self._last_folder = str(Path(path).parent)
        try:
            write_atomically(Path(path), write(hits))
        except OSError as error:
            self._notice.say(
                self.tr("The list could not be saved ({reason}). Choose another folder.").format(
                    reason=error.strerror or error
                )
            )
            return
        self._notice.tell(_LISTED, len(hits), path)

    # ------------------------------------------------------------------------------------------------- inside

    def _copied_words(self, outcome: export.Copied, total: int, folder: str) -> Said:
        text = filing_words.copied(outcome, total, folder)
        return Said(text, (self._showing(outcome.paths[0]),) if outcome.paths else ())

    def _listed_words(self, count: int, path: str) -> Said:
        text = self.tr("List of {pictures} saved.").format(pictures=messages.pictures(count))
        return Said(text, (self._showing(path),))

    def _showing(self, path: str) -> tuple[str, Callable[[], None]]:
        return self.tr("Show"), partial(self._viewing.show_in_folder, path)

    def _place(self) -> str:
        return self._last_folder or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.HomeLocation)
