"""The process cut and the one direction of imports, held up in fresh interpreters and in the source."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import mediasearch
from mediasearch.paths import Library
from tests.support.load import A_PROGRAM
from tests.support.pictures import GROUNDS

PACKAGE = Path(mediasearch.__file__).parent
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
)
#: Shared types and the like: cheap, and open to every room.
SHARED = {"errors", "reasons", "paths", "settings", "protocol", "opening"}
#: Room → the other rooms it may import.
ROOMS: dict[str, set[str]] = {
    **{name: set() for name in sorted(SHARED)},
    "encoders": set(),
    "library": {"encoders"},
    "ingest": {"library", "encoders"},
    "search": {"library", "encoders"},
    "evaluate": {"models", "search", "ingest", "library", "encoders"},
    "demo": set(),
    "models": {"search", "encoders"},
    "engine": {"models", "search", "ingest", "library", "encoders"},
    "gui": set(),
    "cli_model": {"cli_output", "engine", "models"},
    "cli_output": set(),
    "cli_problems": {"cli_output", "engine"},
    "cli_search": {"cli_output", "engine"},
    "cli": {
        "cli_model",
        "cli_output",
        "cli_problems",
        "cli_search",
        "engine",
        "gui",
        "demo",
        "evaluate",
        "models",
        "search",
        "ingest",
        "library",
        "encoders",
    },
    "__main__": {"cli"},
}
#: Modules that a room may import although it may not import theirs.  The query language is plain Python: the window
#: makes chips of filters by the one grammar there is, instead of having a second one.
PLAIN = {"gui": ("mediasearch.search.grammar", "mediasearch.library.filters", "mediasearch.library.spans")}
TORCH = {"torch", "torchvision", "open_clip", "timm", "transformers", "huggingface_hub"}
#: What makes a start slow: none of it belongs into the window's process.
HEAVY = TORCH | {"sqlalchemy", "hnswlib", "numpy", "openvino", "PIL", "pebble", "watchdog", "scipy"}


def loaded_after(*modules: str) -> set[str]:
    """Top-level names in ``sys.modules`` of a fresh interpreter that imported ``modules``."""
    code = f"""
import importlib, json, sys
for name in {modules!r}:
    importlib.import_module(name)
print(json.dumps(sorted({{name.partition(".")[0] for name in sys.modules}})))
"""
    return set(json.loads(subprocess.check_output([sys.executable, "-c", code], text=True, timeout=A_PROGRAM)))


def below(room: str) -> list[str]:
    return [name for name in MODULES if name.startswith(f"mediasearch.{room}")]


def test_the_window_is_light() -> None:
    assert len(below("gui")) > 10
    loaded = loaded_after(*below("gui"))
    assert "PySide6" in loaded
    assert loaded & HEAVY == set()


def test_the_start_of_the_window_does_not_even_load_qt_before_it_was_checked_for() -> None:
    assert loaded_after("mediasearch.gui.application") & (HEAVY | {"PySide6"}) == set()


def test_the_engine_has_neither_qt_nor_torch() -> None:
    loaded = loaded_after(*below("engine"))
    assert "sqlalchemy" in loaded
    assert loaded & (TORCH | {"PySide6", "openvino"}) == set()


def test_the_command_line_chooses_before_anything_is_loaded() -> None:
    assert loaded_after("mediasearch.__main__", "mediasearch.cli") & (HEAVY | {"PySide6"}) == set()


def test_every_benchmark_finds_what_it_measures() -> None:
    """They run last of all that a change must pass; a name that is gone is told here."""
    code = "import importlib; from tests.benchmarks.__main__ import NAMES; "
    code += "[importlib.import_module(f'tests.benchmarks.bench_{name}') for name in NAMES]"
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, stderr=subprocess.PIPE, text=True, timeout=A_PROGRAM)
    assert done.returncode == 0, done.stderr


def test_every_module_can_be_the_first_to_be_imported() -> None:
    """A circle of imports works from one end and fails from another."""
    code = f"""
import importlib, sys, traceback
failed = []
for name in {MODULES!r}:
    for known in [known for known in sys.modules if known.partition(".")[0] == "mediasearch"]:
        del sys.modules[known]
    try:
        importlib.import_module(name)
    except Exception:
        traceback.print_exc()
        failed.append(name)
print(failed)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=A_PROGRAM, check=False)
    assert done.stdout.strip() == "[]", done.stderr


def imported(source: str) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that ``source`` imports, also inside functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: relative imports hide which room is meant"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def test_every_room_is_known() -> None:
    rooms = {name.split(".")[1] for name in MODULES if "." in name}
    assert rooms <= set(ROOMS), "a new room needs its place in ROOMS"


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_one_way(room: str) -> None:
    allowed = ROOMS[room] | SHARED | {room, "__version__"}
    files = [*(PACKAGE / room).rglob("*.py"), *PACKAGE.glob(f"{room}.py")]
    wrong = []
    for file in files:
        for line, name in imported(file.read_text("utf-8")):
            top, _, rest = name.partition(".")
            if name.startswith(PLAIN.get(room, ())):
                continue
            if top == "mediasearch" and rest.partition(".")[0] not in allowed:
                wrong.append(f"{file.relative_to(PACKAGE.parent).as_posix()}:{line} imports {name}")
    assert wrong == []


def test_the_window_shares_nothing_but_messages_and_places() -> None:
    """Qt and the standard library, and of ours only what is shared."""
    foreign = set()
    for file in (PACKAGE / "gui").rglob("*.py"):
        tops = {name.partition(".")[0] for _, name in imported(file.read_text("utf-8"))}
        foreign |= tops - set(sys.stdlib_module_names) - {"mediasearch", "PySide6", "shiboken6"}
    assert foreign == set()


def test_nothing_of_ours_depends_on_the_tests() -> None:
    for file in PACKAGE.rglob("*.py"):
        assert "tests" not in {name.partition(".")[0] for _, name in imported(file.read_text("utf-8"))}, file


def test_a_cold_search_loads_the_light_runtime_and_nothing_else(library: Library, pictures: Path) -> None:
    """Seconds of start-up hang on this."""
    program = [sys.executable, "-m", "mediasearch", "--library", str(library.data)]
    subprocess.run([*program, "index", str(pictures), "--json"], check=True, capture_output=True, timeout=A_PROGRAM)
    told = [sys.executable, "-X", "importtime", *program[1:], "search", "red", "--json"]
    done = subprocess.run(told, check=True, capture_output=True, text=True, timeout=A_PROGRAM)
    assert len(json.loads(done.stdout)["hits"]) == len(GROUNDS)
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines() if "|" in line}
    assert {"openvino", "sqlalchemy", "numpy"} <= loaded
    assert loaded & (TORCH | {"PySide6", "hnswlib", "pebble", "watchdog", "PIL", "scipy"}) == set()
