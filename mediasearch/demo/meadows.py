"""Meadows, hills and the sky over them: flowers, herds, balloons, a rainbow."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour, mix, scale
from mediasearch.demo.captions import Story
from mediasearch.demo.figures_on import animals, birds, people
from mediasearch.demo.flora import GREENS, field_flowers, grass, leafy
from mediasearch.demo.land import flat, hills, mountains
from mediasearch.demo.props import balloon, tent
from mediasearch.demo.scenery import bright, side_of
from mediasearch.demo.sky import paint_sky, pick_light


def meadow(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Grass, flowers, hills; animals, people, trees or a rainbow over it."""
    kind = str(rng.choice(["meadow", "flower meadow", "flower meadow", "hills", "rainbow"]))
    story.place = kind
    horizon = rng.uniform(0.45, 0.6)
    air = paint_sky(
        canvas,
        rng,
        story,
        pick_light(rng, "sunny sunny sunny cloudy sunset") if kind != "rainbow" else "cloudy",
        horizon,
    )
    green = GREENS[int(rng.integers(len(GREENS)))]
    green = mix(green, (0.42, 0.62, 0.2), float(rng.uniform(0.2, 0.8)))
    if kind == "rainbow":
        _rainbow(canvas, rng, horizon)
        story.terms.add("rainbow")
    hills(
        canvas,
        rng,
        air,
        horizon + 0.02,
        rng.uniform(0.06, 0.2) if kind in ("hills", "rainbow") else 0.05,
        mix(green, (0.2, 0.4, 0.3), 0.3),
        0.3,
    )
    if kind == "hills":
        hills(canvas, rng, air, horizon + 0.14, 0.14, green, 0.12)
        hills(canvas, rng, air, horizon + 0.3, 0.14, scale(green, 0.9), 0.0)
    else:
        flat(canvas, rng, air, horizon + 0.03, scale(green, 0.85), green, 0.6)
    if rng.random() < 0.45:
        count = int(rng.choice([1, 1, 2, 3]))
        x0 = rng.uniform(0.2, 0.8) * canvas.aspect
        for i in range(count):
            x = x0 if count == 1 else canvas.aspect * (0.15 + 0.7 * (i + 0.5) / count)
            leafy(
                canvas,
                rng,
                air,
                x,
                horizon + rng.uniform(0.08, 0.18),
                rng.uniform(0.26, 0.42),
                GREENS[int(rng.integers(5))],
            )
        story.add("tree", count, "", "", side_of(canvas, x0) if count == 1 else "")
    if kind == "flower meadow":
        name, colour = bright(rng, ("red", "yellow", "purple", "pink", "white", "blue", "orange"))
        grass(canvas, rng, air, horizon + 0.1, green, 150)
        field_flowers(canvas, rng, air, horizon + 0.06, colour, int(rng.integers(140, 340)))
        story.add("flower", 40, name)
        story.possible_colours.add(name)
    else:
        grass(canvas, rng, air, 0.8, green, 120)
        roll = rng.random()
        if roll < 0.5:
            name = str(rng.choice(["cow", "horse", "sheep", "dog", "sheep", "cow"]))
            animals(
                canvas,
                rng,
                air,
                story,
                name,
                rng.uniform(0.78, 0.9),
                rng.uniform(0.14, 0.26),
                int(rng.choice([1, 2, 3, 5])),
            )
        elif roll < 0.7:
            people(canvas, rng, air, story, rng.uniform(0.82, 0.92), rng.uniform(0.18, 0.36))
        elif roll < 0.8:
            name, colour = bright(rng)
            tent(canvas, air, canvas.aspect * rng.uniform(0.25, 0.7), 0.84, rng.uniform(0.16, 0.26), colour)
            story.add("tent", 1, name)
            story.terms.add("tent")
    story.terms.update(("grass", "meadow", "landscape"))
    if kind in ("hills", "rainbow"):
        story.terms.add("hills")
    story.colours.update(("green",) if air.light == "sunny" and kind in ("meadow", "hills") else ())
    story.possible_colours.update(("green", "blue"))


