"""What is said about a hit: beside the pointer, to screen readers, in the details."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from mediasearch.gui import files
from mediasearch.gui.dates import day
from mediasearch.protocol import Hit

_WHY = {
    "looks": QT_TRANSLATE_NOOP("Hit", "looks like it"),
    "name": QT_TRANSLATE_NOOP("Hit", "name"),
    "folder": QT_TRANSLATE_NOOP("Hit", "folder"),
    "caption": QT_TRANSLATE_NOOP("Hit", "caption"),
    "keyword": QT_TRANSLATE_NOOP("Hit", "keyword"),
    "date": QT_TRANSLATE_NOOP("Hit", "date"),
    "camera": QT_TRANSLATE_NOOP("Hit", "camera"),
}
_BANDS = {
    "best": QT_TRANSLATE_NOOP("Hit", "best match"),
    "less": QT_TRANSLATE_NOOP("Hit", "less certain"),
}


def why(hit: Hit) -> str:
    """Why it is here: "looks like it, name"; "" when nothing was asked for or the reason is not known."""
    return ", ".join(_tr(str(_WHY[reason])) for reason in hit.why if reason in _WHY)


def band(hit: Hit) -> str:
    """How sure it is, in words; "" where nothing is said about that."""
    return _tr(str(_BANDS[hit.band])) if hit.band in _BANDS else ""


def duration(seconds: float) -> str:
    """Of a video: "0:42", "1:02:03"."""
    minutes, rest = divmod(max(round(seconds), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def tip(hit: Hit) -> str:
    """A few lines beside the pointer."""
    reasons = " · ".join(part for part in (band(hit), why(hit)) if part)
    lines = (files.name(hit.path), _taken(hit), files.folder(hit.path), reasons[:1].upper() + reasons[1:])
    return "\n".join(line for line in lines if line)


def copies(hit: Hit) -> str:
    """What the badge with two sheets means."""
    return _tr("%n files hold this picture", len(hit.files))


def spoken(hit: Hit) -> str:
    """For screen readers: file name, date, how sure, why, and what else there is to know."""
    parts = [files.name(hit.path), _taken(hit), band(hit), why(hit)]
    if hit.kind == "video":
        parts.append(_tr("video"))
    if hit.favourite:
        parts.append(_tr("favourite"))
    if not hit.online:
        parts.append(_tr("not connected"))
    if hit.stack > 1:
        parts.append(_tr("%n similar ones", hit.stack))
    if len(hit.files) > 1:
        parts.append(_tr("%n copies", len(hit.files)))
    return ", ".join(part for part in parts if part)


def _taken(hit: Hit) -> str:
    return day(hit.taken_at, QLocale.FormatType.LongFormat)


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("Hit", text, None, count)
