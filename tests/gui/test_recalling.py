"""Suggestions, the history, searches kept by name, and the way back, at a window whose engine does what it is told."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from mediasearch import protocol
from mediasearch.gui.query import Picture, Query
from mediasearch.gui.terms import Term
from tests.gui.desk import Desk
from tests.gui.results_support import like, make_image

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


# ------------------------------------------------------------------------------------------------------- suggestions


def test_suggestions_open_while_one_types_and_are_taken_by_keyboard(desk: Desk) -> None:
    desk.suggests("golden hour", "golden gate in:2019")
    desk.type("gol")
    desk.until(lambda: desk.labels() == ["golden hour", "golden gate · 2019"])
    desk.press(Key.Key_Down)
    assert desk.offers.list.hasFocus()
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert desk.window.search_bar.query() == Query("golden gate", (), (Term("in", "2019"),))
    assert not desk.offers.isVisible()
    assert desk.window.search_bar.line.hasFocus()


def test_a_suggestion_takes_the_place_of_the_words_and_leaves_the_rest(desk: Desk) -> None:
    dog = Picture(path="/photos/dog.jpg", title="dog.jpg")
    desk.window.search_bar.set_query(Query("", (dog,), (Term("in", "2019"),)))
    desk.suggests("golden hour type:video")
    desk.type("gol")
    desk.until(lambda: desk.labels() == ["golden hour · Videos"])
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    expected = Query("golden hour", (dog,), (Term("in", "2019"), Term("type", "video")))
    assert desk.window.search_bar.query() == expected


def test_the_pictures_of_a_suggestion_are_seen(desk: Desk, tmp_path: Path) -> None:
    thumbnail = make_image(tmp_path / "dog.jpg", "#c02020")
    desk.window.search_bar.set_query(Query("", (Picture(content=4, title="dog.jpg", thumbnail=str(thumbnail)),)))
    desk.suggests("golden hour")
    desk.type("gol")
    desk.until(desk.labels)

    def red() -> bool:
        image = desk.offers.list.grab().toImage()
        return any(like(image.pixelColor(x, y), "#c02020") for x in range(image.width()) for y in range(image.height()))

    desk.until(red)


def test_a_click_takes_a_suggestion(desk: Desk) -> None:
    desk.suggests("golden hour")
    desk.type("g")
    desk.until(lambda: desk.labels() == ["golden hour"])
    desk.qtbot.mouseClick(desk.offers.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 15))
    assert desk.window.search_bar.query().text == "golden hour"


def test_escape_closes_the_list_before_anything_else(desk: Desk) -> None:
    desk.suggests("golden hour")
    desk.type("go")
    desk.until(desk.labels)
    desk.press(Key.Key_Escape)
    assert desk.labels() == []
    assert desk.window.search_bar.line.text() == "go"
    desk.press(Key.Key_Escape)
    assert desk.window.search_bar.query().empty


def test_up_and_letters_lead_from_the_list_back_into_the_field(desk: Desk) -> None:
    desk.suggests("golden hour")
    desk.type("go")
    desk.until(desk.labels)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Up)
    assert desk.window.search_bar.line.hasFocus()
    desk.press(Key.Key_Down)
    desk.qtbot.keyClick(desk.offers.list, "l")
    assert desk.window.search_bar.line.text() == "gol"
    assert desk.window.search_bar.line.hasFocus()


def test_what_is_typed_already_is_no_suggestion(desk: Desk) -> None:
    desk.suggests("dog")
    desk.type("dog")
    desk.until(lambda: len(desk.heard(protocol.Suggest)) >= 3)
    desk.qtbot.wait(100)
    assert desk.labels() == []


def test_the_list_goes_by_itself_when_nobody_types(desk: Desk) -> None:
    desk.suggests("golden hour")
    desk.type("g")
    desk.until(desk.labels)
    desk.window.recalling._quiet.setInterval(60)
    desk.until(lambda: not desk.labels())
    assert desk.window.search_bar.line.hasFocus()


def test_a_click_elsewhere_closes_the_list(desk: Desk) -> None:
    desk.suggests("golden hour")
    desk.type("g")
    desk.until(desk.labels)
    desk.window.view.setFocus()
    desk.window.top.menu.setFocus()
    assert desk.labels() == []


# ----------------------------------------------------------------------------------------------------------- history


def test_a_query_goes_into_the_history_when_one_stays_with_it(desk: Desk) -> None:
    desk.type("dog")
    desk.press(Key.Key_Return)
    desk.until(lambda: len(desk.window.recalling.history) == 1)
    desk.press(Key.Key_Return)  # the same again is nothing new
    desk.window.recalling._stayed.setInterval(50)
    desk.type(" in:2019 ")
    desk.until(lambda: len(desk.window.recalling.history) == 2)
    noted = [message.text for message in desk.heard(protocol.SaveSearch) if isinstance(message, protocol.SaveSearch)]
    assert noted == ["dog", "in:2019 dog"]


def test_a_half_typed_query_gives_way_to_the_whole_one(desk: Desk) -> None:
    recalling = desk.window.recalling
    recalling._stayed.setInterval(300)

    def noted() -> list[str]:
        return [each.text for each in recalling.history]

    desk.type("202")
    desk.until(lambda: noted() == ["202"])
    desk.type("1 beach")
    desk.until(lambda: noted() == ["2021 beach"])
    desk.press(Key.Key_Return)  # what one asked for outright stays, whatever comes after it
    desk.type(" dog")
    desk.until(lambda: noted() == ["2021 beach dog", "2021 beach"])
    desk.type("s")
    desk.press(Key.Key_Return)
    desk.until(lambda: noted() == ["2021 beach dogs", "2021 beach"])


def test_a_query_that_found_nothing_is_noted_only_when_it_was_entered(desk: Desk) -> None:
    desk.finds()
    stayed = desk.window.recalling._stayed
    stayed.setInterval(300)
    desk.type("zzz")
    desk.until(lambda: not stayed.isActive() and not desk.window.model.rowCount())
    assert not desk.heard(protocol.SaveSearch)
    desk.press(Key.Key_Return)
    desk.until(lambda: len(desk.window.recalling.history) == 1)
    assert len(desk.heard(protocol.SaveSearch)) == 1


def test_the_history_opens_by_key_and_gives_pictures_back(desk: Desk) -> None:
    picture = Picture(path="/photos/dog.jpg", title="dog.jpg")
    desk.window.search_bar.replace(Query("snow", (picture,)))
    desk.press(Key.Key_Return)
    desk.window.search_bar.clear()
    desk.until(lambda: desk.window.recalling.history)
    desk.press(Key.Key_H, CTRL)
    assert desk.labels() == ["snow · dog.jpg"]
    said = desk.offers.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Earlier search: snow · dog.jpg"
    desk.press(Key.Key_Return)
    assert desk.window.search_bar.query() == Query("snow", (picture,))


def test_one_entry_can_be_forgotten_and_all_of_them_after_a_question(desk: Desk) -> None:
    for text in ("dog", "cat"):
        desk.window.search_bar.replace(Query(text))
        desk.press(Key.Key_Return)
    desk.until(lambda: len(desk.window.recalling.history) == 2)
    desk.qtbot.mouseClick(desk.window.search_bar.history_button, Qt.MouseButton.LeftButton)
    desk.press(Key.Key_Delete)
    desk.until(lambda: [each.text for each in desk.window.recalling.history] == ["dog"])
    desk.qtbot.mouseClick(desk.offers.clear_button, Qt.MouseButton.LeftButton)
    question = desk.window.recalling.question
    assert question is not None
    assert question.yes.text() == "Clear"
    desk.qtbot.mouseClick(question.yes, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.window.recalling.history == [])


def test_an_empty_history_says_so(desk: Desk) -> None:
    desk.press(Key.Key_H, CTRL)
    assert desk.offers.isVisible()
    assert desk.offers.title.text() == "Nothing was searched for yet"
    assert not desk.offers.clear_button.isVisible()
    desk.press(Key.Key_H, CTRL)
    assert not desk.offers.isVisible()


# ------------------------------------------------------------------------------------------------------ kept by name


def save(desk: Desk, name: str) -> None:
    desk.press(Key.Key_S, CTRL)
    dialog = desk.window.recalling.dialog
    assert dialog is not None
    dialog.line.setText(name)
    desk.qtbot.keyClick(dialog.line, Key.Key_Return)


def test_a_search_is_saved_opened_renamed_removed_and_taken_back(desk: Desk) -> None:
    tree = desk.window.pane.tree
    desk.type("dog in:2019")
    save(desk, "Dogs")
    desk.until(lambda: [node.name for node in tree.nodes("saved")] == ["Dogs"])
    desk.window.search_bar.clear()
    desk.window.pane.use(tree.nodes("saved")[0])
    assert desk.window.search_bar.query() == Query("dog", (), (Term("in", "2019"),))
    desk.window.pane.saved_renamed.emit(tree.nodes("saved")[0].id)
    dialog = desk.window.recalling.dialog
    assert dialog is not None
    dialog.line.setText("Our dogs")
    dialog.agree.click()
    desk.until(lambda: [node.name for node in tree.nodes("saved")] == ["Our dogs"])
    desk.window.pane.saved_removed.emit(tree.nodes("saved")[0].id)
    desk.until(lambda: tree.nodes("saved") == [])
    assert desk.window.notice.text() == "“Our dogs” is no longer kept."
    desk.qtbot.mouseClick(desk.window.notice.buttons[0], Qt.MouseButton.LeftButton)
    desk.until(lambda: [node.name for node in tree.nodes("saved")] == ["Our dogs"])


def test_nothing_cannot_be_saved(desk: Desk) -> None:
    desk.press(Key.Key_S, CTRL)
    assert desk.window.recalling.dialog is None
    assert desk.window.notice.text() == "Search for something first; then it can be saved."


# --------------------------------------------------------------------------------------------------- back and forward


def test_back_brings_the_query_the_filters_and_the_selection(desk: Desk) -> None:
    window = desk.window
    desk.finds(*range(1, 40))
    desk.type("dog in:2019 ")
    desk.until(lambda: window.model.rowCount() == 39)
    window.asking.trail.settle()
    window.view.select_contents({5, 7})
    window.search_bar.replace(Query("cat"))
    desk.finds(1, 2, 3)
    window.search_bar.replace(Query("cats"))
    desk.until(lambda: window.model.rowCount() == 3)
    desk.finds(*range(1, 40))
    back = QMouseEvent(
        QMouseEvent.Type.MouseButtonPress, QPointF(5, 5), window.mapToGlobal(QPointF(5, 5)),
        Qt.MouseButton.BackButton, Qt.MouseButton.BackButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(window.view.viewport(), back)
    assert window.search_bar.query() == Query("dog ", (), (Term("in", "2019"),))
    desk.until(lambda: window.model.rowCount() == 39)
    assert window.model.contents(window.view.selected_rows()) == [5, 7]
    desk.press(Key.Key_Right, ALT)
    assert window.search_bar.query() == Query("cats")
