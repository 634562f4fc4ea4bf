"""Sentences, numbers and durations as the person reads them, in their language."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from mediasearch import reasons
from mediasearch.gui import sentences
from mediasearch.protocol import Failure, Problem, Progress, RootInfo

#: Not in Chinese and the like, where a line may end between any two characters, but for rules of their own.
_LONG: Final = re.compile(r"[^\s\u200b\u2e80-\uffef]{41,}")
_PIECE: Final = re.compile(".{1,16}")


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("Messages", text, None, count)


def number(value: int) -> str:
    """``12430`` as ``12,430``, or as the locale writes it."""
    return QLocale().toString(value)


def pictures(count: int) -> str:
    if count == 1:
        return _tr("1 picture")
    return _tr("{count} pictures", count).format(count=number(count))


def issues(count: int) -> str:
    if count == 1:
        return _tr("1 issue")
    return _tr("{count} issues", count).format(count=number(count))


def new_matches(count: int, browsing: bool) -> str:
    """What stands on the button that shows held results."""
    if count < 0:
        return _tr("Results changed · Show")
    if browsing:
        if count == 1:
            return _tr("1 new picture · Show")
        return _tr("{count} new pictures · Show", count).format(count=number(count))
    if count == 1:
        return _tr("1 new match · Show")
    return _tr("{count} new matches · Show", count).format(count=number(count))


def hidden(count: int) -> str:
    """What was hidden from results."""
    if count == 1:
        return _tr("Hidden from results.")
    return _tr("{count} pictures hidden from results.", count).format(count=number(count))


def stack(count: int, spare: int) -> str:
    """How much room a stack takes that one picture would not (bytes)."""
    return _tr("{pictures} in this stack. All but the best take {size}.").format(
        pictures=pictures(count), size=QLocale().formattedDataSize(spare, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
    )


def examples(more: int, less: int) -> str:
    """``3 like this · 1 not``; "" for none."""
    if not more and not less:
        return ""
    if not less:
        return _tr("{count} like this").format(count=number(more))
    if not more:
        return _tr("{count} not like this").format(count=number(less))
    return _tr("{more} like this · {less} not").format(more=number(more), less=number(less))


def duration(seconds: float) -> str:
    """``about 18 min``."""
    if seconds < 50:
        return _tr("less than a minute")
    minutes = round(seconds / 60)
    if minutes < 90:
        return _tr("about {minutes} min").format(minutes=number(max(1, minutes)))
    return _tr("about {hours} h").format(hours=number(round(minutes / 60)))


def rate(per_second: float) -> str:
    if per_second >= 10:
        return _tr("{count} a second").format(count=number(round(per_second)))
    return _tr("{count} a second").format(count=QLocale().toString(per_second, "f", 1))


def since(seconds: float) -> str:
    """When something began, as ``since 3 March`` or ``since 14:05`` today; ``seconds``: of the epoch."""
    then, today = QDateTime.fromSecsSinceEpoch(round(seconds)), QDate.currentDate()
    locale = QLocale()
    if then.date() == today:
        moment = locale.toString(then.time(), QLocale.FormatType.ShortFormat)
    elif then.date().year() == today.year():
        moment = locale.toString(then.date(), _tr("d MMMM"))
    else:
        moment = locale.toString(then.date(), QLocale.FormatType.ShortFormat)
    return _tr("since {moment}").format(moment=moment)


def busy(progress: Progress) -> bool:
    """Whether something waits to be indexed."""
    return progress.total > progress.done and progress.state != "idle"


def progress(now: Progress) -> str:
    """How indexing goes, "" while there is nothing to do."""
    if not busy(now):
        if now.state == "paused":
            return _tr("Indexing is paused")
        return _tr("Looking for pictures…") if now.state == "scanning" else ""
    parts = [_tr("{done} of {total}").format(done=number(now.done), total=number(now.total))]
    if now.state == "battery":
        parts.insert(0, _tr("Paused on battery"))
    elif now.state == "paused":
        parts.append(_tr("paused"))
    else:
        if now.rate > 0:
            parts.append(rate(now.rate))
        if now.seconds_left is not None:
            parts.append(time_left(now.seconds_left))
    return " · ".join(parts)


def time_left(seconds: float) -> str:
    return _tr("{time} left").format(time=duration(seconds))


def reason(problem: Problem) -> str:
    """Why ``problem`` is one, as a sentence of its own.

    Codes are translated in the context “Reasons”; anything that is no code was a sentence already.
    """
    if problem.kind == "folder" and problem.reason == "permission":
        return _tr("The folder may not be opened; check its permissions")
    text = reasons.FAILED.get(problem.reason) or reasons.SKIPPED.get(problem.reason)
    sentence = QCoreApplication.translate("Reasons", text) if text else problem.reason
    return sentence[:1].upper() + sentence[1:]


def breakable(text: str) -> str:
    """``text`` for a label that wraps: a name longer than a line may be broken, or the label would be as wide as it."""
    return _LONG.sub(lambda long: "\N{ZERO WIDTH SPACE}".join(_PIECE.findall(long.group())), text)


def unwatched(problem: Problem) -> str:
    """Why the system does not tell all that happens in a folder; a command stands on a line of its own."""
    return re.sub(r"\s*(?=\bsudo )", "\n", reason(problem), count=1)


def failure(event: Failure) -> str:
    """What happened and what to do next, as a text of two sentences."""
    title = event.title.rstrip(".")
    return sentences.translated(f"{title}. {event.advice}" if event.advice else f"{title}.")


def root_state(root: RootInfo) -> str:
    """One line about a root, under its name."""
    if root.held:
        if root.held == 1:
            return _tr("1 file is missing")
        return _tr("{count} files are missing", root.held).format(count=number(root.held))
    if root.state == "offline":
        return _tr("Not connected · {pictures}").format(pictures=pictures(root.indexed))
    if root.state == "scanning":
        return _tr("Looking for pictures…")
    if root.state in ("indexing", "paused") and root.pending:
        share = _tr("{done} of {total}").format(
            done=number(root.indexed), total=number(root.indexed + root.pending + root.failed)
        )
        return _tr("{share} · paused").format(share=share) if root.state == "paused" else share
    return pictures(root.indexed)
