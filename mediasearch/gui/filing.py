"""What is done with the files of selected pictures: opened elsewhere, left out, moved to the trash.

What is taken out of the library, copies and lists, is in :mod:`.exporting`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mediasearch import protocol
from mediasearch.gui import desktop, files, filing_words, messages
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.exporting import Exporting
from mediasearch.gui.gathering import Gathering
from mediasearch.gui.job_card import JobCard
from mediasearch.gui.notice import Action, Said
from mediasearch.gui.parts import Parts
from mediasearch.gui.query import Picture
from mediasearch.gui.question import Question
from mediasearch.gui.trash import Outcome, Trashed, move_to_trash, restore
from mediasearch.gui.undo import Deed, Undo
from mediasearch.gui.viewing import Viewing
from mediasearch.protocol import Hit

ASKED_FROM: Final = 50  #: moving so many pictures to the trash is asked about first
MOST_OPENED: Final = 10  #: pictures that are handed to other programs at once
MOST_EXCLUDED: Final = 1000  #: pictures that are named one by one in the list of what is left out
NOTICED_S: Final = 20.0  #: seconds in which the engine notices what was done to files
MOST_ADDED: Final = 8  #: pictures that join a query at once

_EXCLUDED: Final = "pictures left out"
_TRASHED: Final = "pictures in the trash"


class Filing(QObject):
    """Listens to the actions of the grid that need more than the grid."""

    pictures_added = Signal(object)  #: list of :class:`Picture` for the query
    library_left = Signal()  #: pictures left the library, or came back, because the person said so

    def __init__(self, client: EngineClient, parts: Parts, viewing: Viewing, undo: Undo, window: QWidget) -> None:
        super().__init__(window)
        self._client = client
        self._parts = parts
        self._viewing = viewing
        self._undo = undo
        self._window = window
        self._gathering = Gathering(client, parts.model, self)
        self.card = JobCard(parts.central)
        parts.laid_over.append(self.card)
        self.exporting = Exporting(parts, viewing, self.card, window)
        self.question: Question | None = None
        self._acts: dict[str, Callable[[list[Hit]], None]] = {
            "open_default": self._open,
            "open_with": self._open_with,
            "add": self._add,
            "exclude": self._exclude,
            "trash": self._ask_to_trash,
            "export": self.exporting.choose_folder,
            "export_list": self.exporting.choose_list,
            "copy_path": lambda hits: self._viewing.copy_paths([hit.path for hit in hits]),
        }
        self._expected_until = 0.0
        client.library_changed.connect(self._noticed)
        client.roots_changed.connect(self._noticed)  # alone, when the content of a file that came back is known
        parts.view.result_actions.asked.connect(self.act)
        undo.teach(_EXCLUDED, self._include)
        parts.notice.teach(_EXCLUDED, self._excluded_words)
        undo.teach(_TRASHED, self._put_back)
        parts.notice.teach(_TRASHED, self._trashed_words)

    def act(self, name: str) -> None:
        """Do ``name`` with what is selected."""
        rows: Sequence[int] = self._parts.view.selected_rows()
        if name in ("open_default", "open_with", "add"):
            rows = rows[: MOST_ADDED if name == "add" else MOST_OPENED]

        def gathered(hits: list[Hit] | None) -> None:
            if hits is None:
                self._parts.notice.say(self.tr("The results changed meanwhile. Select the pictures again."))
            elif hits:
                self._acts[name](hits)

        self._gathering.gather(rows, gathered)

    # ------------------------------------------------------------------------------------------------ one by one

    def _open(self, hits: list[Hit]) -> None:
        for hit in hits:
            there = hit.online and self._parts.model.originals.there(hit.path)
            if not there or not desktop.open_file(hit.path):
                self._viewing.tell_gone(hit.path)
                return

    def _open_with(self, hits: list[Hit]) -> None:
        path, originals = hits[0].path, self._parts.model.originals
        if not originals.there(path):
            self._viewing.tell_gone(path)
        elif not desktop.open_with(path, originals, self._window):
            self._parts.notice.say(
                self.tr("This system offers no list of programs. Use Show in folder and choose one there."),
                (self.tr("Show in folder"), partial(self._viewing.show_in_folder, path)),
            )

    def _add(self, hits: list[Hit]) -> None:
        self.pictures_added.emit(
            [Picture(content=hit.content, title=files.name(hit.path), thumbnail=hit.thumbnail) for hit in hits]
        )

    def _exclude(self, hits: list[Hit]) -> None:
        if len(hits) > MOST_EXCLUDED:
            self._parts.notice.say(
                self.tr("So many pictures are better left out by their folder, in the library pane.")
            )
            return
        paths = [path for hit in hits for path in (hit.files or [hit.path])]
        contents = [hit.content for hit in hits]

        def excluded(event: protocol.Event) -> None:
            if isinstance(event, protocol.Failure):
                self._parts.model.set_leaving(contents, False)
                self._failed(event)
                return
            deed = self._undo.push(_EXCLUDED, paths)
            self._parts.notice.tell(_EXCLUDED, deed, len(hits), files.name(hits[0].path))
            self.library_left.emit()

        self._leave(contents)
        self._client.request(protocol.Exclude(0, paths), excluded)

    def _excluded_words(self, deed: Deed, count: int, name: str) -> Said:
        return Said(filing_words.excluded(count, name), (self._undoing(deed),))

    def _include(self, paths: list[str]) -> None:
        self._parts.notice.take_back(_EXCLUDED)
        self._client.request(protocol.Exclude(0, paths, on=False), self._failed)

    # ------------------------------------------------------------------------------------------------ the trash

    def _ask_to_trash(self, hits: list[Hit]) -> None:
        here = [hit for hit in hits if hit.online]
        if self.card.job is not None or not here:
            self._parts.notice.say(filing_words.not_now(self.card.job is not None))
            return
        if len(here) < ASKED_FROM:
            self.trash(here)
            return
        self.question = Question(
            filing_words.ask_to_trash(len(here)),
            self.tr("They stay in the trash of this computer until it is emptied."),
            self.tr("Move to the trash"),
            self._window,
            careful=True,
        )
        self.question.accepted.connect(lambda: self.trash(here))
        self.question.finished.connect(self.question.deleteLater)
        self.question.open()

    def trash(self, hits: list[Hit]) -> None:
        """Move the files of ``hits`` that are shown to the trash; their other copies stay."""
        contents = [hit.content for hit in hits]
        single = [hit.content for hit in hits if len(hit.files) < 2]
        self._leave(single)

        def moved(outcome: Outcome | None) -> None:
            outcome = outcome if outcome is not None else Outcome(refused=[(hit.path, "") for hit in hits])
            there = {trashed.path for trashed in outcome.moved}
            stayed = [content for content, hit in zip(contents, hits, strict=True) if hit.path not in there]
            self._parts.model.set_leaving(stayed, False)
            copies = sum(len(hit.files) - 1 for hit in hits if hit.path in there and len(hit.files) > 1)
            back = [trashed for trashed in outcome.moved if trashed.place]
            deed = self._undo.push(_TRASHED, back) if back else None
            self._parts.notice.tell(_TRASHED, deed, outcome, copies)
            if outcome.moved:
                self._expect()

        work = partial(move_to_trash, [hit.path for hit in hits], self._parts.model.originals)
        self.card.run(work, moved, self.tr("Moving to the trash"), len(hits))

    def _trashed_words(self, deed: Deed | None, outcome: Outcome, copies: int) -> Said:
        text = filing_words.trashed(outcome, copies)
        return Said(text, (self._undoing(deed),) if deed is not None else ())

    def _put_back(self, trashed: list[Trashed]) -> None:
        """Everything back where it was, as far as nothing else stands there."""
        failed: list[tuple[str, str]] = []
        for each in reversed(trashed):
            try:
                restore(each)
            except OSError as error:
                failed.append((each.path, error.strerror or str(error)))
        self._parts.notice.say(filing_words.taken_back(len(trashed) - len(failed), failed))
        self._expect()

    # ------------------------------------------------------------------------------------------------- inside

    def _leave(self, contents: list[int]) -> None:
        """What goes is dimmed at once; the viewer goes on to the next picture."""
        self._parts.model.set_leaving(contents, True)
        viewer = self._parts.viewer
        if viewer.isVisible() and contents:
            if viewer.row + 1 < self._parts.model.rowCount():
                viewer.step(1)
            elif viewer.row > 0:
                viewer.step(-1)
            else:
                viewer.close_viewer()

    def _undoing(self, deed: Deed) -> Action:
        return self.tr("Undo"), partial(self._undo.take_back, deed)

    def _expect(self) -> None:
        """The engine will notice in a moment; what it finds then is shown, because the person did it."""
        self._expected_until = monotonic() + NOTICED_S

    def _noticed(self, _event: protocol.Event) -> None:
        if monotonic() < self._expected_until:
            self.library_left.emit()

    def _failed(self, event: protocol.Event) -> None:
        if isinstance(event, protocol.Failure):
            self._parts.notice.say(messages.failure(event))
        else:
            self.library_left.emit()
