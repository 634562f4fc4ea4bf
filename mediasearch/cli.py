"""The command line: what outside programs may rely on (see README, “Command line”).

Exit codes: 0 it worked, 2 wrong usage, 1 anything else with one sentence on standard error.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NoReturn

from mediasearch import __version__, cli_search
from mediasearch.cli_output import drop_output, open_streams, print_json
from mediasearch.errors import MediaSearchError, UsageError
from mediasearch.paths import Library, existing_folder

DESCRIPTION = "Find your own photos by what is in them. Everything stays on this computer."

#: What people may ask for, each in one line.
COMMANDS: Final = {
    "index": "Index folders now and wait until it is done.",
    "search": "Print the pictures that match a description, a picture, or both.",
    "status": "Say what is indexed and what could not be read.",
    "problems": "Answer what status lists: try again, leave out, say where a folder is now, forget it.",
    "model": "Say which models there are, get one, change to one.",
    "evaluate": "Measure how well the model ranks your own pictures, by their captions or labels.",
    "demo": "Draw a few hundred pictures into a folder and open the window on them.",
}


class _Parser(argparse.ArgumentParser):
    """Wrong usage ends as one sentence and exit code 2."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, f"See {self.prog} --help.")


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line (without the program's name); returns the exit code."""
    open_streams()
    try:
        try:
            code = _dispatch(list(arguments))
        except SystemExit as ended:  # --help and --version
            code = int(ended.code or 0)
        sys.stdout.flush()  # here, where it can be said that it failed
        return code
    except UsageError as error:
        print(f"mediasearch: {error}", file=sys.stderr)
        return 2
    except MediaSearchError as error:
        print(f"mediasearch: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("mediasearch: interrupted.", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader (head, less) has seen enough
        drop_output()
        return 0
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        if drop_output():
            place = " (writing the output)"
        advice = " Check its permissions, or choose another library." if isinstance(error, PermissionError) else ""
        print(f"mediasearch: {error.strerror or error}{place}.{advice}", file=sys.stderr)
        return 1


def _dispatch(arguments: list[str]) -> int:
    place, rest = _split(arguments)
    commands: dict[str, Callable[[str | None, list[str]], int]] = {
        "index": _index,
        "search": _search,
        "status": _status,
        "problems": _problems,
        "model": _model,
        "evaluate": _evaluate,
        "demo": _demo,
        "engine": _engine,
        "model-job": _model_job,
    }
    if rest and rest[0] in commands:
        return commands[rest[0]](place, rest[1:])
    return _window(place, rest)


def _split(arguments: list[str]) -> tuple[str | None, list[str]]:
    """``--library DIR`` may stand before or after the subcommand."""
    place: str | None = None
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument == "--library":
            place = next(waiting, None)
            if not place:
                raise UsageError("--library needs a folder")
        elif argument.startswith("--library="):
            place = argument.partition("=")[2]
            if not place:
                raise UsageError("--library needs a folder")
        else:
            rest.append(argument)
    return (str(Path(place).expanduser().absolute()) if place else None), rest


def _library(place: str | None) -> Library:
    if place is None:
        return Library.default()
    if Path(place).exists() and not Path(place).is_dir():
        raise MediaSearchError(f"{place} is a file, not a folder", "Name the library's folder after --library.")
    return Library.at(place)


def _parser(name: str, description: str = "") -> _Parser:
    # No abbreviations: --lib would be taken for --library here and be passed over where it counts.
    prog = f"mediasearch {name}".strip()
    parser = _Parser(prog=prog, description=description or COMMANDS[name], allow_abbrev=False)
    parser.add_argument("--library", metavar="DIR", help="keep database, index, previews and models in DIR")
    return parser


# ------------------------------------------------------------------------------------------------------- commands


def _window(place: str | None, arguments: list[str]) -> int:
    parser = _parser("", DESCRIPTION)
    parser.usage = f"mediasearch [--library DIR] [FOLDER ...]\n       mediasearch {' | '.join(COMMANDS)} --help"
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    width = max(map(len, COMMANDS))
    parser.epilog = "commands:\n" + "\n".join(f"  {name:{width}}  {about}" for name, about in COMMANDS.items())
    parser.add_argument("folders", metavar="FOLDER", nargs="*", help="index this folder and open the window")
    parser.add_argument("--version", action="version", version=f"mediasearch {__version__}")
    options = parser.parse_args(arguments)
    try:
        return _open_window(place, [existing_folder(path) for path in options.folders])
    except MediaSearchError as error:
        from mediasearch.gui.application import say_why_not

        say_why_not(error)
        raise


def _open_window(place: str | None, folders: list[str]) -> int:
    from mediasearch.engine import launch
    from mediasearch.gui.application import run as run_window

    return run_window(_library(place), folders, launch.command(place, "window"))


def _index(place: str | None, arguments: list[str]) -> int:
    parser = _parser("index")
    parser.add_argument("folders", metavar="FOLDER", nargs="+")
    parser.add_argument("--json", action="store_true", help="print one JSON object at the end")
    options = parser.parse_args(arguments)
    from mediasearch.engine.indexing import index_folders

    try:
        summary, complaints = index_folders(_library(place), place, options.folders, quiet=options.json)
    except KeyboardInterrupt:
        raise MediaSearchError("Interrupted", "What is done is kept; run it again to go on.") from None
    for complaint in complaints:
        print(f"mediasearch: {complaint}", file=sys.stderr)
    if summary is not None:
        if options.json:
            print_json(summary)
        else:
            print(
                f"{summary['files']} files: {summary['indexed']} indexed, {summary['failed']} failed, "
                f"{summary['skipped']} skipped; {summary['encoded']} encoded in {summary['seconds']:.1f} s."
            )
    return 1 if complaints else 0


def _search(place: str | None, arguments: list[str]) -> int:
    parser = _parser("search")
    return cli_search.run(_library(place), place, parser, arguments)


def _status(place: str | None, arguments: list[str]) -> int:
    parser = _parser("status")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    from mediasearch import cli_problems

    cli_problems.status(_library(place), place, options.json)
    return 0


def _problems(place: str | None, arguments: list[str]) -> int:
    from mediasearch import cli_problems

    return cli_problems.run(_library(place), place, _parser("problems"), arguments)


def _model(place: str | None, arguments: list[str]) -> int:
    from mediasearch import cli_model

    parser = _parser("model")
    return cli_model.run(_library(place), place, parser, arguments, print_json)


def _evaluate(place: str | None, arguments: list[str]) -> int:
    parser = _parser("evaluate")
    parser.add_argument("table", metavar="TABLE", help="tab or comma separated: a file, and a caption or label of it")
    parser.add_argument("--compare", metavar="WITH", help="a model's name, or the ranking raw or centred, beside it")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    from tqdm import tqdm

    from mediasearch.evaluate.command import run as evaluate

    with tqdm(desc="Reading", unit="picture", leave=False, disable=not sys.stderr.isatty()) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        found = evaluate(_library(place), Path(options.table).expanduser(), options.compare, progress)
    for complaint in found.complaints:
        print(f"mediasearch: {complaint}", file=sys.stderr)
    if options.json:
        print_json(found.body)
    else:
        print(found.text)
    return 1 if found.complaints else 0


def _demo(place: str | None, arguments: list[str]) -> int:
    parser = _parser("demo")
    parser.add_argument("folder", metavar="DIR", nargs="?")
    parser.add_argument("--count", type=int, default=300, metavar="N", help="how many pictures (300)")
    options = parser.parse_args(arguments)
    if options.count < 1:
        raise UsageError("--count must be at least 1")
    if options.folder:
        folder = Path(options.folder).expanduser().absolute()
    else:
        import platformdirs

        folder = Path(platformdirs.user_pictures_dir()) / "Mediasearch demo"
    if folder.exists() and not folder.is_dir():
        raise MediaSearchError(f"{folder} is a file", "Name a folder for the demo pictures.")
    from tqdm import tqdm

    from mediasearch.demo import draw_collection

    with tqdm(total=options.count, desc="Drawing", unit="picture", disable=not sys.stderr.isatty()) as bar:
        try:
            draw_collection(folder, options.count, lambda done, total: bar.update(done - bar.n) and None)
        except OSError as error:
            raise MediaSearchError(
                f"The pictures cannot be written to {folder} ({error.strerror or error})", "Name another folder."
            ) from error
    return _open_window(place, [str(folder)])


def _engine(place: str | None, arguments: list[str]) -> int:
    """Not for people: the window and ``index`` start this."""
    parser = _parser("engine", "The indexing engine; it speaks over its standard streams.")
    parser.add_argument("--kind", default="window", choices=["window", "index"])
    options = parser.parse_args(arguments)
    from mediasearch.engine import ahead

    library = _library(place)
    words = ahead.for_engine(library) if options.kind == "window" else None
    from mediasearch.engine.main import run as run_engine

    return run_engine(library, options.kind, ahead=words)


def _model_job(place: str | None, arguments: list[str]) -> int:
    """Not for people: the engine and ``model`` start this."""
    from mediasearch.models.job import main as run_job

    return run_job(arguments)
