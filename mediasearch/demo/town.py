"""Skylines and streets."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour, Stencil, box, mix, scale, stroke
from mediasearch.demo.captions import Story
from mediasearch.demo.colours import COLOURS
from mediasearch.demo.figures_on import people
from mediasearch.demo.flora import GREENS, leafy
from mediasearch.demo.land import flat, mirror_lake
from mediasearch.demo.props import LAMP, bus, car
from mediasearch.demo.scenery import bright
from mediasearch.demo.sky import Air, paint_sky, pick_light

WALLS: tuple[Colour, ...] = (
    (0.62, 0.64, 0.68),
    (0.52, 0.56, 0.62),
    (0.72, 0.66, 0.58),
    (0.45, 0.5, 0.58),
    (0.66, 0.56, 0.5),
)


def tower(
    canvas: Canvas,
    rng: np.random.Generator,
    air: Air,
    left: float,
    right: float,
    top: float,
    base: float,
    tone: Colour,
    distance: float,
) -> None:
    """An office tower with rows of windows, some of them lit after dark."""
    face = air.far(tone, distance)
    canvas.fill(box(left, top, right, base), canvas.ramp([(0, scale(face, 1.08)), (1, scale(face, 0.86))], top, base))
    canvas.fill(box(left + 0.72 * (right - left), top, right, base), scale(face, 0.8), 0.7)
    if rng.random() < 0.3:
        canvas.fill(stroke([((left + right) / 2, top), ((left + right) / 2, top - 0.06)], 0.006, 0.002), face)
    step = (right - left) / max(3, round((right - left) / 0.02))
    lit, dark = Stencil(), Stencil()
    odds = {"night": 0.5, "dusk": 0.38, "sunset": 0.14}.get(air.light, 0.0)
    y = top + step
    while y < base - step:
        for i in range(1, round((right - left) / step) - 1):
            x = left + i * step
            pane = box(x + 0.2 * step, y, x + 0.8 * step, y + 0.8 * step)
            (lit if rng.random() < odds else dark).add(pane)
        y += 1.5 * step
    canvas.fill(dark, scale(face, 0.62) if air.light != "sunny" else mix(face, (0.35, 0.5, 0.68), 0.6), 0.8)
    canvas.fill(lit, mix(LAMP, (1, 1, 1), 0.15), 0.95 - 0.4 * distance)


def skyline(canvas: Canvas, rng: np.random.Generator, air: Air, base: float, tallest: float) -> None:
    """Three rows of towers, the far ones pale."""
    for row in range(3):
        distance = 0.6 - 0.27 * row
        x = -0.05
        while x < canvas.aspect + 0.02:
            wide = rng.uniform(0.06, 0.15)
            high = tallest * rng.uniform(0.3, 1.0) * (1.0 - 0.2 * row)
            tower(
                canvas,
                rng,
                air,
                x,
                x + wide,
                base - high,
                base,
                WALLS[int(rng.integers(len(WALLS)))],
                max(distance, 0.04),
            )
            x += wide * rng.uniform(0.8, 1.3)


def city(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """A skyline by day or night, often over water."""
    story.place = "city"
    horizon = rng.uniform(0.62, 0.8)
    air = paint_sky(canvas, rng, story, pick_light(rng, "sunny sunny cloudy sunset dusk night night night"), horizon)
    skyline(canvas, rng, air, horizon, rng.uniform(0.3, 0.52))
    if air.light in ("night", "dusk"):
        canvas.glow(canvas.aspect / 2, horizon, 0.5, (0.9, 0.6, 0.3), 0.16)
    if rng.random() < 0.65:
        mirror_lake(canvas, rng, air, horizon, 1.0, 0.8)
        story.terms.update(("water", "reflection"))
        story.detail("by the water", "by the water", "在水边")
    else:
        flat(canvas, rng, air, horizon, (0.22, 0.3, 0.18), (0.25, 0.33, 0.2), 0.4)
        for x in np.sort(rng.uniform(0, canvas.aspect, 12)):
            leafy(
                canvas,
                rng,
                air,
                float(x),
                horizon + rng.uniform(0.04, 0.14),
                rng.uniform(0.1, 0.18),
                GREENS[int(rng.integers(5))],
            )
        story.detail("behind trees", "behind trees", "前面有树")
        story.terms.add("tree")
    story.terms.update(("city", "building"))
    if air.light in ("night", "dusk"):
        story.terms.add("city night")
    story.maybe.add("landscape")


def street(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """A street between houses, with cars, buses or people."""
    story.place = "street"
    base = rng.uniform(0.68, 0.74)
    air = paint_sky(canvas, rng, story, pick_light(rng, "sunny sunny cloudy cloudy dusk night"), base)
    x = -0.04
    while x < canvas.aspect:
        wide = rng.uniform(0.18, 0.34)
        high = rng.uniform(0.3, 0.56)
        tone = mix(
            WALLS[int(rng.integers(len(WALLS)))],
            COLOURS[str(rng.choice(["red", "yellow", "brown", "orange", "blue"]))].shade(rng),
            float(rng.uniform(0.1, 0.45)),
        )
        tower(canvas, rng, air, x, x + wide, base - high, base, tone, 0.05)
        lights = LAMP if air.light in ("night", "dusk") else air.lit((0.4, 0.52, 0.6))
        canvas.fill(box(x + 0.02, base - 0.1, x + wide - 0.02, base - 0.015), lights, 0.9)
        canvas.fill(box(x + 0.01, base - 0.13, x + wide - 0.01, base - 0.095), air.lit(scale(tone, 0.7)))
        x += wide
    flat(canvas, rng, air, base, (0.34, 0.34, 0.35), (0.3, 0.3, 0.31), 0.25)
    canvas.fill(box(0, base, canvas.aspect, base + 0.05), air.lit((0.62, 0.61, 0.59)))
    for i in range(8):
        canvas.fill(box(canvas.aspect * i / 7, 0.9, canvas.aspect * (i + 0.55) / 7, 0.912), air.lit((0.93, 0.93, 0.9)))
    for i in range(3):
        lx = canvas.aspect * (0.15 + 0.35 * i)
        canvas.fill(stroke([(lx, base + 0.04), (lx, base - 0.3), (lx + 0.06, base - 0.31)], 0.008), (0.1, 0.1, 0.11))
        if air.light in ("night", "dusk"):
            canvas.glow(lx + 0.06, base - 0.3, 0.05, LAMP, 0.9)
    roll = rng.random()
    if roll < 0.4:
        name, colour = bright(rng)
        count = int(rng.choice([1, 1, 2, 3]))
        for i in range(count):
            car(
                canvas,
                air,
                canvas.aspect * (i + 0.5 + rng.uniform(-0.12, 0.12)) / count,
                rng.uniform(0.86, 0.92),
                min(0.46, 0.8 * canvas.aspect / count),
                colour,
                bool(rng.random() < 0.5),
            )
        story.add("car", count, name)
        story.terms.add("vehicle")
    elif roll < 0.7:
        name, colour = bright(rng, ("red", "yellow", "green", "blue", "orange", "white"))
        bus(canvas, air, canvas.aspect * rng.uniform(0.4, 0.6), 0.9, min(0.85, 0.8 * canvas.aspect), colour)
        story.add("bus", 1, name)
        story.terms.add("vehicle")
        story.possible_colours.add(name)
    else:
        people(canvas, rng, air, story, rng.uniform(0.84, 0.94), rng.uniform(0.24, 0.36))
    story.terms.update(("street", "road", "building"))
    story.maybe.update(("city", "house", "city night") if air.light in ("night", "dusk") else ("city", "house"))
