"""The library pane and the filter menus in the window, with an engine that says what a test wants to hear."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from mediasearch import protocol
from mediasearch.gui.query import Query
from mediasearch.gui.terms import Term
from mediasearch.library.catalog import Catalog
from mediasearch.paths import Library
from mediasearch.protocol import FolderInfo, RootInfo
from tests.gui.conftest import OpenWindow
from tests.gui.desk import Desk
from tests.gui.window_support import drop, of_files

PICTURES = RootInfo(1, "/home/anna/Pictures", "ready", 12, 12)
TRIP = Term("folder", "Pictures/Trip")


def with_folders(desk: Desk) -> None:
    desk.window.folders.take([PICTURES])
    desk.window.pane.show()
    desk.window.pane.tree.show_folders(1, [FolderInfo("Trip", 4)])


def test_the_filter_row_is_there_once_there_is_a_folder(desk: Desk) -> None:
    assert not desk.window.parts.filters.isVisible()
    with_folders(desk)
    assert desk.window.parts.filters.isVisible()


def test_the_pane_stays_where_it_is_when_the_folders_of_a_library_come(
    library: Library, open_window: OpenWindow
) -> None:
    with Catalog.open(library):
        pass
    window = open_window()
    window.pane.show()
    assert not window.client.is_ready
    QApplication.sendPostedEvents()
    before = window.pane.mapTo(window, QPoint(0, 0))
    window.folders.take([PICTURES])
    window.centralWidget().layout().activate()
    assert window.pane.mapTo(window, QPoint(0, 0)) == before


def test_a_folder_in_the_pane_filters_and_is_marked_and_once_more_it_does_not(desk: Desk) -> None:
    with_folders(desk)
    tree = desk.window.pane.tree
    tree.expandAll()
    folder = tree.items.index(0, 0, tree.items.index(0, 0)).data(0x0100)
    desk.window.pane.use(folder)
    assert desk.window.search_bar.query() == Query("", (), (TRIP,))
    assert tree.active == {TRIP}
    desk.until(lambda: "folder:Pictures/Trip" in [m.text for m in desk.heard(protocol.Search)])  # type: ignore[union-attr]
    desk.window.pane.use(folder)
    assert desk.window.search_bar.query().empty
    assert tree.active == set()


def test_excluding_a_folder_can_be_taken_back(desk: Desk) -> None:
    with_folders(desk)
    desk.window.pane.exclude_requested.emit("/home/anna/Pictures/Trip")
    desk.until(lambda: desk.window.notice.text() == "“Trip” is left out of the library.")
    desk.window.notice.buttons[0].click()
    desk.until(lambda: len(desk.heard(protocol.Exclude)) == 2)
    assert [(m.paths, m.on) for m in desk.heard(protocol.Exclude) if isinstance(m, protocol.Exclude)] == [
        (["/home/anna/Pictures/Trip"], True), (["/home/anna/Pictures/Trip"], False),
    ]  # fmt: skip


def test_a_folder_that_moved_is_located(desk: Desk, tmp_path: Path) -> None:
    with_folders(desk)
    desk.window.pane.locate_requested.emit(1)
    dialog = desk.window.folders.locating
    assert dialog is not None
    assert dialog.windowTitle() == "Where is “Pictures” now?"
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    desk.until(lambda: desk.heard(protocol.LocateRoot))
    (message,) = desk.heard(protocol.LocateRoot)
    assert message == protocol.LocateRoot(message.request, 1, str(tmp_path))  # type: ignore[union-attr]


def test_a_root_that_is_away_can_be_located_at_once(desk: Desk) -> None:
    with_folders(desk)
    desk.window.folders.take([RootInfo(1, "/home/anna/Pictures", "offline", 12, 12)])
    assert desk.window.status.label.text() == "Pictures isn’t connected. Showing saved previews."
    desk.qtbot.mouseClick(desk.window.status.locate, Qt.MouseButton.LeftButton)
    dialog = desk.window.folders.locating
    assert dialog is not None
    dialog.close()


def test_clearing_all_filters_keeps_the_words(desk: Desk) -> None:
    desk.window.search_bar.replace(Query("red type:video", (), (TRIP,)))
    desk.window.pages.filters_clear_requested.emit()
    assert desk.window.search_bar.query() == Query("red")
    desk.window.search_bar.replace(Query("red type:video", (), (TRIP,)))
    desk.window.pages.remove_requested.emit(Term("type", "video"))
    assert desk.window.search_bar.query() == Query("red", (), (TRIP,))


def test_a_folder_dropped_onto_the_pane_is_added(desk: Desk, tmp_path: Path) -> None:
    with_folders(desk)
    assert not desk.window.pane.tree.viewport().acceptDrops()  # or the window would never hear of it
    at = desk.window.pane.mapTo(desk.window.centralWidget(), desk.window.pane.rect().center())
    assert drop(desk.window, of_files(tmp_path), at)
    desk.until(lambda: desk.heard(protocol.AddRoots))
