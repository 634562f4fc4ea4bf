"""What the person is looking for: words, pictures, filters; and the way back to earlier queries."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtGui import QImage

from mediasearch.gui import files, terms
from mediasearch.gui.terms import Term
from mediasearch.protocol import QueryImage


@dataclass(frozen=True)
class Picture:
    """One picture in a query: a file, PNG bytes as base64, or a content of the library.

    A negative ``weight`` means *less like this*.  ``thumbnail`` is a file to show it from, ``preview`` what is shown.
    """

    path: str | None = None
    data: str | None = None
    content: int | None = None
    weight: float = 1.0
    title: str = ""
    thumbnail: str | None = field(default=None, compare=False)
    preview: QImage | None = field(default=None, compare=False, repr=False)

    @property
    def less(self) -> bool:
        return self.weight < 0

    def message(self) -> QueryImage:
        return QueryImage(
            path=self.path, data=self.data, content=self.content, weight=self.weight, title=self.title,
            thumbnail=self.thumbnail,
        )  # fmt: skip

    @classmethod
    def of(cls, image: QueryImage) -> Picture:
        """The picture of a kept search."""
        title = image.title or (files.name(image.path) if image.path else "")
        return cls(image.path, image.data, image.content, image.weight, title, image.thumbnail or image.path)


@dataclass(frozen=True)
class Query:
    """Words, pictures and filters; nothing of them means everything.

    ``text`` is what stands in the field, in the language of :mod:`mediasearch.search.grammar`; filters among it that
    are complete become ``terms``.
    """

    text: str = ""
    pictures: tuple[Picture, ...] = ()
    terms: tuple[Term, ...] = ()

    @classmethod
    def read(cls, text: str, pictures: tuple[Picture, ...] = ()) -> Query:
        """The query that ``text`` says, its filters as terms."""
        rest, found, _ = terms.take(text)
        return cls(rest, pictures, tuple(found))

    @property
    def asked(self) -> str:
        """Everything in the query language."""
        # The text last: an open phrase in it would swallow the filters.
        return " ".join([*(term.text for term in self.terms), *self.text.split()])

    @property
    def empty(self) -> bool:
        return not self.text.strip() and not self.pictures and not self.terms

    @property
    def describes(self) -> bool:
        """Whether it says how pictures look; otherwise it only chooses among them."""
        return bool(self.pictures) or terms.describes(self.asked)

    @property
    def reviews(self) -> bool:
        """Whether it goes through duplicates, which come by the room they take."""
        return not self.pictures and terms.reviews(self.asked)

    @property
    def label(self) -> str:
        """The query in one line, as people read it."""
        titles = [picture.title for picture in self.pictures if picture.title]
        return " · ".join(filter(None, [self.text.strip(), *(term.label for term in self.terms), *titles]))

    def means(self, other: Query) -> bool:
        """Whether both ask for the same: spaces at the ends do not count, nor what is a chip and what is text."""
        return self.pictures == other.pictures and terms.same(self.asked, other.asked)

    def with_term(self, term: Term) -> Query:
        return self if term in self.terms else replace(self, terms=(*self.terms, term))

    def without_term(self, term: Term) -> Query:
        return replace(self, terms=tuple(other for other in self.terms if other != term))

    def with_pictures(self, pictures: list[Picture]) -> Query:
        """Joined by ``pictures``; one that is there already takes its new weight."""
        kept = [old for old in self.pictures if not any(_same(old, new) for new in pictures)]
        return replace(self, pictures=(*kept, *pictures))


def _same(one: Picture, other: Picture) -> bool:
    return (one.path, one.data, one.content) == (other.path, other.data, other.content)


@dataclass
class Visit:
    """A query that was looked at, and the place where its results were left."""

    query: Query
    place: Any = None


class Trail:
    """Earlier and later queries, as in a browser.

    Typing changes the current visit until it has *settled* (the person paused, or did something with its results);
    the next change then starts a new one.
    """

    LONGEST = 200

    def __init__(self) -> None:
        self._visits = [Visit(Query())]
        self._at = 0
        self._settled = True

    def take(self, other: Trail) -> None:
        """Go on where ``other`` is, which is at its end."""
        self._visits, self._at, self._settled = other._visits, other._at, other._settled

    @property
    def current(self) -> Visit:
        return self._visits[self._at]

    @property
    def can_go_back(self) -> bool:
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        return self._at < len(self._visits) - 1

    def settle(self) -> None:
        self._settled = True

    def visit(self, query: Query, place: Any = None) -> None:
        """``query`` is looked at now; ``place`` is where the results of the one before were left."""
        if query.means(self.current.query):
            return
        now = self.current.query
        if self._settled or (query.pictures, query.terms) != (now.pictures, now.terms):
            self.current.place = place
            del self._visits[self._at + 1 :]
            self._visits.append(Visit(query))
            del self._visits[: -self.LONGEST]
            self._at = len(self._visits) - 1
        else:
            del self._visits[self._at + 1 :]
            self.current.query = query
            # Typed and deleted again: that was not a visit.
            if self._at and query.means(self._visits[self._at - 1].query):
                del self._visits[self._at]
                self._at -= 1
                self._settled = True
                return
        self._settled = False

    def go(self, step: int, place: Any = None) -> Visit:
        """One step back (−1) or forward (1), or nowhere when there is nothing."""
        self.current.place = place
        self._at = max(0, min(len(self._visits) - 1, self._at + step))
        self._settled = True
        return self.current
