"""Finding by words, and what it costs to keep them: the full-text table beside LIKE over names and captions."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

from mediasearch.engine.folders import FolderTree
from mediasearch.engine.suggestions import Vocabulary
from mediasearch.engine.words import PAGES, SLICE
from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library
from mediasearch.protocol import ListFolders
from mediasearch.search.grammar import parse
from mediasearch.search.words import find
from tests.benchmarks.report import Figure

SIZES = {"quick": (2_000,), "normal": (100_000,), "full": (100_000, 1_000_000)}
RUNS = {"quick": 3, "normal": 15, "full": 15}
#: What a window asks for.
LIMIT = 500
#: A rare name, a name being typed, a word of many names, two words, a phrase, dates, Chinese, nothing.
QUERIES = (
    "IMG_{rare}", "IMG_{begun}", "img", "birthday rome", '"garden party"', '"June 2019"', '"6月"', "生日", "harbo",
    "folder", "zzyzx", "a long description of nothing that is here",
)  # fmt: skip
_PLACES = ("Rome", "Paris", "Beijing", "Hiking", "Garden", "Work", "Harbour", "Müritz", "上海", "Home")
_EVENTS = ("Birthday", "Garden Party", "Wedding", "生日", "Holidays", "Concert", "Snow")
_CAMERAS = ("Apple iPhone 8", "Canon EOS 5D", "Google Pixel 7", "NIKON D70")


def measure(scale: str, place: Path) -> list[Figure]:
    return [figure for count in SIZES[scale] for figure in _measure(count, RUNS[scale], place / str(count))]


def _measure(count: int, runs: int, place: Path) -> list[Figure]:
    library = Library.at(place)
    with Catalog.open(library) as catalog:
        root = catalog.add_root("/home/anna/Pictures").id
    _fill(library, root, count)
    what = f"{count:,} names"
    figures: list[Figure] = []
    with Catalog.open(library) as catalog:
        slices = tuple(_slices(lambda: catalog.refresh_words(SLICE) > 0))
        limit = sorted(slices)[int(0.95 * len(slices))]
        figures += [
            Figure("words", f"{what}: write all rows of words", "s", (sum(slices),)),
            Figure("words", f"{what}: one slice of {SLICE} rows, p95", "ms", (1000 * limit,)),
        ]
        catalog.collect_orphans(0)
        with catalog.transaction() as connection:
            connection.exec_driver_sql("DELETE FROM files WHERE id % 1000 = 7")
        while catalog.refresh_words(SLICE):
            pass
        slices = tuple(_slices(lambda: catalog.purge_words(PAGES)))
        figures += [
            Figure("words", f"{what}: take out the traces of deleted ones", "s", (sum(slices),)),
            Figure("words", f"{what}: one slice of that, longest", "ms", (1000 * max(slices),)),
        ]
    with Catalog.open_readonly(library) as catalog, closing(sqlite3.connect(library.database)) as raw:
        for query in QUERIES:
            text = query.format(rare=_number(count // 2), begun=_number(count // 2)[:3])
            found = _milliseconds(lambda text=text: find(catalog, parse(text), LIMIT), runs)  # type: ignore[misc]
            scan = _milliseconds(lambda text=text: _like(raw, text), max(3, runs // 5))  # type: ignore[misc]
            aim = 10 if count <= 100_000 else 50
            middle = sorted(found)[len(found) // 2]
            figures.append(
                Figure("words", f"{what}: {text!r}", "ms", found, "LIKE", scan, f"≤ {aim} ms", middle <= aim)
            )
        begun = perf_counter()
        vocabulary = Vocabulary.of(catalog)
        figures.append(Figure("words", f"{what}: gather what can be suggested", "s", (perf_counter() - begun,)))
        for typed in ("b", "gar", "birthday in ro", "folder:Tr"):
            answers = _milliseconds(lambda typed=typed: vocabulary.complete(typed, 8), runs)  # type: ignore[misc]
            figures.append(Figure("words", f"{what}: suggest after {typed!r}", "ms", answers, limit="≤ 10 ms"))
        asked = ListFolders(0, root, [""], 200)
        listed = _milliseconds(lambda: FolderTree().answer(catalog, asked), max(3, runs // 3))
        figures.append(Figure("words", f"{what}: list folders", "ms", listed, limit="≤ 100 ms"))
    return figures


def _slices(work: Callable[[], bool]) -> Iterator[float]:
    """Seconds of each call of ``work`` until there is nothing left."""
    more = True
    while more:
        began = perf_counter()
        more = work()
        yield perf_counter() - began


def _milliseconds(work: Callable[[], object], runs: int) -> tuple[float, ...]:
    work()
    seconds = []
    for _ in range(runs):
        began = perf_counter()
        work()
        seconds.append(1000 * (perf_counter() - began))
    return tuple(seconds)


def _like(raw: sqlite3.Connection, text: str) -> list[int]:
    """All words somewhere in the path or a text, case aside."""
    words = [word.strip('"') for word in text.split()]
    clause = " AND ".join(["(display LIKE ? OR text LIKE ?)"] * len(words))
    query = (
        "SELECT files.content FROM files LEFT JOIN texts ON texts.content = files.content"  # noqa: S608 - constants
        f" WHERE {clause} LIMIT {LIMIT}"
    )
    return [row[0] for row in raw.execute(query, [f"%{word}%" for word in words for _ in range(2)])]


def _number(number: int) -> str:
    return f"{number:07}"


def _fill(library: Library, root: int, count: int) -> None:
    """Contents, files and texts like a collection of years; written directly, as decoding is not measured here."""
    chance = random.Random(count)
    with closing(sqlite3.connect(library.database)) as raw, raw:
        for number in range(1, count + 1):
            year, month, day = 2005 + number * 18 // count, chance.randint(1, 12), chance.randint(1, 28)
            album = number // 60  # pictures in a folder
            folder = f"{year}/{year} {_PLACES[album % 10]} {_EVENTS[album // 3 % 7]} {album}"
            name = f"{chance.choice(('IMG_', 'DSC', 'PXL_'))}{_number(number)}.jpg"
            if not number % 50:
                name = f"{chance.choice(_EVENTS)} {chance.choice(_PLACES)} {number}.jpg"
            raw.execute(
                "INSERT INTO contents VALUES (?, ?, 'x', 1, 'image', 'JPEG', 4, 3, ?, ?, NULL, NULL, NULL, '', NULL)",
                (number, str(number), f"{year}-{month:02}-{day:02}T10:00:00", chance.choice(_CAMERAS)),
            )
            raw.execute(
                "INSERT INTO files (root, path, display, name, size, mtime_ns, inode, content, state)"
                " VALUES (?, ?, ?, ?, 1, 1, 1, ?, 'indexed')",
                (root, f"{folder}/{name}".encode(), f"{folder}/{name}", name, number),
            )
            if not number % 10:
                said = f"{chance.choice(_EVENTS)} at the {chance.choice(_PLACES)} with friends {number}"
                raw.execute("INSERT INTO texts (content, source, text) VALUES (?, 'caption', ?)", (number, said))
                raw.execute(
                    "INSERT INTO texts (content, source, text) VALUES (?, 'keyword', ?)",
                    (number, f"{chance.choice(_PLACES).lower()} {chance.randint(1, 300)}"),
                )
