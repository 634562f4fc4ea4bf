"""The window: puts the parts together and passes on what each of them says."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from mediasearch import protocol
from mediasearch.gui import actions, desktop, files, folders, messages, window_state
from mediasearch.gui.dialogs import Dialogs
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.engine_watch import EngineWatch
from mediasearch.gui.incoming import Incoming
from mediasearch.gui.library_pane import LibraryPane
from mediasearch.gui.notice import Notice
from mediasearch.gui.pages import Pages, Situation
from mediasearch.gui.query import Picture, Query, Trail
from mediasearch.gui.results_header import ResultsHeader
from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.results_view import ResultsView, ScrollState
from mediasearch.gui.searching import Searching
from mediasearch.gui.status_line import StatusLine
from mediasearch.gui.theme import Theme
from mediasearch.gui.top_bar import TopBar
from mediasearch.gui.viewer import Viewer
from mediasearch.paths import Library
from mediasearch.settings import Settings

#: A query that was left alone for so long is one to come back to (milliseconds).
SETTLED_MS = 1500
#: A pointer that rested for so long over the pictures is not about to click one (milliseconds).
POINTER_RESTS_MS = 2500
#: How often held results look whether they may come (milliseconds).
HELD_MS = 500
#: Thumbnail sizes are saved once the hand has come to rest (milliseconds).
SAVE_MS = 600
ZOOM = 1.12


class MainWindow(QMainWindow):
    """One window on one library.  ``roots``: folders to add as soon as the engine is ready."""

    def __init__(
        self, library: Library, settings: Settings, client: EngineClient, theme: Theme, roots: list[str] | None = None
    ) -> None:
        super().__init__()
        self.library = library
        self.settings = settings
        self.client = client
        self.theme = theme
        self.trail = Trail()
        self._new_roots = list(roots or [])
        self._progress = protocol.Progress("idle")
        self._reply: protocol.SearchReply | None = None
        self._answered = Query()  # the query whose results are shown
        self._scroll_to: ScrollState | None = None  # where to scroll once the answer is there
        self._state = window_state.load(library)
        self._pointer = self._timer(POINTER_RESTS_MS)
        self._settled = self._timer(SETTLED_MS)
        self._save = self._timer(SAVE_MS)
        self._held = QTimer(self, interval=HELD_MS)
        self.setWindowTitle("Mediasearch")
        self.setMinimumSize(560, 420)
        self._build()
        self._connect()
        self._order_tabs()
        self._restore_place()
        self._update_navigation()
        self._show_page()
        self.search_bar.setFocus()
        if settings.complaints:
            self.notice.say(" ".join(settings.complaints))

    def _timer(self, milliseconds: int) -> QTimer:
        return QTimer(self, singleShot=True, interval=milliseconds)

    # ------------------------------------------------------------------------------------------------ building

    def _build(self) -> None:
        central = QWidget(self)
        self.setCentralWidget(central)
        self._central = central
        self.top = TopBar(central)
        self.search_bar = self.top.search
        self.model = ResultsModel(self)
        self.view = ResultsView(self.model, parent=central)
        self.view.set_edge(self.settings.integer("thumbnail_size"))
        self.view.set_cropped(self.settings.boolean("crop_thumbnails"))
        self.searching = Searching(self.client, self._may_move, self)
        self.header = ResultsHeader(central)
        self.status = StatusLine(central)
        self.status.set_edge(self.view.edge)
        self.pane = LibraryPane(central)
        self.pane.setVisible(self._state.library_pane)
        self.top.library.setChecked(self._state.library_pane)
        self.pages = Pages(self.header, self.view, central)
        self.actions_by_name = actions.make(self, self._handlers())
        self.top.take_actions(self.actions_by_name)
        if sys.platform == "darwin":
            actions.fill_menu_bar(self.menuBar(), self.actions_by_name)
        right = _column()
        right.addWidget(self.pages, 1)
        right.addWidget(self.status)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.pane)
        body.addLayout(right, 1)
        column = _column(central)
        column.addWidget(self.top)
        column.addLayout(body, 1)
        self.viewer = Viewer(central)
        self.viewer.hide()
        self.incoming = Incoming(central, self.search_bar)
        self.notice = Notice(central)
        self.folders = folders.Folders(self.library, self.client, self.notice, self)
        self.dialogs = Dialogs(self.client, self.settings, self.notice, self)
        self.watch = EngineWatch(self.client, self.notice, self.library, self._new_roots, self.close)

    def _order_tabs(self) -> None:
        """From the top left to the bottom right, as it is read."""
        bottom: list[QWidget] = [self.status.pause, self.status.problems, self.status.slider]
        order = [*self.top.order(), self.pane, self.header.newer, self.view, *bottom]
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "add_folder": lambda: self.folders.choose(),
            "rescan": lambda: self.folders.rescan(),
            "problems": lambda: self.dialogs.open_problems(),
            "focus_search": self.focus_search,
            "paste": self.paste,
            "back": lambda: self._go(-1),
            "forward": lambda: self._go(1),
            "show_new": self._show_new,
            "library": self._toggle_pane,
            "larger": lambda: self._set_edge(round(self.view.edge * ZOOM)),
            "smaller": lambda: self._set_edge(round(self.view.edge / ZOOM)),
            "full_screen": self._toggle_full_screen,
            "settings": lambda: self.dialogs.open_preferences(),
            "shortcuts": lambda: self.dialogs.open_shortcuts(self.actions_by_name),
            "about": lambda: self.dialogs.open_about(),
            "quit": self._quit,
        }

    def _connect(self) -> None:
        client = self.client
        client.ready.connect(self._engine_ready)
        client.progress.connect(self._show_progress)
        client.library_changed.connect(lambda _: self.searching.library_changed())
        client.thumbnail_ready.connect(lambda event: self.model.update_thumbnail(event.content, event.path))
        client.raise_window.connect(self._raise)
        self.searching.answered.connect(self._show_results)
        self.searching.failed.connect(self._search_failed)
        self.searching.held.connect(self._held_changed)
        self.search_bar.changed.connect(self._query_changed)
        self.search_bar.down_pressed.connect(self._enter_grid)
        self.search_bar.submitted.connect(self.trail.settle)
        self.search_bar.escaped.connect(self.escape)
        self.search_bar.picture_pasted.connect(lambda mime: self.incoming.take(mime))
        self.model.rows_needed.connect(self._fetch_rows)
        self.view.thumbnails.missing.connect(self._make_thumbnail)
        self.view.opened.connect(self._open)
        self.view.previewed.connect(self._open)
        self.view.typed.connect(self.search_bar.type_into)
        self.view.escaped.connect(self.escape)
        self.view.left_top.connect(lambda: self.search_bar.setFocus(Qt.FocusReason.BacktabFocusReason))
        self.view.edge_changed.connect(self._edge_changed)
        self.view.viewport().installEventFilter(self)
        self._central.installEventFilter(self)
        for source in (self.view, self.viewer):
            source.similar_requested.connect(self.find_similar)
            source.show_in_folder_requested.connect(self.show_in_folder)
            source.copy_image_requested.connect(desktop.copy_image)
        self.view.copy_image_requested.connect(lambda _: self.notice.say(self.tr("Picture copied.")))
        self.view.copy_paths_requested.connect(self._copy_paths)
        self.viewer.closed.connect(lambda: self.view.setFocus())
        self.viewer.row_changed.connect(self._follow_viewer)
        self.incoming.pictures.connect(self._add_pictures)
        self.incoming.folders.connect(self.folders.add_dropped)
        self.incoming.said.connect(lambda sentence: self.notice.say(sentence))
        self.header.show_requested.connect(self._show_new)
        self.pages.clear_requested.connect(self.search_bar.clear)
        self.pages.choose_requested.connect(self.folders.choose)
        self.pages.pictures_folder_requested.connect(lambda: self.folders.add([folders.pictures_folder()]))
        self.status.pause_requested.connect(lambda paused: client.request(protocol.SetPaused(0, paused)))
        self.status.problems_requested.connect(self.dialogs.open_problems)
        self.status.edge_chosen.connect(self._set_edge)
        self.folders.changed.connect(self._roots_changed)
        self.folders.removed.connect(self.searching.outdated)
        self.pane.add_requested.connect(self.folders.choose)
        self.pane.rescan_requested.connect(self.folders.rescan)
        self.pane.remove_requested.connect(self.folders.ask_to_remove)
        self.pane.show_requested.connect(self.show_in_folder)
        self.pane.missing_answered.connect(self.folders.answer_missing)
        self.dialogs.setting_changed.connect(self._setting_changed)
        self.dialogs.show_requested.connect(self.show_in_folder)
        self.dialogs.missing_answered.connect(self.folders.answer_missing)
        self._settled.timeout.connect(self.trail.settle)
        self._held.timeout.connect(self.searching.settle)
        self._save.timeout.connect(self.dialogs.save_settings)

    # ------------------------------------------------------------------------------------------------ the engine

    def _engine_ready(self, event: protocol.Ready) -> None:
        self.status.set_starter("starter" in event.model)
        self.folders.take(event.roots)
        if event.paused:
            self._show_progress(protocol.Progress("paused"))
        if self._new_roots:
            self.folders.add(self._new_roots)
            self._new_roots.clear()
        if self._reply is None:
            self.searching.search(self.search_bar.query())
        if not event.model:
            self.notice.keep(
                "model", self.tr("No model could be loaded, so pictures cannot be searched. Install Mediasearch again.")
            )

    def _show_progress(self, progress: protocol.Progress) -> None:
        self._progress = progress
        self.status.show_progress(progress)
        self._update_header()
        self._show_page()

    def _roots_changed(self) -> None:
        self.pane.show_roots(self.folders.roots)
        self._update_header()
        self._show_page()

    def _fetch_rows(self, result: int, start: int, stop: int) -> None:
        self.client.request(protocol.Rows(0, result, start, stop), self._take_rows)

    def _take_rows(self, event: protocol.Event) -> None:
        if isinstance(event, protocol.RowsReply):
            self.model.add_rows(event)
        else:
            self.searching.outdated()  # the engine no longer has this result

    def _make_thumbnail(self, content: int) -> None:
        self.client.request(protocol.MakeThumbnail(content))

    # ------------------------------------------------------------------------------------------------ the query

    def _query_changed(self) -> None:
        query = self.search_bar.query()
        self.incoming.joins = not query.empty
        if not query.means(self.trail.current.query):
            self.trail.visit(query, self.view.scroll_state())
            self._scroll_to = None
            self._settled.start()
            self.searching.search(query)
        self._update_navigation()

    def _add_pictures(self, pictures: list[Picture]) -> None:
        self.viewer.close_viewer()
        self.search_bar.add_pictures(pictures)
        self.activateWindow()
        self.search_bar.setFocus()

    def find_similar(self, contents: list[int]) -> None:
        """The pictures ``contents`` become the query."""
        pictures = []
        for content in contents[:8]:
            hit = self.model.hit(self.model.row_of(content))
            title = files.name(hit.path) if hit is not None else ""
            pictures.append(Picture(content=content, title=title, thumbnail=hit.thumbnail if hit is not None else None))
        self.viewer.close_viewer()
        self.trail.settle()
        self.search_bar.replace(Query("", tuple(pictures)))
        self.view.setFocus()

    def _go(self, step: int) -> None:
        """To an earlier or later query, scrolled to where it was left."""
        if not (self.trail.can_go_back if step < 0 else self.trail.can_go_forward):
            return
        visit = self.trail.go(step, self.view.scroll_state())
        self.viewer.close_viewer()
        self.search_bar.set_query(visit.query)
        self.incoming.joins = not visit.query.empty
        self._scroll_to = visit.scroll
        self.searching.search(visit.query)
        self._update_navigation()

    def _update_navigation(self) -> None:
        for step, possible in (("back", self.trail.can_go_back), ("forward", self.trail.can_go_forward)):
            self.actions_by_name[step].setEnabled(possible)
        self.top.back.setEnabled(self.trail.can_go_back)
        self.top.forward.setEnabled(self.trail.can_go_forward)

    def focus_search(self) -> None:
        """Ready for a new query, wherever the person was."""
        self.viewer.close_viewer()
        self.search_bar.focus_all()

    def paste(self) -> None:
        """An image on the clipboard joins the query; words go into the search field."""
        mime = QGuiApplication.clipboard().mimeData()
        if not self.incoming.take(mime) and mime.hasText():
            self.search_bar.type_into(" ".join(mime.text().split()))

    def escape(self) -> None:
        """Close, then deselect, then clear the query."""
        if self.viewer.isVisible():
            self.viewer.close_viewer()
        elif self.view.selectionModel().hasSelection():
            self.view.clearSelection()
        else:
            self.search_bar.clear()

    # ------------------------------------------------------------------------------------------------ the results

    def _show_results(self, reply: protocol.SearchReply, same: bool) -> None:
        self._reply = reply
        self._answered = self.searching.query
        self.model.set_result(reply, keep=same)
        if self._scroll_to is not None and not same:
            self.view.restore_scroll(self._scroll_to)
            self._scroll_to = None
        self._update_header()
        self._show_page()

    def _search_failed(self, failure: protocol.Failure) -> None:
        """Say it; pictures that came with the failed query go out of it again."""
        self.notice.say(messages.failure(failure))
        query = self.search_bar.query()
        good = tuple(picture for picture in query.pictures if picture in self._answered.pictures)
        if good != query.pictures:
            self.search_bar.replace(Query(query.text, good))

    def _held_changed(self, count: int) -> None:
        self.header.show_held(count, self.searching.query.empty)
        if count:
            self._held.start()
        else:
            self._held.stop()

    def _show_new(self) -> None:
        self.searching.show_held()
        self.view.scrollToTop()

    def _may_move(self) -> bool:
        """Whether results may change without being asked for: nothing may move under hand or eye."""
        if self.viewer.isVisible() or QApplication.activePopupWidget() or QApplication.mouseButtons():
            return False
        if self.view.selectionModel().hasSelection() or self.view.verticalScrollBar().value() > 0:
            return False
        if self.searching.query.empty:
            return not self._pointer.isActive()
        return not self.view.underMouse()

    def _update_header(self) -> None:
        if self._reply is None:
            return
        indexed = sum(root.indexed for root in self.folders.roots)
        waiting = sum(root.pending for root in self.folders.roots)
        indexing = self._progress.state in ("indexing", "scanning", "paused") and waiting > 0
        self.header.show_reply(self._reply, self._answered.empty, indexed, indexed + waiting, indexing)

    def _show_page(self) -> None:
        roots = self.folders.roots
        in_grid = self.view.hasFocus()
        changed = self.pages.show_for(
            Situation(
                expected=bool(self._new_roots) or (not self.client.is_ready and self.library.database.exists()),
                roots=bool(roots),
                working=any(state in ("scanning", "indexing") for state in (self._progress.state, *_states(roots))),
                browsing=self._answered.empty,
                reply=self._reply,
            )
        )
        if changed and in_grid:
            self.search_bar.setFocus()
        self.status.set_size_visible(self.pages.currentWidget() is self.pages.results)

    def _enter_grid(self) -> None:
        if self.pages.currentWidget() is self.pages.results:
            self.trail.settle()
            self.view.enter()

    def _open(self, row: int) -> None:
        self.trail.settle()
        self.viewer.setGeometry(self._central.rect())
        self.viewer.show_row(self.model, row)

    def _copy_paths(self, paths: list[str]) -> None:
        desktop.copy_paths(paths)
        self.notice.say(self.tr("Path copied.") if len(paths) == 1 else self.tr("Paths copied."))

    def _follow_viewer(self, row: int) -> None:
        """The grid is where the viewer was when that is closed."""
        index = self.model.index(row)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)

    def show_in_folder(self, path: str) -> None:
        if not desktop.show_in_folder(path):
            self.notice.say(
                self.tr("{name} is not there now. Connect its drive, or look for changes.").format(
                    name=files.name(path.rstrip("/\\"))
                )
            )

    # ------------------------------------------------------------------------------------------------ looks, place

    def _set_edge(self, edge: int) -> None:
        self.view.set_edge(edge)
        self._edge_changed(self.view.edge)

    def _edge_changed(self, edge: int) -> None:
        self.status.set_edge(edge)
        self.settings["thumbnail_size"] = edge
        self._save.start()

    def _setting_changed(self, name: str) -> None:
        if name == "theme":
            self.theme.choose(self.settings.text(name))
        elif name == "thumbnail_size":
            self._set_edge(self.settings.integer(name))
        elif name == "crop_thumbnails":
            self.view.set_cropped(self.settings.boolean(name))

    def _toggle_pane(self) -> None:
        shown = not self.pane.isVisible()
        self.pane.setVisible(shown)
        self.top.library.setChecked(shown)

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _restore_place(self) -> None:
        if not self.restoreGeometry(self._state.geometry_bytes()):
            area = self.screen().availableGeometry()
            self.resize(min(1240, area.width() * 9 // 10), min(840, area.height() * 9 // 10))
            self.move(area.center() - self.rect().center())

    def _raise(self, event: protocol.RaiseWindow) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.folders.offer(event.roots)

    def tell_of_a_bug(self) -> None:
        """Something was not caught; it stands in the log."""
        self.notice.say(
            self.tr("Something went wrong in the window; the log tells more. You can go on."),
            (self.tr("Show log"), self.watch.show_logs),
        )

    # ------------------------------------------------------------------------------------------------ events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._central:
            if event.type() == QEvent.Type.Resize:
                self.viewer.setGeometry(self._central.rect())
        elif event.type() in (QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.MouseButtonPress):
            self._pointer.start()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
        else:
            super().keyPressEvent(event)

    def _quit(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._state.geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._state.library_pane = self.pane.isVisible()
        window_state.save(self.library, self._state)
        if self._save.isActive():
            self._save.stop()
            self.dialogs.save_settings()
        self.hide()  # gone at once; the engine may need a moment to finish its transaction
        self.client.stop()
        event.accept()
        QApplication.quit()


def _states(roots: list[protocol.RootInfo]) -> list[str]:
    return [root.state for root in roots]


def _column(parent: QWidget | None = None) -> QVBoxLayout:
    column = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
