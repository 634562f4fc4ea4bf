"""``mediasearch search``: the hits of a query as paths, JSON or CSV."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mediasearch.cli_output import no_library, path_fields, print_json, shown
from mediasearch.errors import EngineLostError, MediaSearchError, UsageError
from mediasearch.paths import Library

if TYPE_CHECKING:
    from mediasearch.engine.endpoint import Connection
    from mediasearch.protocol import Hit, SearchReply

#: Hits of ``--all``: more than any library holds.
_ALL: Final = 2**31 - 1

#: Rows asked of an engine at once.
_PAGE: Final = 500

_COLUMNS: Final = (
    "rank", "path", "score", "kind", "width", "height", "taken_at", "camera", "latitude", "longitude", "size",
    "favourite", "copies",
)  # fmt: skip

#: Short options; any other argument with one minus before it says what is not wanted.
_SHORT: Final = ("-0", "-h")

#: Options that take the next argument.
_VALUED: Final = ("--image", "--limit", "--sort")

#: A spreadsheet takes a cell that begins so for a formula and carries it out.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def run(library: Library, place: str | None, parser: Any, arguments: list[str]) -> int:
    """Carry out ``mediasearch search ARGUMENTS``; ``place`` is what was given as ``--library``, ``parser`` is empty."""
    about = "what is in the picture, and when: dog last summer, dog -leash in:2019 (see README, “Searching”)"
    parser.add_argument("text", metavar="TEXT", nargs="*", help=about)
    parser.add_argument("--image", metavar="FILE", action="append", default=[], help="find pictures like this one")
    parser.add_argument("--limit", type=int, metavar="N", help="at most N hits (50)")
    parser.add_argument("--all", action="store_true", help="all that pass the filters, the best first")
    parser.add_argument("--sort", choices=["relevance", "date"], default="relevance", help="date: the newest first")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--paths", action="store_true", help="one path a line (what happens without any of these)")
    form.add_argument("-0", "--null", action="store_true", help="paths, each ended by a null byte, for xargs -0")
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true", help="a table with a first row of names, UTF-8")
    options = parser.parse_intermixed_args(_shielded(arguments))
    text = " ".join(word.strip() for word in options.text).strip()
    if not text and not options.image and not options.all:
        raise UsageError("search needs a description or --image FILE", "For example: mediasearch search 'snow'.")
    if options.limit is not None and options.limit < 1:
        raise UsageError("--limit must be at least 1")
    if options.limit is not None and options.all:
        raise UsageError("--limit and --all exclude each other")
    for path in options.image:
        if not Path(path).is_file():
            raise MediaSearchError(f"{path} is not a file", "Give the path of a picture after --image.")
    images = [os.path.abspath(path) for path in options.image]  # noqa: PTH100 - keeps symbolic links as they are
    if (missing := no_library(library, place)) is not None:
        raise missing
    limit = _ALL if options.all else min(options.limit or 50, _ALL)
    reply = _ask(library, text, images, limit, options.sort)
    if options.json:
        _print_json(text, images, reply)
    elif options.csv:
        _print_csv(reply.rows)
    else:
        end = "\0" if options.null else "\n"
        for hit in reply.rows:
            sys.stdout.write(hit.path + end)
    if options.json:
        return 0
    if reply.note:
        print(reply.note, file=sys.stderr)
    elif not reply.rows:
        print("Nothing is indexed yet. Run: mediasearch index FOLDER", file=sys.stderr)
    return 0


def _shielded(arguments: list[str]) -> list[str]:
    """``arguments`` such that argparse takes no value and no word that begins with a minus for an option."""
    safe: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            safe += [f" {word}" for word in waiting]
        elif argument.startswith("-") and not argument.startswith("--") and argument not in (*_SHORT, "-"):
            safe.append(f" {argument}")
        elif argument in _VALUED:
            value = next(waiting, None)
            if value is not None and value.startswith("-") and not value.startswith("--"):
                safe.append(f"{argument}={value}")  # a negative number, a file name
            else:
                safe += [argument] if value is None else [argument, value]
        else:
            safe.append(argument)
    return safe


def _ask(library: Library, text: str, images: list[str], limit: int, sort: str) -> SearchReply:
    """The answer with all its rows; near-duplicates and bursts are hits of their own here."""
    from mediasearch.engine import launch

    engine = launch.running(library)
    if engine is None:
        return _direct(library, text, images, limit, sort)
    try:
        return _of_engine(engine, text, images, limit, sort)
    except EngineLostError:  # it was just being closed; what it knew is in the library
        return _direct(library, text, images, limit, sort)
    finally:
        engine.close()


def _of_engine(engine: Connection, text: str, images: list[str], limit: int, sort: str) -> SearchReply:
    from mediasearch import protocol

    pictures = [protocol.QueryImage(path=path) for path in images]
    command = protocol.Search(0, text, pictures, limit, min(limit, _PAGE), sort, stacked=False)
    reply = engine.request(command)
    assert isinstance(reply, protocol.SearchReply)
    wanted = min(limit, reply.count)
    for start in range(_PAGE, wanted, _PAGE):
        more = engine.request(protocol.Rows(0, reply.result, start, min(start + _PAGE, wanted)))
        assert isinstance(more, protocol.RowsReply)
        reply.rows += more.rows
    return reply


def _direct(library: Library, text: str, images: list[str], limit: int, sort: str) -> SearchReply:
    from mediasearch.engine import ahead as loading

    ahead = loading.for_query(library, text)
    try:
        from mediasearch.engine.direct import search

        return search(library, text, images, limit, sort, ahead)
    finally:
        if ahead is not None:
            ahead.finish()


def _print_json(text: str, images: list[str], reply: SearchReply) -> None:
    print_json(
        {
            "query": shown(text),
            "understood": reply.query,
            "images": [shown(path) for path in images],
            "model": reply.model,
            "indexed": reply.indexed,
            "total": reply.total,
            "note": reply.note,
            "hits": [_hit(hit) for hit in reply.rows],
        }
    )


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        **path_fields(hit.path),
        "files": [shown(path) for path in hit.files],
        "score": hit.score,
        "band": hit.band,
        "why": hit.why,
        "kind": hit.kind,
        "width": hit.width,
        "height": hit.height,
        "taken_at": hit.taken_at,
        "camera": hit.camera,
        "latitude": hit.latitude,
        "longitude": hit.longitude,
        "size": hit.size,
        "favourite": hit.favourite,
        "frame_ms": hit.frame_ms,
    }


def _print_csv(rows: Sequence[Hit]) -> None:
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(_COLUMNS)
    for hit in rows:
        fields = {**vars(hit), "path": shown(hit.path), "favourite": int(hit.favourite), "copies": len(hit.files)}
        table.writerow(_cell(fields[name]) for name in _COLUMNS)


def _cell(value: Any) -> Any:
    """``value`` such that no spreadsheet takes it for a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
