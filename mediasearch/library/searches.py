"""Searches that the person keeps (saved ones and history), and the concepts that they named."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import IntegrityError

from mediasearch.errors import MediaSearchError
from mediasearch.library.convert import absolute_path, storable
from mediasearch.library.database import Database
from mediasearch.library.marks import put
from mediasearch.library.tables import marks, searches

if TYPE_CHECKING:
    from sqlalchemy import Row

#: Entries of the history; the oldest go.
HISTORY: Final = 200

#: Characters of a name.
LONGEST_NAME: Final = 100

#: Characters of pasted pictures (base64) that a saved search may hold; all clients get them with the list.
LARGEST_PICTURES: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture of a kept search: a file or encoded bytes (base64); ``content`` where the library has it now."""

    weight: float = 1.0
    path: str | None = None
    data: str | None = None
    content: int | None = None


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """``kind``: saved or history; ``at``: seconds since the epoch, when it was kept or last used."""

    id: int
    kind: str
    name: str
    text: str
    pictures: tuple[KeptPicture, ...]
    at: float


@dataclass(frozen=True, slots=True)
class Concept:
    """A name for "like these, not like those".  ``more``, ``less``: contents, those without a file left out."""

    name: str
    text: str
    more: tuple[int, ...] = ()
    less: tuple[int, ...] = ()


class Searches(Database):
    """Keeping, finding again and forgetting."""

    def searches(self) -> list[KeptSearch]:
        """Saved ones by name, then the history, the latest first."""
        with self.transaction() as connection:
            rows = connection.execute(select(searches).where(searches.c.kind.in_(("saved", "history")))).all()
            pictures = {row.id: json.loads(row.images) for row in rows}
            names = {each["hash"] for kept in pictures.values() for each in kept if "hash" in each}
            known = connection.execute(_CONTENTS, {"names": json.dumps(sorted(names))}).all()
        content = {row.hash: int(row.id) for row in known}
        kept = [_as_search(row, pictures[row.id], content) for row in rows]
        saved = sorted((each for each in kept if each.kind == "saved"), key=lambda each: each.name.casefold())
        history = sorted((each for each in kept if each.kind == "history"), key=lambda each: (-each.at, -each.id))
        return saved + history

    def save_search(self, name: str, query: str, pictures: Sequence[KeptPicture] = ()) -> None:
        """Keep a search under ``name``, instead of the one that has this name.  Raises ``MediaSearchError``."""
        name = _checked_name(name, "A saved search")
        if sum(len(picture.data or "") for picture in pictures) > LARGEST_PICTURES:
            raise MediaSearchError(
                "The pasted picture is too large to be kept with a search",
                "Save it as a file, search with the file, and save that search.",
            )
        with self.transaction() as connection:
            _keep(connection, "saved", _key(name), name, query, _stored(connection, pictures))

    def note_search(self, query: str, pictures: Sequence[KeptPicture] = ()) -> bool:
        """Put a search first in the history; whether it was noted.

        A search for everything is not, and neither is one with a pasted picture: what the person had in the clipboard
        is not kept without being asked.
        """
        if not (query or pictures) or any(picture.data for picture in pictures):
            return False
        with self.transaction() as connection:
            images = _stored(connection, pictures)
            _keep(connection, "history", f"{query.casefold()}\n{images}", "", query, images)
            connection.execute(_FORGET_OLDEST, {"keep": HISTORY})
        return True

    def rename_search(self, search_id: int, name: str) -> None:
        """Raises ``MediaSearchError`` for a name in use and for a search that is gone."""
        name = _checked_name(name, "A saved search")
        of = (searches.c.id == search_id) & (searches.c.kind == "saved")
        try:
            with self.transaction() as connection:
                done = connection.execute(update(searches).where(of).values(name=name, key=_key(name))).rowcount
        except IntegrityError as error:
            raise MediaSearchError(
                f"Another saved search is called “{name}”", "Choose another name, or remove that search first."
            ) from error
        if not done:
            raise MediaSearchError("This saved search is gone", "Search again and save it anew.")

    def remove_search(self, search_id: int) -> bool:
        """Forget one search, or (0) the whole history; whether there was anything to forget."""
        kept = ("saved", "history")
        chosen = searches.c.id == search_id if search_id else searches.c.kind == "history"
        with self.transaction() as connection:
            return bool(connection.execute(delete(searches).where(chosen, searches.c.kind.in_(kept))).rowcount)

    # ------------------------------------------------------------------------------------------------ concepts

    def concepts(self) -> list[Concept]:
        """All of them by name."""
        with self.transaction() as connection:
            rows = connection.execute(select(searches).where(searches.c.kind == "concept")).all()
            found = [_as_concept(connection, row) for row in rows]
        return sorted(found, key=lambda concept: concept.name.casefold())

    def concept_names(self) -> list[str]:
        with self.transaction() as connection:
            return list(connection.scalars(select(searches.c.name).where(searches.c.kind == "concept")))

    def concept(self, name: str) -> Concept | None:
        """The concept of that name, in whatever case."""
        of = (searches.c.kind == "concept") & (searches.c.key == _key(name))
        with self.transaction() as connection:
            row = connection.execute(select(searches).where(of)).one_or_none()
            return None if row is None else _as_concept(connection, row)

    def save_concept(self, name: str, query: str, more: Collection[int], less: Collection[int] = ()) -> None:
        """Name what ``more`` has in common and ``less`` does not, instead of the concept that has this name.

        Raises ``MediaSearchError`` when neither a description nor a picture says what it is.
        """
        name = _checked_name(name, "A concept")
        key = _key(name)
        with self.transaction() as connection:
            connection.execute(_FORGET_EXAMPLES, {"key": key})
            put(connection, more, "more", key)
            put(connection, set(less) - set(more), "less", key)
            shown = select(marks.c.id).where(marks.c.kind == "more", marks.c.value == key).limit(1)
            if not query.strip() and connection.scalar(shown) is None:
                raise MediaSearchError(
                    "A concept needs something to go by", "Select pictures that show it, then save it again."
                )
            _keep(connection, "concept", key, name, query, "[]")

    def remove_concept(self, name: str) -> bool:
        """Forget a concept; its pictures stay as they are.  Whether there was one."""
        with self.transaction() as connection:
            connection.execute(_FORGET_EXAMPLES, {"key": _key(name)})
            of = (searches.c.kind == "concept") & (searches.c.key == _key(name))
            return bool(connection.execute(delete(searches).where(of)).rowcount)


