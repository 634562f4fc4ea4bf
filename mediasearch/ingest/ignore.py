"""Which files and folders are left out; the scanner and the watcher ask the same rules.

Left out are hidden things, folders of other programs' thumbnails, folders of the operating system, folders that hold
``.nomedia``, what a ``.mediasearchignore`` (gitignore syntax, also nested) names, and the library's own folders.
"""

# File names are bytes here, which pathlib cannot hold.
# ruff: noqa: PTH118, PTH123

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mediasearch.opening import open_regular
from mediasearch.paths import Library, write_atomically

if TYPE_CHECKING:
    import pathspec

NO_MEDIA = b".nomedia"
IGNORE_FILE = b".mediasearchignore"
#: Files whose coming, change or going makes a folder be scanned again.
RULE_FILES = frozenset({NO_MEDIA, IGNORE_FILE})

_FOLDERS = frozenset(
    {
        # previews that other programs keep
        b"@eadir", b"picasaoriginals",
        # systems and tools
        b"$recycle.bin", b"recycler", b"system volume information", b"lost+found", b"found.000",
        b"#recycle", b"#snapshot", b"@recycle", b"@recently-snapshot", b"$windows.~bt", b"$windows.~ws", b"$sysreset",
        b"node_modules", b"__pycache__", b"__macosx",
    }
)  # fmt: skip
_FILES = frozenset({b"thumbs.db", b"ehthumbs.db", b"ehthumbs_vista.db", b"desktop.ini", b"icon\r"})
_FOLDER_SUFFIXES = (b".lrdata", b".app", b".framework")
#: Inside Apple's photo libraries only the originals count; the rest are renditions of the same pictures.
_BUNDLE_SUFFIXES = (b".photoslibrary", b".aplibrary", b".photolibrary", b".migratedphotolibrary")
_BUNDLE_KEEPS = frozenset({b"originals", b"masters", b"master"})

#: Characters of a rule file that are read.
_LONGEST_RULES = 200_000
#: Lines with more ``**`` mean nothing sensible, and take long for a deep folder.
_MOST_DEPTHS = 3
#: Stars, and one with what stands between it and the next, as pathspec writes them.
_STARS = re.compile(r"(?:\[\^/\]\*){2,}")
_STAR = re.compile(r"\[\^/\]\*((?:\\.|\[\^?(?:\\.|[^\]\\])+\](?![*+])|[^\[\]()\\/*+?$^|])+)(?=\[\^/\]\*)")

_HIDDEN_ATTRIBUTES = getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 2) | getattr(stat, "FILE_ATTRIBUTE_SYSTEM", 4)
_HIDDEN_FLAG = getattr(stat, "UF_HIDDEN", 0x8000)


def hidden(status: os.stat_result) -> bool:
    """Whether Windows or macOS marks the thing as hidden (names that begin with a dot are a matter of the rules)."""
    attributes: int = getattr(status, "st_file_attributes", 0)
    flags: int = getattr(status, "st_flags", 0)
    return bool(attributes & _HIDDEN_ATTRIBUTES or flags & _HIDDEN_FLAG)


class IgnoreRules:
    """The rules of one root.  Not thread-safe; each scan makes its own.

    What a folder's rule files say is read once per folder and remembered until :meth:`forget`.
    """

    def __init__(self, root: str, library: Library | None = None) -> None:
        """``root``: absolute path; the folders of ``library`` are never indexed."""
        self._root = os.fsencode(root)
        self._library = _inside(root, library)
        self._ignored: dict[bytes, bool] = {b"": False}
        self._rules: dict[bytes, _FolderRules] = {}

    def ignored(self, path: bytes, is_folder: bool) -> bool:
        """Whether ``path`` (relative to the root, ``/`` between names) or any folder above it is left out."""
        parent, _, name = path.rpartition(b"/")
        if self.folder_ignored(parent):
            return True
        if is_folder:
            return self.folder_ignored(path)
        return self.file_ignored(parent, name)

    def folder_ignored(self, folder: bytes) -> bool:
        """Whether nothing below ``folder`` (b"" is the root) is looked at."""
        known = self._ignored.get(folder)
        if known is None:
            parent, _, name = folder.rpartition(b"/")
            known = (
                self.folder_ignored(parent)
                or self._named(parent, name)
                or folder in self._library
                or self._spec_says(parent, name, is_folder=True)
            )
            self._ignored[folder] = known
        return known or self._rules_of(folder).no_media

    def file_ignored(self, folder: bytes, name: bytes) -> bool:
        """The same for a file in a ``folder`` that is not ignored itself: the scanner's short cut."""
        if name.startswith(b".") or name.lower() in _FILES:
            return True
        return self._spec_says(folder, name, is_folder=False)

    def forget(self, folder: bytes) -> None:
        """Read the rules of ``folder`` and of everything below it again."""
        below = folder + b"/" if folder else b""
        for cache in (self._ignored, self._rules):
            for path in [path for path in cache if path == folder or path.startswith(below)]:
                del cache[path]
        self._ignored[b""] = False

    @staticmethod
    def _named(parent: bytes, name: bytes) -> bool:
        lowered = name.lower()
        if lowered.startswith(b".") or lowered in _FOLDERS or lowered.endswith(_FOLDER_SUFFIXES):
            return True
        return parent.lower().endswith(_BUNDLE_SUFFIXES) and lowered not in _BUNDLE_KEEPS

    def _rules_of(self, folder: bytes) -> _FolderRules:
        rules = self._rules.get(folder)
        if rules is None:
            rules = self._rules[folder] = _FolderRules(os.path.join(self._root, folder) if folder else self._root)
        return rules

    def _spec_says(self, folder: bytes, name: bytes, *, is_folder: bool) -> bool:
        """The nearest rule file that says anything about the path wins, as with git."""
        below = name
        while True:
            spec = self._rules_of(folder).spec
            if spec is not None:
                said = spec.check_file(os.fsdecode(below) + "/" * is_folder).include
                if said is not None:
                    return said
            if not folder:
                return False
            folder, _, last = folder.rpartition(b"/")
            below = last + b"/" + below


