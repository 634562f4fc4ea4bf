"""The quiet parts of the window: what they say in which state."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mediasearch import protocol, reasons
from mediasearch.gui import messages
from mediasearch.gui.actions import SPECS
from mediasearch.gui.chips import PictureChip, Room
from mediasearch.gui.elided import ElidedLabel
from mediasearch.gui.notice import Notice
from mediasearch.gui.overlay import DropOverlay
from mediasearch.gui.pages import Pages, Situation
from mediasearch.gui.problems import ProblemsDialog
from mediasearch.gui.query import Picture
from mediasearch.gui.results_header import ResultsHeader
from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.results_view import ResultsView
from mediasearch.gui.search_bar import SearchBar
from mediasearch.gui.shortcuts import ShortcutsDialog
from mediasearch.gui.status_line import StatusLine
from mediasearch.gui.terms import Term
from mediasearch.gui.theme import Theme
from mediasearch.protocol import Problem, Progress, RootInfo, SearchReply


@pytest.fixture(autouse=True)
def english(theme: Theme) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English))


# ---------------------------------------------------------------------------------------------------- status line


@pytest.mark.parametrize(
    ("progress", "sentence", "button"),
    [
        (Progress("idle"), "", None),
        (Progress("scanning"), "Looking for pictures…", None),
        (
            Progress("indexing", 12_430, 48_200, 33.4, 1071.0),
            "12,430 of 48,200 · 33 a second · about 18 min left",
            "Pause",
        ),
        (Progress("indexing", 0, 60), "0 of 60", "Pause"),
        (Progress("indexing", 3, 60, 2.5, 23.0), "3 of 60 · 2.5 a second · less than a minute left", "Pause"),
        (Progress("paused", 10, 60), "10 of 60 · paused", "Resume"),
        (Progress("paused"), "Indexing is paused", "Resume"),
    ],
)
def test_the_line_says_how_far_it_is(qtbot: QtBot, progress: Progress, sentence: str, button: str | None) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(1000, line.height())
    line.show()
    line.show_progress(progress)
    assert line.label.text() == sentence
    assert (line.pause.text() if line.pause.isVisible() else None) == button
    assert line.ring.isVisible() == (progress.total > progress.done)


def test_the_starter_model_is_mentioned_quietly_while_there_is_nothing_else_to_say(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.set_starter(True)
    assert line.label.text() == "Starter model: colours, shapes and simple scenes."
    line.show_progress(Progress("indexing", 1, 2))
    assert line.label.text() == "1 of 2"


def test_what_is_not_connected_can_be_located_from_here(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show()
    line.set_offline(["NAS"])
    assert line.label.text() == "NAS isn’t connected. Showing saved previews."
    with qtbot.waitSignal(line.locate_requested):
        qtbot.mouseClick(line.locate, Qt.MouseButton.LeftButton)
    line.set_offline(["NAS", "Archive"])  # which of them?
    assert line.says_offline and not line.locate.isVisible()
    line.set_offline(["NAS"])
    line.set_trouble("The disk is full.")
    assert not line.says_offline and not line.locate.isVisible()


def test_pause_and_resume_are_one_button(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show()
    line.show_progress(Progress("indexing", 1, 2))
    with qtbot.waitSignal(line.pause_requested, check_params_cb=lambda paused: paused):
        qtbot.mouseClick(line.pause, Qt.MouseButton.LeftButton)
    line.show_progress(Progress("paused", 1, 2))
    with qtbot.waitSignal(line.pause_requested, check_params_cb=lambda paused: not paused):
        qtbot.mouseClick(line.pause, Qt.MouseButton.LeftButton)


def test_a_narrow_line_keeps_to_words(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(1000, line.height())
    line.show()
    assert line.slider.isVisible()
    line.resize(700, line.height())
    assert line.slider.isVisible()
    line.set_breadth_visible(True)  # what cannot be done with the wheel stays
    assert (line.controls.breadth.isVisible(), line.slider.isVisible()) == (True, False)
    line.set_breadth_visible(False)
    assert line.slider.isVisible()
    line.resize(500, line.height())
    assert not line.slider.isVisible()


def test_showing_the_size_is_not_choosing_it(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    with qtbot.assertNotEmitted(line.edge_chosen):
        line.set_edge(240)
    with qtbot.waitSignal(line.edge_chosen):
        qtbot.keyClick(line.slider, Qt.Key.Key_Right)
    assert line.slider.value() == 256


# --------------------------------------------------------------------------------------------------------- header


def reply(count: int, total: int, behind: int = 0) -> SearchReply:
    return SearchReply(1, 1, count, total, total, total, "", [], behind=behind)


@pytest.mark.parametrize(
    ("found", "browsing", "indexed", "files", "indexing", "sentence"),
    [
        (reply(1, 1), True, 1, 1, False, "1 picture"),
        (reply(62, 62), False, 62, 62, False, "62 pictures, the closest first"),
        (reply(500, 48_200), False, 48_200, 48_200, False, "The closest 500 of 48,200 pictures"),
        (reply(71, 87, behind=16), False, 87, 87, False, "87 pictures, the closest first"),
        (reply(450, 48_200, behind=50), False, 48_200, 48_200, False, "The closest 500 of 48,200 pictures"),
        (reply(71, 87, behind=16), True, 87, 87, False, "87 pictures"),
        (
            reply(500, 12_430), False, 12_430, 48_200, True,
            "Showing matches from 12,430 of 48,200. More appear as indexing continues.",
        ),
        (reply(12_430, 12_430), True, 12_430, 48_200, True, "12,430 pictures"),
    ],
)  # fmt: skip
def test_the_header_says_of_how_much(
    qtbot: QtBot, found: SearchReply, browsing: bool, indexed: int, files: int, indexing: bool, sentence: str
) -> None:
    header = ResultsHeader()
    qtbot.addWidget(header)
    header.show_reply(found, browsing, indexed, files, indexing)
    assert header.label.text() == sentence


def test_the_header_is_as_high_with_and_without_new_matches(qtbot: QtBot) -> None:
    header = ResultsHeader()
    qtbot.addWidget(header)
    header.show()
    before = header.height()
    header.show_held(18, browsing=False)
    assert header.newer.text() == "18 new matches · Show"
    header.show_held(1, browsing=True)
    assert header.newer.text() == "1 new picture · Show"
    header.show_held(-1, browsing=True)
    assert header.newer.text() == "Results changed · Show"
    assert header.height() == before
    header.show_held(0, browsing=True)
    assert not header.newer.isVisible()


# --------------------------------------------------------------------------------------------------------- notice


@pytest.fixture
def notice(qtbot: QtBot) -> Notice:
    area = QWidget()
    area.resize(900, 600)
    qtbot.addWidget(area)
    made = Notice(area)
    area.show()
    return made


def test_a_passing_sentence_goes_by_itself_and_a_lasting_one_returns(
    qtbot: QtBot, notice: Notice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mediasearch.gui.notice.STAY_MS", 30)
    monkeypatch.setattr("mediasearch.gui.notice.STAY_PER_LETTER_MS", 0)
    notice.keep("engine", "The engine is away.")
    notice.say("Copied.")
    assert notice.text() == "Copied."
    qtbot.waitUntil(lambda: notice.text() == "The engine is away.")
    notice.take_back("engine")
    assert notice.text() == ""


def test_a_sentence_keeps_off_what_stands_at_the_lower_edge(notice: Notice) -> None:
    notice.keep("engine", "The engine is away.")
    before = notice.geometry().bottom()
    notice.keep_free(88)
    assert before > notice.geometry().bottom() == 600 - 88 - 1
    notice.keep_free()
    assert notice.geometry().bottom() == before


def test_two_lasting_sentences_do_not_forget_each_other(notice: Notice) -> None:
    notice.keep("engine", "The engine is away.")
    notice.keep("missing", "Files are gone.")
    notice.take_back("missing")
    assert notice.text() == "The engine is away."
    notice.keep("missing", "Files are gone.")
    notice.take_back("engine")
    assert notice.text() == "Files are gone."
    notice.dismiss()
    assert notice.text() == ""


def test_a_lasting_sentence_that_was_closed_stays_closed(notice: Notice) -> None:
    notice.keep("engine", "The engine is away.")
    notice.dismiss()
    notice.say("Copied.")
    notice.dismiss()
    assert notice.text() == ""


def test_what_is_said_while_another_window_is_in_use_is_said_there(qtbot: QtBot, notice: Notice) -> None:
    home = notice.parentWidget()
    settings = QDialog(home)
    settings.resize(600, 500)
    notice.follow(settings)
    notice.keep("engine", "The engine is away.")
    settings.show()
    settings.activateWindow()
    qtbot.waitUntil(settings.isActiveWindow)
    assert notice.parentWidget() is home  # what was seen stays where it is
    notice.say("That folder holds none of the pictures.")
    assert notice.parentWidget() is settings
    assert notice.text() == "That folder holds none of the pictures."
    assert settings.rect().contains(notice.geometry())
    settings.resize(500, 400)
    qtbot.waitUntil(lambda: settings.rect().contains(notice.geometry()))
    settings.close()
    assert (notice.parentWidget(), notice.text()) == (home, "That folder holds none of the pictures.")
    assert home.rect().contains(notice.geometry())
    settings.deleteLater()
    notice.dismiss()
    assert notice.text() == "The engine is away."


def test_an_action_is_done_once_and_the_sentence_is_gone(qtbot: QtBot, notice: Notice) -> None:
    done: list[str] = []
    notice.say("Added.", ("Undo", lambda: done.append("undo")))
    qtbot.mouseClick(notice.buttons[0], Qt.MouseButton.LeftButton)
    assert done == ["undo"]
    assert notice.text() == ""
    assert not notice.buttons[1].isVisible()


def test_a_notice_stays_inside_a_narrow_window_and_shows_all_of_itself(notice: Notice) -> None:
    area = notice.parentWidget()
    area.resize(420, 500)
    notice.say("The search engine keeps stopping. Restart it, or look into the log for the reason. " * 2, ("Go", list))
    assert area.rect().contains(notice.geometry())
    assert notice.label.heightForWidth(notice.label.width()) <= notice.label.height()
    area.resize(1200, 700)
    assert abs(notice.geometry().center().x() - area.rect().center().x()) <= 1


def test_a_name_longer_than_a_line_is_broken_and_not_cut_off(notice: Notice) -> None:
    area = notice.parentWidget()
    area.resize(700, 500)
    name = "IMG_" + "x" * 180 + "_2041.JPG"
    said = f"“{name}” is in the trash."
    notice.say(said, ("Undo", list))
    assert notice.label.minimumSizeHint().width() <= notice.label.width()
    assert notice.label.heightForWidth(notice.label.width()) <= notice.label.height()
    assert area.rect().contains(notice.geometry())
    assert notice.text() == notice.accessibleName() == said
    notice.say("“IMG_2041.JPG” is in the trash.")
    assert notice.label.text() == "“IMG_2041.JPG” is in the trash."


# ---------------------------------------------------------------------------------------------------------- pages


@pytest.fixture
def pages(qtbot: QtBot) -> Pages:
    made = Pages(ResultsHeader(), ResultsView(ResultsModel()))
    qtbot.addWidget(made)
    return made


def situation(
    reply: SearchReply | None = None, roots: bool = True, working: bool = False, browsing: bool = True,
    expected: bool = False,
) -> Situation:  # fmt: skip
    return Situation(expected=expected, roots=roots, working=working, browsing=browsing, reply=reply)


def test_nothing_flashes_before_the_engine_has_spoken(pages: Pages) -> None:
    pages.show_for(situation(roots=False, expected=True))
    assert pages.currentWidget() is pages.blank
    assert not pages.show_for(situation(roots=True))
    assert pages.show_for(situation(reply(3, 3)))
    assert pages.currentWidget() is pages.results


def test_without_a_folder_one_is_invited_to_choose_one(qtbot: QtBot, pages: Pages) -> None:
    pages.show_for(situation(reply(0, 0), roots=False))
    assert pages.currentWidget() is pages.welcome
    with qtbot.waitSignal(pages.choose_requested):
        pages.welcome.choose.click()


def test_when_no_picture_passes_the_last_filter_may_go_or_all(qtbot: QtBot, pages: Pages) -> None:
    now = situation(reply(0, 0), browsing=False)
    now.terms = (Term("folder", "Trip"), Term("in", "2019"))
    pages.show_for(now)
    assert pages.nothing.title.text() == "No photos match these filters"
    assert [button.text() for button in pages.nothing.buttons] == ["Remove “2019”", "Clear all"]
    with qtbot.waitSignal(pages.remove_requested, check_params_cb=lambda term: term == Term("in", "2019")):
        pages.nothing.buttons[0].click()
    with qtbot.waitSignal(pages.filters_clear_requested):
        pages.nothing.buttons[1].click()


def test_the_header_says_what_the_model_reads(qtbot: QtBot) -> None:
    header = ResultsHeader()
    qtbot.addWidget(header)
    header.show_reply(reply(9, 9), False, 9, 9, False)
    assert not header.hint.isVisibleTo(header)
    foreign = reply(9, 9)
    foreign.suggestion = "a multilingual one"
    header.show_reply(foreign, False, 9, 9, False)
    assert header.label.text() == "This model reads English."
    with qtbot.waitSignal(header.model_requested, check_params_cb=lambda name: name == "a multilingual one"):
        header.hint.click()


@pytest.mark.parametrize(
    ("now", "title", "button"),
    [
        (situation(reply(0, 0), working=True), "Looking for pictures…", ""),
        (situation(reply(0, 0), working=True, browsing=False), "Looking for pictures…", ""),
        (situation(reply(0, 0)), "There are no pictures here yet", "Add a folder…"),
        (situation(reply(0, 9), browsing=False), "Nothing found", "Clear the query"),
        (situation(reply(0, 9), browsing=False, working=True), "Nothing found", "Clear the query"),
    ],
)
def test_what_is_said_when_there_is_nothing_to_show(
    qtbot: QtBot, pages: Pages, now: Situation, title: str, button: str
) -> None:
    pages.show_for(now)
    assert pages.currentWidget() is pages.nothing
    assert pages.nothing.title.text() == title
    assert pages.nothing.text.text() != ""
    assert pages.nothing.button.text() == button
    if button:
        with qtbot.waitSignal(pages.clear_requested if "Clear" in button else pages.choose_requested):
            pages.nothing.button.click()


# ----------------------------------------------------------------------------------------------------------- pane


@pytest.mark.parametrize(
    ("root", "sentence"),
    [
        (RootInfo(1, "/p", "ready", 62, 62), "62 pictures"),
        (RootInfo(1, "/p", "scanning"), "Looking for pictures…"),
        (RootInfo(1, "/p", "indexing", 100, 30, 60, 10), "30 of 100"),
        (RootInfo(1, "/p", "paused", 100, 30, 70), "30 of 100 · paused"),
        (RootInfo(1, "/p", "offline", 812, 812), "Not connected · 812 pictures"),
        (RootInfo(1, "/p", "ready", 312, 312, held=312), "312 files are missing"),
    ],
)
def test_a_root_says_how_it_is(root: RootInfo, sentence: str) -> None:
    assert messages.root_state(root) == sentence


# ------------------------------------------------------------------------------------------------------- problems


def test_every_reason_is_a_sentence() -> None:
    for code in reasons.FAILED:
        sentence = messages.reason(Problem(1, "file", "/p/dog.jpg", code))
        assert sentence[0].isupper()
        assert sentence.lower() == reasons.FAILED[code].lower()
    assert messages.reason(Problem(1, "engine", "", "the disk is full")) == "The disk is full"


def test_the_list_of_problems(qtbot: QtBot) -> None:
    dialog = ProblemsDialog()
    qtbot.addWidget(dialog)
    dialog.show_problems(
        [
            Problem(1, "file", "/p/dog.jpg", "truncated"),
            Problem(2, "file", "/p/cat.jpg", "empty"),
            Problem(3, "root-held", "/p", "312 files disappeared together", root=9),
        ]
    )
    assert dialog.summary.text() == "2 files couldn’t be read. Everything else goes on."
    assert not dialog.retry.isEnabled()
    dialog.list.setCurrentIndex(dialog.model.index(0))
    with qtbot.waitSignal(dialog.retry_requested, check_params_cb=lambda ids: ids == [2]):
        dialog.retry.click()
    with qtbot.waitSignal(dialog.show_requested, check_params_cb=lambda path: path == "/p/cat.jpg"):
        dialog.show_button.click()
    dialog.show_problems([Problem(2, "file", "/p/cat.jpg", "empty"), Problem(1, "file", "/p/dog.jpg", "truncated")])
    assert dialog.selected_ids() == [2]
    dialog.show_problems([])
    assert dialog.summary.text() == "No file is in trouble."
    assert not dialog.retry_all.isEnabled()


# ----------------------------------------------------------------------------------------------------- the others


def test_only_what_is_longer_than_a_line_may_be_broken() -> None:
    for whole in ("", "“IMG_2041.JPG” is in the trash.", "x" * 40, "图库所在磁盘已满，请腾出一些空间。" * 5):
        assert messages.breakable(whole) == whole
    long = messages.breakable("/home/anna/" + "x" * 60)
    assert max(len(piece) for piece in long.split("\N{ZERO WIDTH SPACE}")) == 16
    assert messages.breakable(long) == long


def test_numbers_and_durations_as_people_say_them() -> None:
    assert messages.pictures(1) == "1 picture"
    assert messages.issues(12_430) == "12,430 issues"
    assert messages.duration(10) == "less than a minute"
    assert messages.duration(60) == "about 1 min"
    assert messages.duration(3 * 3600) == "about 3 h"
    assert messages.failure(protocol.Failure(0, "The disk is full.", "Make room.")) == "The disk is full. Make room."
    assert messages.failure(protocol.Failure(0, "The disk is full")) == "The disk is full."


def test_chips_give_way_to_the_words(qtbot: QtBot) -> None:
    bar = SearchBar()
    qtbot.addWidget(bar)
    bar.resize(760, bar.height())
    bar.show()
    bar.add_pictures([Picture(path=f"/photos/{number}.jpg", title=f"a long name {number}.jpg") for number in range(2)])

    def rooms() -> set[int]:
        return {chip.width() for chip in bar.chips()}

    chip = bar.chips()[0]
    qtbot.waitUntil(lambda: rooms() == {chip.width_in(Room.NAME)})
    bar.resize(400, bar.height())
    qtbot.waitUntil(lambda: rooms() == {chip.width_in(Room.CROSS)})
    bar.resize(300, bar.height())
    qtbot.waitUntil(lambda: rooms() == {chip.width_in(Room.PICTURE)})
    assert bar.line.width() > 100


def test_a_chip_loads_its_thumbnail_beside_everything_else(qtbot: QtBot, pictures: object) -> None:
    chip = PictureChip(Picture(path=f"{pictures}/red.jpg", thumbnail=f"{pictures}/red.jpg"))
    qtbot.addWidget(chip)
    chip.show()
    qtbot.waitUntil(lambda: chip.grab().toImage().pixelColor(16, 16).green() < 120)
    assert chip.grab().toImage().pixelColor(16, 16).red() > 180


def test_a_line_that_does_not_fit_ends_in_dots_and_tells_the_rest_as_a_tool_tip(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.setText("Showing matches from 12,430 of 48,200.")
    label.resize(80, 20)
    label.show()
    qtbot.waitUntil(lambda: label.toolTip() == label.text())
    label.resize(600, 20)
    qtbot.waitUntil(lambda: label.toolTip() == "")


def test_the_overlay_says_what_a_drop_would_do(qtbot: QtBot) -> None:
    area = QWidget()
    qtbot.addWidget(area)
    area.resize(600, 400)
    area.show()
    overlay = DropOverlay(area)
    said = []
    for kind, joins, less in (
        ("picture", False, False), ("picture", True, False), ("picture", True, True), ("folder", True, False),
        ("link", False, False),
    ):  # fmt: skip
        overlay.show_for(kind, joins, less)
        said.append(overlay.text())
        assert overlay.geometry() == area.rect()
    assert len(set(said)) == 5
    area.resize(700, 500)
    assert overlay.geometry() == area.rect()


def test_every_shortcut_is_listed_once(qtbot: QtBot, open_window: object) -> None:
    window = open_window()  # type: ignore[operator]
    dialog = ShortcutsDialog(window)
    qtbot.addWidget(dialog)
    keys = [
        key.toString() for action in window.actions_by_name.values() for key in action.shortcuts() if not key.isEmpty()
    ]
    assert len(keys) == len(set(keys))
    for needed in ("Ctrl+F", "Ctrl+K", "/", "Ctrl+O", "Ctrl+,", "Ctrl+Q", "Alt+Left", "Alt+Right", "Ctrl+V"):
        assert needed in keys
    listed = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert all(spec.shown.rstrip("…") in listed for spec in SPECS if spec.keys)
