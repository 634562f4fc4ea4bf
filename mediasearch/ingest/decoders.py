"""Which versions of the decoders there are: a file that one version could not read another may."""

from __future__ import annotations

from importlib import metadata

_LIBRARIES = ("pillow", "pillow-heif")


def versions() -> str:
    """Other than before when a decoder has changed.  Imports none of them."""
    found = []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:  # a bundle may leave such facts out
            found.append(name)
    return ", ".join(found)
