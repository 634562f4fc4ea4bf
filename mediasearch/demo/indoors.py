"""Rooms."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, box, ellipse, mix, scale, stroke
from mediasearch.demo.captions import Story
from mediasearch.demo.colours import COLOURS
from mediasearch.demo.figures_on import animals, people
from mediasearch.demo.land import flat
from mediasearch.demo.scenery import bright
from mediasearch.demo.sky import Air


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
