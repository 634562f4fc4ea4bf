"""Water: sea, beach, coast, lake, waterfall."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour, mix
from mediasearch.demo.captions import Story
from mediasearch.demo.figures_on import birds, people
from mediasearch.demo.flora import GREENS, fir, palm
from mediasearch.demo.land import below, hills, mirror_lake, mountains, relief, ridge_line, sea, shore
from mediasearch.demo.noise import fbm, profile, smoothstep
from mediasearch.demo.props import kite, lighthouse, tent, umbrella
from mediasearch.demo.scenery import add_boat, bright, seed_of, side_of
from mediasearch.demo.sky import aurora, paint_sky, pick_light


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
    line = shore(canvas, seed_of(rng), rng.uniform(0.55, 0.68), 0.05)
    wet = air.lit((0.62, 0.52, 0.38))
    for off, tone, alpha in ((-0.035, (1.0, 1.0, 1.0), 0.55), (-0.012, (1.0, 1.0, 1.0), 0.8), (0.0, wet, 1.0)):
        paint = air.lit(tone) if tone != wet else wet
        canvas.blend(below(canvas, line + off), paint, alpha)
    sand = fbm(seed_of(rng), canvas.width, canvas.height, 24, 6, stretch=1.6, roughness=0.7)
    dry = np.asarray(air.lit(mix((0.9, 0.8, 0.6), (0.96, 0.9, 0.76), float(rng.uniform(0, 1)))), np.float32)
    canvas.blend(below(canvas, line + 0.045), np.clip(dry * (0.86 + 0.28 * sand[..., None]), 0, 1).astype(np.float32))
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
    seed = seed_of(rng)
    ramp = np.linspace(1, 0, canvas.width) if left else np.linspace(0, 1, canvas.width)
    crest = (
        horizon
        - 0.12
        + 0.75 * smoothstep(0.62, 0.2, ramp.astype(np.float32))
        + 0.07 * ridge_line(canvas, seed, 0.5, 1.0, 4)
    )
    cover = below(canvas, crest)
    foam = below(canvas, crest - 0.03 - 0.012 * profile(seed + 3, canvas.width, 24.0, 3))
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
        story.add("tent", 1, name, "", side_of(canvas, x))
        story.terms.add("tent")
    story.terms.update(("lake", "water", "reflection", "landscape"))
    story.maybe.update(("sea", "river"))
    story.possible_colours.update(("blue", "green"))


def waterfall(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """White water between dark cliffs into a pool."""
    story.place = "waterfall"
    air = paint_sky(canvas, rng, story, pick_light(rng, "sunny sunny cloudy cloudy dusk"), 0.3)
    seed = seed_of(rng)
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
