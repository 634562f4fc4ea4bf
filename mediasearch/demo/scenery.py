"""Small things that many scenes share: cheerful colours, where a thing stands, boats on water."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour
from mediasearch.demo.captions import Story
from mediasearch.demo.colours import COLOURS
from mediasearch.demo.props import boat
from mediasearch.demo.sky import Air

BRIGHT = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "white")


ROCK: Colour = (0.36, 0.35, 0.36)


def bright(rng: np.random.Generator, names: tuple[str, ...] = BRIGHT) -> tuple[str, Colour]:
    """A cheerful colour for something made by people."""
    name = str(rng.choice(names))
    return name, COLOURS[name].shade(rng, 0.2)


def seed_of(rng: np.random.Generator) -> int:
    return int(rng.integers(1 << 30))


def side_of(canvas: Canvas, x: float) -> str:
    part = x / canvas.aspect
    return "left" if part < 0.38 else "right" if part > 0.62 else "middle"


def add_boat(canvas: Canvas, rng: np.random.Generator, air: Air, story: Story, top: float, bottom: float) -> None:
    """One to three boats on the water between two heights."""
    name, colour = bright(rng)
    count = int(rng.choice([1, 1, 1, 2, 3]))
    centre = rng.uniform(0.15, 0.85) * canvas.aspect
    size = rng.uniform(0.09, 0.2) * (1.0 if count == 1 else 0.75)
    for i in range(count):
        y = top + (bottom - top) * rng.uniform(0.12, 0.5)
        x = centre if count == 1 else canvas.aspect * (0.2 + 0.6 * (i + 0.5) / count)
        boat(
            canvas,
            air,
            x,
            y,
            size * (0.7 + 0.6 * (y - top) / max(bottom - top, 0.05)),
            colour,
            bool(rng.random() < 0.5),
        )
    story.add(
        "boat",
        count,
        name if air.light in ("sunny", "cloudy") else "",
        "",
        side_of(canvas, centre) if count == 1 else "",
    )
