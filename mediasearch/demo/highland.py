"""Mountains, snow, forest and desert."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour, Stencil, ellipse, mix, scale, stroke
from mediasearch.demo.captions import Story
from mediasearch.demo.figures import snowman
from mediasearch.demo.figures_on import animals, birds, people
from mediasearch.demo.flora import AUTUMN, GREENS, cactus, fir, leafy
from mediasearch.demo.land import below, flat, hills, mountains, ridge_line
from mediasearch.demo.noise import fbm, smoothstep
from mediasearch.demo.props import house
from mediasearch.demo.scenery import ROCK, bright, seed_of, side_of
from mediasearch.demo.sky import aurora, paint_sky, pick_light


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
        story.add("snowman", 1, "", "", side_of(canvas, x))
    elif roll < 0.5:
        name, colour = bright(rng, ("red", "brown", "yellow", "blue"))
        x = rng.uniform(0.25, 0.75) * canvas.aspect
        house(canvas, air, x, 0.86, rng.uniform(0.12, 0.18), colour, (0.3, 0.2, 0.15), snow=True)
        story.add("house", 1, name if air.light in ("sunny", "cloudy") else "", "", side_of(canvas, x))
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
            (canvas.aspect * 0.5 + 0.12 * np.sin(4 * t) * t, 1.06 - (1.0 - horizon - 0.12) * t)
            for t in np.linspace(0, 1, 14)
        ]
        canvas.fill(
            stroke(path, 0.4, 0.03),
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


def desert(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Dunes with crests in light and shade; camels, cacti or people."""
    story.place = "desert"
    horizon = rng.uniform(0.42, 0.56)
    air = paint_sky(canvas, rng, story, pick_light(rng, "sunny sunny sunny sunset sunset night"), horizon)
    sand: Colour = mix((0.87, 0.64, 0.36), (0.9, 0.74, 0.5), float(rng.uniform(0, 1)))
    for layer in range(4):
        seed = seed_of(rng)
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
