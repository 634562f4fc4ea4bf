"""What a person meets in a window: texts they read or hear, controls they reach with Tab, places things stand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollBar,
    QSpinBox,
    QWidget,
)

_CONTROLS = (QAbstractButton, QLineEdit, QAbstractSpinBox, QComboBox, QAbstractSlider, QAbstractItemView)
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
#: No state has more stops for Tab than this.
MOST_STOPS = 120


def inside(window: QWidget) -> list[QWidget]:
    """``window`` and every visible widget in it."""
    return [
        window,
        *(each for each in window.findChildren(QWidget) if each.isVisibleTo(window) and each.window() is window),
    ]


def texts(window: QWidget) -> Iterator[tuple[str, str]]:
    """Where → text, for all that can be read in ``window`` or heard of it."""
    for widget in inside(window):
        where = type(widget).__name__
        yield f"{where} name", widget.accessibleName()
        yield f"{where} description", widget.accessibleDescription()
        yield f"{where} tool tip", widget.toolTip()
        if widget is window:
            yield f"{where} title", widget.windowTitle()
        if isinstance(widget, QLabel | QAbstractButton):
            yield where, widget.text()
        if isinstance(widget, QLineEdit):
            yield f"{where} placeholder", widget.placeholderText()
        if isinstance(widget, QSpinBox):
            yield f"{where} unit", widget.suffix() + widget.prefix()
        if isinstance(widget, QComboBox):
            for row in range(widget.count()):
                yield f"{where} choice", widget.itemText(row)
        if isinstance(widget, QMenu):
            yield from _of_actions(widget)
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from ((f"{where} item", text) for text in _of_model(widget.model(), QModelIndex()))
        for action in widget.actions():
            yield f"{where} action", action.text()
            yield f"{where} action tip", action.toolTip()


def _of_actions(menu: QMenu) -> Iterator[tuple[str, str]]:
    for action in menu.actions():
        yield "menu", action.text()
        below = action.menu()
        if isinstance(below, QMenu):
            yield from _of_actions(below)


def _of_model(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    for row in range(min(model.rowCount(parent), 50)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(columns):
            index = model.index(row, column, parent)
            for role in _ROLES:
                if isinstance(text := index.data(role), str):
                    yield text
        if not isinstance(model, QAbstractListModel):
            yield from _of_model(model, model.index(row, 0, parent))


def controls(window: QWidget) -> list[QWidget]:
    """What can be operated in ``window`` now; not what is a part of another control, nor scroll bars."""
    found = []
    for widget in inside(window):
        if not isinstance(widget, _CONTROLS) or not widget.isEnabled() or isinstance(widget, QScrollBar | QMenu):
            continue
        if isinstance(widget.parent(), QComboBox | QAbstractSpinBox | QAbstractItemView | QLineEdit):
            continue
        if widget.visibleRegion().isEmpty() and not _in_scroll_area(widget):
            continue  # behind something that covers it
        found.append(widget)
    return found


def _in_scroll_area(widget: QWidget) -> bool:
    while (widget := widget.parentWidget()) is not None:  # type: ignore[assignment]
        if isinstance(widget, QAbstractScrollArea):
            return True
    return False


def name(widget: QWidget) -> str:
    """What a screen reader calls it."""
    told = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name) if told is not None else ""


def stops(window: QWidget) -> list[QWidget]:
    """Where Tab leads from where the focus is, once around."""
    found: list[QWidget] = []
    for _ in range(MOST_STOPS):
        at = QApplication.focusWidget()
        if at is not None and at in found:
            break
        if at is not None:
            found.append(at)
        QTest.keyClick(at or window, Qt.Key.Key_Tab)
    return found


def cut(window: QWidget) -> list[str]:
    """Texts that do not fit where they stand."""
    found = []
    for widget in inside(window):
        if isinstance(widget, QLabel) and widget.text() and type(widget) is QLabel:
            wide, high = widget.contentsRect().width(), widget.contentsRect().height()
            if widget.wordWrap():
                if widget.heightForWidth(widget.width()) > widget.height() + 1:
                    found.append(f"label {widget.text()!r}: {high} px high")
            elif widget.sizeHint().width() > widget.width() + 1 or widget.fontMetrics().height() > high + 3:
                found.append(f"label {widget.text()!r}: {wide} × {high}, wants {widget.sizeHint().toTuple()}")
        elif isinstance(widget, QAbstractButton) and widget.text() and widget.width() + 1 < _wanted(widget):
            found.append(f"{type(widget).__name__} {widget.text()!r}: {widget.width()} px, wants {_wanted(widget)}")
    return found


def _wanted(button: QAbstractButton) -> int:
    return button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))


def places(window: QWidget) -> list[tuple[str, QRect]]:
    """Every visible widget, in the order in which they were made, and where it is in ``window``."""
    return [
        (type(widget).__name__, QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()))
        for widget in inside(window)[1:]
        if not isinstance(widget.parent(), QAbstractSpinBox)  # the style's affair
    ]


def overlaps(window: QWidget) -> list[str]:
    """Controls that stand in one another's way: visible ones of the same parent whose areas overlap."""
    found = []
    by_parent: dict[QWidget, list[QWidget]] = {}
    for widget in controls(window):
        parent = widget.parentWidget()
        if parent is not None and widget is not window:
            by_parent.setdefault(parent, []).append(widget)
    for siblings in by_parent.values():
        for one, other in combinations(siblings, 2):
            if one.geometry().intersects(other.geometry()):
                found.append(f"{type(one).__name__} {name(one)!r} and {type(other).__name__} {name(other)!r}")
    return found


def blank(window: QWidget) -> bool:
    """Whether nothing is painted but a ground."""
    image = window.grab().toImage().scaled(64, 64)
    return len({image.pixel(x, y) for x in range(64) for y in range(64)}) < 3
