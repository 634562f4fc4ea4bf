"""The library beside the pictures, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from mediasearch.gui.library_items import PORTION
from mediasearch.gui.library_pane import LibraryPane
from mediasearch.gui.library_rows import Node
from mediasearch.gui.terms import Term
from mediasearch.gui.theme import Theme
from mediasearch.protocol import ConceptInfo, FolderInfo, RootInfo, SavedSearch

PICTURES = RootInfo(1, "/home/anna/Pictures", "ready", 12, 12)
NAS = RootInfo(2, "D:\\Photos\\", "offline", 812, 812)
FOLDERS = [FolderInfo("2019", 9, inside=True), FolderInfo("2019/Trip", 4), FolderInfo("Dogs", 3)]
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme) -> LibraryPane:
    made = LibraryPane()
    made.resize(276, 600)
    qtbot.addWidget(made)
    QAbstractItemModelTester(made.tree.items, QAbstractItemModelTester.FailureReportingMode.Warning, made)
    made.tree.show_roots([PICTURES, NAS])
    made.show()
    made.activateWindow()
    made.tree.setFocus()
    qtbot.waitUntil(made.tree.hasFocus)
    return made


def rows(pane: LibraryPane) -> list[str]:
    """What a screen reader would read, from top to bottom."""
    tree, said = pane.tree, []
    index = tree.items.index(0, 0)
    while index.isValid():
        said.append(str(index.data(SPOKEN)))
        index = tree.indexBelow(index)
    return said


def node(pane: LibraryPane, name: str) -> Node:
    """The row that is called so, wherever it is."""
    index = pane.tree.items.index(0, 0)
    while index.isValid():
        found: Node = index.data(Qt.ItemDataRole.UserRole)
        if found.name == name:
            return found
        index = pane.tree.indexBelow(index)
    raise AssertionError(name)


def click(qtbot: QtBot, pane: LibraryPane, name: str, x: int = 100) -> None:
    area = pane.tree.visualRect(pane.tree.index_of(node(pane, name)))
    qtbot.mouseClick(pane.tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, area.center().y()))


def below(levels: list[str], folders: list[FolderInfo]) -> list[FolderInfo]:
    """What an engine gives of ``folders``."""
    return [folder for folder in folders if folder.path.rpartition("/")[0] in levels]


def opened(qtbot: QtBot, pane: LibraryPane, *paths: str, folders: list[FolderInfo] = FOLDERS) -> None:
    """The first root is opened, then the folders ``paths``."""
    for path in ("", *paths):
        with qtbot.waitSignal(pane.tree.folders_wanted) as asked:
            if path:
                pane.tree.setExpanded(pane.tree.items.place((1, path)), True)
            else:
                qtbot.keyClick(pane.tree, Qt.Key.Key_Right)
        root, levels, _ = asked.args
        assert (root, levels) == (1, [path])
        pane.tree.show_folders(root, below(levels, folders), levels)


def test_roots_say_how_they_are(pane: LibraryPane) -> None:
    assert rows(pane) == ["Pictures: 12 pictures", "Photos: Not connected · 812 pictures"]
    pane.tree.show_roots([RootInfo(1, "/home/anna/Pictures", "indexing", 9, 5, 4)])
    assert rows(pane) == ["Pictures: 5 of 9"]


def test_folders_are_asked_for_when_a_root_is_opened_and_stay_open(qtbot: QtBot, pane: LibraryPane) -> None:
    opened(qtbot, pane)
    assert rows(pane) == [
        "Pictures: 12 pictures", "2019: 9 pictures", "Dogs: 3 pictures", "Photos: Not connected · 812 pictures",
    ]  # fmt: skip
    pane.tree.setExpanded(pane.tree.items.place((1, "2019")), True)
    assert rows(pane)[2] == "Looking for folders…"
    with qtbot.waitSignal(pane.tree.folders_wanted) as asked:
        pane.tree.refresh_folders()
    assert asked.args[1] == ["", "2019"]
    more = [*FOLDERS, FolderInfo("New", 1)]
    pane.tree.show_folders(1, below(["", "2019"], more), ["", "2019"])
    assert [name.partition(":")[0] for name in rows(pane)] == ["Pictures", "2019", "Trip", "Dogs", "New", "Photos"]
    pane.tree.show_folders(1, [FolderInfo("2019", 9), FolderInfo("New", 2)])
    assert rows(pane)[1:3] == ["2019: 9 pictures", "New: 2 pictures"]
    assert not pane.tree.opens(pane.tree.items.place((1, "2019")))


def test_what_is_open_is_told_and_opened_again_elsewhere(qtbot: QtBot, pane: LibraryPane) -> None:
    opened(qtbot, pane, "2019")
    assert pane.tree.opened() == {1: ["", "2019"]}
    other = LibraryPane()
    qtbot.addWidget(other)
    other.tree.folders_wanted.connect(
        lambda root, levels, _: QTimer.singleShot(
            0, lambda: other.tree.show_folders(root, below(levels, FOLDERS), levels)
        )
    )
    other.tree.open_when_there(pane.tree.opened())
    other.tree.show_roots([PICTURES, NAS])
    qtbot.waitUntil(lambda: rows(other) == rows(pane))


def test_a_wide_level_comes_piece_by_piece_as_it_is_scrolled(qtbot: QtBot, pane: LibraryPane) -> None:
    wide = [FolderInfo(f"{number:06}", 1) for number in range(100_000)]

    def answer(root: int, levels: list[str], limit: int) -> None:
        pane.tree.show_folders(root, wide[:limit], levels, levels)

    pane.tree.folders_wanted.connect(answer, Qt.ConnectionType.QueuedConnection)
    qtbot.keyClick(pane.tree, Qt.Key.Key_Right)
    root = pane.tree.items.place((1, ""))
    qtbot.waitUntil(lambda: pane.tree.items.rowCount(root) == PORTION + 1)
    bar = pane.tree.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > PORTION)
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: pane.tree.items.rowCount(root) == 2 * PORTION + 1)
    first, last = (root.model().index(row, 0, root).data(SPOKEN) for row in (0, PORTION))
    assert (first, last) == ("000000: 1 picture", f"{PORTION:06}: 1 picture")


def test_a_root_that_moved_takes_its_folders_along(qtbot: QtBot, pane: LibraryPane) -> None:
    opened(qtbot, pane, "2019")
    with qtbot.waitSignal(pane.tree.folders_wanted) as asked:
        pane.tree.show_roots([RootInfo(1, "/mnt/Pictures", "ready", 12, 12), NAS])
    assert asked.args[1] == ["", "2019"]
    pane.tree.show_folders(1, FOLDERS, ["", "2019"])
    assert node(pane, "Trip").absolute == "/mnt/Pictures/2019/Trip"


def test_a_click_on_a_folder_filters_by_it_and_its_arrow_only_opens_it(qtbot: QtBot, pane: LibraryPane) -> None:
    opened(qtbot, pane)
    click(qtbot, pane, "2019", x=30)
    pane.tree.show_folders(1, FOLDERS[1:2], ["2019"])
    chosen: list[tuple[Term, bool]] = []
    pane.term_chosen.connect(lambda term, also: chosen.append((term, also)))
    click(qtbot, pane, "Trip")
    click(qtbot, pane, "Pictures")
    assert chosen == [(Term("folder", "Pictures/2019/Trip"), False), (Term("folder", "Pictures"), False)]


def test_the_keyboard_reaches_everything(qtbot: QtBot, pane: LibraryPane) -> None:
    opened(qtbot, pane)
    qtbot.keyClick(pane.tree, Qt.Key.Key_Down)
    with qtbot.waitSignal(pane.term_chosen, check_params_cb=lambda term, also: term.value == "Pictures/2019" and also):
        qtbot.keyClick(pane.tree, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(pane.tree, Qt.Key.Key_Up)
    with qtbot.waitSignal(pane.remove_requested):
        qtbot.keyClick(pane.tree, Qt.Key.Key_Delete)


def test_what_a_root_offers(pane: LibraryPane) -> None:
    pane.tree.show_roots([PICTURES, NAS, RootInfo(3, "/held", "ready", held=3)])

    def offers(name: str) -> dict[str, bool]:
        return {action.text(): action.isEnabled() for action in pane.menu(node(pane, name)).actions() if action.text()}

    assert all(offers("Pictures").values())
    away = offers("Photos")
    assert not away["Look for changes now"]
    assert not away["Show in folder"]
    assert away["Locate…"]
    assert "The missing files were deleted" not in offers("Pictures")
    assert "The missing files were deleted" in offers("held")


def test_a_folder_can_be_excluded(qtbot: QtBot, pane: LibraryPane) -> None:
    opened(qtbot, pane, "2019")
    trip = node(pane, "Trip")
    assert trip.absolute == "/home/anna/Pictures/2019/Trip"
    exclude = next(action for action in pane.menu(trip).actions() if action.text() == "Exclude from the library")
    with qtbot.waitSignal(pane.exclude_requested, check_params_cb=lambda path: path == trip.absolute):
        exclude.trigger()


def test_a_folder_on_windows_keeps_its_separators() -> None:
    assert Node("folder", "Trip", root=NAS, path="2019/Trip").absolute == "D:\\Photos\\2019\\Trip"


def test_kept_searches_stand_below_and_can_be_opened_renamed_and_removed(qtbot: QtBot, pane: LibraryPane) -> None:
    pane.tree.show_kept([SavedSearch(7, "saved", "Dogs in snow", "dog in snow")], [ConceptInfo("Rex", "", 3, 1)])
    assert rows(pane)[2:] == ["Saved searches", "Dogs in snow", "Concepts", "Rex"]
    with qtbot.waitSignal(pane.saved_opened, check_params_cb=lambda number: number == 7):
        click(qtbot, pane, "Dogs in snow")
    with qtbot.waitSignal(pane.saved_renamed):
        qtbot.keyClick(pane.tree, Qt.Key.Key_F2)
    with qtbot.waitSignal(pane.saved_removed):
        qtbot.keyClick(pane.tree, Qt.Key.Key_Delete)
    with qtbot.waitSignal(pane.term_chosen, check_params_cb=lambda term, _: term == Term("concept", "Rex")):
        click(qtbot, pane, "Rex")
    pane.tree.show_kept([], [])
    assert len(rows(pane)) == 2


def test_a_heading_is_nothing_to_click(qtbot: QtBot, pane: LibraryPane) -> None:
    pane.tree.show_kept([SavedSearch(7, "saved", "Dogs", "dog")], [])
    with qtbot.assertNotEmitted(pane.saved_opened):
        click(qtbot, pane, "Saved searches")
