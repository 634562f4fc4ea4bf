"""Night skies: stars, a big moon, northern lights, fireworks."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Stencil, ellipse, mix, stroke
from mediasearch.demo.captions import Story
from mediasearch.demo.colours import COLOURS
from mediasearch.demo.flora import fir
from mediasearch.demo.land import hills, mountains
from mediasearch.demo.scenery import bright
from mediasearch.demo.sky import aurora, moon, paint_sky, stars
from mediasearch.demo.town import skyline


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
