"""Another language, while the program runs: the window is another one, and the person is where they were."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from mediasearch import protocol
from mediasearch.gui import languages
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.main_window import MainWindow
from mediasearch.gui.program import Program
from mediasearch.gui.theme import Theme
from mediasearch.paths import Library
from mediasearch.settings import Settings
from tests.gui.desk import Desk
from tests.support.engine import CHECKOUT

DESCRIBE = "描述画面，或将图片拖到这里…"


class Spoken:
    """A program on a scripted engine, English when it starts."""

    def __init__(self, program: Program, script: Path, qtbot: QtBot) -> None:
        self.program, self.script, self.qtbot = program, script, qtbot

    @property
    def desk(self) -> Desk:
        """The window there is now."""
        return Desk(self.program.window, self.script, self.qtbot)

    def choose(self, language: str) -> None:
        """As a person does: Settings, Look, the list of languages."""
        before = self.program.window
        if before.dialogs.preferences is None:
            before.actions_by_name["settings"].trigger()
            assert before.dialogs.preferences is not None
            before.dialogs.preferences.show_page("Look")
        editor = before.dialogs.preferences.editors["language"]
        assert isinstance(editor, QComboBox)
        editor.setFocus()
        while editor.currentData() != language:
            down = editor.currentIndex() < editor.findData(language)
            self.qtbot.keyClick(editor, Qt.Key.Key_Down if down else Qt.Key.Key_Up)


@pytest.fixture
def spoken(
    qapp: QApplication,
    qtbot: QtBot,
    theme: Theme,
    english: None,
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Spoken]:
    monkeypatch.chdir(CHECKOUT)
    library.create()
    settings = Settings(library.settings)
    settings["language"] = "en"
    script = tmp_path / "script"
    script.write_text("serve")
    script.with_suffix(".finds").write_text(" ".join(str(content) for content in range(1, 301)))
    client = EngineClient([sys.executable, "-m", "tests.gui.scripted_engine", str(script)])
    client.start()
    program = Program(qapp, library, settings, client, theme, [])
    made = Spoken(program, script, qtbot)
    made.desk.until(lambda: program.window.client.is_ready)
    program.window.resize(1000, 700)
    yield made
    program.window.close()
    program.window.deleteLater()
    program.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_language_is_spoken_as_soon_as_it_is_chosen_and_nothing_is_lost(spoken: Spoken) -> None:
    first = spoken.program.window
    engine = first.client.pid
    first.search_bar.type_into("dog")
    spoken.desk.until(lambda: first.model.rowCount() == 300)
    first.asking.trail.settle()
    first.search_bar.type_into(" in snow")
    spoken.desk.until(lambda: first.showing.answered.text == "dog in snow" and not first.showing.searching.under_way)
    first.view.select_contents({205, 206})
    first.view.scrollTo(first.model.index(200), first.view.ScrollHint.PositionAtTop)
    seen = first.model.content(first.view.visible_rows().start)

    spoken.choose("zh_CN")
    spoken.desk.until(lambda: spoken.program.window is not first)
    window = spoken.program.window
    spoken.desk.until(lambda: window.model.rowCount() == 300)
    assert window.actions_by_name["quit"].text() == "退出"
    assert window.search_bar.line.text() == "dog in snow"
    assert window.client.pid == engine
    assert {window.model.content(row) for row in window.view.selected_rows()} == {205, 206}
    spoken.desk.until(lambda: window.model.content(window.view.visible_rows().start) == seen)
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible() and isinstance(each, MainWindow)] == [
        window
    ]
    dialog = window.dialogs.preferences
    assert dialog is not None
    assert dialog.page == "Look"
    assert dialog.windowTitle() == "设置"

    window.actions_by_name["back"].trigger()
    assert window.search_bar.line.text() == "dog"
    window.search_bar.clear()
    assert window.search_bar.line.placeholderText() == DESCRIBE


def test_there_and_back_again(spoken: Spoken) -> None:
    for language, said in (("zh_CN", "退出"), ("en", "Quit"), ("zh_CN", "退出")):
        before = spoken.program.window
        spoken.choose(language)
        spoken.desk.until(lambda before=before: spoken.program.window is not before)
        assert spoken.program.window.actions_by_name["quit"].text() == said
    spoken.program.window.search_bar.type_into("cat")
    spoken.desk.until(lambda: any(getattr(each, "text", "") == "cat" for each in spoken.desk.heard(protocol.Search)))
    spoken.desk.until(lambda: spoken.program.window.model.rowCount() == 300)


def test_what_the_system_speaks_already_changes_nothing(spoken: Spoken, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "choose", lambda choice, wanted=None: "en")
    before = spoken.program.window
    spoken.choose("system")
    spoken.qtbot.wait(1)
    QCoreApplication.processEvents()
    assert spoken.program.window is before


def test_copying_comes_to_its_end_first(spoken: Spoken) -> None:
    window = spoken.program.window
    copied = Event()

    window.filing.card.run(lambda _: copied.wait(120), lambda _: None, "Copying", 1)
    spoken.choose("zh_CN")
    spoken.desk.until(lambda: "language" in window.notice.text())
    assert spoken.program.window is window
    copied.set()
    spoken.desk.until(lambda: spoken.program.window is not window)


def test_an_engine_that_could_not_open_the_library_is_said_again(spoken: Spoken) -> None:
    window = spoken.program.window
    spoken.script.write_text("refuse")
    window.client.restart()
    spoken.desk.until(lambda: "newer Mediasearch" in window.notice.text())
    spoken.choose("zh_CN")
    spoken.desk.until(lambda: spoken.program.window is not window)
    spoken.desk.until(lambda: spoken.program.window.notice.isVisible())
    assert "Mediasearch" in spoken.program.window.notice.text()


def test_what_was_done_can_be_taken_back_in_another_language(spoken: Spoken) -> None:
    """What was just said is said again, in that language and with its way back."""
    first = spoken.program.window
    spoken.desk.until(lambda: first.model.rowCount() == 300)
    first.view.favourite_requested.emit([7], True)
    first.view.hide_requested.emit([3, 4])
    assert first.notice.text() == "2 pictures hidden from results."
    spoken.choose("zh_CN")
    spoken.desk.until(lambda: spoken.program.window is not first)
    window = spoken.program.window
    assert window.notice.text() == "已从结果中隐藏 2 张图片。"
    dialog = window.dialogs.preferences
    assert window.notice.parentWidget() is dialog  # where the person is
    (undo, other) = window.notice.buttons
    assert (undo.text(), other.isVisible()) == ("撤销", False)
    spoken.qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    spoken.desk.until(lambda: len(spoken.desk.heard(protocol.Mark)) == 3)
    assert spoken.desk.heard(protocol.Mark)[-1].contents == [3, 4]
    window.actions_by_name["undo"].trigger()
    spoken.desk.until(lambda: len(spoken.desk.heard(protocol.Mark)) == 4)
    taken_back = spoken.desk.heard(protocol.Mark)[-1]
    assert (taken_back.contents, taken_back.kind, taken_back.on) == ([7], "favourite", False)
    assert not window.undo.possible


def test_what_no_other_window_can_say_anew_is_said_as_it_was(spoken: Spoken) -> None:
    first = spoken.program.window
    done: list[str] = []
    first.notice.say("Something passed.", ("Show", lambda: done.append("in a window that is gone")))
    spoken.choose("zh_CN")
    spoken.desk.until(lambda: spoken.program.window is not first)
    notice = spoken.program.window.notice
    assert notice.text() == "Something passed."
    assert not notice.buttons[0].isVisible()


def test_settings_that_could_not_be_saved_are_said_in_the_language_that_was_chosen(
    spoken: Spoken, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = spoken.program.window
    library.settings.unlink(missing_ok=True)
    library.settings.mkdir()  # nothing can be written there
    spoken.choose("zh_CN")
    spoken.desk.until(lambda: spoken.program.window is not first)
    assert spoken.program.window.notice.text().startswith("无法保存设置")
