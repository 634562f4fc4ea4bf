"""Charts and maps."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour, Stencil, box, ellipse, mix, smooth, stroke
from mediasearch.demo.captions import Story
from mediasearch.demo.colours import CHROMATIC, COLOURS
from mediasearch.demo.noise import fbm, profile, smoothstep
from mediasearch.demo.writing import sentence, text


def chart(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Bars, lines or a pie."""
    kind = str(rng.choice(["bar chart", "line chart", "pie chart"]))
    story.place = kind
    story.terms.update(("chart",))
    dark = rng.random() < 0.25
    back: Colour = (0.12, 0.13, 0.16) if dark else (0.99, 0.99, 0.98)
    ink: Colour = (0.85, 0.86, 0.88) if dark else (0.25, 0.26, 0.3)
    canvas.rgb[:] = back
    name = str(rng.choice([c for c in CHROMATIC if c != "brown"]))
    colour = COLOURS[name].shade(rng, 0.0)
    text(canvas, 0.1, 0.04, 0.05, sentence(rng, 3).capitalize(), ink)
    left, right, low, high = 0.12, canvas.aspect - 0.06, 0.86, 0.18
    if kind != "pie chart":
        for i in range(6):
            y = low - (low - high) * i / 5
            canvas.fill(box(left, y - 0.0012, right, y + 0.0012), mix(ink, back, 0.75))
            text(canvas, 0.045, y - 0.014, 0.026, f"{i * 20}", ink)
        canvas.fill(box(left, low - 0.0025, right, low + 0.0025), ink)
        canvas.fill(box(left - 0.0025, high, left + 0.0025, low), ink)
    if kind == "bar chart":
        bars = int(rng.integers(4, 10))
        step = (right - left) / bars
        for i in range(bars):
            tall = (low - high) * rng.uniform(0.15, 0.98)
            x = left + (i + 0.18) * step
            canvas.fill(
                box(x, low - tall, x + 0.64 * step, low - 0.003),
                canvas.ramp([(0, mix(colour, (1, 1, 1), 0.12)), (1, colour)], low - tall, low),
            )
            text(canvas, x, low + 0.02, 0.024, "JFMAMJJASOND"[i % 12], ink)
    elif kind == "line chart":
        lines = int(rng.choice([1, 1, 2, 3]))
        for k in range(lines):
            tone = colour if k == 0 else COLOURS[str(rng.choice(CHROMATIC))].shade(rng, 0.0)
            wave = profile(int(rng.integers(1 << 30)), 24, 4.0, 3)
            level = 0.5 + 0.4 * wave / max(float(np.abs(wave).max()), 0.1)
            line = np.stack([np.linspace(left, right, 24), low - (low - high) * level], 1)
            if k == 0:
                canvas.fill(np.concatenate([line, [[right, low], [left, low]]]), tone, 0.16)
            canvas.fill(stroke(line, 0.011), tone)
            canvas.fill(Stencil().add(*[ellipse(a, b, 0.0115, 0.0115, steps=14) for a, b in line[::4]]), tone)
    else:
        parts = rng.dirichlet(np.full(int(rng.integers(3, 7)), 3.0))
        cx, cy, radius = canvas.aspect / 2, 0.55, min(0.36, canvas.aspect * 0.4)
        start = -np.pi / 2
        names = [name, *[str(c) for c in rng.permutation([c for c in CHROMATIC if c != name])]]
        for share, part in zip(parts, names, strict=False):
            end = start + 2 * np.pi * share
            t = np.linspace(start, end, 40)
            wedge = np.concatenate([[[cx, cy]], np.stack([cx + radius * np.cos(t), cy + radius * np.sin(t)], 1)])
            canvas.fill(wedge, colour if part == name else COLOURS[part].shade(rng, 0.0))
            canvas.fill(stroke([(cx, cy), (cx + radius * np.cos(start), cy + radius * np.sin(start))], 0.008), back)
            start = end
        if rng.random() < 0.4:
            canvas.fill(ellipse(cx, cy, 0.5 * radius, 0.5 * radius), back)
        story.possible_colours.update(CHROMATIC)
    if kind != "pie chart":
        story.detail(f"{name} chart", f"in {name}", COLOURS[name].zh)
        story.possible_colours.add(name)
    if dark:
        story.detail("dark chart", "on a dark background", "深色背景")
    story.possible_colours.update(("white", "black"))


