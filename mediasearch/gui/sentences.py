"""The engine's sentences in the person's language.

The engine speaks English, as the command line and the logs do.  ``resources/translations/sentences.json`` lists the
templates of all that it says, taken from its code by ``packaging/translations.py``; here a sentence is recognised by
its template and said in the language of the window.  What is not recognised stays as it is.
"""

from __future__ import annotations

import json
import re
from functools import cache

from PySide6.QtCore import QCoreApplication

from mediasearch import protocol, reasons
from mediasearch.paths import resources

#: Where one sentence may end and the next begin.
_END = re.compile(r"(?<=[.!?]) (?=\S)")


def take(message: object) -> None:
    """Put what a message of the engine says to the person into their language; not failures, which have names."""
    if not _any():
        return
    if isinstance(message, protocol.SearchReply):
        message.note = translated(message.note)
    elif isinstance(message, protocol.ModelsReply | protocol.ModelsChanged):
        for model in message.models:
            model.title, model.description = translated(model.title), translated(model.description)
            model.runtime, model.trouble = translated(model.runtime), translated(model.trouble)
    elif isinstance(message, protocol.ProblemsReply | protocol.StatusReply):
        for problem in message.problems if isinstance(message, protocol.ProblemsReply) else message.failed:
            problem.reason = translated(problem.reason)  # a code stays one
            if problem.kind == "engine":
                problem.detail = translated(problem.detail)


def translated(text: str) -> str:
    """``text``, which is a sentence of the engine or several, in the language of the window."""
    if not text or not _any():
        return text
    return _one(text) or _several(text) or text


def joined(first: str, then: str) -> str:
    """Two sentences as one text, "" for either when there is none."""
    close = not first or not then or first.endswith(("。", "！", "？"))
    return first + then if close else f"{first} {then}"


def reason(text: str) -> str:
    """One of :data:`mediasearch.reasons.FAILED`, ``SKIPPED`` or ``UNSAVED`` in the language of the window."""
    return QCoreApplication.translate("Reasons", text)


def forget() -> None:
    """The language has changed."""
    _any.cache_clear()


def _several(text: str) -> str:
    """The longest beginning that is known, and then the rest; "" when the beginning is not known."""
    ends = [match.start() for match in _END.finditer(text)]
    for end in reversed(ends):
        first = _one(text[:end])
        if first:
            return joined(first, translated(text[end + 1 :]))
    return ""


def _one(text: str) -> str:
    """One sentence, with or without its full stop; "" when it is not known."""
    for written in dict.fromkeys((text, text.removesuffix("."))):
        for template, pattern in _patterns():
            found = pattern.fullmatch(written)
            if found is None:
                continue
            said = QCoreApplication.translate("Engine", template)
            if said == template:
                return ""
            said = said.format(*map(_part, found.groups()))
            return said if written == text or said.endswith(("。", ".")) else said + "。"
    return ""


def _part(text: str) -> str:
    """What was put into a sentence: a name, a number, a reason, or again a sentence."""
    code = text.partition(" (")[0]
    if code in _REASONS:
        return text.replace(code, reason(code), 1)
    return translated(text)


@cache
def _any() -> bool:
    """Whether the language of the window is another than that of the engine."""
    return QCoreApplication.translate("Engine", "Try again.") != "Try again."


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The templates, those with most words of their own first."""
    templates = json.loads((resources() / "translations" / "sentences.json").read_text("utf-8"))
    templates.sort(key=lambda template: len(template.replace("{}", "")), reverse=True)
    return [(each, re.compile("(.*?)".join(map(re.escape, each.split("{}"))), re.DOTALL)) for each in templates]


_REASONS = frozenset((*reasons.FAILED.values(), *reasons.SKIPPED.values(), *reasons.UNSAVED))
