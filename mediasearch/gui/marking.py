"""Favourites and hidden pictures: shown at once, told to the engine, taken back when it cannot, and undoable."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from mediasearch import protocol
from mediasearch.gui import messages
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.parts import Parts
from mediasearch.gui.showing import Showing
from mediasearch.gui.undo import Undo

FAVOURITE = "favourite"
HIDDEN = "hidden"


class Marking(QObject):
    def __init__(self, client: EngineClient, parts: Parts, showing: Showing, undo: Undo, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._parts = parts
        self._showing = showing
        self._undo = undo
        parts.view.favourite_requested.connect(self.favour)
        parts.view.hide_requested.connect(self.hide)
        client.marks_changed.connect(self._changed)

    def favour(self, contents: list[int], on: bool) -> None:
        """``contents`` are favourites from now on, or no longer."""
        # Those that were so already stay what they are when this is undone.
        known = {content: self._liked(content) for content in contents}
        changed = [content for content, liked in known.items() if liked != on]
        if changed:
            way_back = partial(self._favour, changed, not on)
            self._undo.push(way_back)
            self._favour(changed, on, way_back)

    def hide(self, contents: list[int]) -> None:
        """``contents`` are in no result from now on."""
        way_back = partial(self._hide, contents, False)
        self._undo.push(way_back)
        self._hide(contents, True, way_back)

        def unhide() -> None:
            self._undo.forget(way_back)
            way_back()

        self._parts.notice.say(messages.hidden(len(contents)), (self.tr("Undo"), unhide), topic=HIDDEN)

    # ------------------------------------------------------------------------------------------------- inside

    def _liked(self, content: int) -> bool | None:
        hit = self._parts.model.hit(self._parts.model.row_of(content))
        return hit.favourite if hit is not None else None

    def _favour(self, contents: list[int], on: bool, way_back: Callable[[], None] | None = None) -> None:
        self._parts.model.set_favourite(contents, on)

        def answered(event: protocol.Event) -> None:
            if isinstance(event, protocol.Failure):
                self._parts.model.set_favourite(contents, not on)
                self._failed(event, way_back)

        self._client.request(protocol.Mark(0, contents, FAVOURITE, on), answered)

    def _hide(self, contents: list[int], on: bool, way_back: Callable[[], None] | None = None) -> None:
        self._parts.model.set_leaving(contents, on)
        if not on:
            self._parts.notice.take_back(HIDDEN)

        def answered(event: protocol.Event) -> None:
            if isinstance(event, protocol.Failure):
                self._parts.model.set_leaving(contents, not on)
                self._failed(event, way_back)
            else:
                self._showing.searching.again()

        self._client.request(protocol.Mark(0, contents, HIDDEN, on), answered)

    def _failed(self, failure: protocol.Failure, way_back: Callable[[], None] | None) -> None:
        if way_back is not None:
            self._undo.forget(way_back)
        self._parts.notice.say(messages.failure(failure))

    def _changed(self, event: protocol.MarksChanged) -> None:
        if event.kind == FAVOURITE:
            self._parts.model.set_favourite(event.contents, event.on)
        elif event.kind == HIDDEN:
            self._showing.searching.outdated()
