"""How a result is cut into sections: by how sure the matches are, or by month (by year, where there are few)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from mediasearch.protocol import SearchReply

BEST: Final = "best"
LESS: Final = "less"
NEAREST: Final = "nearest"  #: no match is a sure one
#: With fewer pictures a month on average, headings go by year: a line for each picture would be mostly ground.
A_MONTH: Final = 8


@dataclass(frozen=True)
class Section:
    """From row ``start`` on.  ``name``: :data:`BEST`, :data:`LESS` or :data:`NEAREST`; where it is ``dated``, a month
    as "2024-06", a year, or "" for pictures without a date."""

    start: int
    name: str
    dated: bool = False

    @property
    def year(self) -> str:
        """ "2024"; "" where there is no date."""
        return self.name[:4] if self.dated else ""

    def year_title(self) -> str:
        """The year in the digits of the person; "" where there is no date."""
        year = QDate.fromString(f"{self.year}-01-01", "yyyy-MM-dd")
        return QLocale().toString(year, "yyyy") if year.isValid() else ""

    def title(self) -> str:
        """What stands above the section, in the language of the person."""
        if self.dated:
            month = QDate.fromString(f"{self.name}-01", "yyyy-MM-dd")
            title = _month(month) if month.isValid() else self.year_title() if len(self.name) == 4 else ""
            return title or QCoreApplication.translate("Sections", "No date")
        return {
            BEST: QCoreApplication.translate("Sections", "Best matches"),
            LESS: QCoreApplication.translate("Sections", "Less certain"),
            NEAREST: QCoreApplication.translate("Sections", "No sure match. Showing the nearest."),
        }[self.name]


def _month(month: QDate) -> str:
    """The name of a month as it stands alone, with its year, in the order of the language."""
    locale = QLocale()
    if locale.language() in (QLocale.Language.Chinese, QLocale.Language.Japanese):
        return locale.toString(month, "yyyy年M月")
    if locale.language() == QLocale.Language.Korean:
        return locale.toString(month, "yyyy년 M월")
    name = locale.standaloneMonthName(month.month())
    return f"{name[:1].upper()}{name[1:]} {locale.toString(month, 'yyyy')}"


def sections(reply: SearchReply, count: int) -> tuple[Section, ...]:
    """Of the ``count`` hits of ``reply``; none when it has neither bands nor months.  What does not add up is cut."""
    if reply.months:
        return _dated([(month.name, month.count) for month in reply.months], count)
    if reply.best is None or not count:
        return ()
    best = min(max(reply.best, 0), count)
    if not best:
        return (Section(0, NEAREST),)
    return (Section(0, BEST), Section(best, LESS)) if best < count else (Section(0, BEST),)


def _dated(months: Sequence[tuple[str, int]], count: int) -> tuple[Section, ...]:
    if len(months) * A_MONTH > count:
        months = [(year, sum(held for _, held in run)) for year, run in groupby(months, key=lambda month: month[0][:4])]
    made: list[Section] = []
    start = 0
    for name, held in months:
        if start >= count:
            break
        if held > 0:
            made.append(Section(start, name, dated=True))
            start += held
    return tuple(made)
