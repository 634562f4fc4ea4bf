"""Whether many files gone at once are believed to be deleted.

A drive that was mounted half, a sync program gone wild or a folder renamed one level up look like a mass deletion.
What people made of their library must not hang on that: such files are held, dimmed, until the person has said so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mediasearch.library.records import KnownFile

#: More than this share of a root's files, and more than this number: no everyday tidying up.
MASS_SHARE = 0.20
MASS_COUNT = 100


@dataclass(slots=True)
class Verdict:
    """``remove`` may be forgotten; ``hold`` waits for a second scan and the person's word."""

    remove: list[KnownFile] = field(default_factory=list)
    hold: list[KnownFile] = field(default_factory=list)


def judge(known: int, missing: Sequence[KnownFile], held_before: frozenset[int] = frozenset()) -> Verdict:
    """Over 20 % of the ``known`` files of a root and over 100 of them gone at once are held; files held stay held.

    ``known`` counts all files of the root, the missing and the held ones among them.  ``held_before`` are the ids of
    files already held (those with :attr:`KnownFile.held` count too).  They stay held, and they count: files that
    vanish bit by bit while the person is being asked are part of the same disappearance.
    """
    mass = len(missing) > MASS_COUNT and len(missing) > MASS_SHARE * known
    verdict = Verdict()
    for file in missing:
        held = mass or file.held or file.id in held_before
        (verdict.hold if held else verdict.remove).append(file)
    return verdict
