"""What a file is: a picture we read, a kind we know and skip, or nothing of ours.  Suffixes nominate, content decides."""

from __future__ import annotations

from dataclasses import dataclass

#: Bytes of a file that :func:`identify` needs.
HEADER_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Format:
    """``name`` is Pillow's name of the format; ``skip`` a code of :data:`mediasearch.reasons.SKIPPED` or ""."""

    name: str
    skip: str = ""


def identify(header: bytes, suffix: str = "") -> Format | None:
    """What the first bytes of a file say; ``suffix`` (".nef", lower case) tells a RAW from a TIFF.  None: not media."""
    raise NotImplementedError
