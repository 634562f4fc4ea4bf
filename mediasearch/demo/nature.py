"""Landscapes: sea, beach, mountains, snow, forest, meadow, desert, lake, waterfall, hills."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour, Stencil, ellipse, mix, scale, stroke
from mediasearch.demo.captions import Story
from mediasearch.demo.colours import COLOURS
from mediasearch.demo.figures import snowman
from mediasearch.demo.figures_on import animals, birds, people
from mediasearch.demo.flora import AUTUMN, GREENS, cactus, field_flowers, fir, grass, leafy, palm
from mediasearch.demo.land import below, flat, hills, mirror_lake, mountains, relief, ridge_line, sea, shore
from mediasearch.demo.noise import fbm, smoothstep
from mediasearch.demo.props import balloon, boat, house, kite, lighthouse, tent, umbrella
from mediasearch.demo.sky import Air, aurora, paint_sky, pick_light

BRIGHT = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "white")
ROCK: Colour = (0.36, 0.35, 0.36)


def bright(rng: np.random.Generator, names: tuple[str, ...] = BRIGHT) -> tuple[str, Colour]:
    """A cheerful colour for something made by people."""
    name = str(rng.choice(names))
    return name, COLOURS[name].shade(rng, 0.2)


def _seed(rng: np.random.Generator) -> int:
    return int(rng.integers(1 << 30))


def _side(canvas: Canvas, x: float) -> str:
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
        "boat", count, name if air.light in ("sunny", "cloudy") else "", "", _side(canvas, centre) if count == 1 else ""
    )


def sea_scene(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Open sea."""
    story.place = "sea"
    horizon = rng.uniform(0.36, 0.58)
    air = paint_sky(canvas, rng, story, pick_light(rng, "sunny sunny cloudy sunset sunset dusk night"), horizon)
    water = mix((0.05, 0.27, 0.45), (0.08, 0.45, 0.52), float(rng.uniform(0, 1)))
    if air.light == "cloudy":
        water = (0.27, 0.36, 0.42)
    island = rng.random()
    if island < 0.2:
        mountains(canvas, rng, air, horizon + 0.005, rng.uniform(0.06, 0.14), (0.2, 0.3, 0.28), 0.45)
    sea(canvas, rng, air, horizon, water, rng.uniform(0.1, 0.9))
    extra = rng.random()
    if extra < 0.5:
        add_boat(canvas, rng, air, story, horizon, 1.0)
    elif extra < 0.68:
        birds(canvas, rng, air, story)
    story.terms.update(("sea", "water", "landscape", "waves"))
    story.maybe.update(("seaside", "lake"))
    story.possible_colours.update(("blue", "cyan"))


