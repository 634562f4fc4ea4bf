"""Food on plates and fruit on tables."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import (
    Canvas,
    Colour,
    Stencil,
    box,
    ellipse,
    mix,
    moved,
    scale,
    smooth,
    stroke,
)
from mediasearch.demo.captions import Story
from mediasearch.demo.colours import COLOURS
from mediasearch.demo.noise import fbm
from mediasearch.demo.shapes import blob

TABLES: tuple[tuple[str, str, str, Colour], ...] = (
    ("wooden table", "on a wooden table", "在木桌上", (0.55, 0.37, 0.22)),
    ("white table", "on a white table", "在白色桌子上", (0.93, 0.92, 0.9)),
    ("dark table", "on a dark table", "在深色桌子上", (0.16, 0.15, 0.15)),
    ("blue cloth", "on a blue tablecloth", "在蓝色桌布上", (0.22, 0.38, 0.68)),
    ("red cloth", "on a red tablecloth", "在红色桌布上", (0.72, 0.14, 0.16)),
)


def _table(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    tag, en, zh, tone = TABLES[int(rng.integers(len(TABLES)))]
    canvas.rgb[:] = tone
    seed = int(rng.integers(1 << 30))
    if tag == "wooden table":
        grain = fbm(seed, canvas.width, canvas.height, 5.0, 5, stretch=8.0)
        canvas.multiply(0.75 + 0.35 * grain + 0.08 * np.sin(grain * 50))
    elif "cloth" in tag and rng.random() < 0.6:
        cell = 0.12
        bands = (np.sin(np.pi * canvas.x / cell) > 0).astype(np.float32) + (np.sin(np.pi * canvas.y / cell) > 0)
        canvas.blend((0.35 * bands).astype(np.float32), (0.97, 0.96, 0.94))
    else:
        canvas.multiply(0.94 + 0.12 * fbm(seed, canvas.width, canvas.height, 3.0, 4))
    story.detail(tag, en, zh)
    story.terms.add("table")
    story.possible_colours.update(("brown", "white", "blue", "red"))


def _plate(canvas: Canvas, rng: np.random.Generator, x: float, y: float, radius: float) -> None:
    canvas.fill(ellipse(x + 0.02, y + 0.035, radius, radius * 0.98), (0, 0, 0), 0.45, soft=0.03)
    rim = COLOURS[str(rng.choice(["white", "white", "white", "blue", "yellow"]))].shade(rng)
    rim = mix(rim, (0.96, 0.96, 0.95), 0.35)
    canvas.fill(ellipse(x, y, radius, radius, steps=96), rim)
    canvas.fill(ellipse(x, y, 0.74 * radius, 0.74 * radius, steps=96), (0.86, 0.86, 0.85))
    canvas.fill(ellipse(x, y + 0.008, 0.72 * radius, 0.72 * radius, steps=96), (0.97, 0.97, 0.96))


def ball(canvas: Canvas, x: float, y: float, radius: float, colour: Colour) -> None:
    """A round fruit with shade and a highlight."""
    canvas.fill(ellipse(x + 0.1 * radius, y + 0.2 * radius, radius, radius * 0.95), (0, 0, 0), 0.3, soft=0.12 * radius)
    canvas.fill(ellipse(x, y, radius, radius), scale(colour, 0.72))
    canvas.fill(
        ellipse(x - 0.1 * radius, y - 0.12 * radius, 0.86 * radius, 0.86 * radius), colour, 1.0, soft=0.12 * radius
    )
    canvas.fill(
        ellipse(x - 0.32 * radius, y - 0.36 * radius, 0.24 * radius, 0.18 * radius, -0.6),
        (1, 1, 1),
        0.55,
        soft=0.06 * radius,
    )


def draw_food(canvas: Canvas, rng: np.random.Generator, name: str, x: float, y: float, size: float) -> None:
    """One piece of food about ``size`` in radius."""
    if name in ("apple", "tomato", "orange fruit"):
        tone = {
            "apple": COLOURS["red"].shade(rng, 0) if rng.random() < 0.7 else (0.5, 0.72, 0.2),
            "tomato": (0.86, 0.16, 0.1),
            "orange fruit": (0.97, 0.56, 0.08),
        }[name]
        ball(canvas, x, y, size, tone)
        canvas.fill(
            stroke([(x, y - 0.75 * size), (x + 0.08 * size, y - 1.12 * size)], 0.1 * size, 0.07 * size), (0.3, 0.2, 0.1)
        )
        if name != "orange fruit":
            canvas.fill(ellipse(x + 0.25 * size, y - 0.98 * size, 0.24 * size, 0.1 * size, -0.4), (0.25, 0.5, 0.15))
    elif name == "banana":
        bend = (
            smooth(
                [(-1.3, -0.5), (-0.8, 0.25), (0, 0.55), (0.85, 0.3), (1.3, -0.35), (1.0, -0.1), (0, 0.05), (-0.9, -0.2)]
            )
            * size
        )
        canvas.fill(moved(bend, x + 0.08 * size, y + 0.14 * size), (0, 0, 0), 0.3, soft=0.06 * size)
        canvas.fill(
            moved(bend, x, y),
            canvas.ramp([(0, (0.98, 0.87, 0.3)), (1, (0.85, 0.66, 0.12))], y - 0.5 * size, y + 0.6 * size),
        )
        canvas.fill(ellipse(x - 1.27 * size, y - 0.45 * size, 0.1 * size, 0.09 * size), (0.35, 0.25, 0.1))
    elif name == "strawberry":
        body = smooth([(0, 1.05), (-0.75, 0.1), (-0.62, -0.55), (0, -0.62), (0.62, -0.55), (0.75, 0.1)]) * size + (x, y)
        canvas.fill(body, canvas.ramp([(0, (0.92, 0.16, 0.16)), (1, (0.7, 0.06, 0.1))], y - size, y + size))
        seeds = Stencil()
        for i in range(16):
            seeds.add(
                ellipse(
                    x + 0.42 * size * np.sin(i * 2.4) * (1 - i / 30),
                    y - 0.4 * size + 0.075 * size * i,
                    0.035 * size,
                    0.055 * size,
                    steps=8,
                )
            )
        canvas.fill(seeds, (0.98, 0.86, 0.45))
        for a in np.linspace(-2.5, -0.6, 5):
            canvas.fill(
                ellipse(
                    x + 0.3 * size * np.cos(a), y - 0.58 * size + 0.12 * size * np.sin(a), 0.3 * size, 0.1 * size, a
                ),
                (0.22, 0.5, 0.16),
            )
    elif name == "broccoli":
        canvas.fill(stroke([(x, y + 0.9 * size), (x, y)], 0.5 * size, 0.65 * size), (0.6, 0.74, 0.4))
        for i in range(16):
            a, r = i * 2.4, 0.62 * size * np.sqrt(i / 16)
            tone = scale((0.2, 0.45, 0.14), 0.7 + 0.5 * ((i * 5) % 7) / 7)
            canvas.fill(
                blob(rng, 8, 0.2) * 0.33 * size + (x + r * np.cos(a), y - 0.25 * size + 0.7 * r * np.sin(a)), tone
            )
    elif name == "egg":
        canvas.fill(blob(rng, 9, 0.16) * 1.25 * size + (x, y), (0.98, 0.97, 0.94))
        ball(canvas, x, y, 0.46 * size, (0.98, 0.74, 0.1))
    else:
        turn = rng.uniform(-0.6, 0.6)
        root = (
            Stencil()
            .add(smooth([(-1.2, 0), (-0.9, -0.3), (1.2, -0.06), (1.2, 0.06), (-0.9, 0.3)]))
            .placed(x, y, size, turn=turn)
        )
        canvas.fill(root, (0.95, 0.48, 0.08))
        leaf = Stencil().add(*[ellipse(-1.35, dy, 0.34, 0.08, dy * 3) for dy in (-0.16, 0.0, 0.16)])
        canvas.fill(leaf.placed(x, y, size, turn=turn), (0.25, 0.55, 0.16))


FRUIT = ("apple", "orange fruit", "banana", "strawberry")


ON_PLATES = ("tomato", "broccoli", "egg", "carrot")


EN_COLOURS = {
    "apple": "red",
    "tomato": "red",
    "strawberry": "red",
    "banana": "yellow",
    "broccoli": "green",
    "carrot": "orange",
    "orange fruit": "orange",
}


def food(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """A plate of food, a pizza, or fruit on a table."""
    _table(canvas, rng, story)
    cx, cy = canvas.aspect / 2 + rng.uniform(-0.06, 0.06), 0.5 + rng.uniform(-0.04, 0.04)
    reach = min(1.0, canvas.aspect)
    kind = str(rng.choice(["plate", "plate", "pizza", "fruit bowl"]))
    story.place = kind
    story.terms.add("food")
    if kind != "fruit bowl":
        radius = reach * rng.uniform(0.38, 0.45)
        _plate(canvas, rng, cx, cy, radius)
        story.terms.add("plate")
        if kind == "pizza":
            pizza(canvas, rng, cx, cy, radius * 0.84)
            story.terms.add("pizza")
        else:
            names = [str(n) for n in rng.choice(ON_PLATES, 2, replace=False)]
            counts = [int(rng.choice([1, 2, 3])), int(rng.choice([1, 2, 3]))]
            spots = [(-0.26, -0.22), (0.26, -0.2), (0.0, 0.02), (-0.27, 0.27), (0.28, 0.27), (0.0, -0.42)]
            order = rng.permutation(len(spots))
            k = 0
            for name, count in zip(names, counts, strict=True):
                for _ in range(count):
                    dx, dy = spots[int(order[k])]
                    draw_food(canvas, rng, name, cx + dx * radius * 1.5, cy + dy * radius * 1.4, radius * 0.21)
                    k += 1
                story.add(name, count)
                story.terms.add("vegetable" if name != "egg" else "food")
        for side in (-1, 1):
            fx = cx + side * (radius + 0.07)
            canvas.fill(stroke([(fx, cy - 0.22), (fx, cy + 0.3)], 0.022), (0.72, 0.73, 0.75))
            canvas.fill(box(fx - 0.02, cy - 0.3, fx + 0.02, cy - 0.14), (0.78, 0.79, 0.81))
    else:
        name = str(rng.choice(FRUIT))
        count = int(rng.choice([1, 2, 3, 4, 5]))
        size = reach * float(np.interp(count, [1, 5], [0.27, 0.13]))
        for i in range(count):
            x = cx if count == 1 else canvas.aspect * (0.16 + 0.68 * (i + 0.5) / count)
            draw_food(
                canvas,
                rng,
                name,
                x,
                cy + (0 if count == 1 else rng.uniform(-0.16, 0.16)),
                size * (0.75 if name == "banana" else 1.0),
            )
        story.add(name, count)
        story.terms.add("fruit")
        story.possible_colours.add(EN_COLOURS[name])
    story.possible_colours.update(("red", "green", "orange", "yellow"))


def pizza(canvas: Canvas, rng: np.random.Generator, x: float, y: float, radius: float) -> None:
    """Crust, cheese and what lies on it."""
    canvas.fill(blob(rng, 18, 0.03) * radius + (x, y), (0.76, 0.52, 0.26))
    canvas.fill(blob(rng, 18, 0.03) * 0.96 * radius + (x - 0.01, y - 0.01), (0.86, 0.64, 0.34), 0.8, soft=0.01)
    canvas.fill(blob(rng, 18, 0.04) * 0.85 * radius + (x, y), (0.78, 0.24, 0.1))
    cheese = fbm(int(rng.integers(1 << 30)), canvas.width, canvas.height, 12, 4)[..., None]
    paint = np.asarray((0.97, 0.8, 0.4), np.float32) * (0.8 + 0.35 * cheese)
    canvas.fill(blob(rng, 24, 0.07) * 0.82 * radius + (x, y), np.clip(paint, 0, 1).astype(np.float32), 0.92)
    for i in range(int(rng.integers(7, 13))):
        a, r = i * 2.4, 0.66 * radius * np.sqrt((i + 0.5) / 12)
        px, py = x + r * np.cos(a), y + r * np.sin(a)
        canvas.fill(ellipse(px, py, 0.1 * radius, 0.1 * radius), (0.6, 0.12, 0.08))
        canvas.fill(ellipse(px - 0.01, py - 0.01, 0.08 * radius, 0.08 * radius), (0.76, 0.2, 0.13))
    for i in range(int(rng.integers(4, 12))):
        a, r = i * 2.4 + 1.3, 0.7 * radius * np.sqrt((i + 0.5) / 12)
        canvas.fill(ellipse(x + r * np.cos(a), y + r * np.sin(a), 0.075 * radius, 0.035 * radius, a), (0.2, 0.44, 0.14))
    cuts = Stencil()
    for a in np.linspace(0, np.pi, 4, endpoint=False) + rng.uniform(0, 1):
        cuts.add(
            stroke(
                [(x - radius * np.cos(a), y - radius * np.sin(a)), (x + radius * np.cos(a), y + radius * np.sin(a))],
                0.006,
            )
        )
    canvas.fill(cuts, (0.5, 0.3, 0.12), 0.5)
