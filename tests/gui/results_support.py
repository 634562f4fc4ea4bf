"""Results made up for the grid's tests: hits with real thumbnails, and an engine that answers for their rows."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mediasearch.gui.results_model import ResultsModel
from mediasearch.gui.results_view import ResultsView
from mediasearch.protocol import Hit, RowsReply, SearchReply, pack

Held = Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton
COLOURS = ("#c02020", "#20a040", "#2040c0", "#c0a020")


def make_image(path: Path, colour: str = "#c02020", width: int = 320, height: int = 240) -> Path:
    """A picture of one colour."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    path.parent.mkdir(parents=True, exist_ok=True)
    assert image.save(str(path))
    return path


def make_hits(count: int, folder: Path | None = None, start: int = 0) -> list[Hit]:
    """``count`` hits; content ids are row + 1.  With ``folder`` they have thumbnails and files, in COLOURS by turns."""
    thumbnails = [make_image(folder / f"thumbnail-{c[1:]}.jpg", c) for c in COLOURS] if folder is not None else []
    files = [make_image(folder / f"photo-{c[1:]}.png", c) for c in COLOURS] if folder is not None else []
    hits = []
    for row in range(start, start + count):
        path = str(files[row % len(files)]) if files else f"/photos/IMG_{row:07d}.JPG"
        hits.append(
            Hit(
                content=row + 1, rank=row + 1, score=0.5, kind="image", width=320, height=240,
                taken_at="2019-08-05T14:05:00", path=path, files=[path], palette=COLOURS[row % 4][1:],
                thumbnail=str(thumbnails[row % len(thumbnails)]) if thumbnails else None,
            )
        )  # fmt: skip
    return hits


def reply(hits: list[Hit], count: int | None = None, result: int = 1, page: int = 100) -> SearchReply:
    """The answer to a search that found ``hits``, or ``count`` contents 1, 2, 3 … of which ``hits`` are the first."""
    ids = [hit.content for hit in hits] if count is None else range(1, count + 1)
    return SearchReply(1, result, len(ids), len(ids), len(ids), len(ids), pack(ids), hits[:page])


def answer(model: ResultsModel, folder: Path | None = None) -> list[tuple[int, int, int]]:
    """Answer the model's requests as the engine would, content = row + 1; returns the list they are noted in."""
    asked: list[tuple[int, int, int]] = []

    def rows_needed(result: int, start: int, stop: int) -> None:
        asked.append((result, start, stop))
        model.add_rows(RowsReply(0, result, start, make_hits(stop - start, folder, start)))

    model.rows_needed.connect(rows_needed)
    return asked


def centre(view: ResultsView, row: int) -> QPoint:
    """The middle of a tile, in the viewport."""
    return view.visualRect(view.results.index(row)).center()


def colour_at(widget: QWidget, point: QPoint) -> QColor:
    """What is painted there, as on the screen."""
    image = widget.grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixelColor(round(point.x() * ratio), round(point.y() * ratio))


def like(one: QColor, other: str, by: int = 12) -> bool:
    """Whether two colours are the same to the eye (JPEG moves them a little)."""
    wanted = QColor(other)
    return all(abs(a - b) <= by for a, b in zip(one.getRgb()[:3], wanted.getRgb()[:3], strict=True))


def wheel(
    widget: QWidget, at: QPoint, notches: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Turn the wheel over ``at``."""
    event = QWheelEvent(
        QPointF(at), QPointF(widget.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        held, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def fill(view: ResultsView, count: int, folder: Path | None = None) -> None:
    view.results.set_result(reply(make_hits(count, folder)))


def loaded(view: ResultsView, qtbot: QtBot) -> None:
    """Wait until everything on the screen is sharp."""
    qtbot.waitUntil(
        lambda: all(
            (picture := view.thumbnails.picture(view.results.content(row))) is not None
            and picture.look.edge == round(view.grid.tile * view.devicePixelRatioF())
            for row in view.visible_rows()
        )
    )


def click(view: ResultsView, row: int, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
    QTest.mouseClick(view.viewport(), LEFT, held, centre(view, row))


def press(view: ResultsView, key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
    QTest.keyClick(view, key, held)


def point_at(view: ResultsView, at: QPoint) -> None:
    """Move the pointer there, no button down; QTest's own move does nothing where the last test left the pointer."""
    there = QPointF(at)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        there,
        view.viewport().mapToGlobal(there),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Held.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), event)


def drag_pointer(view: ResultsView, start: QPoint, end: QPoint, steps: int = 5) -> None:
    """Move with the left button down; QTest's own moves carry no buttons."""
    for step in range(1, steps + 1):
        at = QPointF(start + (end - start) * step / steps)
        event = QMouseEvent(QEvent.Type.MouseMove, at, view.viewport().mapToGlobal(at), LEFT, LEFT, Held.NoModifier)
        QApplication.sendEvent(view.viewport(), event)
