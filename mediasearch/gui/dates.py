"""Dates as people read them, in the language of the system."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, Qt


def day(taken_at: str | None, form: QLocale.FormatType = QLocale.FormatType.ShortFormat) -> str:
    """The day of an ISO 8601 moment; "" for None and for what is no moment."""
    moment = QDateTime.fromString(taken_at, Qt.DateFormat.ISODate) if taken_at else QDateTime()
    return QLocale().toString(moment.date(), form) if moment.isValid() else ""


def moment(taken_at: str | None) -> str:
    """Day and time; "" as in :func:`day`."""
    when = QDateTime.fromString(taken_at, Qt.DateFormat.ISODate) if taken_at else QDateTime()
    if not when.isValid():
        return ""
    clock = QLocale().toString(when.time(), QLocale.FormatType.ShortFormat)
    return f"{QLocale().toString(when.date(), QLocale.FormatType.LongFormat)} · {clock}"