def street_map(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Blocks, streets, a river, parks and a pin."""
    story.place = "map"
    story.terms.add("map")
    canvas.rgb[:] = (0.945, 0.93, 0.9)
    seed = int(rng.integers(1 << 30))
    for _ in range(int(rng.integers(1, 4))):
        x, y = rng.uniform(0, canvas.aspect), rng.uniform(0, 1)
        knots = [
            (x + rng.uniform(0.08, 0.2) * np.cos(a), y + rng.uniform(0.08, 0.2) * np.sin(a))
            for a in np.linspace(0, 2 * np.pi, 8, endpoint=False)
        ]
        canvas.fill(smooth(knots), (0.74, 0.88, 0.68))
    water = str(rng.choice(["river", "coast", "none"]))
    if water == "river":
        flow = 0.5 + 0.35 * profile(seed, 40, 2.0, 3)
        canvas.fill(
            stroke(np.stack([np.linspace(-0.05, canvas.aspect + 0.05, 40), flow], 1), rng.uniform(0.06, 0.12)),
            (0.63, 0.8, 0.93),
        )
        story.detail("river", "with a river", "有一条河")
        story.maybe.update(("river", "water"))
    elif water == "coast":
        sea = smoothstep(0.5, 0.51, fbm(seed, canvas.width, canvas.height, 1.4, 4))
        canvas.blend(sea, (0.63, 0.8, 0.93))
        story.detail("coast map", "with the sea", "有大海")
        story.maybe.update(("sea", "water"))
    turn = rng.uniform(-0.4, 0.4)
    for width, tone in ((0.017, (0.82, 0.8, 0.76)), (0.0125, (1.0, 1.0, 1.0))):
        streets = Stencil()
        brush = np.random.default_rng(seed)
        for direction in (0, 1):
            at = -0.8
            while at < 2.6:
                line = np.array([[-1.5, at], [3.0, at]]) if direction == 0 else np.array([[at, -1.5], [at, 3.0]])
                spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
                streets.add(stroke(line @ spin.T, width))
                at += brush.uniform(0.08, 0.2)
        canvas.fill(streets, tone)
    for _ in range(int(rng.integers(1, 3))):
        way = rng.uniform(0.2, 0.8) + 0.3 * profile(int(rng.integers(1 << 30)), 30, 1.5, 2)
        path = np.stack([np.linspace(-0.05, canvas.aspect + 0.05, 30), way], 1)
        canvas.fill(stroke(path, 0.034), (0.93, 0.68, 0.3))
        canvas.fill(stroke(path, 0.025), (0.99, 0.84, 0.48))
    for _ in range(int(rng.integers(3, 8))):
        text(
            canvas,
            rng.uniform(0.05, 0.8) * canvas.aspect,
            rng.uniform(0.05, 0.92),
            0.028,
            sentence(rng, 1).title(),
            (0.35, 0.36, 0.4),
        )
    if rng.random() < 0.6:
        name = str(rng.choice(["red", "blue", "green"]))
        x, y, r = rng.uniform(0.3, 0.7) * canvas.aspect, rng.uniform(0.35, 0.65), 0.055
        tone = COLOURS[name].shade(rng)
        canvas.fill(ellipse(x, y, 0.03, 0.012), (0, 0, 0), 0.4, soft=0.006)
        canvas.fill(np.array([[x - 0.8 * r, y - 1.25 * r], [x, y], [x + 0.8 * r, y - 1.25 * r]]), tone)
        canvas.fill(ellipse(x, y - 1.6 * r, r * 0.9, r * 0.9), tone)
        canvas.fill(ellipse(x, y - 1.6 * r, 0.4 * r, 0.4 * r), (1, 1, 1))
        story.detail(f"{name} pin", f"with a {name} pin", f"有一个{COLOURS[name].zh}的图钉")
        story.possible_colours.add(name)
    story.possible_colours.update(("white", "yellow", "green", "blue"))
