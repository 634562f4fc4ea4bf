"""What is done to a text before it is cut into tokens; equal to open_clip's cleaning functions of the same names."""

from __future__ import annotations

import html
import string
from collections.abc import Callable

import ftfy

_PUNCTUATION = str.maketrans("", "", string.punctuation)


def whitespace(text: str) -> str:
    """Repaired (ftfy), HTML entities resolved twice, white space folded."""
    return " ".join(html.unescape(html.unescape(ftfy.fix_text(text))).split())


def lower(text: str) -> str:
    """:func:`whitespace`, and lower case."""
    return whitespace(text).lower()


def canonicalize(text: str) -> str:
    """As SigLIP was trained: no ASCII punctuation, lower case."""
    repaired = html.unescape(html.unescape(ftfy.fix_text(text))).strip()
    return " ".join(repaired.replace("_", " ").translate(_PUNCTUATION).lower().split())


#: By the names that open_clip and :class:`~mediasearch.encoders.base.Tokenization` use.
BY_NAME: dict[str, Callable[[str], str]] = {"whitespace": whitespace, "lower": lower, "canonicalize": canonicalize}
