"""Light and dark, icons that follow, and text that can be read on both."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mediasearch.gui import icons, theme
from mediasearch.gui.theme import DARK, LIGHT, Theme, Tones, tones
from mediasearch.paths import resources

ICONS = sorted(path.stem for path in (resources() / "icons").glob("*.svg"))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in QColor(colour).getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tone", [LIGHT, DARK])
@pytest.mark.parametrize("ground", ["ground", "raised", "pane", "hover", "accent_soft"])
def test_text_can_be_read(tone: Tones, ground: str) -> None:
    """AA asks for 4.5 : 1; what is disabled is excepted."""
    place = getattr(tone, ground)
    assert contrast(tone.text, place) >= 7
    assert min(contrast(colour, place) for colour in (tone.secondary, tone.accent, tone.warning)) >= 4.5


@pytest.mark.parametrize("tone", [LIGHT, DARK])
def test_text_on_the_accent_can_be_read(tone: Tones) -> None:
    assert contrast(tone.on_accent, tone.accent) >= 4.5


def test_the_chosen_theme_holds_and_widgets_know_it(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    theme.choose("dark")
    assert QApplication.palette().window().color() == QColor(DARK.ground)
    assert tones(button.palette()) is DARK
    with qtbot.waitSignal(theme.changed):
        theme.choose("light")
    assert tones(button.palette()) is LIGHT
    button.setEnabled(False)
    button.ensurePolished()
    assert tones(button.palette()) is LIGHT


def test_an_icon_button_changes_with_the_theme(theme: Theme, qtbot: QtBot) -> None:
    button = icons.IconButton("settings", "Settings")
    qtbot.addWidget(button)
    button.show()

    def brightest() -> int:
        image = button.icon().pixmap(20, 20).toImage()
        drawn = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        return max(colour.lightness() for colour in drawn if colour.alpha() > 200)

    light = brightest()
    theme.choose("dark")
    assert brightest() > light
    assert button.accessibleName() == button.toolTip() == "Settings"


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_draws_something_and_is_crisp_on_dense_screens(name: str, qapp: QApplication) -> None:
    drawn = icons.pixmap(name, "#336699", 20, 2.0)
    assert drawn.width() == 40
    assert drawn.deviceIndependentSize().width() == 20
    image = drawn.toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(40) for y in range(40))


def test_an_icon_takes_the_colour_it_is_given(qapp: QApplication) -> None:
    image = icons.pixmap("plus", "#336699", 20, 2.0).toImage()
    assert image.pixelColor(20, 20).name() == "#336699"
    assert icons.icon("plus", QApplication.palette()).pixmap(20, 20, QIcon.Mode.Disabled).toImage() != image


def test_every_icon_that_the_window_names_is_there() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(icons.__file__).parent.glob("*.py"))
    named = set(
        re.findall(
            r'(?:IconButton|icons\.pixmap|icons\.icon|set_symbol|_draw_icon)\(\s*(?:painter, )?"([\w-]+)"', source
        )
    )
    assert len(named) > 6
    assert named <= set(ICONS)


def test_the_application_has_an_icon_in_every_size(qapp: QApplication) -> None:
    sizes = {size.width() for size in icons.application_icon().availableSizes()}
    assert {16, 32, 48, 256} <= sizes


def test_both_text_sizes_follow_the_system(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    theme.large(button)
    assert button.font().pointSizeF() == pytest.approx(QApplication.font().pointSizeF() * theme.LARGE)
