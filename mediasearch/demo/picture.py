"""Renders one captioned picture from a seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from mediasearch.demo import (
    charts,
    close,
    country,
    effects,
    food,
    highland,
    indoors,
    meadows,
    night,
    papers,
    patterns,
    screens,
    shapes,
    town,
    waterside,
)
from mediasearch.demo.canvas import Canvas
from mediasearch.demo.captions import LANGUAGES, Caption, Story
from mediasearch.demo.colours import shares

Painter = Callable[[Canvas, np.random.Generator, Story], None]

# Every kind with its painter, its share of random pictures, and whether weather and exposure may touch it.
_KINDS: dict[str, tuple[Painter, float, bool]] = {
    "shape": (shapes.one_shape, 5.0, False),
    "shapes": (shapes.many_shapes, 3.0, False),
    "relation": (shapes.related_shapes, 2.0, False),
    **{f"pattern {name}": (painter, 0.6, False) for name, painter in patterns.KINDS.items()},
    "sea": (waterside.sea_scene, 1.0, True),
    "beach": (waterside.beach, 1.2, True),
    "coast": (waterside.coast, 0.6, True),
    "mountains": (highland.mountain_scene, 1.2, True),
    "snow": (highland.snow_scene, 1.2, True),
    "forest": (highland.forest, 1.2, True),
    "meadow": (meadows.meadow, 1.2, True),
    "desert": (highland.desert, 0.8, True),
    "lake": (waterside.lake, 1.0, True),
    "waterfall": (waterside.waterfall, 0.6, True),
    "balloons": (meadows.balloons, 0.8, True),
    "city": (town.city, 1.2, True),
    "street": (town.street, 1.0, True),
    "road": (country.road, 0.8, True),
    "village": (country.village, 0.9, True),
    "night sky": (night.night_sky, 0.9, True),
    "room": (indoors.room, 0.7, True),
    "food": (food.food, 1.3, True),
    "flower": (close.flower, 0.7, True),
    "portrait": (close.portrait, 0.7, True),
    "animal": (meadows.animal, 1.0, True),
    "underwater": (close.underwater, 0.6, True),
    "document": (papers.document, 0.8, False),
    "screenshot": (screens.screenshot, 0.8, False),
    "chart": (charts.chart, 0.7, False),
    "map": (charts.street_map, 0.5, False),
}
KINDS: tuple[str, ...] = tuple(_KINDS)
SCENES: tuple[str, ...] = tuple(kind for kind in KINDS if not kind.startswith(("shape", "relation", "pattern")))
_INDOORS = ("room", "food", "flower", "portrait", "underwater")


@dataclass(frozen=True)
class Picture:
    """A rendered picture and everything that is true of it.

    ``captions`` maps "en" and "zh" to wordings, the fullest first. ``facts`` are the tags that are true of the
    picture, ``arguable`` those that are neither right nor wrong; ``described`` are the captions with the tags
    each of them asserts. ``mirrors`` says whether everything stays true of the mirror image.
    """

    image: Image.Image
    captions: dict[str, list[str]]
    kind: str
    facts: frozenset[str]
    arguable: frozenset[str] = frozenset()
    described: dict[str, list[Caption]] = field(default_factory=dict)
    mirrors: bool = True


def _dimensions(size: int | tuple[int, int]) -> tuple[int, int]:
    width, height = (size, size) if isinstance(size, int) else size
    if width < 16 or height < 16:
        raise ValueError(f"a picture must be at least 16 pixels wide and high, not {width} × {height}")
    return width, height


def choose_kind(seed: int) -> str:
    """The kind that ``render(seed, …)`` draws when none is asked for."""
    odds = np.array([odd for _, odd, _ in _KINDS.values()])
    return KINDS[int(np.random.default_rng((seed, 1)).choice(len(KINDS), p=odds / odds.sum()))]


def render(seed: int, size: int | tuple[int, int], kind: str | None = None, captions: int = 8) -> Picture:
    """Draws a picture: the same seed, aspect and kind give the same scene at every resolution.

    ``size`` is the side of a square or (width, height) in pixels; ``kind`` one of `KINDS`, a random one when
    None; ``captions`` the most wordings per language.
    """
    width, height = _dimensions(size)
    name = kind if kind is not None else choose_kind(seed)
    if name not in _KINDS:
        raise ValueError(f"unknown kind {name!r}; one of {', '.join(KINDS)}")
    painter, _, outdoors = _KINDS[name]
    rng = np.random.default_rng((seed, 2))
    canvas, story = Canvas(width, height), Story()
    painter(canvas, rng, story)
    finish = np.random.default_rng((seed, 3))
    if outdoors and name not in _INDOORS:
        effects.weather(canvas, finish, story)
    image = canvas.image()
    if outdoors:
        image = effects.style(image, finish, story)
        image = effects.grain(image, finish, float(finish.uniform(0.0, 0.012)))
    _see_colours(image, story)
    true, unsure = story.tags()
    telling = np.random.default_rng((seed, 4))
    described = {language: story.captions(telling, language, captions) for language in LANGUAGES}
    wordings = {language: [caption.text for caption in told] for language, told in described.items()}
    return Picture(image, wordings, name, true, unsure, described, story.mirrors())


def _see_colours(image: Image.Image, story: Story) -> None:
    """Adds the colours that anyone would name when looking at the picture, from its pixels."""
    small = np.asarray(image.resize((64, 64), Image.Resampling.BOX))
    for name, share in shares(small).items():
        if story.style in ("bw", "dark", "bright"):
            continue
        if share > 0.22 and name not in ("black", "white"):
            story.colours.add(name)
        elif share > 0.03:
            story.possible_colours.add(name)
    story.possible_colours -= story.colours
