"""What is said about a query besides its words: in which order, how strict, and which hits were right or wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

RELEVANCE: Final = "relevance"
DATE: Final = "date"


@dataclass(frozen=True)
class Refinement:
    """``breadth``: Closer −1 … Broader 1.  ``more`` and ``less``: contents the person called right and wrong."""

    sort: str = RELEVANCE
    breadth: float = 0.0
    more: tuple[int, ...] = ()
    less: tuple[int, ...] = ()

    @property
    def marked(self) -> bool:
        return bool(self.more or self.less)

    def mark(self, contents: Iterable[int], right: bool) -> Refinement:
        """``contents`` are right (or wrong); when all of them were that already, they are neither from now on."""
        chosen = tuple(dict.fromkeys(contents))
        same, other = (self.more, self.less) if right else (self.less, self.more)
        again = set(chosen) <= set(same)
        kept = tuple(content for content in same if content not in chosen)
        same = kept if again else (*kept, *chosen)
        other = tuple(content for content in other if content not in chosen)
        more, less = (same, other) if right else (other, same)
        return replace(self, more=more, less=less)

    def without_marks(self) -> Refinement:
        return replace(self, more=(), less=())
