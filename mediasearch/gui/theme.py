"""How it looks: two sets of tones, the palettes and the style sheet made from them.

Qt's own dark scheme exists only on some platforms, so both palettes are ours, on the Fusion style.  Widgets that paint
themselves ask :func:`tones` with their palette, so nobody has to be told when the theme changes: Qt sends a palette
change anyway.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLayout, QWidget

from mediasearch.paths import resources

#: The larger of the two text sizes, relative to the system's own.
LARGE = 1.35


@dataclass(frozen=True)
class Tones:
    """Colours as ``#rrggbb``.  ``secondary`` is the text at 60 % on the ground."""

    ground: str
    raised: str  #: the search field, popovers, dialogs
    pane: str  #: the library pane
    hairline: str
    hover: str
    text: str
    secondary: str
    faint: str  #: disabled
    accent: str
    on_accent: str
    accent_soft: str  #: selection behind text, the drop overlay
    warning: str


LIGHT = Tones(
    ground="#fafaf8", raised="#ffffff", pane="#f4f4f1", hairline="#e3e3df", hover="#eeeeea", text="#1d1d1f",
    secondary="#69696d", faint="#b4b4b4", accent="#2d63d3", on_accent="#ffffff", accent_soft="#e3ebfb",
    warning="#9f5700",
)  # fmt: skip
DARK = Tones(
    ground="#161617", raised="#232325", pane="#1b1b1d", hairline="#333336", hover="#29292c", text="#ececee",
    secondary="#9a9a9f", faint="#5a5a5e", accent="#7ea6ff", on_accent="#10131a", accent_soft="#26324c",
    warning="#e2a457",
)  # fmt: skip


def tones(palette: QPalette) -> Tones:
    """The tones that ``palette`` was made from."""
    # Not by Window or Text: a style sheet changes those for the widgets it styles.
    return DARK if palette.color(QPalette.ColorRole.Light).lightness() < 128 else LIGHT


def palette(tone: Tones) -> QPalette:
    role = QPalette.ColorRole
    made = QPalette()
    for kind, colour in (
        (role.Window, tone.ground), (role.WindowText, tone.text), (role.Base, tone.ground),
        (role.AlternateBase, tone.pane), (role.Text, tone.text), (role.PlaceholderText, tone.secondary),
        (role.Button, tone.raised), (role.ButtonText, tone.text), (role.BrightText, tone.on_accent),
        (role.Highlight, tone.accent), (role.HighlightedText, tone.on_accent), (role.Accent, tone.accent),
        (role.Link, tone.accent), (role.LinkVisited, tone.accent), (role.ToolTipBase, tone.raised),
        (role.ToolTipText, tone.text), (role.Light, tone.raised), (role.Midlight, tone.hover),
        (role.Mid, tone.hairline), (role.Dark, tone.hairline), (role.Shadow, "#000000"),
    ):  # fmt: skip
        made.setColor(kind, QColor(colour))
    for kind in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, kind, QColor(tone.faint))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tone.hairline))
    return made


