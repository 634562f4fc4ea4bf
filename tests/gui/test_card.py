"""A tile, painted on every kind of screen."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette, QPixmap
from pytestqt.qtbot import QtBot

from mediasearch.gui import hit_texts
from mediasearch.gui.card import Card, State
from mediasearch.gui.card_places import Action, action_at, button, copies_badge, picture_area
from mediasearch.gui.thumbnails import Look, Picture
from mediasearch.protocol import Hit
from tests.gui.results_support import make_hits

TILE = QRect(13, 13, 101, 101)


def painted(card: Card, hit: Hit | None, picture: Picture | None, state: State, ratio: float = 1.0) -> QImage:
    surface = QPixmap(round(130 * ratio), round(130 * ratio))
    surface.setDevicePixelRatio(ratio)
    surface.fill(Qt.GlobalColor.white)
    painter = QPainter(surface)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    card.paint(painter, TILE, hit, picture, state)
    painter.end()
    return surface.toImage()


def noise(edge: int) -> Picture:
    """A picture in which every pixel counts."""
    chance = random.Random(1)
    image = QImage(edge, edge, QImage.Format.Format_RGB32)
    for x in range(edge):
        for y in range(edge):
            image.setPixel(x, y, 0xFF000000 | chance.getrandbits(24))
    return Picture(QPixmap.fromImage(image), Look(edge))


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0, 3.0])
def test_every_pixel_of_a_thumbnail_is_one_of_the_screen(qtbot: QtBot, ratio: float) -> None:
    picture = noise(round(TILE.width() * ratio))
    shown = painted(Card(QPalette(), QFont(), ratio, True), make_hits(1)[0], picture, State(), ratio)
    source = picture.pixmap.toImage()
    left, top = round(TILE.left() * ratio), round(TILE.top() * ratio)
    for at in range(0, source.width(), 7):
        assert shown.pixel(left + at, top + 20) == source.pixel(at, 20)


@pytest.mark.parametrize("size", [(4000, 3000), (3000, 4000), (9000, 100), (10, 5000), (0, 0), (1, 1)])
def test_the_buttons_lie_within_the_tile_whatever_the_shape(qtbot: QtBot, size: tuple[int, int]) -> None:
    hit = make_hits(1)[0]
    hit.width, hit.height = size
    area = picture_area(TILE, hit, cropped=False)
    assert TILE.contains(area)
    assert not area.isEmpty()
    boxes = {action: button(area, action) for action in Action}
    assert all(TILE.contains(box) for box in boxes.values())
    assert not any(one.intersects(other) for one, other in combinations(boxes.values(), 2))
    for action, box in boxes.items():
        assert action_at(area, box.center().x(), box.center().y(), stacked=True) == action


def test_from_right_to_left_everything_on_a_tile_is_on_the_other_side(qtbot: QtBot) -> None:
    """Seen in a mirror every mark lies where it did; the marks themselves and their words are not turned round."""
    hit = make_hits(1)[0]
    hit.files, hit.kind, hit.favourite, hit.online = [hit.path, "/b.jpg"], "video", True, False
    hit.duration, hit.stack = 42.0, 3
    plain = replace(hit, files=[hit.path], kind="image", favourite=False, stack=1)
    state = State(marked=1)
    for mirrored in (False, True):
        card = Card(QPalette(), QFont(), 1.0, True, mirrored)
        shown, bare = painted(card, hit, None, state), painted(card, replace(plain, online=True), None, State())
        stack = button(TILE, Action.STACK, mirrored)
        assert (stack.center().x() > TILE.center().x()) == mirrored
        heart = QRect(TILE.left() + 8 if mirrored else TILE.right() - 28, TILE.top() + 8, 20, 20)
        for place in (stack, heart, copies_badge(TILE, hit, mirrored)):
            assert different(shown, bare, place)
        for action in Action:
            box = button(TILE, action, mirrored)
            assert TILE.contains(box)
            assert action_at(TILE, box.center().x(), box.center().y(), stacked=True, mirrored=mirrored) == action
    left, right = (button(TILE, Action.SIMILAR, mirrored) for mirrored in (True, False))
    assert left.left() - TILE.left() == TILE.right() - right.right()


def test_a_picture_of_the_colour_of_the_ground_has_an_edge(qtbot: QtBot) -> None:
    palette = QPalette()
    ground = palette.color(QPalette.ColorRole.Base)
    card, hit = Card(palette, QFont(), 1.0, True), make_hits(1)[0]
    page = QPixmap(TILE.size())
    page.fill(ground)
    picture = Picture(page, Look(TILE.width(), True, 8.0))
    edge = QRect(TILE.left() + 30, TILE.top(), 40, 1)
    unlike = painted(card, replace(hit, palette="c02020,ffffff"), picture, State())
    like = painted(card, replace(hit, palette=f"{ground.name()[1:]},{ground.name()[1:]}"), picture, State())
    assert different(like, unlike, edge)
    assert not different(like, unlike, TILE.adjusted(12, 12, -12, -12))


def test_a_badge_tells_of_copies_and_is_no_stack(qtbot: QtBot) -> None:
    card = Card(QPalette(), QFont(), 1.0, True)
    hit = make_hits(1)[0]
    plain = painted(card, hit, None, State())
    hit.files = [hit.path, "/b.jpg"]
    two = painted(card, hit, None, State())
    badge = copies_badge(TILE, hit)
    assert different(two, plain, badge)
    hit.files.append("/c.jpg")
    assert painted(card, hit, None, State()) == two  # it counts nothing, as a stack does
    stacked = replace(hit, stack=2, online=False)
    beside = copies_badge(TILE, stacked)
    assert beside.width() == badge.width() < button(TILE, Action.STACK).width()
    assert not beside.intersects(button(TILE, Action.STACK))
    assert different(
        painted(card, stacked, None, State()), painted(card, replace(stacked, files=["/a"]), None, State()), beside
    )
    hit.kind = "video"
    assert painted(card, hit, None, State()).copy(18, 80, 30, 30) != plain.copy(18, 80, 30, 30)


def test_colours_come_from_the_palette(qtbot: QtBot) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Accent, QColor("#00ff00"))
    shown = painted(Card(palette, QFont(), 1.0, True), None, None, State(selected=True))
    assert shown.pixelColor(TILE.center().x(), TILE.top() - 3).green() > 200
    assert shown.pixelColor(TILE.center().x(), TILE.top() - 3).red() < 100


def test_a_placeholder_survives_any_palette_text(qtbot: QtBot) -> None:
    card = Card(QPalette(), QFont(), 1.0, True)
    for text in ("", "zzzzzz", "#102030", "102030,ffffff", ",", "12"):
        hit = make_hits(1)[0]
        hit.palette = text
        assert not painted(card, hit, None, State()).isNull()


def different(one: QImage, other: QImage, where: QRect) -> bool:
    return one.copy(where) != other.copy(where)


def test_marks_stand_where_they_belong(qtbot: QtBot) -> None:
    card = Card(QPalette(), QFont(), 1.0, True)
    hit = make_hits(1)[0]
    plain = painted(card, hit, None, State())
    corner = {"left top": QRect(18, 16, 46, 26), "right top": QRect(80, 16, 34, 26), "left foot": QRect(18, 80, 50, 30)}
    for change, state, where in (
        ({"stack": 4}, State(), "left top"), ({"online": False}, State(), "left top"),
        ({"favourite": True}, State(), "right top"), ({"kind": "video", "duration": 42.0}, State(), "left foot"),
        ({}, State(marked=1), "left foot"), ({}, State(marked=-1), "left foot"),
    ):  # fmt: skip
        shown = painted(card, replace(hit, **change), None, state)
        assert different(shown, plain, corner[where]), change


def test_an_opened_stack_and_a_hovered_heart_look_otherwise(qtbot: QtBot) -> None:
    card = Card(QPalette(), QFont(), 1.0, True)
    stack = replace(make_hits(1)[0], stack=4)
    assert painted(card, stack, None, State()) != painted(card, stack, None, State(opened=True))
    liked = replace(stack, favourite=True)
    heart = button(TILE, Action.FAVOURITE)
    assert different(painted(card, stack, None, State(lift=1)), painted(card, liked, None, State(lift=1)), heart)


@pytest.mark.parametrize("state", [State(leaving=True), State(marked=-1)])
def test_what_leaves_or_was_wrong_is_dimmed(qtbot: QtBot, state: State) -> None:
    picture = noise(TILE.width())
    card = Card(QPalette(), QFont(), 1.0, True)
    here, gone = (painted(card, make_hits(1)[0], picture, how).pixelColor(TILE.center()) for how in (State(), state))
    assert gone.lightness() > here.lightness()  # nearer to the white ground


def test_a_placeholder_runs_through_the_colours_of_the_picture(qtbot: QtBot) -> None:
    hit = replace(make_hits(1)[0], palette="ff0000,00ff00,0000ff")
    shown = painted(Card(QPalette(), QFont(), 1.0, True), hit, None, State())
    first, last = shown.pixelColor(TILE.left() + 14, TILE.top() + 14), shown.pixelColor(TILE.right() - 14, 100)
    assert first.red() > first.blue() + 30
    assert last.blue() > last.red() + 30


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "0:00"), (42, "0:42"), (59.7, "1:00"), (600, "10:00"), (3723, "1:02:03")]
)
def test_how_long_a_video_is(seconds: float, text: str) -> None:
    assert hit_texts.duration(seconds) == text
