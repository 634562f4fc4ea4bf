"""Telling a screen reader what changed without the focus having moved."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Have ``text`` spoken politely; where Qt cannot (before 6.8), the name of ``widget`` changes to it."""
    if not QAccessible.isActive():
        return
    try:
        from PySide6.QtGui import QAccessibleAnnouncementEvent  # from Qt 6.8 on
    except ImportError:
        widget.setAccessibleName(text)
        QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.NameChanged))
    else:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
