"""Duplicates in the whole library: files with the same content, and pictures that look the same (:mod:`.twins`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mediasearch.search.twins import twins

if TYPE_CHECKING:
    from mediasearch.library.catalog import Catalog
    from mediasearch.library.contents import Bulk
    from mediasearch.library.filters import Filter
    from mediasearch.library.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Group:
    """``contents``: the one to keep first; ``spared``: bytes that deleting all other files of the group would free."""

    contents: tuple[int, ...]
    spared: int


def asked(filters: Sequence[Filter]) -> bool:
    """Whether it matters for ``filters`` what has a duplicate."""
    return any((each.name, each.value) == ("is", "duplicate") for each in filters)


def passing(catalog: Catalog, snapshot: Snapshot, filters: Sequence[Filter]) -> tuple[list[int], list[Group]]:
    """What passes ``filters``, the last taken first, and the groups of duplicates among it.

    Of a group only those are left that pass; at least one.
    """
    signs = {each.negated for each in filters if asked([each])}
    groups = duplicates(catalog, snapshot)
    members = {content for group in groups for content in group.contents}
    others = catalog.passing([each for each in filters if not asked([each])])
    found = [content for content in others if (content in members) not in signs]
    chosen = set(found)
    left = (replace(group, contents=tuple(each for each in group.contents if each in chosen)) for group in groups)
    return found, [group for group in left if group.contents]


def remark(groups: Sequence[Group]) -> str:
    """How much room the duplicates take; "" when it is hardly any."""
    amount = sum(group.spared for group in groups) / 1_000_000
    if amount < 0.1:
        return ""
    room = f"{amount / 1000:.1f} GB" if amount >= 1000 else f"{amount:.0f} MB" if amount >= 10 else f"{amount:.1f} MB"
    return f"Deleting all but the best of each would free {room}; nothing is deleted by itself."


def duplicates(catalog: Catalog, snapshot: Snapshot) -> list[Group]:
    """All groups of duplicates, those that take the most space first.

    The one to keep is the largest picture; each of the others is a twin of that one.
    """
    pairs = twins(snapshot)
    facts = catalog.bulk(np.unique(pairs).tolist())
    follows: dict[int, set[int]] = {}
    for one, other in pairs.tolist():
        if one in facts and other in facts:
            follows.setdefault(one, set()).add(other)
            follows.setdefault(other, set()).add(one)
    groups: list[Group] = []
    taken: set[int] = set()
    for content in sorted(facts, key=lambda each: _worth(facts[each], each), reverse=True):
        if content not in taken:
            others = sorted(follows.get(content, set()) - taken, key=lambda each: _worth(facts[each], each))[::-1]
            taken |= {content, *others}
            if others or facts[content].files > 1:
                room = sum(facts[each].size * facts[each].files for each in (content, *others))
                groups.append(Group((content, *others), room - facts[content].size))
    return sorted(groups, key=lambda group: (-group.spared, group.contents))


def _worth(facts: Bulk, content: int) -> tuple[int, int, int]:
    """Of two that look the same the larger one is kept, of equal ones the one that was there first."""
    return facts.pixels, facts.size, -content
