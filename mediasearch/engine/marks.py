"""What the person makes: marks on pictures, searches to keep, concepts; every client hears of what changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mediasearch import protocol
from mediasearch.engine.clients import Client
from mediasearch.engine.loop import Loop
from mediasearch.engine.marking import Marking
from mediasearch.library.searches import KeptPicture, KeptSearch
from mediasearch.search.grammar import clean_name
from mediasearch.search.plan import plan
from mediasearch.settings import Settings

if TYPE_CHECKING:
    from mediasearch.engine.store import Store


class Marks:
    """Runs on the owner loop.  ``settings``: the file, read when it matters, so that a change counts at once."""

    def __init__(self, loop: Loop, store: Store, settings: Path, broadcast: Callable[[protocol.Event], None]) -> None:
        self._store = store
        self._marking = Marking(loop, store.catalog, broadcast)
        self._settings = settings
        self._broadcast = broadcast

    def carry_out(self, client: Client, message: protocol.Message) -> bool:
        """Whether it was one of these commands.  Raises ``MediaSearchError`` for what cannot be done."""
        catalog = self._store.catalog
        match message:
            case protocol.Mark():
                self._marking.begin(client, message)
                return True
            case protocol.ListSearches(request=request):
                kept = [self._as_message(each) for each in catalog.searches()]
                client.send(protocol.SearchesReply(request, kept))
                return True
            case protocol.SaveSearch():
                if self._save(message):
                    self._broadcast(protocol.SearchesChanged())
            case protocol.RenameSearch(id=search, name=name):
                catalog.rename_search(search, name)
                self._broadcast(protocol.SearchesChanged())
            case protocol.RemoveSearch(id=search):
                if catalog.remove_search(search):
                    self._broadcast(protocol.SearchesChanged())
            case protocol.SaveConcept(name=name, text=text, more=more, less=less):
                catalog.save_concept(clean_name(name), plan(text).query.text, more, less)
                self._store.concepts_changed()
                self._broadcast(protocol.SearchesChanged())
            case protocol.ListConcepts(request=request):
                found = [
                    protocol.ConceptInfo(each.name, each.text, len(each.more), len(each.less))
                    for each in catalog.concepts()
                ]
                client.send(protocol.ConceptsReply(request, found))
                return True
            case protocol.RemoveConcept(name=name):
                if catalog.remove_concept(clean_name(name)):
                    self._store.concepts_changed()
                    self._broadcast(protocol.SearchesChanged())
            case _:
                return False
        client.send(protocol.Done(message.request))
        return True

    def finish(self) -> None:
        """Do what is still to do; afterwards nothing is written any more."""
        self._marking.finish()

    def _save(self, command: protocol.SaveSearch) -> bool:
        """Whether anything is another one now."""
        catalog = self._store.catalog
        query = plan(command.text, catalog.concept_names()).query.text  # what was searched for, and no more than that
        pictures = [_as_kept(image) for image in command.images]
        if command.name:
            catalog.save_search(command.name, query, pictures)
            return True
        return Settings(self._settings).boolean("keep_history") and catalog.note_search(query, pictures)

    def _as_message(self, kept: KeptSearch) -> protocol.SavedSearch:
        images = [self._as_image(each) for each in kept.pictures]
        return protocol.SavedSearch(kept.id, kept.kind, kept.name, kept.text, images, kept.at)

    def _as_image(self, kept: KeptPicture) -> protocol.QueryImage:
        image = protocol.QueryImage(kept.path, kept.data, kept.content, kept.weight)
        if kept.content is not None:
            image.title = Path(self._store.file_of(kept.content) or "").name
            image.thumbnail = self._store.preview_of(kept.content)
        return image


def _as_kept(image: protocol.QueryImage) -> KeptPicture:
    return KeptPicture(image.weight, image.path, image.data, image.content)
