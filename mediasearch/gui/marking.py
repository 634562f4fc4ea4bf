"""Favourites and hidden pictures: shown at once, told to the engine, taken back when it cannot, and undoable."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject

from mediasearch import protocol
from mediasearch.gui import messages
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.notice import Said
from mediasearch.gui.parts import Parts
from mediasearch.gui.showing import Showing
from mediasearch.gui.undo import Deed, Undo

FAVOURITE = "favourite"
HIDDEN = "hidden"

#: Whoever hides more pictures at once goes by something else than what stands in a stack.
MOST_STACKS: Final = 200


class Marking(QObject):
    def __init__(self, client: EngineClient, parts: Parts, showing: Showing, undo: Undo, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._parts = parts
        self._showing = showing
        self._undo = undo
        parts.view.favourite_requested.connect(self.favour)
        parts.view.hide_requested.connect(self.hide)
        undo.teach(FAVOURITE, self._favour)
        undo.teach(HIDDEN, self._hide)
        parts.notice.teach(HIDDEN, self._words)
        client.marks_changed.connect(self._changed)

    def favour(self, contents: list[int], on: bool) -> None:
        """``contents`` are favourites from now on, or no longer."""
        # Those that were so already stay what they are when this is undone.
        known = {content: self._liked(content) for content in contents}
        changed = [content for content, liked in known.items() if liked != on]
        if changed:
            self._favour(changed, on, self._undo.push(FAVOURITE, changed, not on))

    def hide(self, contents: list[int]) -> None:
        """``contents`` are in no result from now on, nor is what they stand for while their stacks are closed."""
        model = self._parts.model
        hidden = dict.fromkeys(contents)
        waiting = {content for content in contents[:MOST_STACKS] if self._stands_for_others(content)}
        if not waiting:
            self._hide_undoably(list(hidden))
            return
        model.set_leaving(contents, True)  # seen at once

        def answered(event: protocol.Event, content: int) -> None:
            if isinstance(event, protocol.StackReply):
                hidden.update(dict.fromkeys(hit.content for hit in event.rows))
            waiting.discard(content)
            if not waiting:
                self._hide_undoably(list(hidden))

        for content in tuple(waiting):
            asked = protocol.Stack(0, model.result_id, content)
            self._client.request(asked, partial(answered, content=content))

    # ------------------------------------------------------------------------------------------------- inside

    def _liked(self, content: int) -> bool | None:
        hit = self._parts.model.hit(self._parts.model.row_of(content))
        return hit.favourite if hit is not None else None

    def _stands_for_others(self, content: int) -> bool:
        model = self._parts.model
        row = model.row_of(content)
        hit = model.hit(row)
        return hit is not None and hit.stack > 1 and row not in model.opened

    def _hide_undoably(self, contents: list[int]) -> None:
        deed = self._undo.push(HIDDEN, contents, False)
        self._hide(contents, True, deed)
        self._parts.notice.tell(HIDDEN, deed)

    def _words(self, deed: Deed) -> Said:
        contents, _ = deed.about
        return Said(messages.hidden(len(contents)), ((self.tr("Undo"), partial(self._undo.take_back, deed)),))

    def _favour(self, contents: list[int], on: bool, deed: Deed | None = None) -> None:
        self._parts.model.set_favourite(contents, on)

        def answered(event: protocol.Event) -> None:
            if isinstance(event, protocol.Failure):
                self._parts.model.set_favourite(contents, not on)
                self._failed(event, deed)

        self._client.request(protocol.Mark(0, contents, FAVOURITE, on), answered)

    def _hide(self, contents: list[int], on: bool, deed: Deed | None = None) -> None:
        self._parts.model.set_leaving(contents, on)
        if not on:
            self._parts.notice.take_back(HIDDEN)

        def answered(event: protocol.Event) -> None:
            if isinstance(event, protocol.Failure):
                self._parts.model.set_leaving(contents, not on)
                self._failed(event, deed)
            else:
                self._showing.searching.again()

        self._client.request(protocol.Mark(0, contents, HIDDEN, on), answered)

    def _failed(self, failure: protocol.Failure, deed: Deed | None) -> None:
        if deed is not None:
            self._undo.forget(deed)
        self._parts.notice.say(messages.failure(failure))

    def _changed(self, event: protocol.MarksChanged) -> None:
        if event.kind == FAVOURITE:
            self._parts.model.set_favourite(event.contents, event.on)
        elif event.kind == HIDDEN:
            self._showing.searching.outdated()
