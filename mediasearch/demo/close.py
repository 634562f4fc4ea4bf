"""Things seen close: a flower, a face, fish under water."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour, ellipse, mix, scale, smooth, stroke
from mediasearch.demo.captions import Story
from mediasearch.demo.colours import COLOURS
from mediasearch.demo.figures import fish
from mediasearch.demo.flora import GREENS, big_flower
from mediasearch.demo.noise import fbm, smoothstep
from mediasearch.demo.scenery import bright


def _blurred_ground(canvas: Canvas, rng: np.random.Generator, tone: Colour) -> None:
    field = fbm(int(rng.integers(1 << 30)), canvas.width, canvas.height, 2.5, 2)
    canvas.rgb[:] = tone
    canvas.multiply(0.6 + 0.8 * field)
    for _ in range(9):
        at = (rng.uniform(0, canvas.aspect), rng.uniform(0, 1))
        size = rng.uniform(0.03, 0.11)
        canvas.fill(ellipse(at[0], at[1], size, size), mix(tone, (1, 1, 0.9), 0.5), 0.3, soft=0.02)


def flower(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """A flower close up before a blurred garden."""
    story.place = "flower close"
    _blurred_ground(canvas, rng, GREENS[int(rng.integers(5))])
    name, colour = bright(rng, ("red", "yellow", "purple", "pink", "white", "orange", "blue"))
    radius = min(1.0, canvas.aspect) * rng.uniform(0.3, 0.42)
    cx, cy = canvas.aspect / 2 + rng.uniform(-0.1, 0.1), 0.44 + rng.uniform(-0.06, 0.06)
    canvas.fill(stroke([(cx, cy), (cx + rng.uniform(-0.08, 0.08), 1.02)], 0.03), (0.24, 0.44, 0.15))
    canvas.fill(ellipse(cx + 0.16, 0.93, 0.17, 0.06, -0.5), (0.26, 0.48, 0.17))
    big_flower(canvas, rng, cx, cy, radius, colour)
    story.add("flower", 1, name)
    story.terms.update(("flowers", "plant"))
    story.colours.add(name)
    story.possible_colours.update(("green", "yellow"))


def portrait(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Head and shoulders before a plain or blurred ground."""
    story.place = "portrait"
    back = str(rng.choice(["blue", "gray", "green", "white", "black", "red", "yellow"]))
    _blurred_ground(canvas, rng, mix(COLOURS[back].shade(rng), (0.6, 0.6, 0.6), 0.3))
    skin: Colour = ((0.94, 0.77, 0.65), (0.87, 0.66, 0.5), (0.72, 0.5, 0.36), (0.46, 0.3, 0.21))[int(rng.integers(4))]
    hair: Colour = ((0.08, 0.06, 0.05), (0.3, 0.18, 0.1), (0.76, 0.58, 0.3), (0.55, 0.25, 0.12), (0.7, 0.7, 0.7))[
        int(rng.integers(5))
    ]
    name, shirt = bright(rng, ("red", "blue", "green", "white", "yellow", "black", "purple"))
    x, s = canvas.aspect / 2 + rng.uniform(-0.12, 0.12), rng.uniform(0.8, 1.1)
    y = 0.42
    long = rng.random() < 0.5
    if long:
        canvas.fill(
            smooth(
                [
                    (x - 0.2 * s, y - 0.1),
                    (x, y - 0.3 * s),
                    (x + 0.2 * s, y - 0.1),
                    (x + 0.23 * s, y + 0.32 * s),
                    (x - 0.23 * s, y + 0.32 * s),
                ]
            ),
            scale(hair, 0.8),
        )
    canvas.fill(
        smooth(
            [
                (x - 0.42 * s, 1.05),
                (x - 0.36 * s, y + 0.36 * s),
                (x - 0.1 * s, y + 0.25 * s),
                (x + 0.1 * s, y + 0.25 * s),
                (x + 0.36 * s, y + 0.36 * s),
                (x + 0.42 * s, 1.05),
            ]
        ),
        canvas.ramp([(0, shirt), (1, scale(shirt, 0.7))], y + 0.2, 1.0),
    )
    canvas.fill(stroke([(x, y + 0.1 * s), (x, y + 0.3 * s)], 0.13 * s, 0.16 * s), scale(skin, 0.85))
    canvas.fill(ellipse(x, y, 0.165 * s, 0.215 * s), skin)
    canvas.fill(ellipse(x + 0.07 * s, y + 0.03 * s, 0.09 * s, 0.18 * s), scale(skin, 0.9), 0.5, soft=0.03)
    canvas.fill(
        smooth(
            [
                (x - 0.17 * s, y - 0.02 * s),
                (x - 0.16 * s, y - 0.2 * s),
                (x, y - 0.27 * s),
                (x + 0.16 * s, y - 0.2 * s),
                (x + 0.17 * s, y - 0.02 * s),
                (x + 0.12 * s, y - 0.12 * s),
                (x - 0.02 * s, y - 0.14 * s),
                (x - 0.12 * s, y - 0.1 * s),
            ]
        ),
        hair,
    )
    for side in (-1, 1):
        canvas.fill(ellipse(x + side * 0.065 * s, y - 0.015 * s, 0.025 * s, 0.013 * s), (0.98, 0.98, 0.97))
        canvas.fill(ellipse(x + side * 0.065 * s, y - 0.015 * s, 0.012 * s, 0.012 * s), (0.15, 0.1, 0.07))
        canvas.fill(
            stroke([(x + side * 0.035 * s, y - 0.055 * s), (x + side * 0.1 * s, y - 0.06 * s)], 0.012 * s),
            scale(hair, 0.9),
        )
    canvas.fill(
        smooth([(x - 0.06 * s, y + 0.1 * s), (x, y + 0.105 * s), (x + 0.06 * s, y + 0.1 * s), (x, y + 0.135 * s)]),
        (0.72, 0.26, 0.26),
    )
    canvas.fill(
        smooth([(x - 0.01 * s, y + 0.01 * s), (x - 0.025 * s, y + 0.06 * s), (x + 0.025 * s, y + 0.06 * s)]),
        scale(skin, 0.84),
    )
    zh = COLOURS[name].zh
    story.detail(f"{name} shirt", f"in a {name} shirt", f"穿着{zh}的衣服")
    story.terms.update(("people", "portrait"))
    story.possible_colours.update((name, back))


