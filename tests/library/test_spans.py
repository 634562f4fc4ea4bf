"""Stretches of time: the calendar's, those that depend on today, and feasts."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediasearch.library.spans import (
    FEASTS,
    MONTHS,
    SEASONS,
    last_day,
    lunar_new_year,
    months_of,
    span_of,
    whole_months,
)

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2019", ("2019", "2019-01-01", "2020-01-01")),
        ("2019-6", ("2019-06", "2019-06-01", "2019-07-01")),
        ("2019/12", ("2019-12", "2019-12-01", "2020-01-01")),
        ("2020.2.29", ("2020-02-29", "2020-02-29", "2020-03-01")),
        ("2019-12-31", ("2019-12-31", "2019-12-31", "2020-01-01")),
        ("2019-6..2020", ("2019-06..2020", "2019-06-01", "2021-01-01")),
        ("2019..2019", ("2019", "2019-01-01", "2020-01-01")),
        ("winter 2019..2021", ("winter 2019..2021", "2019-12-01", "2022-01-01")),
    ],
)
def test_spans_of_the_calendar(text: str, span: tuple[str, str, str]) -> None:
    found = span_of(text)
    assert found is not None and (found.name, found.first, found.end) == span


@pytest.mark.parametrize(
    "text",
    ["", "19", "2019-13", "2019-02-29", "0000", "9999", "9999-12-31", "2019-", "２０１９", "..", "2019..", "..2019",
     "2018..2019..2020", "tomorrow", "last", "last decade", "1 days ago", "0 weeks ago", "summer", "summer 19",
     "chinese new year 1989", "chinese new year 2050", "Last Summer"],
)  # fmt: skip
def test_what_the_calendar_does_not_have(text: str) -> None:
    assert span_of(text, FRIDAY) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2026-11-20", "2026-11-20"),
        ("yesterday", "2026-11-19", "2026-11-19"),
        ("20 days ago", "2026-10-31", "2026-10-31"),
        ("this week", "2026-11-16", "2026-11-22"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("3 weeks ago", "2026-10-26", "2026-11-01"),
        ("this weekend", "2026-11-21", "2026-11-22"),
        ("last weekend", "2026-11-14", "2026-11-15"),
        ("this month", "2026-11-01", "2026-11-30"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("11 months ago", "2025-12-01", "2025-12-31"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("3 years ago", "2023-01-01", "2023-12-31"),
        ("last summer", "2026-06-01", "2026-08-31"),
        ("this summer", "2026-06-01", "2026-08-31"),
        ("last autumn", "2025-09-01", "2025-11-30"),
        ("this autumn", "2026-09-01", "2026-11-30"),
        ("last winter", "2025-12-01", "2026-02-28"),
        ("this winter", "2025-12-01", "2026-02-28"),
        ("summer last year", "2025-06-01", "2025-08-31"),
        ("winter last year", "2025-12-01", "2026-02-28"),
        ("summer 3 years ago", "2023-06-01", "2023-08-31"),
        ("winter 2019", "2019-12-01", "2020-02-29"),
        ("last november", "2025-11-01", "2025-11-30"),
        ("last may", "2026-05-01", "2026-05-31"),
        ("may last year", "2025-05-01", "2025-05-31"),
        ("last christmas", "2025-12-24", "2025-12-26"),
        ("christmas this year", "2026-12-24", "2026-12-26"),
        ("chinese national day 2022", "2022-10-01", "2022-10-07"),
        ("last chinese new year", "2026-02-16", "2026-02-23"),
        ("chinese new year 2020", "2020-01-24", "2020-01-31"),
        ("7 days ago..today", "2026-11-13", "2026-11-20"),
        ("2019..yesterday", "2019-01-01", "2026-11-19"),
    ],
)
def test_what_depends_on_today(text: str, first: str, last: str) -> None:
    span = span_of(text, FRIDAY)
    assert span is not None and span.name == text
    assert (span.first, last_day(span).isoformat()) == (first, last)


def test_on_the_last_day_of_a_week_a_month_a_winter() -> None:
    """Where counting back goes wrong if it does."""

    def first(text: str, day: date) -> str:
        span = span_of(text, day)
        assert span is not None
        return span.first

    sunday, leap = date(2026, 11, 22), date(2024, 2, 29)
    assert (first("this week", sunday), first("last weekend", sunday)) == ("2026-11-16", "2026-11-14")
    assert (first("last month", leap), first("last year", leap)) == ("2024-01-01", "2023-01-01")
    assert (first("this winter", leap), first("last winter", leap)) == ("2023-12-01", "2022-12-01")
    assert first("last winter", date(2024, 3, 1)) == "2023-12-01"
    assert first("3 months ago", date(2024, 5, 31)) == "2024-02-01"


_VALUES = st.one_of(
    st.sampled_from(["today", "yesterday"]),
    st.builds("{} {}".format, st.sampled_from(["this", "last"]),
              st.sampled_from(["week", "weekend", "month", "year", *MONTHS, *SEASONS, *FEASTS])),
    st.builds("{} {}s ago".format, st.integers(2, 999), st.sampled_from(["day", "week", "month", "year"])),
    st.builds("{} {}".format, st.sampled_from([*SEASONS, "christmas"]), st.integers(1900, 2100)),
)  # fmt: skip


@given(_VALUES, st.dates(date(1995, 1, 1), date(2049, 12, 31)))
def test_whatever_day_it_is_a_span_has_days_and_its_own_name(text: str, today: date) -> None:
    span = span_of(text, today)
    assert span is not None and span.name == text and span.first < span.end
    if text.startswith("last "):
        assert span.end <= today.isoformat(), "what is over"
    if text.startswith("this ") and not text.endswith(("weekend", "month", "week", "year")):
        assert span.first <= today.isoformat(), "what has begun"


def test_months_of_any_year() -> None:
    assert (months_of("may"), months_of("winter"), months_of("summer")) == ((5,), (12, 1, 2), (6, 7, 8))
    assert months_of("christmas") == months_of("May 2019") == months_of("") == ()


def test_whole_months_are_told_from_days() -> None:
    for text, months in (("2019-06..2019-08", (date(2019, 6, 1), date(2019, 8, 1))), ("2019-06-01..2019-06-29", None)):
        span = span_of(text)
        assert span is not None and whole_months(span) == months


def _new_moons(year: int) -> list[date]:
    """New moons around January, by the clock of Beijing (Meeus, *Astronomical Algorithms*, chapter 49)."""
    found = []
    for k in range(round((year - 2000) * 12.3685) - 2, round((year - 2000) * 12.3685) + 4):
        t = k / 1236.85
        sun = math.radians(2.5534 + 29.10535670 * k)
        moon = math.radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t)
        node = math.radians(160.7108 + 390.67050284 * k - 0.0016118 * t * t)
        excentric = 1 - 0.002516 * t
        days = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t
        days += -0.40720 * math.sin(moon) + 0.17241 * excentric * math.sin(sun) + 0.01608 * math.sin(2 * moon)
        days += 0.01039 * math.sin(2 * node) + excentric * 0.00739 * math.sin(moon - sun)
        days -= excentric * 0.00514 * math.sin(moon + sun) - 0.00208 * math.sin(2 * sun)
        found.append((datetime(2000, 1, 1, 12) + timedelta(days=days - 2451545, hours=8, seconds=-69)).date())
    return found


def test_the_lunar_new_year_is_a_new_moon_over_beijing() -> None:
    for year in range(1990, 2050):
        day = lunar_new_year(year)
        assert date(year, 1, 21) <= day <= date(year, 2, 20)
        assert day in _new_moons(year), year
