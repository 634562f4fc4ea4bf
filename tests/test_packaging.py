"""What is built from the tree is complete, and what README and CI say is the same."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import mediasearch
from mediasearch.gui import preflight
from tests.support.load import A_PROGRAM

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
#: All that stands at the top, beside dotfiles.
TOP = {"mediasearch", "resources", "tests", "packaging", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"}


def build(root: Path, target: str, place: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(place)],
        cwd=root, check=True, capture_output=True, timeout=A_PROGRAM,
    )  # fmt: skip
    (built,) = place.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "sdist", tmp_path_factory.mktemp("sdist"))


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def kept(folder: Path) -> set[str]:
    """Files of ``folder`` that belong to the project, relative to it."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", ".DS_Store"} & set(path.parts)
    }


def test_the_wheel_carries_the_package_and_its_resources(wheel: Path) -> None:
    package = {f"mediasearch/{name}" for name in kept(ROOT / "mediasearch")}
    resources = {f"mediasearch/resources/{name}" for name in kept(ROOT / "resources")}
    assert {"mediasearch/resources/icons/mediasearch.svg", "mediasearch/__main__.py"} <= package | resources
    described = {name for name in names(wheel) if ".dist-info/" in name}
    assert names(wheel) - described == package | resources
    assert any(name.endswith("/licenses/LICENSE") for name in described)


def test_what_was_unpacked_runs_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = """
import mediasearch.__main__, mediasearch.paths, sys
print(mediasearch.paths.resources())
sys.argv = ["mediasearch", "--version"]
mediasearch.__main__.main()
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]])}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=A_PROGRAM,
        check=True,
    )
    assert done.stdout.splitlines() == [
        str(tmp_path / "mediasearch" / "resources"),
        f"mediasearch {mediasearch.__version__}",
    ]


def test_the_wheel_starts_by_its_name(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (entry,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "mediasearch = mediasearch.__main__:main" in archive.read(entry).decode()


def test_the_source_archive_builds_the_same_wheel(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    assert {"tests/conftest.py", "LICENSE", "CHANGELOG.md"} <= kept(unpacked)
    assert names(build(unpacked, "wheel", tmp_path / "again")) == names(wheel)


def test_one_version_everywhere() -> None:
    assert PROJECT["version"] == mediasearch.__version__


def test_nothing_lies_about_at_the_top() -> None:
    listed = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert listed - {"build", "dist"} == TOP


def commands() -> dict[str, str]:
    """The README's one-line commands by the name in the comment above each."""
    readme = (ROOT / "README.md").read_text("utf-8")
    found = re.findall(r"^<!-- (run|test) -->\n```sh\n(.*)\n```$", readme, re.MULTILINE)
    assert len(found) == len(dict(found)) == 2
    return dict(found)


def test_the_readme_gives_the_two_commands() -> None:
    assert commands()["run"].endswith(" && .venv/bin/mediasearch FOLDER")
    assert commands()["test"].endswith(" && .venv/bin/pytest -n 4 --dist worksteal")


@pytest.mark.skipif(os.name != "posix", reason="CI runs on Linux")
def test_ci_runs_the_readmes_own_command() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    (extraction,) = re.findall(r"^test_command=\$\((.*)\)$", script, re.MULTILINE)
    taken = subprocess.run(
        [str(shutil.which("bash")), "-c", extraction], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert taken.rstrip("\n") == commands()["test"]
    assert 'eval "$test_command"' in script


def test_the_set_up_installs_what_the_window_asks_for() -> None:
    script = (ROOT / "packaging" / "setup.sh").read_text("utf-8")
    (listed,) = re.findall(r'^packages="([^"$]*)"', script, re.MULTILINE)
    assert preflight.packages() <= set(listed.split())


@pytest.mark.skipif(os.name != "posix", reason="a shell script")
def test_the_set_up_script_is_sound() -> None:
    subprocess.run([str(shutil.which("sh")), "-n", "packaging/setup.sh"], cwd=ROOT, check=True)


def test_the_readmes_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert [target for target in targets if not (ROOT / target).exists()] == []