def style_sheet(tone: Tones) -> str:
    """What Fusion draws heavier than we want: scroll bars, menus, buttons, fields, tool tips."""
    return f"""
    QToolTip {{ background: {tone.raised}; color: {tone.text}; border: 1px solid {tone.hairline}; padding: 5px 8px; }}
    QMenu {{ background: {tone.raised}; border: 1px solid {tone.hairline}; border-radius: 8px; padding: 6px; }}
    QMenu::item {{ padding: 6px 28px 6px 12px; border-radius: 5px; background: transparent; }}
    QMenu::item:selected {{ background: {tone.accent_soft}; color: {tone.text}; }}
    QMenu::item:disabled {{ color: {tone.faint}; }}
    QMenu::icon {{ padding-left: 8px; }}
    QMenu::separator {{ height: 1px; background: {tone.hairline}; margin: 6px 10px; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {tone.hairline}; border-radius: 3px; margin: 3px; min-height: 36px;
                          min-width: 36px; }}
    QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {tone.faint}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QPushButton {{ background: {tone.raised}; color: {tone.text}; border: 1px solid {tone.hairline};
                   border-radius: 8px; padding: 7px 16px; }}
    QPushButton:hover {{ background: {tone.hover}; }}
    QPushButton:pressed {{ background: {tone.hairline}; }}
    QPushButton:focus {{ border: 1px solid {tone.accent}; }}
    QPushButton:disabled {{ color: {tone.faint}; }}
    QPushButton[look="primary"] {{ background: {tone.accent}; color: {tone.on_accent}; border-color: {tone.accent}; }}
    QPushButton[look="primary"]:hover {{ background: {_mix(tone.accent, tone.text, 0.12)}; }}
    QPushButton[look="primary"]:disabled {{ background: {tone.hairline}; color: {tone.secondary};
                                            border-color: {tone.hairline}; }}
    QPushButton[look="primary"]:focus {{ border: 2px solid {_mix(tone.accent, tone.text, 0.45)}; padding: 6px 15px; }}
    QPushButton[look="primary"]:disabled {{ background: {tone.hairline}; color: {tone.faint};
                                            border-color: {tone.hairline}; }}
    QPushButton[look="link"] {{ background: transparent; border: 1px solid transparent; color: {tone.accent};
                                border-radius: 6px; padding: 3px 7px; }}
    QPushButton[look="link"]:hover {{ background: {tone.hover}; }}
    QPushButton[look="link"]:focus {{ border: 1px solid {tone.accent}; }}
    QPushButton[look="link"]:disabled {{ color: {tone.faint}; }}
    QPushButton[look="quiet"] {{ background: transparent; border: 1px solid transparent; color: {tone.secondary};
                                 border-radius: 6px; padding: 3px 22px 3px 8px; }}
    QPushButton[look="quiet"]:hover, QPushButton[look="quiet"]:open {{ background: {tone.hover}; color: {tone.text}; }}
    QPushButton[look="quiet"]:focus {{ border: 1px solid {tone.accent}; }}
    QPushButton[look="quiet"]::menu-indicator {{ image: url("{_image("chevron-down")}"); width: 10px; height: 10px;
        subcontrol-origin: padding; subcontrol-position: center right; right: 7px; }}
    QToolButton[look="icon"] {{ background: transparent; border: 1px solid transparent; border-radius: 8px;
                                padding: 0; }}
    QToolButton[look="icon"]:hover, QToolButton[look="icon"]:open {{ background: {tone.hover}; }}
    QToolButton[look="icon"]:pressed, QToolButton[look="icon"]:checked {{ background: {tone.hover}; }}
    QToolButton[look="icon"]:focus {{ border: 1px solid {tone.accent}; }}
    QToolButton[look="icon"]::menu-indicator {{ image: none; width: 0; }}
    QLabel[look="secondary"], QCheckBox[look="secondary"] {{ color: {tone.secondary}; }}
    QLabel[look="warning"] {{ color: {tone.warning}; }}
    QLabel[look="accent"] {{ color: {tone.accent}; }}
    QDialog {{ background: {tone.raised}; }}
    QListWidget#sections {{ background: transparent; outline: none; border: none; }}
    QListWidget#sections::item {{ border-radius: 8px; padding: 0 10px; color: {tone.text};
                                  border: 1px solid transparent; }}
    QListWidget#sections::item:hover {{ background: {tone.hover}; }}
    QListWidget#sections::item:selected {{ background: {tone.accent_soft}; color: {tone.text}; }}
    QListWidget#sections::item:selected:focus {{ border: 1px solid {tone.accent}; }}
    QListView#completions {{ background: {tone.raised}; border: 1px solid {tone.hairline}; outline: none; }}
    QListView#completions::item {{ padding: 5px 8px; border-radius: 5px; color: {tone.text}; }}
    QListView#completions::item:selected, QListView#completions::item:hover {{ background: {tone.accent_soft}; }}
    QDialog > QLineEdit {{ background: {tone.ground}; color: {tone.text}; border: 1px solid {tone.hairline};
        border-radius: 8px; padding: 8px 10px; selection-background-color: {tone.accent};
        selection-color: {tone.on_accent}; }}
    QDialog > QLineEdit:focus {{ border-color: {tone.accent}; }}
    QSpinBox, QComboBox, QDoubleSpinBox {{ background: {tone.raised}; color: {tone.text};
        border: 1px solid {tone.hairline}; border-radius: 7px; padding: 5px 9px; min-height: 20px;
        selection-background-color: {tone.accent}; selection-color: {tone.on_accent}; }}
    QSpinBox:focus, QComboBox:focus, QDoubleSpinBox:focus {{ border-color: {tone.accent}; }}
    QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {{
        subcontrol-origin: border; width: 22px; border: none; background: transparent; }}
    QSpinBox::up-button, QDoubleSpinBox::up-button {{ subcontrol-position: top right; margin-top: 3px; }}
    QSpinBox::down-button, QDoubleSpinBox::down-button {{ subcontrol-position: bottom right; margin-bottom: 3px; }}
    QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ image: url("{_image("chevron-up")}"); width: 10px; height: 10px; }}
    QSpinBox::down-arrow, QDoubleSpinBox::down-arrow, QComboBox::down-arrow {{
        image: url("{_image("chevron-down")}"); width: 10px; height: 10px; }}
    QSpinBox, QDoubleSpinBox {{ padding-right: 24px; }}
    QComboBox::drop-down {{ border: none; width: 24px; }}
    QComboBox QAbstractItemView {{ background: {tone.raised}; border: 1px solid {tone.hairline}; padding: 4px;
        selection-background-color: {tone.accent_soft}; selection-color: {tone.text}; outline: none; }}
    QSlider::groove:horizontal {{ height: 3px; border-radius: 1px; background: {tone.hairline}; }}
    QSlider::handle:horizontal {{ width: 13px; height: 13px; margin: -5px 0; border-radius: 6px;
                                  background: {tone.secondary}; }}
    QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{ background: {tone.accent}; }}
    """


