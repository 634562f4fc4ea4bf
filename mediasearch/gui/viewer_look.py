"""How the viewer is dressed: dark in every theme, because beside a white ground no photo shows its shadows."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from mediasearch.gui import theme

_SHEET: Final = """
QWidget#bar, QScrollArea, QScrollArea > QWidget > QWidget {{ background: {bar}; }}
QLabel#name {{ color: {text}; font-weight: 600; }}
QLabel#note {{ background: {bar}; color: {text}; border-radius: 15px; padding: 0 16px; }}
QTextEdit {{ background: transparent; color: {text}; border: none; }}
QToolButton[look="text"] {{ background: transparent; color: {text}; border: 1px solid transparent;
                            border-radius: 8px; padding: 0 10px; }}
QToolButton[look="text"]:hover {{ background: {hover}; }}
QToolButton[look="text"]:pressed {{ background: {pressed}; }}
QToolButton[look="text"]:focus {{ border: 1px solid {accent}; }}
QToolButton[look="text"]:disabled {{ color: {faint}; }}
QToolButton#step {{ background: {bar}; border-radius: 20px; }}
QToolButton#step:hover {{ background: {pressed}; }}
"""


def dress(viewer: QWidget) -> None:
    """Give ``viewer``, which has been built, the dark palette and its style sheet."""
    tone = theme.DARK
    palette = theme.palette(tone)
    ground = palette.color(QPalette.ColorRole.Window).darker(150)
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
        palette.setColor(role, ground)
    # Each part by itself: with a style sheet of the application, children take its palette and not their parent's.
    for part in (viewer, *viewer.findChildren(QWidget)):
        part.setPalette(palette)
    viewer.setAutoFillBackground(True)
    viewer.setStyleSheet(
        theme.style_sheet(tone)
        + _SHEET.format(
            bar=tone.pane, text=tone.text, hover=tone.hover, pressed=tone.hairline, accent=tone.accent,
            faint=tone.faint,
        )
    )  # fmt: skip
