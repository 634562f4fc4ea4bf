"""Paths, queries and what is dropped never reach a shell, and names of any kind are only names."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import mediasearch
from mediasearch import protocol
from mediasearch.paths import Library
from tests.support.engine import indexed
from tests.support.rainbow import rainbow

PACKAGE = Path(mediasearch.__file__).parent
#: What hands a line to a shell, by its last name.
SHELLS = {"system", "popen", "getoutput", "getstatusoutput", "create_subprocess_shell", "startCommand"}
PROGRAMS = {"Popen", "run", "call", "check_call", "check_output", "startDetached"}


def lines_for_a_shell(source: str) -> Iterator[str]:
    """Calls that would hand a line to a shell, or a whole command line to whatever takes it apart."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in SHELLS and node.args:  # QLocale.system() asks nothing
            yield f"line {node.lineno}: {name}"
        if any(word.arg == "shell" and getattr(word.value, "value", None) is not False for word in node.keywords):
            yield f"line {node.lineno}: shell="
        whose = node.func.value if isinstance(node.func, ast.Attribute) else None
        of_subprocess = isinstance(whose, ast.Name) and whose.id == "subprocess"
        if of_subprocess and name in PROGRAMS and node.args:
            command = node.args[0]
            if isinstance(command, ast.JoinedStr | ast.BinOp) or isinstance(getattr(command, "value", None), str):
                yield f"line {node.lineno}: a command line as one text"


def test_no_line_of_ours_goes_to_a_shell() -> None:
    found = {
        str(file.relative_to(PACKAGE)): calls
        for file in PACKAGE.rglob("*.py")
        if (calls := list(lines_for_a_shell(file.read_text("utf-8"))))
    }
    assert found == {}


@pytest.mark.parametrize(
    "line",
    ["os.system(path)", "subprocess.run(path, shell=True)", "subprocess.Popen(f'open {path}')", "os.popen('x')"],
)
def test_one_that_did_would_be_found(line: str) -> None:
    assert list(lines_for_a_shell(line)) != []


@pytest.mark.skipif(os.name != "posix", reason="names that Windows does not allow")
def test_names_that_mean_something_elsewhere_are_only_names(library: Library, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    rainbow(photos)
    owned = tmp_path / "owned"
    names = [
        f"$(touch {owned.name})".encode(), b"`touch owned`", b"; touch owned ;", b"a && touch owned", b"| touch owned",
        b"-rf", b"--help", b"line\nbreak", b"\xff\xfe\xfd", "雪の日".encode(), "\u202egpj.exe".encode(), b"%s%n{0}",
        b"'\"",
    ]  # fmt: skip
    pictures = sorted(photos.iterdir())
    for name, picture in zip(names, pictures + pictures[:1], strict=True):
        folder = os.path.join(os.fsencode(photos), name)  # noqa: PTH118 - bytes
        os.mkdir(folder)  # noqa: PTH102
        with open(os.path.join(folder, name + b".jpg"), "wb") as file:  # noqa: PTH118, PTH123
            file.write(picture.read_bytes())
    with indexed(library, photos) as engine:
        status = engine.status()
        assert (status.roots[0].indexed, status.failed, status.troubles) == (12 + len(names), [], [])
        found = {os.fsencode(hit.path) for hit in engine.search().rows} | {
            os.fsencode(path) for hit in engine.search().rows for path in hit.files
        }
        for name in names:
            assert os.path.join(os.fsencode(photos), name, name + b".jpg") in found  # noqa: PTH118
        for name in names:
            query = name.decode("utf-8", "replace")
            assert isinstance(engine.ask(protocol.Search(0, query, [])), protocol.SearchReply)
    assert not list(Path().glob("owned")) and not list(tmp_path.rglob("owned"))