def beach(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Sand, surf and people."""
    story.place = "beach"
    horizon = rng.uniform(0.3, 0.45)
    air = paint_sky(canvas, rng, story, pick_light(rng, "sunny sunny sunny cloudy sunset sunset dusk"), horizon)
    sea(canvas, rng, air, horizon, mix((0.05, 0.35, 0.52), (0.1, 0.58, 0.6), float(rng.uniform(0, 1))), 0.3)
    line = shore(canvas, _seed(rng), rng.uniform(0.55, 0.68), 0.05)
    wet = air.lit((0.62, 0.52, 0.38))
    for off, tone, alpha in ((-0.035, (1.0, 1.0, 1.0), 0.55), (-0.012, (1.0, 1.0, 1.0), 0.8), (0.0, wet, 1.0)):
        paint = air.lit(tone) if tone != wet else wet
        canvas.blend(below(canvas, line + off), paint, alpha)
    sand = fbm(_seed(rng), canvas.width, canvas.height, 24, 4)
    tone = np.asarray(air.lit(mix((0.9, 0.8, 0.6), (0.96, 0.9, 0.76), float(rng.uniform(0, 1)))), np.float32)
    canvas.blend(below(canvas, line + 0.045), np.clip(tone * (0.86 + 0.28 * sand[..., None]), 0, 1).astype(np.float32))
    extra = rng.random()
    if extra < 0.32:
        hands = people(canvas, rng, air, story, rng.uniform(0.76, 0.9), rng.uniform(0.16, 0.34))
        if rng.random() < 0.3:
            name, colour = bright(rng)
            kite(
                canvas,
                air,
                rng.uniform(0.2, 0.8) * canvas.aspect,
                horizon * rng.uniform(0.3, 0.6),
                0.06,
                colour,
                hands[0],
            )
            story.add("kite", 1, name)
    elif extra < 0.55:
        name, colour = bright(rng)
        count = int(rng.choice([1, 1, 2, 3]))
        for i in range(count):
            umbrella(
                canvas,
                air,
                canvas.aspect * (0.15 + 0.7 * (i + rng.uniform(0.3, 0.7)) / count),
                rng.uniform(0.82, 0.93),
                rng.uniform(0.22, 0.3),
                colour,
            )
        story.add("umbrella", count, name)
    elif extra < 0.75:
        count = int(rng.choice([1, 2, 3]))
        for i in range(count):
            palm(
                canvas,
                rng,
                air,
                canvas.aspect * (0.12 + 0.76 * (i + rng.uniform(0.2, 0.8)) / count),
                rng.uniform(0.88, 0.97),
                rng.uniform(0.5, 0.72),
            )
        story.add("palm", count)
    elif extra < 0.87:
        add_boat(canvas, rng, air, story, horizon, 0.6)
    story.terms.update(("sea", "seaside", "water", "beach", "sand", "landscape"))
    story.maybe.add("waves")
    story.possible_colours.update(("blue", "cyan", "yellow", "orange"))


def coast(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Cliffs, surf and perhaps a lighthouse."""
    story.place = "coast"
    horizon = rng.uniform(0.4, 0.52)
    air = paint_sky(canvas, rng, story, pick_light(rng, "sunny sunny cloudy sunset dusk night"), horizon)
    sea(canvas, rng, air, horizon, (0.07, 0.3, 0.42), 0.8)
    left = rng.random() < 0.5
    seed = _seed(rng)
    ramp = np.linspace(1, 0, canvas.width) if left else np.linspace(0, 1, canvas.width)
    crest = (
        horizon
        - 0.12
        + 0.75 * smoothstep(0.62, 0.2, ramp.astype(np.float32))
        + 0.07 * ridge_line(canvas, seed, 0.5, 1.0, 4)
    )
    cover = below(canvas, crest)
    foam = below(canvas, crest - 0.03 - 0.02 * fbm(seed + 3, canvas.width, 8, 4, 3)[0])
    canvas.blend(foam * (canvas.y > horizon + 0.05), air.lit((0.95, 0.97, 0.98)), 0.6)
    rock = np.asarray(air.lit((0.42, 0.37, 0.32)), np.float32) * relief(canvas, seed + 1, 6.0, 8.0)[..., None]
    canvas.blend(cover, np.clip(rock, 0, 1).astype(np.float32))
    turf = smoothstep(0.07, 0.02, canvas.y - crest[None, :]) * cover
    canvas.blend(turf.astype(np.float32), air.lit((0.3, 0.45, 0.18)), 0.85)
    x = (0.2 if left else 0.8) * canvas.aspect
    if rng.random() < 0.6:
        name, colour = bright(rng, ("red", "blue", "white", "green"))
        lighthouse(
            canvas, air, x, float(crest[int(x * canvas.height) % canvas.width]) + 0.02, rng.uniform(0.26, 0.36), colour
        )
        story.add("lighthouse", 1, name if air.light in ("sunny", "cloudy") else "", "", "left" if left else "right")
    elif rng.random() < 0.5:
        birds(canvas, rng, air, story)
    story.terms.update(("sea", "seaside", "water", "stone", "landscape", "waves"))
    story.possible_colours.update(("blue", "brown"))


def mountain_scene(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Mountain ranges, with or without snow."""
    snowy = rng.random() < 0.5
    story.place = "snow mountains" if snowy else "mountains"
    horizon = rng.uniform(0.62, 0.74)
    air = paint_sky(canvas, rng, story, pick_light(rng), horizon)
    if air.light == "night" and rng.random() < 0.35:
        aurora(canvas, rng, story, horizon)
    rock: Colour = mix(ROCK, (0.42, 0.36, 0.3), float(rng.uniform(0, 1)))
    mountains(canvas, rng, air, horizon, rng.uniform(0.2, 0.36), rock, 0.55, 0.5 if snowy else 0.0, rng.uniform(2, 4))
    mountains(
        canvas,
        rng,
        air,
        horizon + 0.06,
        rng.uniform(0.3, 0.5),
        rock,
        0.22,
        rng.uniform(0.45, 0.7) if snowy else 0.0,
        rng.uniform(1.2, 2.4),
    )
    ground: Colour = (0.92, 0.94, 0.98) if snowy and rng.random() < 0.5 else GREENS[int(rng.integers(len(GREENS)))]
    hills(canvas, rng, air, horizon + 0.18, 0.12, ground, 0.08)
    hills(canvas, rng, air, horizon + 0.3, 0.1, scale(ground, 0.86), 0.0)
    roll = rng.random()
    if roll < 0.4:
        for x in np.sort(rng.uniform(0, canvas.aspect, int(rng.integers(6, 16)))):
            fir(canvas, rng, air, float(x), rng.uniform(0.88, 1.02), rng.uniform(0.14, 0.26), snow=ground[2] > 0.9)
        story.terms.update(("pine", "tree"))
        story.detail("pines", "with pine trees", "有松树")
    elif roll < 0.55:
        birds(canvas, rng, air, story)
    elif roll < 0.7:
        people(canvas, rng, air, story, 0.93, rng.uniform(0.1, 0.2), int(rng.choice([1, 2, 3])))
    story.terms.update(("mountain", "landscape"))
    if snowy:
        story.terms.update(("snow", "snow mountain"))
        story.maybe.update(("winter", "ice"))
    story.possible_colours.update(("blue", "white", "green"))


def snow_scene(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """A snow field with firs, a snowman, a cottage or people."""
    story.place = "snow field"
    horizon = rng.uniform(0.42, 0.58)
    air = paint_sky(canvas, rng, story, pick_light(rng, "sunny sunny cloudy cloudy sunset dusk night"), horizon)
    white: Colour = (0.94, 0.96, 1.0)
    if rng.random() < 0.4:
        mountains(canvas, rng, air, horizon + 0.02, rng.uniform(0.12, 0.25), ROCK, 0.45, 0.75)
        story.terms.add("mountain")
    if air.light in ("dusk", "night"):
        air.tint = (0.42, 0.47, 0.62)
    hills(canvas, rng, air, horizon + 0.06, 0.08, white, 0.25)
    for x in np.sort(rng.uniform(0, canvas.aspect, int(rng.integers(0, 14)))):
        fir(
            canvas,
            rng,
            air,
            float(x),
            horizon + rng.uniform(0.06, 0.14),
            rng.uniform(0.1, 0.24),
            snow=True,
            distance=0.2,
        )
        story.terms.update(("pine", "tree"))
    hills(canvas, rng, air, horizon + 0.22, 0.1, scale(white, 0.98), 0.0)
    roll = rng.random()
    if roll < 0.24:
        x, base, size = rng.uniform(0.2, 0.8) * canvas.aspect, 0.9, rng.uniform(0.3, 0.42)
        canvas.fill(ellipse(x, base, 0.32 * size, 0.05 * size), air.lit((0.55, 0.65, 0.8)), 0.8, soft=0.02)
        for points, _ in snowman().placed(x, base, size).parts:
            canvas.fill(
                points,
                canvas.ramp(
                    [(0, air.lit((1, 1, 1))), (1, air.lit((0.72, 0.8, 0.92)))],
                    float(points[:, 1].min()),
                    float(points[:, 1].max()),
                ),
            )
        eyes = Stencil().add(
            *[
                ellipse(x + dx * size, base + dy * size, 0.018 * size, 0.018 * size)
                for dx, dy in ((-0.05, -0.93), (0.05, -0.93), (0, -0.66), (0, -0.58))
            ]
        )
        canvas.fill(eyes, (0.05, 0.05, 0.06))
        canvas.fill(
            np.array([[x, base - 0.9 * size], [x + 0.16 * size, base - 0.87 * size], [x, base - 0.85 * size]]),
            air.lit((0.95, 0.5, 0.1)),
        )
        name, colour = bright(rng)
        canvas.fill(
            stroke([(x - 0.14 * size, base - 0.78 * size), (x + 0.14 * size, base - 0.78 * size)], 0.06 * size),
            air.lit(colour),
        )
        story.add("snowman", 1, "", "", _side(canvas, x))
    elif roll < 0.5:
        name, colour = bright(rng, ("red", "brown", "yellow", "blue"))
        x = rng.uniform(0.25, 0.75) * canvas.aspect
        house(canvas, air, x, 0.86, rng.uniform(0.12, 0.18), colour, (0.3, 0.2, 0.15), snow=True)
        story.add("house", 1, name if air.light in ("sunny", "cloudy") else "", "", _side(canvas, x))
    elif roll < 0.72:
        people(canvas, rng, air, story, 0.9, rng.uniform(0.2, 0.34))
    elif roll < 0.82:
        name = str(rng.choice(["dog", "deer", "horse"]))
        animals(canvas, rng, air, story, name, 0.9, rng.uniform(0.22, 0.32))
    story.terms.update(("snow", "winter", "landscape"))
    story.maybe.add("ice")
    story.colours.update(("white",) if air.light in ("sunny", "cloudy") else ())
    story.possible_colours.update(("blue", "white"))


def forest(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Rows of trees that fade into the distance: green, autumn or snow."""
    season = str(rng.choice(["forest", "forest", "autumn forest", "snow forest"]))
    story.place = season
    horizon = rng.uniform(0.5, 0.62)
    air = paint_sky(canvas, rng, story, pick_light(rng, "sunny sunny cloudy cloudy sunset dusk"), horizon)
    floor: Colour = {
        "forest": (0.22, 0.34, 0.14),
        "autumn forest": (0.62, 0.38, 0.14),
        "snow forest": (0.92, 0.95, 1.0),
    }[season]
    flat(canvas, rng, air, horizon, floor, scale(floor, 0.8), 0.7)
    firs = season == "snow forest" or (season == "forest" and rng.random() < 0.5)
    for row in range(4):
        distance = 0.62 - 0.2 * row
        base = horizon + 0.02 + 0.1 * row * (1 + 0.3 * row)
        count = int(canvas.aspect * (15 - 3 * row))
        for x in rng.permutation(np.linspace(-0.05, canvas.aspect + 0.05, count)):
            at = float(x + rng.uniform(-0.05, 0.05))
            tall = (0.32 + 0.13 * row) * rng.uniform(0.85, 1.2)
            if firs:
                fir(canvas, rng, air, at, base, tall, season == "snow forest", max(distance, 0.0))
            elif row < 3 or rng.random() < 0.6:
                palette = AUTUMN if season == "autumn forest" else GREENS
                leafy(canvas, rng, air, at, base, tall, palette[int(rng.integers(len(palette)))], max(distance, 0.0))
    if rng.random() < 0.4:
        path = [
            (canvas.aspect * 0.5 + 0.25 * np.sin(2 * t) * (1 - t), 1.02 - (1.0 - horizon - 0.16) * t)
            for t in np.linspace(0, 1, 14)
        ]
        canvas.fill(
            stroke(path, 0.34, 0.03),
            air.lit((0.62, 0.52, 0.38) if season != "snow forest" else (0.8, 0.85, 0.93)),
            0.9,
            soft=0.006,
        )
        story.detail("path", "with a path", "有一条小路")
    roll = rng.random()
    if roll < 0.2:
        people(canvas, rng, air, story, 0.92, rng.uniform(0.18, 0.3), int(rng.choice([1, 2])))
    elif roll < 0.35:
        animals(canvas, rng, air, story, str(rng.choice(["deer", "dog"])), 0.94, rng.uniform(0.24, 0.34))
    story.terms.update(("forest", "tree", "plant", "landscape"))
    if firs:
        story.terms.add("pine")
    if season == "snow forest":
        story.terms.update(("snow", "winter"))
    elif season == "autumn forest":
        story.terms.add("autumn")
        story.possible_colours.update(("orange", "yellow", "red", "brown"))
    story.possible_colours.add("green")
    story.maybe.update(("sky", "blue sky", "day"))


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
        story.add("tree", count, "", "", _side(canvas, x0) if count == 1 else "")
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


def desert(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Dunes with crests in light and shade; camels, cacti or people."""
    story.place = "desert"
    horizon = rng.uniform(0.42, 0.56)
    air = paint_sky(canvas, rng, story, pick_light(rng, "sunny sunny sunny sunset sunset night"), horizon)
    sand: Colour = mix((0.87, 0.64, 0.36), (0.9, 0.74, 0.5), float(rng.uniform(0, 1)))
    for layer in range(4):
        seed = _seed(rng)
        base = horizon + 0.02 + 0.13 * layer
        line = ridge_line(canvas, seed, base, 0.1 + 0.05 * layer, rng.uniform(0.9, 1.8), sharp=False)
        cover = below(canvas, line)
        slope = np.gradient(line) * canvas.height
        light = smoothstep(-0.35, 0.35, -slope.astype(np.float32))[None, :]
        ripple = np.sin(canvas.y * 60 + fbm(seed + 1, canvas.width, canvas.height, 3, 3) * 26) * 0.03
        shade = 0.72 + 0.36 * light + ripple * (layer / 3)
        tone = np.asarray(air.far(sand, 0.4 - 0.13 * layer), np.float32)
        canvas.blend(cover, np.clip(tone * shade[..., None], 0, 1).astype(np.float32))
    roll = rng.random()
    if roll < 0.3:
        animals(
            canvas, rng, air, story, "camel", rng.uniform(0.72, 0.86), rng.uniform(0.2, 0.3), int(rng.choice([1, 2, 3]))
        )
    elif roll < 0.6:
        count = int(rng.choice([1, 2, 3]))
        for i in range(count):
            cactus(
                canvas,
                rng,
                air,
                canvas.aspect * (0.12 + 0.76 * (i + rng.uniform(0.3, 0.7)) / count),
                rng.uniform(0.8, 0.95),
                rng.uniform(0.26, 0.42),
            )
        story.add("cactus", count)
    elif roll < 0.75:
        people(canvas, rng, air, story, 0.86, rng.uniform(0.14, 0.26), int(rng.choice([1, 2, 3])))
    story.terms.update(("desert", "sand", "landscape"))
    story.possible_colours.update(("orange", "yellow", "brown"))


def lake(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Still water that mirrors mountains and trees."""
    story.place = "lake"
    horizon = rng.uniform(0.48, 0.58)
    air = paint_sky(canvas, rng, story, pick_light(rng), horizon)
    snowy = rng.random() < 0.4
    if air.light == "night" and rng.random() < 0.35:
        aurora(canvas, rng, story, horizon)
    if rng.random() < 0.8:
        mountains(canvas, rng, air, horizon, rng.uniform(0.2, 0.36), (0.34, 0.37, 0.4), 0.35, 0.55 if snowy else 0.0)
        story.terms.add("mountain")
        if snowy:
            story.terms.update(("snow mountain",))
            story.maybe.update(("snow", "winter"))
            story.detail("snow behind", "below snowy mountains", "远处是雪山")
        else:
            story.detail("mountains behind", "below mountains", "远处是山")
    hills(canvas, rng, air, horizon - 0.015, 0.05, GREENS[int(rng.integers(5))], 0.2)
    if rng.random() < 0.6:
        for x in np.sort(rng.uniform(0, canvas.aspect, int(rng.integers(8, 22)))):
            fir(canvas, rng, air, float(x), horizon + 0.004, rng.uniform(0.08, 0.17), False, 0.1)
        story.terms.update(("pine", "tree"))
    mirror_lake(canvas, rng, air, horizon, 1.0, rng.uniform(0.15, 0.7))
    roll = rng.random()
    if roll < 0.4:
        add_boat(canvas, rng, air, story, horizon, 1.0)
    elif roll < 0.55:
        birds(canvas, rng, air, story)
    elif roll < 0.7:
        name, colour = bright(rng)
        x = canvas.aspect * rng.uniform(0.2, 0.8)
        hills(canvas, rng, air, 0.98, 0.08, GREENS[0], 0.0)
        tent(canvas, air, x, 0.94, 0.17, colour)
        story.add("tent", 1, name, "", _side(canvas, x))
        story.terms.add("tent")
    story.terms.update(("lake", "water", "reflection", "landscape"))
    story.maybe.update(("sea", "river"))
    story.possible_colours.update(("blue", "green"))


def waterfall(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """White water between dark cliffs into a pool."""
    story.place = "waterfall"
    air = paint_sky(canvas, rng, story, pick_light(rng, "sunny sunny cloudy cloudy dusk"), 0.3)
    seed = _seed(rng)
    top = rng.uniform(0.12, 0.22)
    line = ridge_line(canvas, seed, top + 0.06, 0.14, 4.0)
    mossy: Colour = mix((0.3, 0.32, 0.26), (0.2, 0.36, 0.17), float(rng.uniform(0.2, 1)))
    rock = np.asarray(air.lit(mossy), np.float32) * relief(canvas, seed + 1, 5.0, 9.0, 0.6)[..., None]
    canvas.blend(below(canvas, line), np.clip(rock, 0, 1).astype(np.float32))
    for x in np.sort(rng.uniform(0, canvas.aspect, 12)):
        fir(canvas, rng, air, float(x), top + rng.uniform(0.0, 0.06), rng.uniform(0.08, 0.16))
    falls = int(rng.choice([1, 1, 2]))
    pool = rng.uniform(0.74, 0.82)
    for i in range(falls):
        x = canvas.aspect * ((i + 0.5 + rng.uniform(-0.15, 0.15)) / falls)
        half = rng.uniform(0.06, 0.17) / falls**0.5
        spread = 1.0 + 0.5 * np.clip((canvas.y - top) / (pool - top), 0, 1)
        inside = smoothstep(1.0, 0.75, np.abs(canvas.x - x) / (half * spread))
        streaks = fbm(seed + 5 + i, canvas.width, canvas.height, 5.0, 4, stretch=0.09)
        cover = inside * (canvas.y > top + 0.05) * (canvas.y < pool + 0.02)
        paint = np.asarray(air.lit((0.93, 0.96, 0.99)), np.float32) * (0.66 + 0.5 * streaks[..., None])
        canvas.blend((cover * (0.75 + 0.25 * streaks)).astype(np.float32), np.clip(paint, 0, 1).astype(np.float32))
    canvas.blend(
        (smoothstep(pool - 0.01, pool + 0.01, canvas.y) + 0 * canvas.x).astype(np.float32), air.lit((0.14, 0.38, 0.4))
    )
    ripples = fbm(seed + 9, canvas.width, canvas.height, 26.0, 3, stretch=6.0)
    canvas.screen((smoothstep(0.55, 0.75, ripples) * (canvas.y > pool) * 0.35).astype(np.float32), (0.8, 0.9, 0.95))
    spray = np.exp(-((canvas.y - pool) ** 2) / 0.004) * (0.4 + 0.6 * fbm(seed + 10, canvas.width, canvas.height, 4, 4))
    canvas.screen((spray * 0.75).astype(np.float32), air.lit((0.9, 0.95, 1.0)))
    if rng.random() < 0.25:
        people(canvas, rng, air, story, 0.96, rng.uniform(0.14, 0.22), 1)
    story.terms.update(("waterfall", "water", "landscape", "stone"))
    story.maybe.update(("river", "tree", "forest"))
    story.possible_colours.update(("green", "white"))


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
