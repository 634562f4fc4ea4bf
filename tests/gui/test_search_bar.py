"""The search field under a person's hands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QAction, QClipboard, QColor, QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from mediasearch.gui.query import Picture, Query
from mediasearch.gui.search_bar import SearchBar
from mediasearch.gui.theme import Theme


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> SearchBar:
    made = SearchBar()
    made.resize(700, made.height())
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.line.setFocus()
    qtbot.waitUntil(made.line.hasFocus)
    return made


DOG = Picture(path="/photos/dog.jpg", title="dog.jpg")
CAT = Picture(path="/photos/cat.jpg", title="cat.jpg")


def test_every_key_changes_the_query(bar: SearchBar, qtbot: QtBot) -> None:
    queries: list[Query] = []
    bar.changed.connect(lambda: queries.append(bar.query()))
    qtbot.keyClicks(bar.line, "dog")
    assert [query.text for query in queries] == ["d", "do", "dog"]


def test_a_picture_stands_beside_the_words(bar: SearchBar, qtbot: QtBot) -> None:
    bar.add_pictures([DOG])
    qtbot.keyClicks(bar.line, "in snow")
    assert bar.query() == Query("in snow", (DOG,))
    assert [chip.accessibleName() for chip in bar.chips()] == ["Like dog.jpg"]


def test_the_cross_takes_a_picture_out(bar: SearchBar, qtbot: QtBot) -> None:
    bar.add_pictures([DOG, CAT])
    chip = bar.chips()[0]
    with qtbot.waitSignal(bar.changed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 10, chip.height() // 2))
    assert bar.query() == Query("", (CAT,))
    assert bar.line.hasFocus()


def test_a_click_beside_the_cross_takes_nothing_out(bar: SearchBar, qtbot: QtBot) -> None:
    bar.add_pictures([DOG])
    qtbot.mouseClick(bar.chips()[0], Qt.MouseButton.LeftButton, pos=QPoint(12, 12))
    assert bar.query().pictures == (DOG,)


def test_backspace_walks_into_the_pictures_and_takes_them_out(bar: SearchBar, qtbot: QtBot) -> None:
    bar.add_pictures([DOG, CAT])
    qtbot.keyClick(bar.line, Qt.Key.Key_Backspace)
    assert bar.chips()[1].hasFocus()
    qtbot.keyClick(bar.chips()[1], Qt.Key.Key_Backspace)
    assert bar.query().pictures == (DOG,)


def test_minus_means_less_like_this_and_plus_takes_it_back(bar: SearchBar, qtbot: QtBot) -> None:
    bar.add_pictures([DOG])
    qtbot.keyClick(bar.chips()[0], Qt.Key.Key_Minus)
    assert bar.query().pictures[0].weight == -1.0
    assert bar.chips()[0].accessibleName() == "Less like dog.jpg"
    qtbot.keyClick(bar.chips()[0], Qt.Key.Key_Plus)
    assert bar.query().pictures[0].weight == 1.0


def test_the_clear_button_is_there_only_when_there_is_something_to_clear(bar: SearchBar, qtbot: QtBot) -> None:
    assert not bar.clear_button.isVisible()
    qtbot.keyClicks(bar.line, "dog")
    bar.add_pictures([CAT])
    qtbot.mouseClick(bar.clear_button, Qt.MouseButton.LeftButton)
    assert bar.query() == Query()
    assert not bar.clear_button.isVisible()


def test_down_leaves_for_the_grid(bar: SearchBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.down_pressed):
        qtbot.keyClick(bar.line, Qt.Key.Key_Down)


def test_a_pasted_picture_is_not_pasted_as_words(bar: SearchBar, qtbot: QtBot) -> None:
    picture = QImage(20, 20, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    mime = QMimeData()
    mime.setImageData(picture)
    mime.setText("red.png")
    QGuiApplication.clipboard().setMimeData(mime)
    with qtbot.waitSignal(bar.picture_pasted):
        qtbot.keyClick(bar.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert bar.query().text == ""


def test_pasted_words_are_words(bar: SearchBar, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("a dog")
    qtbot.keyClick(bar.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert bar.query().text == "a dog"


@pytest.mark.parametrize("text", ["https://example.org/dog.jpg", " http://example.org/ ", "file:///photos/dog.jpg"])
def test_a_pasted_link_is_no_words(bar: SearchBar, qtbot: QtBot, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    with qtbot.waitSignal(bar.picture_pasted):
        qtbot.keyClick(bar.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert bar.query().text == ""


def test_a_middle_click_pastes_what_is_selected_elsewhere_as_the_key_does(bar: SearchBar, qtbot: QtBot) -> None:
    """Only X11 and some Wayland desktops have a selection; elsewhere the click does nothing."""
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("file:///photos/dog.jpg", QClipboard.Mode.Selection)
    pasted: list[QMimeData] = []
    bar.picture_pasted.connect(pasted.append)
    qtbot.mouseClick(bar.line, Qt.MouseButton.MiddleButton)
    assert bar.query().text == ""
    assert len(pasted) == int(clipboard.supportsSelection())


def test_the_menu_pastes_as_the_key_does(bar: SearchBar, qtbot: QtBot) -> None:
    def paste() -> None:
        at = bar.line.rect().center()
        QApplication.sendEvent(
            bar.line, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, bar.line.mapToGlobal(at))
        )
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = menu.findChild(QAction, "edit-paste")
        assert isinstance(action, QAction)
        action.trigger()
        menu.close()

    QGuiApplication.clipboard().setText("https://example.org/dog.jpg")
    with qtbot.waitSignal(bar.picture_pasted):
        paste()
    assert bar.query().text == ""
    QGuiApplication.clipboard().setText("a dog")
    paste()
    assert bar.query().text == "a dog"


def test_showing_a_query_is_not_changing_it(bar: SearchBar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(bar.changed):
        bar.set_query(Query("dog", (CAT,)))
    assert bar.query() == Query("dog", (CAT,))
    assert len(bar.chips()) == 1


def test_what_is_typed_elsewhere_is_added_at_the_end(bar: SearchBar) -> None:
    bar.set_query(Query("dog"))
    bar.line.setCursorPosition(0)
    bar.type_into("s")
    assert bar.query().text == "dogs"


def test_the_field_works_from_right_to_left(bar: SearchBar, qtbot: QtBot) -> None:
    bar.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    bar.add_pictures([DOG])
    qtbot.wait(10)
    chip = bar.chips()[0]
    assert chip.mapTo(bar, QPoint(0, 0)).x() > bar.line.x()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(10, chip.height() // 2))
    assert bar.query().pictures == ()
