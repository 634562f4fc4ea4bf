"""Whether a root is really there, and the same one as before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mediasearch.library.records import Root
from mediasearch.paths import Library


@dataclass(frozen=True, slots=True)
class Presence:
    """``reason`` is a sentence when ``online`` is false; ``identity`` is to be stored when it differs from the root's."""

    online: bool
    reason: str
    identity: str


def identity_of(path: str) -> str:
    """A name for the volume and the folder that survives a restart; "" when the platform tells nothing."""
    raise NotImplementedError


def check_root(root: Root, known: int, sample: Sequence[bytes]) -> Presence:
    """Look whether ``root`` is there.

    ``known``: how many of its files the catalog holds; ``sample``: relative paths of some of them (20 are plenty),
    which decide whether a folder with another identity is still the same one.
    """
    raise NotImplementedError


def validate_new_root(path: str, library: Library) -> str:
    """The absolute, normalised path of a folder to add.  Raises :class:`mediasearch.errors.MediaSearchError`."""
    raise NotImplementedError
