"""Dates as tokens: the ways in which people write a year, a month or a day, in English and in Chinese."""

from __future__ import annotations

from typing import Final

from mediasearch.library import spans

#: The number of each month by its names: june, jun, sept.
MONTHS: Final = {
    **{name: number for number, name in enumerate(spans.MONTHS, 1)},
    **{name[:3]: number for number, name in enumerate(spans.MONTHS, 1)},
    "sept": 9,
}


def date_tokens(taken_at: str | None) -> str:
    """For ``2019-06-14T…``: a phrase per way to write it: ``14 june 2019``, ``june 14``, ``2019 年 6 月 14 日``."""
    span = spans.span_of((taken_at or "")[:10])
    if span is None or len(span.name) != len("2019-06-14"):
        return ""
    year, month, day = span.first.split("-")
    m, d = int(month), int(day)
    name = spans.MONTHS[m - 1]
    names = dict.fromkeys((name, name[:3], *(("sept",) if m == 9 else ())))
    return " ".join(
        [
            f"{year} {month} {day} {year}{month}{day} {year} 年 {m} 月 {d} 日 {m} 月 {d} 号",
            *(f"{d} {each} {year} {d} {each} {d}" for each in names),
        ]
    )
