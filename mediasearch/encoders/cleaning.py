"""What is done to a text before it is cut into tokens; equal to open_clip's cleaning functions of the same names."""

from __future__ import annotations

import html
import re
import string
from collections.abc import Callable
from typing import Final

_PUNCTUATION: Final = str.maketrans("", "", string.punctuation)

#: Printable ASCII without an ampersand: nothing to repair, and no entity to resolve.
_SOUND: Final = re.compile(r"[ -%'-~]*")


def whitespace(text: str) -> str:
    """Repaired (ftfy), HTML entities resolved twice, white space folded."""
    return " ".join(_repaired(text).split())


def lower(text: str) -> str:
    """:func:`whitespace`, and lower case."""
    return whitespace(text).lower()


def canonicalize(text: str) -> str:
    """As SigLIP was trained: no ASCII punctuation, lower case."""
    return " ".join(_repaired(text).strip().replace("_", " ").translate(_PUNCTUATION).lower().split())


def _repaired(text: str) -> str:
    if _SOUND.fullmatch(text):
        return text
    import ftfy  # 20 to 40 ms, which most descriptions of a command need not pay

    return html.unescape(html.unescape(ftfy.fix_text(text)))


#: By the names that open_clip and :class:`~mediasearch.encoders.base.Tokenization` use.
BY_NAME: dict[str, Callable[[str], str]] = {"whitespace": whitespace, "lower": lower, "canonicalize": canonicalize}
