"""Puts people, animals and birds into scenes, and tells the story about them."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour, ellipse
from mediasearch.demo.captions import Story
from mediasearch.demo.colours import COLOURS
from mediasearch.demo.figures import ANIMALS, bird, person
from mediasearch.demo.sky import Air

COATS: dict[str, tuple[tuple[str, Colour], ...]] = {
    "dog": (("brown", (0.45, 0.28, 0.14)), ("black", (0.07, 0.06, 0.06)), ("white", (0.93, 0.91, 0.88))),
    "cat": (
        ("black", (0.06, 0.06, 0.07)),
        ("orange", (0.86, 0.48, 0.16)),
        ("gray", (0.46, 0.46, 0.48)),
        ("white", (0.94, 0.93, 0.91)),
    ),
    "horse": (("brown", (0.4, 0.22, 0.1)), ("black", (0.08, 0.07, 0.07)), ("white", (0.93, 0.92, 0.9))),
    "cow": (("brown", (0.48, 0.27, 0.14)), ("black", (0.09, 0.08, 0.08)), ("white", (0.93, 0.92, 0.9))),
    "sheep": (("white", (0.95, 0.93, 0.88)), ("black", (0.1, 0.09, 0.09))),
    "deer": (("brown", (0.48, 0.3, 0.16)),),
    "camel": (("brown", (0.66, 0.46, 0.26)),),
    "elephant": (("gray", (0.47, 0.46, 0.47)),),
}


def _side(canvas: Canvas, x: float) -> str:
    part = x / canvas.aspect
    return "left" if part < 0.36 else "right" if part > 0.64 else ""


def people(
    canvas: Canvas,
    rng: np.random.Generator,
    air: Air,
    story: Story,
    base: float,
    height: float,
    count: int | None = None,
) -> list[tuple[float, float]]:
    """One or more people standing about ``base``; returns where their hands are."""
    number = count if count is not None else int(rng.choice([1, 1, 2, 2, 3, 4, 7]))
    dark = air.light in ("sunset", "dusk", "night")
    where = ""
    centre = rng.uniform(0.2, 0.8) * canvas.aspect
    if number <= 2:
        where = _side(canvas, centre)
    spots = [centre + (i - (number - 1) / 2) * height * rng.uniform(0.38, 0.7) for i in range(number)]
    hands = []
    for x in spots:
        tall = height * rng.uniform(0.88, 1.06)
        y = base + rng.uniform(-0.012, 0.02)
        figure = person(rng)
        if not dark:
            canvas.fill(ellipse(x + 0.14 * tall, y, 0.2 * tall, 0.025 * tall), (0.0, 0.0, 0.0), 0.25, soft=0.01 * tall)
        placed = figure.placed(x, y, tall, mirror=bool(rng.random() < 0.5))
        if dark:
            canvas.fill(placed, (0.03, 0.025, 0.04))
        else:
            _dress(canvas, rng, air, placed, y, tall)
        hands.append((x, y - 0.7 * tall))
    story.add("person", number, "", "", where)
    story.terms.add("people")
    if number >= 4:
        story.terms.add("crowd")
    if dark:
        story.terms.add("silhouette")
    return hands


def _dress(canvas: Canvas, rng: np.random.Generator, air: Air, placed: object, y: float, tall: float) -> None:
    from mediasearch.demo.canvas import Stencil

    assert isinstance(placed, Stencil)
    shirt = COLOURS[str(rng.choice(["red", "blue", "white", "yellow", "green", "black", "pink", "gray"]))].shade(rng)
    legs: Colour = ((0.14, 0.17, 0.3), (0.1, 0.1, 0.11), (0.4, 0.33, 0.24))[int(rng.integers(3))]
    skin: Colour = ((0.93, 0.75, 0.62), (0.8, 0.58, 0.43), (0.5, 0.34, 0.24))[int(rng.integers(3))]
    stops = [
        (0.0, air.lit(skin)),
        (0.155, air.lit(skin)),
        (0.17, air.lit(shirt)),
        (0.5, air.lit(shirt)),
        (0.53, air.lit(legs)),
        (1.0, air.lit(legs)),
    ]
    canvas.fill(placed, canvas.ramp(stops, y - tall, y))
    hair: Colour = ((0.1, 0.07, 0.05), (0.35, 0.22, 0.12), (0.6, 0.45, 0.25))[int(rng.integers(3))]
    head = placed.parts[0][0]
    top = head[:, 1].min()
    cut = head.copy()
    cut[:, 1] = np.minimum(cut[:, 1], top + 0.075 * tall)
    canvas.fill(cut, air.lit(hair))


def animals(
    canvas: Canvas,
    rng: np.random.Generator,
    air: Air,
    story: Story,
    name: str,
    base: float,
    height: float,
    count: int = 1,
) -> None:
    """Animals of one kind and coat, in silhouette when the light is behind them."""
    colour, coat = COATS[name][int(rng.integers(len(COATS[name])))]
    dark = air.light in ("sunset", "dusk", "night")
    centre = rng.uniform(0.28, 0.72) * canvas.aspect if count == 1 else 0.5 * canvas.aspect
    gap = min(1.55 * height, 0.85 * canvas.aspect / max(count, 1))
    side = _side(canvas, centre) if count == 1 and height < 0.4 else ""
    for i in range(count):
        x = centre + (i - (count - 1) / 2) * gap
        tall = height * (rng.uniform(0.85, 1.0) if count > 1 else 1.0)
        y = base + (rng.uniform(-0.02, 0.03) if count > 1 else 0.0)
        if not dark:
            canvas.fill(ellipse(x, y, 0.6 * tall, 0.05 * tall), (0.0, 0.0, 0.0), 0.3, soft=0.02 * tall)
        cut = ANIMALS[name](rng).placed(x, y, tall, mirror=bool(rng.random() < 0.5))
        if dark:
            canvas.fill(cut, (0.03, 0.025, 0.035))
            continue
        low, high = tuple(min(1.0, c * 1.15 + 0.03) for c in coat), tuple(c * 0.72 for c in coat)
        canvas.fill(
            cut,
            canvas.ramp(
                [(0.0, air.lit((low[0], low[1], low[2]))), (1.0, air.lit((high[0], high[1], high[2])))], y - tall, y
            ),
        )
        if name == "cow" and colour != "brown":
            spot = (0.08, 0.07, 0.07) if colour == "white" else (0.94, 0.93, 0.9)
            canvas.fill(ellipse(x - 0.2 * tall, y - 0.66 * tall, 0.16 * tall, 0.1 * tall), air.lit(spot))
            canvas.fill(ellipse(x + 0.24 * tall, y - 0.6 * tall, 0.12 * tall, 0.12 * tall), air.lit(spot))
    story.add(name, count, "" if dark else colour, "", side)
    if dark:
        story.terms.add("silhouette")
        story.terms.add("animal")


def birds(
    canvas: Canvas, rng: np.random.Generator, air: Air, story: Story, count: int | None = None, size: float = 0.0
) -> None:
    """Birds in the sky."""
    number = count if count is not None else int(rng.choice([1, 2, 3, 5, 8]))
    wing = size or rng.uniform(0.06, 0.12) * (1.6 if number == 1 else 1.0)
    cx, cy = rng.uniform(0.3, 0.7) * canvas.aspect, air.horizon * rng.uniform(0.25, 0.6)
    tone: Colour = (0.05, 0.05, 0.07) if air.light != "night" else (0.0, 0.0, 0.0)
    for i in range(number):
        x = cx + (0.0 if number == 1 else rng.uniform(-0.35, 0.35) * canvas.aspect)
        y = cy + (0.0 if number == 1 else rng.uniform(-0.14, 0.14))
        canvas.fill(bird(rng).placed(x, y, wing * rng.uniform(0.7, 1.1), turn=rng.uniform(-0.2, 0.2)), tone)
        del i
    story.add("bird", number)