def _image(name: str) -> str:
    """A picture for the style sheet, which takes files only: grey, so that it serves on both grounds."""
    return (resources() / "icons" / f"{name}.svg").as_posix()


def _mix(one: str, other: str, share: float) -> str:
    a, b = QColor(one), QColor(other)
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * share,
        a.greenF() + (b.greenF() - a.greenF()) * share,
        a.blueF() + (b.blueF() - a.blueF()) * share,
    ).name()


class Theme(QObject):
    """Keeps the application in the chosen theme: ``light``, ``dark``, or ``system``, which follows the desktop."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: str) -> None:
        super().__init__(app)
        self._app = app
        self._choice = ""
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.choose(choice)

    def choose(self, choice: str) -> None:
        if choice == self._choice:
            return
        self._choice = choice
        # Also tells the platform, so that title bars and file dialogs follow where there is such a thing.
        scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(choice, Qt.ColorScheme.Unknown)
        self._app.styleHints().setColorScheme(scheme)
        self._apply()

    @property
    def dark(self) -> bool:
        if self._choice in ("light", "dark"):
            return self._choice == "dark"
        return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark

    def _system_changed(self) -> None:
        self._apply()

    def _apply(self) -> None:
        tone = DARK if self.dark else LIGHT
        self._app.setPalette(palette(tone))
        self._app.setStyleSheet(style_sheet(tone))
        self.changed.emit()


def large(widget: QWidget, weight: QFont.Weight = QFont.Weight.Normal) -> None:
    """Give ``widget`` the larger text size."""
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * LARGE)
    font.setWeight(weight)
    widget.setFont(font)


def margins(layout: QLayout, leading: int, top: int, trailing: int, bottom: int) -> None:
    """Margins from the side where reading begins; Qt's own stay left and right in every language."""
    mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    left, right = (trailing, leading) if mirrored else (leading, trailing)
    layout.setContentsMargins(left, top, right, bottom)


def dress(widget: QWidget, over: QWidget | None) -> None:
    """Give ``widget``, and what is in it, the colours of what it lies ``over``, or those of the application again."""
    found = over.palette() if over is not None else QPalette()
    widget.setStyleSheet(style_sheet(tones(found)) if over is not None else "")
    for part in (widget, *widget.findChildren(QWidget)):  # afterwards: a style sheet takes palettes back
        part.setPalette(found)


def to_copy(label: QLabel, can_be: bool = True) -> None:
    """Let the person take words of ``label`` elsewhere, a command say."""
    mouse_and_keys = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    label.setTextInteractionFlags(mouse_and_keys if can_be else Qt.TextInteractionFlag.NoTextInteraction)


def secondary(widget: QWidget) -> None:
    """Give ``widget`` the quieter text colour."""
    widget.setProperty("look", "secondary")
