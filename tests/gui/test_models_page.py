"""Settings → Model, as a person uses it: with a hand on the keyboard, and with the mouse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDialog

from mediasearch import protocol
from mediasearch.gui import model_words
from mediasearch.gui.model_dialogs import GetModel, HubModel, ImportModel, RemoveModel, named_in
from mediasearch.gui.model_row import ModelRow
from mediasearch.gui.models_page import ModelsPage
from mediasearch.protocol import ModelInfo, Progress, RootInfo
from tests.gui.desk import Desk
from tests.gui.models_support import CLIP, SIGLIP, STARTER, settle, tell, write


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    QLocale.setDefault(QLocale(QLocale.Language.English))
    yield
    QLocale.setDefault(QLocale(QLocale.Language.English))


class Shop:
    """The Model page of a window whose engine knows the models that the test says."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.know(STARTER, CLIP, SIGLIP)
        desk.window.dialogs.open_preferences("model")
        settle(desk)
        assert set(self.page.rows) == {"starter", "clip-b32", "siglip2-b32"}

    def know(self, *infos: ModelInfo) -> None:
        """The engine says that this is how models are now."""
        tell(self.desk, *infos)

    @property
    def page(self) -> ModelsPage:
        dialog = self.desk.window.dialogs.preferences
        assert dialog is not None
        return dialog.models

    def row(self, name: str) -> ModelRow:
        return self.page.rows[name]

    def click(self, row: ModelRow) -> None:
        self.desk.qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)

    def choose(self, row: ModelRow, words: str) -> None:
        next(action for action in row.more.menu().actions() if action.text() == words).trigger()

    def asked(self, kind: type[QDialog]) -> QDialog:
        self.desk.until(lambda: isinstance(self.desk.window.choice.dialog, kind))
        dialog = self.desk.window.choice.dialog
        assert dialog is not None
        return dialog


@pytest.fixture
def shop(desk: Desk) -> Shop:
    return Shop(desk)


def test_the_recommended_model_is_the_first_and_the_one_in_use_says_so(shop: Shop) -> None:
    assert [info.name for info in shop.desk.window.models.infos] == ["clip-b32", "siglip2-b32", "starter"]
    clip = shop.row("clip-b32")
    assert (clip.mark.text(), clip.button.text()) == ("Recommended", "Download")
    assert clip.facts.text() == "English · 605 MB · MIT"
    assert shop.row("siglip2-b32").facts.text() == "English and many others · 1.5 GB · Apache-2.0"
    starter = shop.row("starter")
    assert starter.mark.text() == "In use"
    assert not starter.button.isVisible()


def test_a_download_is_asked_about_and_begins_with_the_second_click(shop: Shop) -> None:
    desk = shop.desk
    desk.script.with_suffix(".size").write_text("605200000 42000000000 huggingface.co")
    assert not desk.heard(protocol.AskModelSize)  # nothing is asked before a click
    shop.click(shop.row("clip-b32"))
    dialog = shop.asked(GetModel)
    assert isinstance(dialog, GetModel)
    assert not dialog.yes.isEnabled()
    desk.until(dialog.yes.isEnabled)
    assert (dialog.amount.text(), dialog.host.text(), dialog.free.text()) == ("605 MB", "huggingface.co", "42.0 GB")
    assert not desk.heard(protocol.DownloadModel)
    desk.qtbot.keyClick(dialog.yes, Qt.Key.Key_Return)
    desk.until(lambda: desk.heard(protocol.DownloadModel))
    (message,) = desk.heard(protocol.DownloadModel)
    assert isinstance(message, protocol.DownloadModel)
    assert (message.name, message.use) == ("clip-b32", True)


def test_a_size_that_cannot_be_had_says_why_and_may_be_asked_again(shop: Shop) -> None:
    desk = shop.desk
    shop.click(shop.row("clip-b32"))
    dialog = shop.asked(GetModel)
    assert isinstance(dialog, GetModel)
    desk.until(dialog.trouble.isVisible)
    assert dialog.trouble.text() == "huggingface.co could not be reached. Check the connection."
    desk.script.with_suffix(".size").write_text("605200000 100000000 huggingface.co")
    desk.qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    desk.until(lambda: "not enough space" in dialog.trouble.text())
    desk.script.with_suffix(".size").write_text("605200000 9000000000 huggingface.co")
    desk.qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    desk.until(lambda: dialog.yes.text() == "Download" and dialog.yes.isEnabled())
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not desk.heard(protocol.DownloadModel)


