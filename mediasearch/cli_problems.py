"""``mediasearch status`` and ``mediasearch problems``: what is the matter, since when, and what to do about it."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from mediasearch import protocol, reasons
from mediasearch.cli_output import command_line, no_library, path_fields, print_json, shown
from mediasearch.errors import EngineLostError, MediaSearchError
from mediasearch.paths import Library

if TYPE_CHECKING:
    from mediasearch.engine.endpoint import Connection

#: What a person can do, by the kind of problem; the names are those of the actions below.
ACTIONS: Final[dict[str, tuple[str, ...]]] = {
    "file": ("retry", "ignore"),
    "folder": ("retry", "ignore"),
    "root-offline": ("retry", "locate", "forget"),
    "root-held": ("retry", "forget --missing"),
    "root-watch": ("retry",),
    "engine": (),
}

_ADVICE: Final = {
    "retry": ("Try again, or only those named:", "retry [PATH ...]"),
    "ignore": ("Leave a file or folder out from now on:", "ignore PATH ..."),
    "locate": ("Say where a folder is now:", "locate FOLDER NEW_PLACE"),
    "forget": ("Remove a folder from the library; its files stay:", "forget FOLDER"),
    "forget --missing": ("Forget only the files that vanished from it:", "forget --missing FOLDER"),
}


def status(library: Library, place: str | None, as_json: bool) -> None:
    """Print how the library is; ``place`` is what was given as ``--library``."""
    reply = _ask(library)
    failed = [_fields(problem) for problem in reply.failed]
    troubles = [_fields(problem) for problem in reply.troubles]
    roots = [
        {
            **path_fields(root.path),
            "state": root.state,
            "files": root.files,
            "indexed": root.indexed,
            "pending": root.pending,
            "failed": root.failed,
            "skipped": root.skipped,
            "held": root.held,
            "polled": root.polled,
        }
        for root in reply.roots
    ]
    if as_json:
        body = {"model": reply.model, "vectors": reply.vectors, "roots": roots, "failed": failed}
        print_json({**body, "skipped": reply.skipped, "troubles": troubles})
        return
    if (missing := no_library(library, place)) is not None:
        print(missing)
        return
    library_words = [] if place is None else ["--library", place]
    print(f"Model {reply.model}, {reply.vectors} vectors.")
    for root in roots:
        held = f", {root['held']} vanished at once and kept until you say so" if root["held"] else ""
        print(
            f"{root['path']}: {root['state']}, {root['indexed']} of {root['files']} files indexed, "
            f"{root['pending']} waiting, {root['failed']} failed, {root['skipped']} skipped{held}."
        )
        if root["polled"]:
            print("  On a network drive: what other computers change there is looked for every two minutes.")
    if not roots:
        print(f"No folder yet. Run: {command_line(*library_words, 'index', 'FOLDER')}")
    for reason, count in sorted(reply.skipped.items()):
        print(f"{count} skipped: {reasons.describe(reason)}")
    for problem in [*troubles, *failed]:
        since = _since(problem["since"])
        print(f"{problem['path']}: {problem['reason'].removesuffix('.') if since else problem['reason']}{since}")
    possible = {action for problem in [*troubles, *failed] for action in problem["actions"]}
    program = command_line(*library_words, "problems")
    for action, (words, command) in _ADVICE.items():
        if action in possible:
            print(f"{words} {program} {command}")


def _ask(library: Library) -> protocol.StatusReply:
    """The engine's own words, or without one the catalog's."""
    from mediasearch.engine import direct, launch

    engine = launch.running(library)
    if engine is None:
        return direct.status(library)
    try:
        reply = engine.request(protocol.GetStatus(0))
    except EngineLostError:
        return direct.status(library)
    finally:
        engine.close()
    assert isinstance(reply, protocol.StatusReply)
    return reply


def _fields(problem: protocol.Problem) -> dict[str, Any]:
    return {
        **path_fields(problem.path),
        "kind": problem.kind,
        "reason": _reason(problem),
        "code": problem.reason if problem.kind in ("file", "folder") else problem.kind,
        "since": problem.since,
        "actions": list(ACTIONS.get(problem.kind, ())),
    }


def _reason(problem: protocol.Problem) -> str:
    if problem.kind == "engine":
        return f"{problem.reason} {problem.detail}".rstrip()
    return reasons.describe(problem.reason, "" if problem.kind.startswith("root-") else problem.detail)


def _since(seconds: float) -> str:
    return time.strftime(", since %Y-%m-%d %H:%M", time.localtime(seconds)) if seconds else ""


# ------------------------------------------------------------------------------------------------------- answers


def run(library: Library, place: str | None, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Carry out one answer; returns the exit code.  Raises :class:`MediaSearchError`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    retry = actions.add_parser("retry", help="try files, folders and drives again; all of them without a path")
    retry.add_argument("paths", nargs="*", metavar="PATH")
    ignore = actions.add_parser("ignore", help="leave files or folders out from now on")
    ignore.add_argument("paths", nargs="+", metavar="PATH")
    locate = actions.add_parser("locate", help="say where a folder of the library is now")
    locate.add_argument("folder", metavar="FOLDER")
    locate.add_argument("place", metavar="NEW_PLACE")
    forget = actions.add_parser("forget", help="remove a folder from the library; its files stay")
    forget.add_argument("folder", metavar="FOLDER")
    forget.add_argument("--missing", action="store_true", help="only the files that vanished from it")
    options = parser.parse_args(list(arguments))
    if (missing := no_library(library, place)) is not None:
        raise missing
    from mediasearch.engine import launch

    with launch.engine(library, launch.command(place, "index")) as (engine, _):
        answer = _Answer(engine)
        if options.action == "retry":
            return answer.retry(options.paths)
        if options.action == "ignore":
            answer.ignore(options.paths)
        elif options.action == "locate":
            answer.locate(options.folder, options.place)
        else:
            answer.forget(options.folder, options.missing)
    return 0


class _Answer:
    """One answer, given to an engine."""

    def __init__(self, engine: Connection) -> None:
        self._engine = engine
        engine.on_event = lambda event: None

    def retry(self, paths: Sequence[str]) -> int:
        """1 when something is the matter with them still."""
        chosen = self._chosen(paths) if paths else self._problems()
        files = [problem.id for problem in chosen if problem.kind == "file"]
        if files:
            self._engine.request(protocol.RetryFiles(0, files))
        named = dict.fromkeys(problem.root for problem in chosen if problem.kind != "file" and problem.root)
        for root in named if paths else (0,):
            self._engine.request(protocol.Rescan(0, root))
        self._settle()
        asked = {(problem.kind, problem.path) for problem in chosen}
        left = [problem for problem in self._problems() if not paths or (problem.kind, problem.path) in asked]
        solved = len(asked - {(problem.kind, problem.path) for problem in left})
        for problem in left:
            told = _fields(problem)
            print(f"{told['path']}: {told['reason']}{_since(problem.since)}")
        print(f"{solved} solved, {len(left)} left.")
        return 1 if left else 0

    def ignore(self, paths: Sequence[str]) -> None:
        chosen = self._chosen(paths)
        wrong = next((problem for problem in chosen if problem.kind not in ("file", "folder")), None)
        if wrong is not None:
            raise MediaSearchError(
                f"{shown(wrong.path)} is a folder of the library", "Remove it with: mediasearch problems forget FOLDER"
            )
        if files := [problem.id for problem in chosen if problem.kind == "file"]:
            self._engine.request(protocol.IgnoreFiles(0, files))
        if folders := [problem.path for problem in chosen if problem.kind == "folder"]:
            self._engine.request(protocol.Exclude(0, folders))

    def locate(self, folder: str, place: str) -> None:
        self._engine.request(protocol.LocateRoot(0, self._root(folder).id, _absolute(place)))
        self._settle()

    def forget(self, folder: str, missing: bool) -> None:
        root = self._root(folder)
        if not missing:
            self._engine.request(protocol.RemoveRoot(0, root.id))
            return
        if not root.held:
            raise MediaSearchError(f"No file vanished from {shown(root.path)}", "Run mediasearch status.")
        self._engine.request(protocol.ConfirmMissing(0, root.id, forget=True))
        while any(each.id == root.id and each.held for each in self._status().roots):
            self._engine.receive()

    # ------------------------------------------------------------------------------------------------ finding

    def _status(self) -> protocol.StatusReply:
        reply = self._engine.request(protocol.GetStatus(0))
        assert isinstance(reply, protocol.StatusReply)
        return reply

    def _settle(self) -> None:
        """Until nothing that can be done now is left."""
        while any(root.state in ("scanning", "indexing") for root in self._status().roots):
            self._engine.receive()

    def _problems(self) -> list[protocol.Problem]:
        reply = self._engine.request(protocol.ListProblems(0))
        assert isinstance(reply, protocol.ProblemsReply)
        return reply.problems

    def _chosen(self, paths: Iterable[str]) -> list[protocol.Problem]:
        """The problems at these paths.  Raises ``MediaSearchError`` for a path that has none."""
        problems = self._problems()
        chosen: list[protocol.Problem] = []
        for path in paths:
            found = [problem for problem in problems if _same(problem.path, path)]
            if not found:
                raise MediaSearchError(f"Nothing is the matter with {shown(path)}", "Run mediasearch status.")
            chosen += found
        return chosen

    def _root(self, folder: str) -> protocol.RootInfo:
        for root in self._status().roots:
            if _same(root.path, folder):
                return root
        raise MediaSearchError(f"{shown(folder)} is not a folder of the library", "Run mediasearch status to see them.")


def _absolute(path: str) -> str:
    return os.path.abspath(os.path.expanduser(path))  # noqa: PTH100, PTH111 - a link stays what it is


def _same(known: str, path: str) -> bool:
    """Whether a person means ``known``: as it stands in the library, or by a way that leads there."""
    absolute = _absolute(path)
    return os.path.normcase(known) in (os.path.normcase(absolute), os.path.normcase(os.path.realpath(absolute)))
