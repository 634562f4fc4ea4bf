"""What people built: skylines, streets, roads, villages, rooms; and skies over them at night."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour, Stencil, box, ellipse, mix, scale, stroke
from mediasearch.demo.captions import Story
from mediasearch.demo.colours import COLOURS
from mediasearch.demo.figures_on import animals, people
from mediasearch.demo.flora import GREENS, fir, leafy
from mediasearch.demo.land import flat, hills, mirror_lake, mountains
from mediasearch.demo.nature import bright
from mediasearch.demo.props import LAMP, bus, car, house
from mediasearch.demo.sky import Air, aurora, moon, paint_sky, pick_light, stars

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


def night_sky(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Stars, a big moon, northern lights or fireworks over a dark land."""
    horizon = rng.uniform(0.78, 0.9)
    bursts = rng.random() < 0.35
    story.place = "fireworks" if bursts else "night sky"
    air = paint_sky(canvas, rng, story, "night", horizon)
    if not bursts:
        stars(canvas, rng, horizon, int(rng.integers(250, 600)))
        story.terms.add("stars")
        roll = rng.random()
        if roll < 0.3 and air.moon is None:
            at = (canvas.aspect * rng.uniform(0.3, 0.7), rng.uniform(0.25, 0.5))
            moon(canvas, rng, at, rng.uniform(0.12, 0.22))
            story.terms.add("moon")
            story.detail("big moon", "with a big bright moon", "有一轮大月亮")
        elif roll < 0.6:
            aurora(canvas, rng, story, horizon)
    else:
        _fireworks(canvas, rng, story, horizon)
    roll = rng.random()
    if roll < 0.4:
        mountains(canvas, rng, air, horizon + 0.04, 0.16, (0.3, 0.32, 0.4), 0.05)
        story.detail("over mountains", "over mountains", "山的上空")
        story.terms.add("mountain")
    elif roll < 0.7:
        skyline(canvas, rng, air, horizon + 0.1, 0.28)
        story.detail("over a city", "over a city", "城市上空")
        story.terms.update(("city", "building"))
        story.maybe.add("city night")
    else:
        hills(canvas, rng, air, horizon + 0.03, 0.08, (0.2, 0.26, 0.2), 0.0)
        for x in np.sort(rng.uniform(0, canvas.aspect, 14)):
            fir(canvas, rng, air, float(x), horizon + 0.05, rng.uniform(0.06, 0.18))
        story.detail("over a forest", "over a dark forest", "森林上空")
        story.maybe.update(("forest", "tree"))
    story.terms.add("landscape")


def _fireworks(canvas: Canvas, rng: np.random.Generator, story: Story, horizon: float) -> None:
    name, colour = bright(rng, ("red", "yellow", "green", "blue", "purple", "pink"))
    for _ in range(int(rng.integers(2, 5))):
        x, y, radius = (
            rng.uniform(0.15, 0.85) * canvas.aspect,
            rng.uniform(0.15, 0.55) * horizon,
            rng.uniform(0.12, 0.25),
        )
        tone = mix(colour, (1, 1, 1), 0.2)
        canvas.glow(x, y, radius * 0.6, colour, 0.4)
        rays, sparks = Stencil(), Stencil()
        for angle in np.linspace(0, 2 * np.pi, 34, endpoint=False):
            long = radius * rng.uniform(0.75, 1.0)
            t = np.linspace(0.18, 1, 7)
            px = x + long * t * np.cos(angle)
            py = y + long * t * np.sin(angle) + 0.35 * long * t**2 * 0.4
            rays.add(stroke(np.stack([px, py], 1), 0.0012, 0.0055))
            sparks.add(ellipse(px[-1], py[-1], 0.0055, 0.0055, steps=10))
        canvas.fill(rays, tone, 0.85)
        canvas.fill(sparks, (1, 1, 0.95))
    story.terms.add("fireworks")
    en, zh = COLOURS[name].name, COLOURS[name].zh
    story.detail(f"{name} fireworks", f"in {en}", f"{zh}的烟花")
    story.possible_colours.add(name)


