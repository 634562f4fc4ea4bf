"""Why a file was left out: short codes kept in the catalog, and the English sentence for each.

The window translates the code; the command line prints :func:`describe`.  ``FAILED`` files stand in the problems
list, ``SKIPPED`` ones are only counted.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

#: A file that should have been readable and was not.
FAILED: Final[dict[str, str]] = {
    "empty": "the file is empty",
    "truncated": "the file ends too early; it was probably not copied completely",
    "damaged": "the picture is damaged",
    "not-an-image": "the file is not a picture, whatever its name says",
    "too-many-pixels": "the picture is larger than the pixel limit in Settings",
    "permission": "the file may not be read; check its permissions",
    "vanished": "the file disappeared while it was being read",
    "io-error": "the disk reported an error while the file was being read",
    "timeout": "decoding took too long",
    "crashed": "the file crashes its decoder and has been quarantined",
    "memory": "decoding needs too much memory",
    "encoder": "the model could not process this picture",
}

#: A kind of file we know and do not read yet.
SKIPPED: Final[dict[str, str]] = {
    "video": "video (not read yet)",
    "raw": "camera RAW (not read yet)",
    "jxl": "JPEG XL (not read yet)",
    "icon": "icon (too small to search)",
    "ignored": "ignored by you",
}


#: What a disk may refuse, as it stands in the sentence that says so.
Unsaved = Literal[
    "the change of the model",
    "the choice of the model",
    "the library",
    "the progress of indexing",
    "the new pictures",
    "a problem",
    "changes in your folders",
    "a folder's state",
    "a preview",
    "the problems list",
    "names and captions",
    "the search index",
]
UNSAVED: Final[tuple[str, ...]] = get_args(Unsaved)

#: How the title of a :class:`~mediasearch.errors.LibraryDamagedError` ends.
DAMAGED: Final = "is damaged"

#: No file's fault: told to everyone, and indexing stands still meanwhile.
MODEL_BROKEN: Final = "The model could not be loaded, so nothing can be indexed now"


def describe(code: str, detail: str = "") -> str:
    """The English sentence for ``code``; an unknown code is shown as it is."""
    text = FAILED.get(code) or SKIPPED.get(code) or code
    return f"{text} ({detail})" if detail else text