def _keep(connection: Connection, kind: str, key: str, name: str, query: str, images: str) -> None:
    new = {"name": name, "text": storable(query), "images": images, "at": time.time()}
    statement = insert(searches).values(kind=kind, key=storable(key), **new)
    connection.execute(statement.on_conflict_do_update(index_elements=["kind", "key"], set_=new))


def _key(name: str) -> str:
    return " ".join(storable(name).casefold().split())


def _checked_name(name: str, what: str) -> str:
    name = " ".join(storable(name).split())
    if not name:
        raise MediaSearchError(f"{what} needs a name", "Type one.")
    if len(name) > LONGEST_NAME:
        raise MediaSearchError("The name is too long", f"Use at most {LONGEST_NAME} characters.")
    return name


def _stored(connection: Connection, pictures: Sequence[KeptPicture]) -> str:
    """JSON; a content is kept by its hash, which outlives its row, and with the path of a file of it."""
    body: list[dict[str, Any]] = []
    for picture in pictures:
        kept: dict[str, Any] = {"weight": picture.weight}
        if picture.content is not None:
            row = connection.execute(_CONTENT, {"id": picture.content}).one_or_none()
            if row is None:
                raise MediaSearchError("A picture of this search is gone", "Remove it from the search and try again.")
            kept["hash"] = row.hash
            if row.root is not None:
                kept["path"] = absolute_path(row.root, row.path)
        else:
            kept |= {"path": picture.path} if picture.path is not None else {"data": picture.data or ""}
        body.append(kept)
    return json.dumps(body, sort_keys=True)


def _as_search(row: Row[Any], pictures: list[dict[str, Any]], content: dict[str, int]) -> KeptSearch:
    found = []
    for kept in pictures:
        known = content.get(kept.get("hash", ""))
        place = (None, None) if known is not None else (kept.get("path"), kept.get("data"))
        found.append(KeptPicture(float(kept.get("weight", 1.0)), *place, known))
    return KeptSearch(row.id, row.kind, row.name, row.text, tuple(found), row.at)


def _as_concept(connection: Connection, row: Row[Any]) -> Concept:
    examples: dict[str, list[int]] = {"more": [], "less": []}
    for kind, content in connection.execute(_EXAMPLES, {"key": row.key}):
        examples[kind].append(content)
    return Concept(row.name, row.text, tuple(examples["more"]), tuple(examples["less"]))


_CONTENTS: Final = text(
    "SELECT hash, id FROM contents WHERE orphaned_since IS NULL AND hash IN (SELECT value FROM json_each(:names))"
)
_CONTENT: Final = text(
    "SELECT contents.hash AS hash, roots.path AS root, files.path AS path FROM contents"
    " LEFT JOIN files ON files.content = contents.id LEFT JOIN roots ON roots.id = files.root"
    " WHERE contents.id = :id ORDER BY files.id LIMIT 1"
)
_FORGET_OLDEST: Final = text(
    "DELETE FROM searches WHERE kind = 'history' AND id NOT IN"
    " (SELECT id FROM searches WHERE kind = 'history' ORDER BY at DESC, id DESC LIMIT :keep)"
)
_FORGET_EXAMPLES: Final = text("DELETE FROM marks WHERE kind IN ('more', 'less') AND value = :key")
_EXAMPLES: Final = text(
    "SELECT marks.kind, contents.id FROM marks JOIN contents ON contents.hash = marks.hash"
    " WHERE marks.kind IN ('more', 'less') AND marks.value = :key AND contents.orphaned_since IS NULL"
    " ORDER BY marks.id"
)
