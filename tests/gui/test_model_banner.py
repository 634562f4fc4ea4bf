"""The banner over the results: the offer of a full model, how far it is, and “Not now”."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QPushButton

from mediasearch import protocol
from mediasearch.gui import window_state
from mediasearch.gui.model_banner import ModelBanner
from mediasearch.gui.model_dialogs import GetModel
from mediasearch.protocol import ModelInfo, Progress, RootInfo
from tests.gui.desk import Desk
from tests.gui.models_support import CLIP, SIGLIP, STARTER, tell

PICTURES = RootInfo(1, "/home/anna/Pictures", "ready", 900, 900)


@pytest.fixture(autouse=True)
def english() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English))


def know(desk: Desk, *infos: ModelInfo) -> ModelBanner:
    tell(desk, *infos)
    return desk.window.parts.banner


def with_pictures(desk: Desk) -> ModelBanner:
    desk.window.client.roots_changed.emit(protocol.RootsChanged([PICTURES]))
    return know(desk, STARTER, CLIP, SIGLIP)


def click(desk: Desk, words: str) -> None:
    banner = desk.window.parts.banner
    button: QPushButton = next(button for button in banner.shown if button.text() == words)
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_full_model_is_offered_once_there_are_pictures(desk: Desk) -> None:
    banner = know(desk, STARTER, CLIP, SIGLIP)
    assert not banner.isVisible()  # first things first: choose a folder
    with_pictures(desk)
    assert banner.label.text() == (
        "Searching by description works best with a one-time download (605 MB, from huggingface.co). "
        "Your photos are never uploaded."
    )
    assert [button.text() for button in banner.shown] == ["Download", "Use a file I have", "Not now"]
    assert not desk.window.status.model.isVisible()  # once is enough
    assert not desk.heard(protocol.AskModelSize)


def test_one_click_downloads_what_was_said(desk: Desk) -> None:
    banner = with_pictures(desk)
    desk.script.with_suffix(".size").write_text("605200000 42000000000 huggingface.co")
    click(desk, "Download")
    assert banner.label.text() == "Asking huggingface.co…"
    desk.until(lambda: desk.heard(protocol.DownloadModel))
    assert banner.label.text() == "Asking huggingface.co…"  # not the offer once more, until it is on its way
    height = banner.height()
    know(desk, STARTER, replace(CLIP, state="downloading", done=210_000_000, total=605_200_000, rate=4.2e6), SIGLIP)
    assert banner.label.text() == "CLIP B/32 · Downloading · 210 MB of 605 MB · 4.2 MB a second"
    assert banner.bar.share == pytest.approx(210 / 605.2)
    banner.parentWidget().layout().activate()
    assert banner.height() == height
    click(desk, "Stop")
    desk.until(lambda: desk.heard(protocol.StopModel))
    know(desk, STARTER, replace(CLIP, state="filling", done=300, total=900), SIGLIP)
    assert "the present model answers meanwhile" in banner.label.text()
    know(desk, replace(STARTER, state="ready"), replace(CLIP, state="active"), SIGLIP)
    assert not banner.isVisible()
    assert desk.window.status.label.text() == ""
    assert desk.window.notice.text() == "CLIP B/32 searches your pictures from now on."
    know(desk, STARTER, replace(CLIP, state="ready"), SIGLIP)
    assert not banner.isVisible()  # nobody who went back is offered it again
    assert desk.window.status.model.text() == "Use a full model"


@pytest.mark.parametrize("size", ["900000000 42000000000 huggingface.co", "605200000 42000000000 mirror.example"])
def test_what_was_not_said_is_asked_about(desk: Desk, size: str) -> None:
    with_pictures(desk)
    desk.script.with_suffix(".size").write_text(size)
    click(desk, "Download")
    desk.until(lambda: isinstance(desk.window.choice.dialog, GetModel))
    dialog = desk.window.choice.dialog
    assert isinstance(dialog, GetModel)
    desk.until(dialog.yes.isEnabled)
    assert not desk.heard(protocol.DownloadModel)
    dialog.reject()
    assert "one-time download" in desk.window.parts.banner.label.text()


def test_without_a_connection_it_says_so_and_may_be_tried_again(desk: Desk) -> None:
    banner = with_pictures(desk)
    click(desk, "Download")
    desk.until(lambda: "could not be reached" in banner.label.text())
    assert [button.text() for button in banner.shown] == ["Try again", "Not now"]
    desk.script.with_suffix(".size").write_text("605200000 42000000000 huggingface.co")
    click(desk, "Try again")
    desk.until(lambda: desk.heard(protocol.DownloadModel))


def test_not_now_is_remembered_and_the_way_there_stays_below(desk: Desk) -> None:
    banner = with_pictures(desk)
    click(desk, "Not now")
    assert not banner.isVisible()
    assert not window_state.load(desk.window.library).model_offer
    status = desk.window.status
    assert status.label.text() == "Starter model: colours, shapes and simple scenes."
    desk.qtbot.mouseClick(status.model, Qt.MouseButton.LeftButton)
    dialog = desk.window.dialogs.preferences
    assert dialog is not None
    assert dialog.pages.currentWidget().isAncestorOf(dialog.models)
    dialog.close()
    know(desk, STARTER, replace(CLIP, state="downloading", done=1, total=2), SIGLIP)
    assert banner.isVisible()  # somebody asked for it after all


def test_progress_can_be_hidden_and_is_then_said_below(desk: Desk) -> None:
    banner = with_pictures(desk)
    know(desk, STARTER, replace(CLIP, state="filling", done=300, total=900), SIGLIP)
    click(desk, "Hide")
    assert not banner.isVisible()
    status = desk.window.status
    assert status.label.text().startswith("CLIP B/32 · Learning your pictures · 300 of 900")
    assert status.ring.share == pytest.approx(1 / 3)
    know(desk, replace(STARTER, state="ready"), replace(CLIP, state="active"), SIGLIP)
    assert status.label.text() == ""
    know(desk, STARTER, CLIP, replace(SIGLIP, state="downloading", total=5))
    assert banner.isVisible()  # another model is another matter


def test_a_model_that_waits_for_indexing_says_so_wherever_it_is_said(desk: Desk) -> None:
    banner = with_pictures(desk)
    desk.window.client.progress.emit(Progress("battery"))
    know(desk, STARTER, replace(CLIP, state="filling", done=300, total=900, paused=True), SIGLIP)
    assert banner.label.text() == "CLIP B/32 · Waits until the computer is plugged in."
    desk.window.client.progress.emit(Progress("idle"))
    assert banner.label.text() == "CLIP B/32 · Stopped at 300 of 900"
    click(desk, "Hide")
    assert desk.window.status.label.text() == "CLIP B/32 · Stopped at 300 of 900"
    desk.qtbot.mouseClick(desk.window.status.model, Qt.MouseButton.LeftButton)
    assert desk.window.dialogs.preferences is not None


def test_a_model_that_cannot_answer_says_what_to_do(desk: Desk) -> None:
    with_pictures(desk)
    banner = know(desk, replace(STARTER, state="ready"), replace(CLIP, state="broken", trouble="Damaged."), SIGLIP)
    assert banner.label.text().startswith("CLIP B/32 cannot be used: its files are gone or damaged.")
    assert [button.text() for button in banner.shown] == ["Get it again", "Choose another…"]
    click(desk, "Get it again")
    desk.until(lambda: desk.heard(protocol.DownloadModel))
    know(desk, replace(STARTER, state="ready"), replace(CLIP, state="broken", trouble="Still damaged."), SIGLIP)
    click(desk, "Choose another…")
    assert desk.window.dialogs.preferences is not None


def test_a_query_in_another_language_leads_to_the_model_that_reads_it(desk: Desk) -> None:
    with_pictures(desk)
    reply = protocol.SearchReply(0, 1, 9, 9, 9, 9, "", [], suggestion="siglip2-b32")
    desk.window.header.show_reply(reply, False, 9, 9, False)
    desk.window.header.hint.click()
    dialog = desk.window.dialogs.preferences
    assert dialog is not None
    desk.until(lambda: dialog.models.rows["siglip2-b32"].hasFocus())


def test_in_a_narrow_window_the_buttons_stand_below(desk: Desk) -> None:
    banner = with_pictures(desk)
    desk.window.resize(620, 600)
    desk.until(lambda: banner.width() < 700 and banner.label.height() < banner.height() // 2)
    assert all(button.geometry().top() > banner.label.geometry().bottom() for button in banner.shown)
    assert all(banner.rect().contains(button.geometry()) for button in banner.shown)


def test_on_battery_indexing_is_one_click_away(desk: Desk) -> None:
    with_pictures(desk)
    status = desk.window.status
    desk.window.client.progress.emit(Progress("battery", 12_430, 48_200))
    assert status.label.text() == "Paused on battery · 12,430 of 48,200"
    assert status.pause.text() == "Index anyway"
    desk.qtbot.mouseClick(status.pause, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.heard(protocol.SetPaused))
    (message,) = desk.heard(protocol.SetPaused)
    assert isinstance(message, protocol.SetPaused)
    assert not message.paused