@pytest.mark.parametrize(
    ("change", "mark", "sentence", "button"),
    [
        ({"state": "downloading"}, "Downloading", "Beginning…", "Stop"),
        (
            {"state": "downloading", "done": 210_000_000, "total": 605_200_000, "rate": 4.2e6, "seconds_left": 94.0},
            "Downloading", "210 MB of 605 MB · 4.2 MB a second · about 2 min left", "Stop",
        ),
        (
            {"state": "downloading", "done": 210_000_000, "total": 605_200_000, "paused": True},
            "Stopped", "Stopped at 210 MB of 605 MB", "Go on",
        ),
        (
            {"state": "preparing", "done": 35, "total": 100},
            "Preparing", "Done once for this computer; takes a few minutes · 35 %", "Stop",
        ),
        (
            {"state": "filling", "done": 4310, "total": 48_200, "rate": 35.0, "seconds_left": 1300.0},
            "Learning your pictures", "4,310 of 48,200 · about 22 min left · the present model answers meanwhile",
            "Stop",
        ),
        (
            {"state": "filling", "done": 4310, "total": 48_200, "paused": True},
            "Stopped", "Stopped at 4,310 of 48,200", "Go on",
        ),
    ],
)  # fmt: skip
def test_a_model_on_its_way_says_how_far_it_is_and_its_row_keeps_its_height(
    shop: Shop, change: dict[str, object], mark: str, sentence: str, button: str
) -> None:
    clip = shop.row("clip-b32")
    height = clip.height()
    shop.know(STARTER, replace(CLIP, **change), SIGLIP)  # type: ignore[arg-type]
    assert (clip.mark.text(), clip.state.text(), clip.button.text()) == (mark, sentence, button)
    assert clip.bar.isVisible()
    assert (clip.bar.share or 0) == pytest.approx(change.get("done", 0) / change.get("total", 1))  # type: ignore[operator]
    shop.page.layout().activate()
    assert clip.height() == height
    assert sentence in clip.accessibleName()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"state": "downloading", "total": 9}, protocol.StopModel),
        ({"state": "downloading", "total": 9, "paused": True}, protocol.DownloadModel),
        ({"state": "preparing", "paused": True}, protocol.DownloadModel),
        ({"state": "filling", "total": 9}, protocol.StopModel),
        ({"state": "filling", "total": 9, "paused": True}, protocol.UseModel),
        ({"state": "ready"}, protocol.UseModel),
        ({"state": "ready", "vectors": 40}, protocol.UseModel),
        ({"state": "broken"}, protocol.DownloadModel),
    ],
)
def test_the_button_does_what_it_says(shop: Shop, change: dict[str, object], expected: type) -> None:
    shop.know(STARTER, replace(CLIP, **change), SIGLIP)  # type: ignore[arg-type]
    shop.click(shop.row("clip-b32"))
    shop.desk.until(lambda: shop.desk.heard(expected))
    (message,) = shop.desk.heard(expected)
    assert message.name == "clip-b32"  # type: ignore[union-attr]


def test_the_earlier_model_can_be_gone_back_to(shop: Shop) -> None:
    shop.know(replace(STARTER, state="ready"), replace(CLIP, state="active"), SIGLIP)
    assert shop.row("starter").button.text() == "Go back"
    assert shop.row("clip-b32").mark.text() == "In use"


def test_what_indexing_waits_for_is_what_a_model_waits_for(shop: Shop) -> None:
    desk = shop.desk
    filling = replace(CLIP, state="filling", done=40, total=90)
    desk.window.client.progress.emit(Progress("battery", 40, 90))
    shop.know(STARTER, replace(filling, paused=True), SIGLIP)
    clip = shop.row("clip-b32")
    assert (clip.mark.text(), clip.state.text()) == ("Waiting", "Waits until the computer is plugged in.")
    desk.qtbot.mouseClick(shop.page.resume, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.heard(protocol.SetPaused))
    desk.window.client.progress.emit(Progress("idle"))
    desk.window.client.roots_changed.emit(protocol.RootsChanged([RootInfo(2, "/media/nas", "offline", 50, 50)]))
    shop.know(STARTER, filling, SIGLIP)
    assert clip.state.text() == "Waits for nas, which isn’t connected."
    shop.choose(clip, "Change now, without folders that aren’t connected")
    desk.until(lambda: desk.heard(protocol.UseModel))


