"""What is said about a model: its facts, how far it is, and what can be done with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from mediasearch.gui import messages
from mediasearch.gui.models import HUB, ON_ITS_WAY, STARTER
from mediasearch.protocol import ModelInfo

#: More languages than this are not named one by one.
_NAMED: Final = 3
#: Bytes of a number of an embedding as the library keeps it.
_NUMBER: Final = 2


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("Models", text, None, count)


def size(count: int) -> str:
    """Bytes as ``605 MB`` or ``1.5 GB``."""
    digits = 1 if count >= 1_000_000_000 else 0
    return QLocale().formattedDataSize(count, digits, QLocale.DataSizeFormat.DataSizeSIFormat)


def language(code: str) -> str:
    """The name of a language in that language; English and Chinese in the window's."""
    own = {"en": _tr("English"), "zh": _tr("Chinese")}
    if code in own:
        return own[code]
    name = QLocale(code).nativeLanguageName()
    return name[:1].upper() + name[1:] if name else code


def languages(info: ModelInfo) -> str:
    """``English``, or ``Deutsch and many others`` where there are many: the person's own one says the most."""
    codes = info.languages
    if len(codes) <= _NAMED:
        return QLocale().createSeparatedList([language(code) for code in codes])
    own = QLocale().name().partition("_")[0]
    if own in codes:
        return _tr("{language} and many others").format(language=language(own))
    return _tr("Many languages")


def facts(info: ModelInfo) -> str:
    """Languages, size and licence in one line."""
    parts = [languages(info), size(info.size) if info.size else "", info.licence]
    if info.runtime and not note(info):
        parts.append(info.runtime)
    return " · ".join(part for part in parts if part)


def note(info: ModelInfo) -> str:
    """Why it does not run as well as it could, "" where it does."""
    return _tr("Runs on {runtime}.").format(runtime=info.runtime.rstrip(".")) if ":" in info.runtime else ""


def space(info: ModelInfo) -> int:
    """Bytes that what it knows about pictures takes in the library, about."""
    return info.vectors * info.dimension * _NUMBER


def progress(info: ModelInfo) -> str:
    """How far it is; "" for one that is not on its way."""
    if info.state == "downloading":
        return _downloading(info)
    if info.state == "preparing":
        if info.paused:
            return _tr("Downloaded, but not prepared for this computer yet")
        parts = [_tr("Done once for this computer; takes a few minutes")]
        if info.total:
            parts.append(_tr("{share} %").format(share=messages.number(round(100 * info.done / info.total))))
        return " · ".join(parts)
    if info.state == "filling":
        return _filling(info)
    return ""


def _downloading(info: ModelInfo) -> str:
    if not info.total:
        return _tr("Stopped") if info.paused else _tr("Beginning…")
    share = _tr("{done} of {total}").format(done=size(info.done), total=size(info.total))
    if info.paused:
        return _tr("Stopped at {share}").format(share=share)
    parts = [share]
    if info.rate > 0:
        parts.append(_tr("{size} a second").format(size=speed(info.rate)))
    if info.seconds_left is not None:
        parts.append(messages.time_left(info.seconds_left))
    return " · ".join(parts)


def speed(rate: float) -> str:
    """Bytes a second as ``4.2 MB``."""
    return QLocale().formattedDataSize(round(rate), 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def _filling(info: ModelInfo) -> str:
    share = _tr("{done} of {total}").format(done=messages.number(info.done), total=messages.number(info.total))
    if info.paused:
        return _tr("Stopped at {share}").format(share=share)
    parts = [share]
    if info.seconds_left is not None:
        parts.append(messages.time_left(info.seconds_left))
    parts.append(_tr("the present model answers meanwhile"))
    return " · ".join(parts)


def stage(info: ModelInfo) -> str:
    """What happens to it now, in two or three words; "" for nothing."""
    if info.state not in ON_ITS_WAY:
        return ""
    if info.paused:
        return _tr("Stopped")
    return {
        "downloading": _tr("Downloading"),
        "preparing": _tr("Preparing"),
        "filling": _tr("Learning your pictures"),
    }[info.state]


def waits(info: ModelInfo, indexing: str) -> str:
    """What a model that is being filled waits for while indexing is in this state (:class:`Progress`); "" for nothing.

    Nobody has stopped it then: it goes on with indexing.
    """
    if info.state == "filling" and info.paused and indexing == "paused":
        return _tr("Waits, because indexing is paused.")
    if info.state == "filling" and info.paused and indexing == "battery":
        return _tr("Waits until the computer is plugged in.")
    return ""


def line(info: ModelInfo, waits: str) -> str:
    """All about a model that is on its way, in one line."""
    now = waits or progress(info)
    return " · ".join((info.title, now) if info.paused else (info.title, stage(info), now))


def share(info: ModelInfo) -> float | None:
    """How much is done, 0 to 1; None while that cannot be told."""
    if info.total <= 0:
        return None
    return max(0.0, min(1.0, info.done / info.total))


def verbs() -> dict[str, str]:
    """All words that :func:`action` gives a button, by what it does."""
    return {
        "download": _tr("Download"),
        "again": _tr("Try again"),
        "stop": _tr("Stop"),
        "go-on": _tr("Go on"),
        "use": _tr("Use"),
        "back": _tr("Go back"),
        "repair": _tr("Repair"),
    }


def action(info: ModelInfo) -> tuple[str, str]:
    """What the button beside it does, and its words: download, stop, go-on, use, or "" for nothing."""
    words = verbs()
    if info.state == "absent":
        if info.trouble and not info.size and not info.name.startswith(HUB):
            return "", ""  # an import that came to nothing
        return "download", words["again" if info.trouble else "download"]
    if info.state in ON_ITS_WAY:
        what = "go-on" if info.paused else "stop"
        return what, words[what]
    if info.state == "ready":
        return "use", words["back" if info.vectors else "use"]
    if info.state == "broken" and info.name != STARTER:
        return "go-on", words["repair"]
    return "", ""


def removing(info: ModelInfo) -> str:
    """The words of what takes it away; "" where nothing does."""
    if info.state == "active":
        return ""
    if info.name == STARTER:
        return _tr("Forget what it knows…") if info.vectors else ""
    if info.state == "absent":
        return _tr("Take off the list") if info.trouble and not info.size else ""
    return _tr("Remove…")


def spoken(info: ModelInfo, sentence: str) -> str:
    """All of it, for those who listen.  ``sentence``: how it is now."""
    parts = [info.title, _tr("recommended") if info.recommended else "", sentence, info.description, facts(info)]
    return ". ".join(part.rstrip(".") for part in parts if part)
