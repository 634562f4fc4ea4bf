"""A sentence instead of an abort, where no window can open."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from mediasearch.errors import MediaSearchError
from mediasearch.gui import preflight
from mediasearch.paths import Library
from tests.support.engine import CHECKOUT
from tests.support.load import A_PROGRAM


def everything(library: str) -> bool:
    return True


def complaint(environment: dict[str, str], missing: str = "") -> str:
    with pytest.raises(MediaSearchError) as caught:
        preflight.check(environment, "linux", lambda library: library != missing, everything)
    return str(caught.value)


def test_without_a_display_the_command_line_is_named() -> None:
    sentence = complaint({})
    assert "no display" in sentence
    for command in ("mediasearch index FOLDER", "mediasearch search TEXT", "mediasearch status"):
        assert command in sentence


@pytest.mark.parametrize(
    "environment",
    [
        {"DISPLAY": ":0"},
        {"WAYLAND_DISPLAY": "wayland-0"},
        {"QT_QPA_PLATFORM": "offscreen"},
        {"QT_QPA_PLATFORM": "vnc:size=800x600"},
        {"QT_QPA_PLATFORM": "eglfs"},
    ],
)
def test_a_display_of_any_kind_will_do(environment: dict[str, str]) -> None:
    preflight.check(environment, "linux", everything, everything)


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_windows_and_macos_always_have_one(platform: str) -> None:
    preflight.check({}, platform, lambda library: False)


def test_the_missing_cursor_library_is_named_with_its_package() -> None:
    sentence = complaint({"DISPLAY": ":0"}, "libxcb-cursor.so.0")
    assert "libxcb-cursor.so.0" in sentence
    assert "sudo apt install libxcb-cursor0" in sentence


def test_on_wayland_nothing_of_x11_is_missed() -> None:
    preflight.check({"WAYLAND_DISPLAY": "wayland-0"}, "linux", lambda library: not library.startswith("libxcb"))


def test_what_qt_itself_needs_is_missed_without_a_display_too() -> None:
    assert "libegl1" in complaint({"QT_QPA_PLATFORM": "offscreen"}, "libEGL.so.1")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the look-up is Linux's")
def test_the_look_up_finds_what_is_there_and_nothing_else() -> None:
    preflight.check({"QT_QPA_PLATFORM": "offscreen"})
    assert not preflight._loads("libxcb-nothing-like-this.so.0")


@pytest.mark.parametrize("plugin", ["", "xcb"])
def test_a_display_that_does_not_answer_is_none(plugin: str) -> None:
    environment = {"DISPLAY": "far:7", "QT_QPA_PLATFORM": plugin}
    with pytest.raises(MediaSearchError, match="The display far:7 is not there") as caught:
        preflight.check(environment, "linux", everything, lambda display: display != "far:7")
    assert "mediasearch search TEXT" in str(caught.value)
    preflight.check(environment | {"DISPLAY": ":0"}, "linux", everything, lambda display: display != "far:7")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
@pytest.mark.parametrize("display", [{}, {"DISPLAY": ":98765"}])
def test_starting_the_window_without_a_display_ends_with_one_sentence(
    library: Library, display: dict[str, str]
) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run(
        [sys.executable, "-m", "mediasearch", "--library", str(library.data)],
        env=environment | display, cwd=CHECKOUT, capture_output=True, text=True, timeout=A_PROGRAM, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert ("no display" if not display else "The display :98765 is not there") in done.stderr