def _rainbow(canvas: Canvas, rng: np.random.Generator, horizon: float) -> None:
    cx, cy, radius = rng.uniform(0.3, 0.7) * canvas.aspect, horizon + 0.15, rng.uniform(0.42, 0.56)
    distance = np.sqrt((canvas.x - cx) ** 2 + (canvas.y - cy) ** 2)
    bands = (
        (0.56, 0.2, 0.7),
        (0.2, 0.3, 0.9),
        (0.1, 0.7, 0.8),
        (0.2, 0.75, 0.25),
        (0.98, 0.9, 0.2),
        (1.0, 0.55, 0.1),
        (0.92, 0.15, 0.15),
    )
    for i, tone in enumerate(bands):
        ring = np.exp(-((distance - radius - 0.013 * i) ** 2) / (2 * 0.0085**2)).astype(np.float32)
        canvas.blend(ring, tone, 0.62)


def balloons(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Hot-air balloons over the land, or the plain sky with birds."""
    horizon = rng.uniform(0.74, 0.86)
    story.place = "sky"
    air = paint_sky(canvas, rng, story, pick_light(rng, "sunny sunny sunny cloudy sunset dusk"), horizon)
    mountains(canvas, rng, air, horizon + 0.02, 0.1, (0.35, 0.4, 0.4), 0.5)
    hills(canvas, rng, air, horizon + 0.1, 0.08, GREENS[int(rng.integers(5))], 0.1)
    if rng.random() < 0.25:
        birds(canvas, rng, air, story, None, rng.uniform(0.1, 0.3))
        return
    count = int(rng.choice([1, 1, 2, 3, 4, 5]))
    name, colour = bright(rng, ("red", "orange", "yellow", "green", "blue", "purple", "pink"))
    second = (0.97, 0.95, 0.9) if rng.random() < 0.6 else mix(colour, (1, 1, 1), 0.45)
    big = 0.24 if count == 1 else 0.13
    for i in range(count):
        x = canvas.aspect * (0.5 if count == 1 else 0.14 + 0.72 * (i + 0.5) / count) + rng.uniform(-0.05, 0.05)
        balloon(canvas, air, float(x), rng.uniform(0.26, 0.5), big * rng.uniform(0.7, 1.05), colour, second)
    story.add("balloon", count, name)
    story.terms.add("landscape")
    story.possible_colours.update((name, "blue"))


def animal(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """One animal or a small herd, large in the picture."""
    name = str(rng.choice(["dog", "cat", "horse", "cow", "sheep", "deer", "camel", "elephant"]))
    story.place = "desert" if name == "camel" else "meadow"
    horizon = rng.uniform(0.4, 0.55)
    air = paint_sky(canvas, rng, story, pick_light(rng, "sunny sunny sunny cloudy sunset sunset"), horizon)
    ground: Colour = (0.84, 0.64, 0.38) if name == "camel" else mix(GREENS[int(rng.integers(5))], (0.5, 0.6, 0.25), 0.3)
    hills(canvas, rng, air, horizon + 0.03, 0.06, ground, 0.3)
    flat(canvas, rng, air, horizon + 0.04, scale(ground, 0.85), ground, 0.6)
    count = int(rng.choice([1, 1, 1, 2, 3]))
    animals(
        canvas,
        rng,
        air,
        story,
        name,
        rng.uniform(0.84, 0.93),
        rng.uniform(0.45, 0.64) if count == 1 else rng.uniform(0.26, 0.36),
        count,
    )
    story.terms.add("animal")
    story.terms.update(("desert", "sand") if name == "camel" else ("grass", "meadow"))
    story.possible_colours.update(("green", "blue", "brown", "yellow", "orange"))
