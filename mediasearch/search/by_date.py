"""Newest first, of what was found: a date orders any pictures, also those that have nothing to do with the words.

By likeness the worst hits stand at the end, where nobody looks.  By date they may come first, so they have to go.  What
a person expects to stay: what holds the words, best matches, and of the less certain ones those near the cut, which are
the best matches of a search that is one step broader.  Where nothing is of these, or nobody can tell best matches, the
nearest tenth stays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

#: Of what was compared, so much stays where no bands tell; and at least and at most so many.
SHARE: Final = 0.1
LEAST: Final = 20
MOST: Final = 200


def worth_dating(
    order: Sequence[int], certain: Collection[int], distances: Mapping[int, float] | None, cut: float, compared: int
) -> list[int]:
    """Those of ``order``, the best first, that stay when the order is by date.

    ``certain`` stay anyway.  ``distances``: how far each stands out, None without bands; from ``cut`` on it stays.
    ``compared``: of how many pictures ``order`` is the beginning.
    """
    near = {content for content, distance in (distances or {}).items() if distance >= cut}
    if distances is None or not (near or certain):
        near = set(order[: min(MOST, max(LEAST, round(SHARE * compared)))])
    return [content for content in order if content in near or content in certain]


def newest_first(contents: Sequence[int], taken: Mapping[int, tuple[str | None, str | None]]) -> list[int]:
    """``contents`` by date; those without one at the end.  ``taken``: date and camera of each."""
    return sorted(contents, key=lambda content: (taken.get(content, (None, None))[0] or "", content), reverse=True)