def test_trouble_stands_at_the_model_and_leaves_with_the_next_try(shop: Shop) -> None:
    sentence = "The connection broke off. Go on when there is one."
    shop.know(STARTER, replace(CLIP, state="downloading", paused=True, done=4, total=9, trouble=sentence), SIGLIP)
    clip = shop.row("clip-b32")
    assert clip.trouble.text() == sentence
    assert sentence.rstrip(".") in clip.accessibleName()
    assert not shop.row("siglip2-b32").trouble.isVisible()
    shop.know(STARTER, replace(CLIP, state="downloading", done=4, total=9), SIGLIP)
    assert not clip.trouble.isVisible()


def test_a_model_that_does_not_run_as_well_as_it_could_says_why(shop: Shop) -> None:
    runtime = "torch on the processor: slower, because it could not be prepared"
    shop.know(replace(STARTER, state="ready"), replace(CLIP, state="active", runtime=runtime), SIGLIP)
    assert shop.row("clip-b32").note.text() == f"Runs on {runtime}."
    shop.know(replace(STARTER, state="ready"), replace(CLIP, state="active", runtime="OpenVINO, bf16"), SIGLIP)
    assert not shop.row("clip-b32").note.isVisible()
    assert shop.row("clip-b32").facts.text() == "English · 605 MB · MIT · OpenVINO, bf16"


def test_the_focus_stays_with_the_model_whose_button_has_gone(shop: Shop) -> None:
    dialog = shop.desk.window.dialogs.preferences
    assert dialog is not None
    dialog.activateWindow()
    shop.desk.qtbot.waitUntil(dialog.isActiveWindow)
    shop.know(STARTER, replace(CLIP, state="filling", done=1, total=2), SIGLIP)
    clip = shop.row("clip-b32")
    clip.button.setFocus()
    shop.know(replace(STARTER, state="ready"), replace(CLIP, state="active"), SIGLIP)
    assert clip.hasFocus()


def test_a_refusal_is_said_at_the_model(shop: Shop) -> None:
    shop.desk.window.models.refused.emit("siglip2-b32", "The model is in use.")
    assert shop.row("siglip2-b32").trouble.text() == "The model is in use."
    shop.desk.window.models.refused.emit("", "That file is no model.")
    assert shop.page.trouble.text() == "That file is no model."


def test_removing_asks_whether_what_it_knows_goes_too(shop: Shop) -> None:
    desk = shop.desk
    shop.know(STARTER, replace(CLIP, state="ready", vectors=48_200), SIGLIP)
    shop.choose(shop.row("clip-b32"), "Remove…")
    dialog = shop.asked(RemoveModel)
    assert isinstance(dialog, RemoveModel)
    assert "605 MB" in dialog.text.text()
    assert dialog.vectors.text() == "Also forget what it knows about 48,200 pictures (49 MB)"
    assert not dialog.vectors.isChecked()
    desk.qtbot.keyClick(dialog.vectors, Qt.Key.Key_Space)
    desk.qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.heard(protocol.RemoveModel))
    (message,) = desk.heard(protocol.RemoveModel)
    assert isinstance(message, protocol.RemoveModel)
    assert (message.name, message.vectors) == ("clip-b32", True)


def test_of_the_starter_only_what_it_knows_can_go(shop: Shop) -> None:
    shop.know(replace(STARTER, state="ready"), replace(CLIP, state="active"), SIGLIP)
    shop.choose(shop.row("starter"), "Forget what it knows…")
    dialog = shop.asked(RemoveModel)
    assert isinstance(dialog, RemoveModel)
    assert not dialog.vectors.isVisible()
    dialog.yes.click()
    shop.desk.until(lambda: shop.desk.heard(protocol.RemoveModel))
    (message,) = shop.desk.heard(protocol.RemoveModel)
    assert isinstance(message, protocol.RemoveModel)
    assert message.vectors


