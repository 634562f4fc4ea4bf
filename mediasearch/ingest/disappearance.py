"""Whether many files gone at once are believed to be deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mediasearch.library.records import KnownFile


@dataclass(slots=True)
class Verdict:
    """``remove`` may be forgotten; ``hold`` waits for a second scan and the person's word."""

    remove: list[KnownFile] = field(default_factory=list)
    hold: list[KnownFile] = field(default_factory=list)


def judge(known: int, missing: Sequence[KnownFile], held_before: frozenset[int] = frozenset()) -> Verdict:
    """Over 20 % of the ``known`` files of a root and over 100 of them gone at once are held; files held stay held."""
    raise NotImplementedError
