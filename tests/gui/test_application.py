"""Starting and ending the program itself, as a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from PIL import Image
from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from mediasearch import cli
from mediasearch.errors import MediaSearchError
from mediasearch.gui import application, logs, viewer_pictures
from mediasearch.paths import Library, program
from tests.support.engine import CHECKOUT
from tests.support.load import A_PROGRAM, PATIENCE, budget

RUN = """
import sys
from mediasearch.gui.application import run
from mediasearch.paths import Library
from tests.support.engine import colour_engine
library = Library.at(sys.argv[1])
sys.exit(run(library, sys.argv[2:], colour_engine(library, "window")))
"""


def start(library: Library, *folders: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(library.data), *map(str, folders)], cwd=CHECKOUT, stderr=subprocess.PIPE
    )


def until_there(file: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not file.exists():
        assert time.monotonic() < end, f"{file} never came"
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_in_the_terminal_closes_the_window_and_everything(library: Library, number: signal.Signals) -> None:
    program = start(library)
    until_there(library.holder)
    processes = psutil.Process(program.pid).children(recursive=True)
    begin = time.monotonic()
    program.send_signal(number)
    assert program.wait(A_PROGRAM) == 0
    psutil.wait_procs(processes, timeout=budget(3.0))
    assert time.monotonic() - begin < budget(3.0)
    assert not any(process.is_running() for process in processes)
    assert program.stderr is not None
    assert program.stderr.read() == b""
    program.stderr.close()
    assert (library.data / "window.json").exists()


@pytest.mark.skipif(os.name != "posix", reason="permissions of Unix")
def test_a_library_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = subprocess.run(
        [sys.executable, "-m", "mediasearch", "--library", str(tmp_path / "file" / "library")],
        cwd=CHECKOUT, capture_output=True, text=True, timeout=A_PROGRAM, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "choose another folder with --library." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_library_that_cannot_be_made_is_said_in_a_box_to_who_clicked_an_icon(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def read_and_close() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox) and not told:
            told.extend([box.text(), box.informativeText()])
            box.accept()

    eyes = QTimer()
    eyes.timeout.connect(read_and_close)
    eyes.start(20)
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setattr(sys, "stderr", None)  # as in a program of Windows that has no console
    code = cli.run(["--library", str(tmp_path / "file" / "library")])
    eyes.stop()
    assert code == 1
    title, advice = told
    assert str(tmp_path / "file" / "library") in title
    assert "--library" in advice  # in the language of the system


def test_there_is_no_box_where_standard_error_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading), os.fdopen(writing, "w") as pipe:
        monkeypatch.setattr(sys, "stderr", pipe)
        application.say_why_not(MediaSearchError("It cannot be used", "Choose another."))  # a box would wait for ever


def test_the_engine_is_started_with_this_python_on_this_library(tmp_path: Path) -> None:
    place = str(tmp_path / "library")
    command = application.default_engine_command(Library.at(place))
    assert command == [*program(), "engine", "--kind", "window", "--library", place]
    assert "--library" not in application.default_engine_command(Library.default())


@pytest.mark.expects_log("the log is open")
def test_what_a_decoder_says_of_a_broken_picture_is_not_logged(library: Library, tmp_path: Path) -> None:
    library.create()
    whole = tmp_path / "whole.tif"
    Image.new("RGB", (300, 200), "red").save(whole)
    handler = logs.start(library.logs)
    try:
        for bytes_left in (20, 90_000):
            broken = tmp_path / f"{bytes_left}.tif"
            broken.write_bytes(whole.read_bytes()[:bytes_left])
            assert viewer_pictures.read(str(broken), QSize(100, 100)).error
        logs.log.warning("the log is open")
    finally:
        logs.stop(handler)
    (line,) = logs.log_file(library.logs).read_text("utf-8").splitlines()
    assert line.endswith("the log is open")


@pytest.mark.expects_log("not caught", "a warning of Qt's", "and a plain one")
@pytest.mark.qt_no_exception_capture
def test_what_nobody_caught_is_logged_and_the_person_is_told(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtCore import qWarning

    library.create()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # given back afterwards
    told: list[bool] = []
    handler = logs.start(library.logs)
    try:
        logs.install_excepthook(lambda: told.append(True))
        sys.excepthook(ValueError, ValueError("nobody expected this"), None)
        qWarning("a warning of Qt's")
        logs.log.warning("and a plain one")
    finally:
        logs.stop(handler)
    assert told == [True]
    text = logs.log_file(library.logs).read_text("utf-8")
    assert "ValueError: nobody expected this" in text
    assert "WARNING mediasearch.qt: a warning of Qt's" in text
    if os.name == "posix":
        assert logs.log_file(library.logs).stat().st_mode & 0o777 == 0o600
