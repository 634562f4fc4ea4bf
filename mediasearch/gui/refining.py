"""What is said about results besides the query: their order, how strict, which were right, what is in a stack."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject

from mediasearch import protocol
from mediasearch.gui import messages
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.naming import NameDialog
from mediasearch.gui.parts import Parts
from mediasearch.gui.query import Query
from mediasearch.gui.refinement import Refinement
from mediasearch.gui.searching import Searching
from mediasearch.gui.undo import Undo

_MARKS: Final = "more or less like these"
#: In one go; more would say nothing that these do not say, and every query carries them.
MOST_EXAMPLES: Final = 1000


class Refining(QObject):
    def __init__(self, client: EngineClient, parts: Parts, searching: Searching, undo: Undo, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._parts = parts
        self._searching = searching
        self._undo = undo
        controls, feedback = parts.status.controls, parts.header.feedback
        parts.header.sort_chosen.connect(lambda order: self.refine(replace(searching.refinement, sort=order)))
        controls.breadth.chosen.connect(lambda breadth: self.refine(replace(searching.refinement, breadth=breadth)))
        parts.view.called.connect(self.call)
        parts.view.stack_requested.connect(self._open_stack)
        feedback.clear_requested.connect(lambda: self._mark(searching.refinement.without_marks()))
        feedback.save_requested.connect(self._ask_name)
        searching.asked.connect(self._show)
        undo.teach(_MARKS, self._mark_again)

    def refine(self, refinement: Refinement) -> None:
        """The same query, with ``refinement``."""
        self._searching.refine(refinement)

    def call(self, contents: list[int], right: bool) -> None:
        """More (or less) like ``contents``; once again, and they say nothing."""
        self._mark(self._searching.refinement.mark(contents[:MOST_EXAMPLES], right))

    # ------------------------------------------------------------------------------------------------- inside

    def _mark(self, refinement: Refinement) -> None:
        before, query = self._searching.refinement, self._searching.query
        if refinement == before:
            return
        self.refine(refinement)
        self._undo.push(_MARKS, query, before)

    def _mark_again(self, query: Query, before: Refinement) -> None:
        if self._searching.query.means(query):  # examples of another query say nothing about this one
            self.refine(replace(self._searching.refinement, more=before.more, less=before.less))

    def _show(self) -> None:
        """The controls say what was asked."""
        refinement = self._searching.refinement
        self._parts.header.show_sort(refinement.sort)
        self._parts.header.show_marks(len(refinement.more), len(refinement.less))
        self._parts.status.controls.breadth.show_breadth(refinement.breadth)
        self._parts.view.set_marked(refinement.more, refinement.less)

    def _ask_name(self) -> None:
        dialog = NameDialog(
            self.tr("Save as concept"),
            self.tr("A word for pictures like these. Type it in a search to find them again."),
            self._searching.query.text.strip(),
            self.tr("Save"),
            self._parts.central.window(),
        )
        dialog.named.connect(self._save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self, name: str) -> None:
        refinement, name = self._searching.refinement, " ".join(name.split())
        if not name:
            return

        def answered(event: protocol.Event) -> None:
            if isinstance(event, protocol.Failure):
                self._parts.notice.say(messages.failure(event))
            else:
                self._parts.notice.say(self.tr("Saved. Type “{name}” to find pictures like these.").format(name=name))

        text = self._searching.query.text.strip()
        more, less = list(refinement.more), list(refinement.less)
        self._client.request(protocol.SaveConcept(0, name, more, less, text), answered)

    def _open_stack(self, content: int) -> None:
        result = self._parts.model.result_id

        def answered(event: protocol.Event) -> None:
            if isinstance(event, protocol.Failure):
                self._parts.notice.say(messages.failure(event))
            elif isinstance(event, protocol.StackReply) and self._parts.model.result_id == result:
                self._parts.model.open_stack(content, event.rows)
                if event.bytes_spared > 0:
                    self._parts.notice.say(messages.stack(len(event.rows), event.bytes_spared))

        self._client.request(protocol.Stack(0, result, content), answered)