def room(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """A living room: wall, floor, window, sofa, lamp, picture."""
    story.place = "room"
    wall_name = str(rng.choice(["white", "yellow", "green", "blue", "pink", "gray"]))
    wall = mix(COLOURS[wall_name].shade(rng), (0.93, 0.91, 0.87), 0.55)
    floor = rng.uniform(0.66, 0.74)
    canvas.gradient([(0, scale(wall, 0.94)), (1, wall)], 0.0, floor)
    air = Air("sunny", wall, wall, (1.0, 0.98, 0.95), floor)
    flat(canvas, rng, air, floor, (0.5, 0.33, 0.2), (0.6, 0.42, 0.27), 0.35)
    canvas.fill(box(0, floor - 0.02, canvas.aspect, floor), (0.95, 0.94, 0.92))
    wx = canvas.aspect * rng.uniform(0.18, 0.35)
    canvas.fill(box(wx - 0.17, 0.12, wx + 0.17, 0.52), (0.96, 0.96, 0.95))
    canvas.fill(
        box(wx - 0.15, 0.14, wx + 0.15, 0.5), canvas.ramp([(0, (0.5, 0.75, 0.95)), (1, (0.85, 0.93, 0.97))], 0.14, 0.5)
    )
    canvas.fill(box(wx - 0.006, 0.14, wx + 0.006, 0.5), (0.96, 0.96, 0.95))
    canvas.fill(box(wx - 0.15, 0.31, wx + 0.15, 0.322), (0.96, 0.96, 0.95))
    px = canvas.aspect * rng.uniform(0.6, 0.82)
    canvas.fill(box(px - 0.13, 0.14, px + 0.13, 0.36), (0.2, 0.15, 0.11))
    canvas.fill(box(px - 0.11, 0.16, px + 0.11, 0.34), COLOURS[str(rng.choice(["blue", "orange", "green"]))].shade(rng))
    name, colour = bright(rng, ("red", "blue", "green", "yellow", "gray", "brown", "purple"))
    sx, half = canvas.aspect * rng.uniform(0.48, 0.62), min(0.36, canvas.aspect * 0.3)
    canvas.fill(ellipse(sx, 0.9, half * 1.1, 0.03), (0, 0, 0), 0.4, soft=0.02)
    canvas.fill(box(sx - half, 0.5, sx + half, 0.82), scale(colour, 0.86))
    canvas.fill(box(sx - half, 0.7, sx + half, 0.88), colour)
    for s in (-1, 1):
        canvas.fill(box(sx + s * half - 0.05, 0.6, sx + s * half + 0.05, 0.9), scale(colour, 0.95))
        canvas.fill(box(sx + s * (half - 0.04) - 0.012, 0.88, sx + s * (half - 0.04) + 0.012, 0.93), (0.15, 0.1, 0.07))
    canvas.fill(box(sx - 0.005, 0.7, sx + 0.005, 0.88), scale(colour, 0.75))
    story.detail(f"{name} sofa", f"with a {name} sofa", f"有{COLOURS[name].zh}的沙发")
    story.possible_colours.update((name, wall_name))
    lx = sx - half - 0.14 if rng.random() < 0.5 else sx + half + 0.14
    canvas.fill(stroke([(lx, 0.9), (lx, 0.42)], 0.014), (0.2, 0.17, 0.15))
    canvas.fill(
        np.array([[lx - 0.05, 0.3], [lx + 0.05, 0.3], [lx + 0.085, 0.43], [lx - 0.085, 0.43]]), (0.99, 0.93, 0.78)
    )
    if rng.random() < 0.3:
        animals(canvas, rng, air, story, "cat", 0.95, 0.2)
    elif rng.random() < 0.4:
        people(canvas, rng, air, story, 0.96, 0.56, 1)
    story.terms.add("indoor")
