"""``mediasearch model``: list, show, download, import, use and remove models.

While an engine runs on the library it does the work and this only follows it (one writer).  Otherwise a download or an
import needs no engine; ``use`` and ``remove`` start one and end it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediasearch import protocol
from mediasearch.cli_output import command_line
from mediasearch.errors import EngineLostError, MediaSearchError, UsageError
from mediasearch.paths import Library

if TYPE_CHECKING:
    from tqdm import tqdm

    from mediasearch.engine.endpoint import Connection
    from mediasearch.models.events import Event

ACTIONS = ("list", "show", "download", "import", "use", "remove")

#: What is told of a model; progress by the second is not.
_TOLD = (
    "name", "title", "description", "languages", "licence", "architecture", "pretrained", "dimension", "size", "state",
    "paused", "done", "total", "vectors", "recommended", "runtime", "trouble",
)  # fmt: skip


def run(
    library: Library, place: str | None, parser: Any, arguments: list[str], print_json: Callable[[Any], None]
) -> int:
    """Carry out ``mediasearch model ARGUMENTS``; ``parser`` is empty, ``place`` is what ``--library`` said."""
    parser.usage = (
        "mediasearch model list | show NAME | use NAME | remove NAME [--vectors]\n"
        "       mediasearch model download NAME [--use] [--yes]\n"
        "       mediasearch model import FILE --architecture A [--use]"
    )
    parser.add_argument("action", choices=ACTIONS, metavar="ACTION", help=" | ".join(ACTIONS))
    parser.add_argument("name", metavar="NAME", nargs="?", help="of the list, hf-hub:OWNER/REPOSITORY, or a file")
    parser.add_argument("--architecture", metavar="A", help="import: open_clip's name of what the file holds")
    parser.add_argument("--use", action="store_true", help="download, import: change to the model afterwards")
    parser.add_argument("--vectors", action="store_true", help="remove: its embeddings as well")
    parser.add_argument("--yes", action="store_true", help="download: do not ask")
    parser.add_argument("--json", action="store_true", help="list, show")
    options = parser.parse_args(arguments)
    if (options.name is None) != (options.action == "list"):
        raise UsageError(
            f"model {options.action} needs a name" if options.name is None else "model list takes no name",
            "See mediasearch model --help.",
        )
    if options.action in ("list", "show"):
        return _tell(library, options, print_json)
    if options.action == "import" and not options.architecture:
        raise UsageError("model import needs --architecture", "For example: --architecture ViT-B-32.")
    command = _Command(library, place)
    if options.action == "download":
        command.download(options.name, ask=not options.yes, use=options.use)
    elif options.action == "import":
        command.import_file(Path(options.name).expanduser().absolute(), options.architecture, use=options.use)
    elif options.action == "use":
        command.use(options.name)
    else:
        command.remove(options.name, options.vectors)
    return 0


# ------------------------------------------------------------------------------------------------------- telling


def _tell(library: Library, options: Any, print_json: Callable[[Any], None]) -> int:
    from mediasearch.engine.model_list import named

    infos = _infos(library)
    if options.action == "list":
        if options.json:
            print_json({"models": [_plain(info) for info in infos]})
        else:
            for info in infos:
                print(_line(info, max(len(each.name) for each in infos)))
        return 0
    info = named(infos, options.name)
    if options.json:
        print_json(_plain(info))
        return 0
    print(f"{info.title} ({info.name}): {_state(info)}")
    about = {
        "": info.description,
        "Languages": ", ".join(_language(code) for code in info.languages),
        "Licence": info.licence,
        "Architecture": " ".join(part for part in (info.architecture, info.pretrained) if part),
        "Dimensions": str(info.dimension or ""),
        "Download": _bytes(info.size) if info.size else "",
        "Runs on": info.runtime,
        "Pictures": str(info.vectors),
        "Trouble": info.trouble,
    }
    for title, value in about.items():
        if value:
            print(f"{title}: {value}" if title else value)
    return 0


def _infos(library: Library) -> list[protocol.ModelInfo]:
    from mediasearch.engine import launch
    from mediasearch.engine.model_list import on_disk

    engine = launch.running(library)
    if engine is None:
        return on_disk(library)
    try:
        return _listed(engine)
    except EngineLostError:  # it was just being closed
        return on_disk(library)
    finally:
        engine.close()


def _listed(engine: Connection) -> list[protocol.ModelInfo]:
    reply = engine.request(protocol.ListModels(0))
    assert isinstance(reply, protocol.ModelsReply)
    return reply.models


def _plain(info: protocol.ModelInfo) -> dict[str, Any]:
    body = asdict(info)
    return {name: body[name] for name in _TOLD}


def _line(info: protocol.ModelInfo, width: int) -> str:
    size = _bytes(info.size) if info.size else ""
    recommended = " (recommended)" if info.recommended else ""
    return f"{info.name:{width}}  {_state(info):24}  {size:>7}  {info.title}{recommended}"


def _state(info: protocol.ModelInfo) -> str:
    if info.state == "active":
        return "in use"
    if info.state == "absent":
        return "not downloaded"
    if not info.total:
        return f"{info.state}, stopped" if info.paused else info.state
    share = f"{100 * info.done // info.total} %"
    return f"{info.state}, stopped at {share}" if info.paused else f"{info.state}, {share}"


def _language(code: str) -> str:
    return {"*": "many", "en": "English", "zh": "Chinese"}.get(code, code)


def _bytes(count: float) -> str:
    return f"{count / 1e9:.2f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


# --------------------------------------------------------------------------------------------------------- doing


class _Command:
    def __init__(self, library: Library, place: str | None) -> None:
        self._library = library
        self._place = place
        self._bar: tqdm[Any] | None = None

    def download(self, name: str, *, ask: bool, use: bool) -> None:
        from mediasearch.engine import launch
        from mediasearch.engine.model_list import named

        info = named(_infos(self._library), name)
        name = info.name
        go_on = command_line("model", "download", name)
        if info.state in ("absent", "downloading"):
            self._agree(name, ask)
        engine = launch.running(self._library)
        try:
            if engine is not None:
                engine.request(protocol.DownloadModel(0, name, use=False))
                self._follow(engine, name, ("ready", "active", "filling"), go_on)
            elif info.state not in ("ready", "active", "filling"):
                self._work("prepare" if info.state in ("preparing", "broken") else "download", name, go_on)
        finally:
            if engine is not None:
                engine.close()
        self._got(name, use)

    def import_file(self, file: Path, architecture: str, *, use: bool) -> None:
        from mediasearch.engine import launch
        from mediasearch.engine.model_list import name_for

        if not file.is_file():
            raise MediaSearchError(f"{file} is not a file", "Give the path of a safetensors file.")
        name = name_for(file, {info.name for info in _infos(self._library)})
        go_on = command_line("model", "import", str(file), "--architecture", architecture)
        engine = launch.running(self._library)
        try:
            if engine is not None:
                engine.request(protocol.ImportModel(0, str(file), architecture, use=False))
                self._follow(engine, name, ("ready",), go_on)
            else:
                self._work("import", name, go_on, file=file, architecture=architecture)
        finally:
            if engine is not None:
                engine.close()
        self._got(name, use)

    def use(self, name: str) -> None:
        from mediasearch.engine import launch
        from mediasearch.engine.model_list import named

        name = named(_infos(self._library), name).name
        with launch.engine(self._library, launch.command(self._place, "index")) as (engine, _):
            if named(_listed(engine), name).state != "active":
                engine.request(protocol.UseModel(0, name))
                self._follow(engine, name, ("active",), command_line("model", "use", name))
        print(f"{name} answers now.")

    def remove(self, name: str, vectors: bool) -> None:
        from mediasearch.engine import launch
        from mediasearch.engine.model_list import named

        info = named(_infos(self._library), name)
        with launch.engine(self._library, launch.command(self._place, "index")) as (engine, _):
            engine.request(protocol.RemoveModel(0, info.name, vectors))
            while vectors and any(each.name == info.name and each.vectors for each in _listed(engine)):
                engine.receive()  # it tells when they are gone
        print(f"{info.name} was removed.")

    def _got(self, name: str, use: bool) -> None:
        if use:
            self.use(name)
        else:
            print(f"{name} is ready. To change to it, run: {command_line('model', 'use', name)}")

    def _agree(self, name: str, ask: bool) -> None:
        """Say how much would come from where, and ask.  Raises :class:`MediaSearchError` for a no."""
        from mediasearch.models import launch

        heard = launch.run(self._library, "size", name, lambda event: None)
        if heard.stage != "size":
            raise MediaSearchError(heard.title or "The server was not asked", heard.advice)
        about = f"{name}: {_bytes(heard.total)} from {heard.host}, {_bytes(heard.free)} are free."
        print(about, file=sys.stderr)
        if not ask:
            return
        if not sys.stdin.isatty():
            raise MediaSearchError("Nothing was downloaded without having been agreed to", "Add --yes.")
        print("Download it? [y/N] ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
            raise MediaSearchError("Nothing was downloaded")

    # ---------------------------------------------------------------------------------------- following

    def _work(self, action: Any, name: str, go_on: str, **more: Any) -> None:
        """Do it here, in a job of its own."""
        from mediasearch.models import launch

        self._library.create()
        try:
            last = launch.run(self._library, action, name, self._heard, **more)
        except KeyboardInterrupt:
            raise _stopped(go_on) from None
        finally:
            self._end_bar()
        if last.stage != "ready":
            raise MediaSearchError(last.title or "It was stopped", last.advice or f"To go on, run: {go_on}")

    def _heard(self, event: Event) -> None:
        if event.stage in ("downloading", "importing", "preparing"):
            unit = "" if event.stage == "preparing" else "B"
            self._draw(event.stage.capitalize(), event.done, event.total, unit)

    def _follow(self, engine: Connection, name: str, until: tuple[str, ...], go_on: str) -> None:
        """Wait until the engine says that ``name`` is in one of the states ``until``."""
        from mediasearch.engine.model_list import named

        told: list[list[protocol.ModelInfo]] = []

        def heard(event: protocol.Message) -> None:
            if isinstance(event, protocol.ModelsChanged):
                told.append(event.models)

        engine.on_event = heard
        began = False
        try:
            told.append(_listed(engine))
            while True:
                if not told:
                    heard(engine.receive())
                    continue
                info = named(told.pop(), name)
                told.clear()
                if info.state in until and not (info.paused and "active" in until):
                    return
                busy = info.state in ("downloading", "preparing", "filling") and not info.paused
                if info.trouble:
                    raise MediaSearchError(info.trouble.rstrip("."))
                if began and not busy and info.state != "ready":
                    raise MediaSearchError(f"{name} was stopped", f"To go on, run: {go_on}")
                began = began or busy
                if busy:
                    unit = "B" if info.state == "downloading" else "picture" if info.state == "filling" else ""
                    self._draw(info.state.capitalize(), info.done, info.total, unit)
        except KeyboardInterrupt:
            engine.request(protocol.StopModel(0, name))
            raise _stopped(go_on) from None
        finally:
            self._end_bar()

    def _draw(self, title: str, done: float, total: float, unit: str) -> None:
        if not sys.stderr.isatty():
            return
        from tqdm import tqdm

        if self._bar is not None and self._bar.desc.rstrip(": ") != title:
            self._end_bar()
        if self._bar is None:
            self._bar = tqdm(desc=title, unit=unit or "it", unit_scale=unit == "B", file=sys.stderr)
        self._bar.total = total or None
        self._bar.n = done
        self._bar.refresh()

    def _end_bar(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _stopped(go_on: str) -> MediaSearchError:
    return MediaSearchError("Stopped; what is done is kept", f"To go on, run: {go_on}")
