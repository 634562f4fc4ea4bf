"""Beside the window: the tray, starting at login, notifications."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mediasearch.gui import login, notifying
from mediasearch.gui.background import Background
from mediasearch.gui.notifying import LongWork
from mediasearch.protocol import Progress
from tests.gui.desk import Desk

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the entries of Linux")


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


@LINUX
def test_starting_at_login_is_one_file_that_goes_again(config: Path) -> None:
    assert not login.enabled()
    login.set_enabled(False, ["mediasearch"])  # nothing to remove is no error
    login.set_enabled(True, ["/opt/my programs/mediasearch", "--library", '/data/100% "mine"'])
    entry = config / "autostart" / "mediasearch.desktop"
    assert login.enabled()
    assert 'Exec="/opt/my programs/mediasearch" "--library" "/data/100%% \\\\"mine\\\\""' in entry.read_text()
    login.set_enabled(False, [])
    assert not entry.exists()


@LINUX
def test_the_setting_follows_what_was_removed_elsewhere(desk: Desk, config: Path) -> None:
    window = desk.window
    assert not window.settings.boolean("start_at_login")
    assert not (config / "autostart").exists()  # nothing is written before a click
    window.settings["start_at_login"] = True
    window.dialogs.setting_changed.emit("start_at_login")
    assert login.enabled()
    window.settings["start_at_login"] = False
    window.dialogs.setting_changed.emit("start_at_login")
    assert not login.enabled()


@LINUX
def test_what_cannot_be_written_is_said_and_stays_off(desk: Desk, config: Path) -> None:
    config.write_bytes(b"a file where a folder would be")
    window = desk.window
    window.settings["start_at_login"] = True
    window.dialogs.setting_changed.emit("start_at_login")
    assert "Starting at login could not be changed" in window.notice.text()
    assert not window.settings.boolean("start_at_login")


def test_without_a_tray_closing_ends_and_the_setting_says_so(desk: Desk) -> None:
    window = desk.window
    window.settings["keep_in_tray"] = True
    window.dialogs.setting_changed.emit("keep_in_tray")  # the offscreen platform has no tray
    assert "no tray" in window.notice.text()
    assert not window.background.hides()


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", "This plugin does not support")  # of the offscreen platform
def test_with_a_tray_closing_hides_and_quit_quits(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window
    window.settings["keep_in_tray"] = True
    window.background.leave()
    window.background = Background(
        window.client, window.settings, window.notice, window, window.quit, ["x"], tray_available=lambda: True
    )
    window.close()
    assert not window.isVisible()
    assert window.client.is_ready  # indexing goes on
    window.background.show_window()
    assert window.isVisible()
    window.client.progress.emit(Progress("paused"))
    assert window.background.pause.text() == "Resume indexing"
    window.quit()
    desk.until(lambda: not window.client.is_ready)
    QApplication.setQuitOnLastWindowClosed(True)


def test_a_long_indexing_that_ended_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(notifying, "monotonic", lambda: now[0])
    told: list[int] = []
    work = LongWork(told.append)
    work.take(Progress("idle"))
    work.take(Progress("scanning"))
    now[0] = 60.0
    work.take(Progress("indexing", 10, 500, encoded=10))
    work.take(Progress("paused", 10, 500, encoded=10))
    now[0] = 200.0
    work.take(Progress("indexing", 499, 500, encoded=499))
    assert told == []
    work.take(Progress("idle", encoded=500))
    assert told == [500]
    work.take(Progress("idle", encoded=500))
    work.take(Progress("indexing", 1, 2, encoded=500))
    now[0] = 210.0
    work.take(Progress("idle", encoded=502))  # a short one
    assert told == [500]


@LINUX
@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="no D-Bus here")
def test_a_notification_reaches_the_session_bus(tmp_path: Path) -> None:
    script = tmp_path / "say.py"
    script.write_text(
        "from PySide6.QtWidgets import QApplication\n"
        "from PySide6.QtDBus import QDBusConnection\n"
        "from mediasearch.gui.notifying import notify\n"
        "app = QApplication([])\n"
        "notify('Done', '12 pictures', None)\n"
        "bus = QDBusConnection.sessionBus()\n"
        "bus.interface().registeredServiceNames()\n"  # a round trip: what was sent before has arrived
    )
    shell = (
        f"dbus-monitor > {tmp_path}/heard & monitor=$!; "
        f"until [ -s {tmp_path}/heard ]; do sleep 0.05; done; "
        f"{sys.executable} {script}; kill $monitor; wait $monitor"
    )
    session = shutil.which("dbus-run-session") or ""
    subprocess.run([session, "--", "sh", "-c", shell], timeout=60, check=False, capture_output=True)
    heard = (tmp_path / "heard").read_text()
    assert "member=AddNotification" in heard
    assert '"12 pictures"' in heard
