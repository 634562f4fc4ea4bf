"""Roads and villages."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour, mix, scale
from mediasearch.demo.captions import Story
from mediasearch.demo.figures_on import animals
from mediasearch.demo.flora import GREENS, fir, leafy
from mediasearch.demo.land import flat, hills, mountains
from mediasearch.demo.props import car, house
from mediasearch.demo.scenery import bright
from mediasearch.demo.sky import paint_sky, pick_light


def road(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """A road that runs to the horizon through fields, desert or snow."""
    story.place = "road"
    horizon = rng.uniform(0.42, 0.55)
    air = paint_sky(canvas, rng, story, pick_light(rng), horizon)
    side = str(rng.choice(["green fields", "green fields", "desert", "snow"]))
    ground: Colour = {
        "green fields": GREENS[int(rng.integers(5))],
        "desert": (0.78, 0.6, 0.38),
        "snow": (0.93, 0.95, 1.0),
    }[side]
    if rng.random() < 0.6:
        mountains(
            canvas,
            rng,
            air,
            horizon + 0.01,
            rng.uniform(0.1, 0.24),
            (0.38, 0.4, 0.42),
            0.45,
            0.6 if side == "snow" else 0.0,
        )
        story.terms.add("mountain")
    flat(canvas, rng, air, horizon, ground, mix(ground, (0.5, 0.55, 0.5), 0.2), 0.6)
    vanish, near = canvas.aspect * rng.uniform(0.42, 0.58), canvas.aspect * rng.uniform(0.4, 0.6)
    half = rng.uniform(0.34, 0.5)
    canvas.fill(
        np.array([[vanish - 0.006, horizon], [vanish + 0.006, horizon], [near + half, 1.01], [near - half, 1.01]]),
        air.lit((0.27, 0.27, 0.29)),
    )
    for edge in (-0.92, 0.92):
        canvas.fill(
            np.array(
                [[vanish + edge * 0.006, horizon], [near + edge * half, 1.01], [near + (edge + 0.04) * half, 1.01]]
            ),
            air.lit((0.9, 0.9, 0.86)),
        )
    t = 0.02
    while t < 1.0:
        a, b = t, min(1.0, t * 1.45)
        points = [
            (vanish + (near - vanish) * p + s * 0.022 * p, horizon + (1.01 - horizon) * p)
            for p, s in ((a, -1), (a, 1), (b, 1), (b, -1))
        ]
        canvas.fill(np.array(points), air.lit((0.96, 0.85, 0.4)))
        t *= 2.1
    if rng.random() < 0.5 and side != "desert":
        for d in np.linspace(0.05, 0.9, 6):
            for s in (-1, 1):
                x = vanish + (near - vanish) * d + s * (0.1 + half * 1.35 * d)
                draw = fir if side == "snow" else None
                y = horizon + (1 - horizon) * d
                if draw:
                    fir(canvas, rng, air, x, y, 0.08 + 0.5 * d, True, 0.3 * (1 - d))
                else:
                    leafy(canvas, rng, air, x, y, 0.08 + 0.45 * d, GREENS[int(rng.integers(5))], 0.3 * (1 - d))
        story.terms.add("tree")
        story.detail("trees beside", "lined with trees", "两旁有树")
    if rng.random() < 0.5:
        name, colour = bright(rng)
        d = rng.uniform(0.3, 0.7)
        car(
            canvas,
            air,
            vanish + (near - vanish) * d + 0.3 * half * d,
            horizon + (1 - horizon) * d,
            0.5 * d + 0.06,
            colour,
            bool(rng.random() < 0.5),
        )
        story.add("car", 1, name if air.light in ("sunny", "cloudy") else "")
        story.terms.add("vehicle")
    zh = {"green fields": "穿过绿色田野", "desert": "穿过沙漠", "snow": "穿过雪地"}[side]
    story.detail(f"through {side}", f"through {side}" if side != "desert" else "through the desert", zh)
    story.terms.update(("road", "landscape"))
    if side == "snow":
        story.terms.update(("snow", "winter"))
    elif side == "desert":
        story.maybe.update(("desert", "sand"))
    else:
        story.maybe.update(("grass", "meadow"))
    story.possible_colours.add("green")


def village(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """One house or a village among hills."""
    count = int(rng.choice([1, 1, 2, 3, 5]))
    story.place = "village" if count > 2 else "hills"
    horizon = rng.uniform(0.5, 0.62)
    snow = rng.random() < 0.25
    air = paint_sky(canvas, rng, story, pick_light(rng, "sunny sunny cloudy sunset dusk night"), horizon)
    green: Colour = (0.93, 0.95, 1.0) if snow else mix(GREENS[int(rng.integers(5))], (0.4, 0.58, 0.22), 0.4)
    hills(canvas, rng, air, horizon + 0.06, 0.16, green, 0.3)
    hills(canvas, rng, air, horizon + 0.2, 0.12, scale(green, 0.95), 0.1)
    name, wall = bright(rng, ("red", "yellow", "white", "blue", "orange", "pink", "green"))
    roof: Colour = ((0.55, 0.24, 0.18), (0.32, 0.3, 0.32), (0.45, 0.3, 0.2))[int(rng.integers(3))]
    size = 0.2 if count == 1 else 0.14 if count == 2 else 0.085
    where = ""
    for i in range(count):
        x = canvas.aspect * (rng.uniform(0.22, 0.78) if count == 1 else 0.1 + 0.8 * (i + 0.5) / count)
        if count == 1:
            part = x / canvas.aspect
            where = "left" if part < 0.38 else "right" if part > 0.62 else "middle"
        house(
            canvas,
            air,
            x,
            rng.uniform(0.8, 0.88) if count < 3 else rng.uniform(0.72, 0.84),
            size * rng.uniform(0.9, 1.1),
            wall,
            roof,
            snow,
        )
    hills(canvas, rng, air, 0.99, 0.08, scale(green, 0.88), 0.0)
    for x in rng.uniform(0, canvas.aspect, int(rng.integers(0, 5))):
        leafy(
            canvas, rng, air, float(x), rng.uniform(0.9, 1.0), rng.uniform(0.16, 0.3), GREENS[int(rng.integers(5))]
        ) if not snow else fir(canvas, rng, air, float(x), 0.97, 0.3, True)
        story.maybe.add("tree")
    if rng.random() < 0.25:
        animals(canvas, rng, air, story, str(rng.choice(["dog", "cow", "horse"])), 0.95, 0.15)
    story.add("house", count, name if air.light in ("sunny", "cloudy") else "", "", where)
    story.terms.update(("house", "building", "landscape", "hills"))
    if count > 2:
        story.terms.add("village")
    if snow:
        story.terms.update(("snow", "winter"))
        story.detail("in snow", "covered in snow", "被雪覆盖")
    else:
        story.maybe.add("grass")