def exclude(root: str, relative: bytes, *, is_folder: bool) -> None:
    """Leave a folder or file of ``root`` out, by a line in the root's rule file.  Raises ``OSError``."""
    lines = _lines(root)
    line = _line_for(relative, is_folder)
    if line not in lines:
        _write(root, [*lines, line])


def include(root: str, relative: bytes) -> None:
    """Take the line of :func:`exclude` out again; other rules stay as they are.  Raises ``OSError``."""
    lines = _lines(root)
    own = {_line_for(relative, is_folder) for is_folder in (True, False)}
    kept = [line for line in lines if line not in own]
    if kept != lines:
        _write(root, kept)


def _lines(root: str) -> list[str]:
    try:
        with open(os.path.join(root, os.fsdecode(IGNORE_FILE)), encoding="utf-8-sig", errors="surrogateescape") as file:
            return _split(file.read())
    except FileNotFoundError:
        return []


def _split(rules: str) -> list[str]:
    """Lines, which are ended by line feeds alone: names may hold all else that ``splitlines`` splits at."""
    return rules.removesuffix("\n").split("\n") if rules else []


def _write(root: str, lines: list[str]) -> None:
    path = Path(root, os.fsdecode(IGNORE_FILE))
    if not lines:
        path.unlink(missing_ok=True)
        return
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        mode = path.parent.stat().st_mode & 0o666
    write_atomically(path, "\n".join([*lines, ""]).encode("utf-8", "surrogateescape"))
    with suppress(OSError):  # a file system without such things
        path.chmod(stat.S_IMODE(mode))  # not ours alone: whoever reads the folder reads its rules


def _line_for(relative: bytes, is_folder: bool) -> str:
    """The gitignore pattern that means ``relative`` and nothing else.

    A line break in a name, for which there is no pattern, is any character: two lines would be two other rules.
    """
    escaped = re.sub(r"([*?\[\]\\!#])", r"\\\1", os.fsdecode(relative))
    escaped = re.sub(r"[\r\n]", "?", escaped)
    stripped = escaped.rstrip(" ")
    return "/" + stripped + "\\ " * (len(escaped) - len(stripped)) + "/" * is_folder


class _FolderRules:
    """What the rule files of one folder say."""

    __slots__ = ("no_media", "spec")

    def __init__(self, folder: bytes) -> None:
        self.no_media = os.path.lexists(os.path.join(folder, NO_MEDIA))
        self.spec = _read_spec(os.path.join(folder, IGNORE_FILE))


def _read_spec(path: bytes) -> pathspec.GitIgnoreSpec | None:
    try:
        rules = open_regular(path, follow=False)
        with os.fdopen(rules, encoding="utf-8-sig", errors="surrogateescape") as file:
            lines = _split(file.read(_LONGEST_RULES))
    except OSError:
        return None
    import pathspec  # 20 ms, and few people have such a file

    patterns = []
    for line in lines:
        try:
            (pattern,) = pathspec.GitIgnoreSpec.from_lines([line]).patterns
        except ValueError:
            continue  # one senseless line must not bring the others down
        if pattern.regex is not None:  # no comment
            regex = str(pattern.regex.pattern)
            if regex.count(".+") > _MOST_DEPTHS:
                continue
            pattern.regex = re.compile(without_backtracking(regex))
            patterns.append(pattern)
    return pathspec.GitIgnoreSpec(patterns)


def without_backtracking(regex: str) -> str:
    """The same for a regex of pathspec's, whose every star is final: the first place where what follows a star fits
    is as good as any other when another star comes after it.

    A line with a dozen stars, in a folder from the Internet, would else keep the scanner for ever at one long name.
    """
    return _STAR.sub(r"(?>[^/]*?\1)", _STARS.sub("[^/]*", regex))


def _inside(root: str, library: Library | None) -> frozenset[bytes]:
    """The library's folders that lie below ``root``, relative to it."""
    if library is None:
        return frozenset()
    base = os.path.realpath(root)
    places = set()
    for folder in (library.data, library.cache, library.logs):
        place = os.path.realpath(folder)
        try:
            if place != base and os.path.commonpath([base, place]) == base:
                places.add(os.fsencode(os.path.relpath(place, base).replace(os.sep, "/")))
        except ValueError:
            continue  # another drive of Windows
    return frozenset(places)
