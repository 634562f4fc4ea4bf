"""A table of pictures and what is to be said of them: one row for a file and one caption or label of it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mediasearch.errors import MediaSearchError

#: What a first row may call its columns; a table may also do without such a row.
_FILES: Final = frozenset({"path", "file", "filename", "file_name", "image", "picture", "name"})
_TEXTS: Final = frozenset({"caption", "label", "text", "description", "title"})


@dataclass(frozen=True)
class Table:
    """``texts[i]`` is one of the things said of the picture ``pictures[of[i]]``; no pair stands there twice."""

    pictures: tuple[Path, ...]
    of: tuple[int, ...]
    texts: tuple[str, ...]

    def only(self, pictures: Sequence[int]) -> Table:
        """The table of these pictures alone, in this order."""
        place = {old: new for new, old in enumerate(pictures)}
        rows = [(place[old], text) for old, text in zip(self.of, self.texts, strict=True) if old in place]
        return Table(
            tuple(self.pictures[old] for old in pictures), tuple(of for of, _ in rows), tuple(text for _, text in rows)
        )


def read_table(path: Path) -> Table:
    """Read ``path``: UTF-8, columns separated by tabs or, without any, by commas (quoted as in CSV).

    The first column names the file, relative to the table; the last one is the caption or label; a first row that
    names the columns may say otherwise.  Raises :class:`MediaSearchError`, also for a table without rows.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise MediaSearchError(
            f"{path} is no text in UTF-8", "Save the table as UTF-8, tab or comma separated."
        ) from error
    except OSError as error:
        raise MediaSearchError(f"{path} cannot be read ({error.strerror or error})", "Check the path.") from error
    file, text = 0, -1
    numbers: dict[Path, int] = {}
    rows: dict[tuple[int, str], None] = {}  # an ordered set
    for place, (line, cells) in enumerate(_rows(path, lines)):
        if len(cells) < 2:
            raise MediaSearchError(
                f"Line {line} of {path} has one column only", "Give a file and its caption or label on each line."
            )
        names = [cell.casefold() for cell in cells]
        if not place and not _FILES.isdisjoint(names) and not (path.parent / cells[0]).exists():
            file = next(column for column, name in enumerate(names) if name in _FILES)
            text = next((column for column, name in enumerate(names) if name in _TEXTS), -1)
            continue
        if max(file, text) >= len(cells) or not cells[file] or not cells[text]:
            raise MediaSearchError(
                f"Line {line} of {path} lacks its file or its caption",
                "Give a file and its caption or label on each line.",
            )
        number = numbers.setdefault(path.parent / cells[file], len(numbers))
        rows[number, cells[text]] = None
    if not rows:
        raise MediaSearchError(f"{path} is empty", "Give a file and its caption or label on each line.")
    return Table(tuple(numbers), tuple(of for of, _ in rows), tuple(text for _, text in rows))


def _rows(path: Path, lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Line numbers from 1 and trimmed cells; blank lines are passed over."""
    if any("\t" in line for line in lines):
        # Captions hold bare quotation marks, and nobody quotes cells between tabs.
        split = [(number, line.split("\t")) for number, line in enumerate(lines, 1)]
    else:
        split = list(_comma_separated(path, lines))
    for number, cells in split:
        trimmed = [cell.strip() for cell in cells]
        if any(trimmed):
            yield number, trimmed


def _comma_separated(path: Path, lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, skipinitialspace=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise MediaSearchError(f"{path} is no table ({error})", "Save it as tab or comma separated text.") from error