def test_a_file_is_used_with_the_architecture_that_its_name_tells(shop: Shop) -> None:
    desk = shop.desk
    desk.window.choice.take_file("/home/anna/open_clip-vit_b_32_256.safetensors")
    dialog = shop.asked(ImportModel)
    assert isinstance(dialog, ImportModel)
    desk.until(lambda: dialog.line.text() == "ViT-B-32-256")
    dialog.line.clear()
    desk.qtbot.keyClicks(dialog.line, "vit")
    assert not dialog.yes.isEnabled()
    completer = dialog.line.completer()
    assert completer is not None
    assert completer.completionCount() == 3
    dialog.line.clear()
    desk.qtbot.keyClicks(dialog.line, "vit-l-14")
    assert dialog.yes.isEnabled()
    desk.qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    desk.until(lambda: desk.heard(protocol.ImportModel))
    (message,) = desk.heard(protocol.ImportModel)
    assert isinstance(message, protocol.ImportModel)
    assert (Path(message.path).name, message.architecture) == ("open_clip-vit_b_32_256.safetensors", "ViT-L-14")


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("open_clip_ViT-B-32.safetensors", "ViT-B-32"),
        ("vit_b_32_256_best.safetensors", "ViT-B-32-256"),
        ("model.safetensors", ""),
    ],
)
def test_the_name_of_a_file_may_tell_its_architecture(file: str, name: str) -> None:
    assert named_in(file, ["RN50", "ViT-B-32", "ViT-B-32-256"]) == name


@pytest.mark.parametrize(
    "typed", ["laion/some-model", "hf-hub:laion/some-model", "https://huggingface.co/laion/some-model/", "a/b/c", "x"]
)
def test_any_model_of_the_hub_can_be_named(shop: Shop, typed: str) -> None:
    desk = shop.desk
    desk.script.with_suffix(".size").write_text("9000000 42000000000 huggingface.co")
    desk.qtbot.mouseClick(shop.page.hub, Qt.MouseButton.LeftButton)
    dialog = shop.asked(HubModel)
    assert isinstance(dialog, HubModel)
    desk.qtbot.keyClicks(dialog.line, typed)
    assert dialog.yes.isEnabled() == ("laion" in typed)
    if not dialog.yes.isEnabled():
        return
    desk.qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    question = shop.asked(GetModel)
    assert isinstance(question, GetModel)
    desk.until(question.yes.isEnabled)
    question.yes.click()
    desk.until(lambda: desk.heard(protocol.DownloadModel))
    (message,) = desk.heard(protocol.DownloadModel)
    assert isinstance(message, protocol.DownloadModel)
    assert message.name == "hf-hub:laion/some-model"


def test_the_list_is_walked_with_the_arrows_and_used_with_enter(shop: Shop) -> None:
    desk = shop.desk
    shop.know(STARTER, CLIP, replace(SIGLIP, state="ready"))
    dialog = desk.window.dialogs.preferences
    assert dialog is not None
    dialog.activateWindow()
    desk.qtbot.waitUntil(dialog.isActiveWindow)
    shop.page.point_at("clip-b32")
    desk.until(shop.row("clip-b32").hasFocus)
    desk.press(Qt.Key.Key_Down)
    assert shop.row("siglip2-b32").hasFocus()
    shop.know(STARTER, replace(CLIP, state="downloading", total=9), replace(SIGLIP, state="ready"))
    assert shop.row("siglip2-b32").hasFocus()  # news take nobody's place away
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: desk.heard(protocol.UseModel))
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Down)
    assert shop.row("starter").hasFocus()


def test_a_model_that_is_gone_leaves_the_list(shop: Shop) -> None:
    mine = replace(SIGLIP, name="mine", title="mine", recommended=False)
    shop.know(STARTER, CLIP, SIGLIP, mine)
    assert "mine" in shop.page.rows
    shop.page.point_at("mine")
    shop.know(STARTER, CLIP, SIGLIP)
    assert "mine" not in shop.page.rows


def test_a_download_goes_on_after_the_engine_was_started_anew(shop: Shop) -> None:
    """Settings of indexing start it anew; nobody meant to stop a download with that."""
    desk = shop.desk
    shop.know(STARTER, replace(CLIP, state="downloading", done=4, total=9), SIGLIP)
    stopped = replace(CLIP, state="downloading", done=4, total=9, paused=True)
    write(desk, STARTER, stopped, SIGLIP)
    desk.window.client.restart()
    desk.until(lambda: desk.heard(protocol.DownloadModel))
    (message,) = desk.heard(protocol.DownloadModel)
    assert isinstance(message, protocol.DownloadModel)
    assert message.name == "clip-b32"


def test_languages_are_named_in_themselves_and_of_many_the_persons_own() -> None:
    assert model_words.languages(replace(CLIP, languages=["en", "de"])) == "English and Deutsch"
    many = replace(CLIP, languages=["de", "fr", "it", "zh"])
    assert model_words.languages(many) == "Many languages"
    QLocale.setDefault(QLocale(QLocale.Language.German))
    assert model_words.languages(many) == "Deutsch and many others"