def underwater(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Fish, light shafts, sand and weeds under the sea."""
    story.place = "underwater"
    deep = mix((0.02, 0.2, 0.42), (0.03, 0.36, 0.46), float(rng.uniform(0, 1)))
    canvas.gradient([(0, mix(deep, (0.5, 0.9, 0.95), 0.6)), (0.5, deep), (1, scale(deep, 0.55))])
    rays = fbm(int(rng.integers(1 << 30)), canvas.width, canvas.height, 6.0, 3, stretch=0.06)
    canvas.screen(
        (smoothstep(0.5, 0.8, rays) * np.clip(1 - 1.2 * canvas.y, 0, 1) * 0.5).astype(np.float32), (0.7, 0.95, 1.0)
    )
    floor = smoothstep(0.86, 0.92, canvas.y + 0.08 * fbm(3, canvas.width, canvas.height, 2, 3))
    canvas.blend(floor, mix((0.72, 0.66, 0.5), deep, 0.45))
    for x in rng.uniform(0, canvas.aspect, 10):
        t = np.linspace(0, 1, 12)
        tall = rng.uniform(0.12, 0.34)
        weed = np.stack([x + 0.03 * np.sin(7 * t + x * 9), 0.98 - tall * t], 1)
        canvas.fill(stroke(weed, 0.03, 0.006), mix((0.12, 0.42, 0.22), deep, float(rng.uniform(0.1, 0.5))))
    name, colour = bright(rng, ("red", "orange", "yellow", "blue", "purple", "pink"))
    count = int(rng.choice([1, 2, 3, 5, 7]))
    size = float(np.interp(count, [1, 7], [0.46, 0.18]))
    way = bool(rng.random() < 0.5)
    for i in range(count):
        x = canvas.aspect * (0.5 if count == 1 else 0.12 + 0.76 * (i + 0.5) / count)
        y = 0.48 if count == 1 else rng.uniform(0.25, 0.72)
        body = fish(rng).placed(x, y, size, mirror=way)
        canvas.fill(
            body,
            canvas.ramp(
                [(0, scale(colour, 1.05)), (1, mix(scale(colour, 0.62), deep, 0.2))], y - 0.3 * size, y + 0.3 * size
            ),
        )
        ex = x + (-0.32 if way else 0.32) * size
        canvas.fill(ellipse(ex, y - 0.04 * size, 0.03 * size, 0.03 * size), (1, 1, 1))
        canvas.fill(ellipse(ex, y - 0.04 * size, 0.017 * size, 0.017 * size), (0, 0, 0))
    for _ in range(12):
        r = rng.uniform(0.004, 0.013)
        canvas.fill(ellipse(rng.uniform(0, canvas.aspect), rng.uniform(0.05, 0.8), r, r), (0.8, 0.97, 1.0), 0.5)
    story.add("fish", count, name)
    story.terms.update(("underwater", "water", "sea", "animal"))
    story.possible_colours.update((name, "blue", "cyan"))
