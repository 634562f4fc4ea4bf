"""Coloured shapes on a ground: one, several, or two that stand in a relation."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import (
    Canvas,
    Colour,
    Paint,
    Points,
    Stencil,
    box,
    ellipse,
    mix,
    moved,
    scale,
    smooth,
)
from mediasearch.demo.captions import Story
from mediasearch.demo.colours import CHROMATIC, COLOURS
from mediasearch.demo.noise import fbm

COMMON = ("circle", "square", "triangle", "star")
ALL = (*COMMON, "rectangle", "oval", "diamond", "heart", "hexagon", "pentagon", "cross", "ring", "crescent", "arrow")


def regular(corners: int, turn: float = -np.pi / 2) -> Points:
    """A regular polygon of radius 1, its first corner up."""
    angle = turn + np.linspace(0.0, 2.0 * np.pi, corners, endpoint=False)
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def star(points: int = 5, inner: float = 0.42) -> Points:
    """A star of radius 1."""
    angle = -np.pi / 2 + np.linspace(0.0, 2.0 * np.pi, 2 * points, endpoint=False)
    radius = np.where(np.arange(2 * points) % 2 == 0, 1.0, inner)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def outline(name: str, rng: np.random.Generator) -> Stencil:
    """The shape at the origin with radius about 1."""
    cut = Stencil()
    if name == "circle":
        return cut.add(ellipse(0, 0, 1, 1, steps=96))
    if name == "square":
        return cut.add(box(-0.88, -0.88, 0.88, 0.88))
    if name == "triangle":
        if rng.random() < 0.5:
            return cut.add(moved(regular(3), 0.0, 0.18))
        tip = rng.uniform(-0.9, 0.9)
        return cut.add(np.array([[tip, -0.95], [1.0, 0.85], [-1.0, 0.85]]))
    if name == "star":
        return cut.add(star(5, rng.uniform(0.36, 0.52)))
    if name == "rectangle":
        long = rng.uniform(0.32, 0.55)
        return cut.add(
            box(-1.1, -1.1 * long, 1.1, 1.1 * long) if rng.random() < 0.65 else box(-1.1 * long, -1.1, 1.1 * long, 1.1)
        )
    if name == "oval":
        long = rng.uniform(0.42, 0.62)
        return cut.add(
            ellipse(0, 0, 1.15, 1.15 * long, steps=96)
            if rng.random() < 0.7
            else ellipse(0, 0, 1.1 * long, 1.1, steps=96)
        )
    if name == "diamond":
        return cut.add(np.array([[0, -1.1], [rng.uniform(0.6, 0.85), 0], [0, 1.1], [-0.7, 0]]) * (1, 1))
    if name == "heart":
        t = np.linspace(0.0, 2.0 * np.pi, 90, endpoint=False)
        x = 16 * np.sin(t) ** 3
        y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t))
        return cut.add(np.stack([x / 16.0, (y + 2.0) / 15.0], axis=1))
    if name == "hexagon":
        return cut.add(regular(6))
    if name == "pentagon":
        return cut.add(regular(5))
    if name == "cross":
        arm = rng.uniform(0.22, 0.36)
        return cut.add(box(-arm, -1, arm, 1), box(-1, -arm, 1, arm))
    if name == "ring":
        return cut.add(ellipse(0, 0, 1, 1, steps=96)).add(
            ellipse(0, 0, rng.uniform(0.5, 0.66), 0.58, steps=96), hole=True
        )
    if name == "crescent":
        return cut.add(ellipse(0, 0, 1, 1, steps=96)).add(ellipse(0.42, -0.1, 0.85, 0.85, steps=96), hole=True)
    stem = rng.uniform(0.14, 0.26)
    right = np.array([[-1, -stem], [0.2, -stem], [0.2, -0.6], [1.1, 0], [0.2, 0.6], [0.2, stem], [-1, stem]])
    return cut.add(right @ np.array([[0, 1], [-1, 0]]) if rng.random() < 0.4 else right)


_TURN = {"circle": 0.0, "square": 0.3, "triangle": 0.5, "star": 0.6, "diamond": 0.12, "rectangle": 0.25, "cross": 0.12}


def draw(
    canvas: Canvas, name: str, x: float, y: float, radius: float, colour: Colour, rng: np.random.Generator
) -> None:
    """Paints one shape: mostly flat, sometimes shaded, outlined, hollow or with a soft shadow."""
    turn = rng.uniform(-1, 1) * _TURN.get(name, 0.3) if rng.random() < 0.5 else 0.0
    cut = outline(name, rng).placed(x, y, radius, turn=turn)
    style = rng.random()
    if style < 0.18:
        canvas.fill(outline_like(cut, 0.03 * radius, 0.06 * radius), (0.0, 0.0, 0.0), 0.35, soft=0.06 * radius)
    paint: Paint = colour
    if 0.1 < style < 0.35:
        paint = canvas.ramp([(0.0, mix(colour, (1, 1, 1), 0.14)), (1.0, scale(colour, 0.82))], y - radius, y + radius)
    if 0.35 < style < 0.43:
        grain = fbm(int(rng.integers(1 << 30)), canvas.width, canvas.height, 9.0, 3)[..., None]
        paint = np.clip(np.asarray(colour, dtype=np.float32) * (0.86 + 0.28 * grain), 0, 1).astype(np.float32)
    if 0.43 < style < 0.55 and name not in ("ring", "crescent", "cross", "arrow"):
        thick = rng.uniform(0.12, 0.3)
        hollow = Stencil(list(cut.parts)).add(*[(p - (x, y)) * (1 - thick) + (x, y) for p, _ in cut.parts], hole=True)
        canvas.fill(hollow, paint)
        return
    canvas.fill(cut, paint)
    if 0.55 < style < 0.68:
        edge = (0.05, 0.05, 0.05) if rng.random() < 0.6 else scale(colour, 0.5)
        centre = np.concatenate([p for p, _ in cut.parts]).mean(axis=0)
        rim = Stencil(list(cut.parts)).add(*[(p - centre) * 0.92 + centre for p, _ in cut.parts], hole=True)
        if len(cut.parts) == 1:
            canvas.fill(rim, edge)


def outline_like(cut: Stencil, dx: float, dy: float) -> Stencil:
    """The stencil moved a little: its shadow."""
    return Stencil([(moved(points, dx, dy), hole) for points, hole in cut.parts])


def ground(canvas: Canvas, rng: np.random.Generator, avoid: tuple[str, ...]) -> tuple[str, Colour]:
    """Paints a plain, slightly uneven ground; returns its name and colour."""
    roll = rng.random()
    if roll < 0.3:
        name = "white"
    elif roll < 0.55:
        name = "black"
    elif roll < 0.68:
        name = "gray"
    else:
        name = str(rng.choice([c for c in CHROMATIC if c not in avoid]))
    if name in avoid:
        name = next(other for other in ("white", "black", "gray") if other not in avoid)
    colour = COLOURS[name].shade(rng)
    if name in CHROMATIC:
        tint = rng.random()
        if tint < 0.25:
            colour = mix(colour, (1.0, 1.0, 1.0), rng.uniform(0.55, 0.8))
            name = ""
        elif tint < 0.45:
            colour = scale(colour, rng.uniform(0.15, 0.35))
            name = ""
    elif name == "white" and rng.random() < 0.35:
        low = rng.uniform(0.82, 0.95)
        colour = (low + rng.uniform(0, 0.05), low + rng.uniform(0, 0.05), low)
    elif name == "black" and rng.random() < 0.35:
        high = rng.uniform(0.03, 0.13)
        colour = (high, high + rng.uniform(0, 0.03), high + rng.uniform(0, 0.06))
    canvas.rgb[:] = colour
    finish = rng.random()
    if finish < 0.2:
        canvas.multiply(1.0 - 0.18 * ((canvas.x - canvas.aspect / 2) ** 2 + (canvas.y - 0.5) ** 2))
    elif finish < 0.3:
        grain = fbm(int(rng.integers(1 << 30)), canvas.width, canvas.height, 6.0, 4)
        canvas.multiply(0.9 + 0.2 * grain)
    return name, colour


def _colours(rng: np.random.Generator, count: int) -> list[str]:
    names = [*CHROMATIC, "black", "white", "gray"]
    odds = np.array([1.0] * len(CHROMATIC) + [0.35, 0.35, 0.35])
    picked = rng.choice(len(names), size=count, replace=False, p=odds / odds.sum())
    return [names[int(i)] for i in picked]


def _shape(rng: np.random.Generator) -> str:
    return str(rng.choice(COMMON)) if rng.random() < 0.6 else str(rng.choice(ALL))


def _note_colours(story: Story, names: list[str], ground_name: str) -> None:
    story.colours.update(name for name in names if name)
    if ground_name:
        story.possible_colours.add(ground_name)


def one_shape(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """A single shape somewhere on a plain ground."""
    colour, name = _colours(rng, 1)[0], _shape(rng)
    story.ground, back = ground(canvas, rng, (colour,))
    reach = min(1.0, canvas.aspect)
    radius = reach * rng.uniform(0.1, 0.44)
    x = rng.uniform(radius, canvas.aspect - radius) if rng.random() < 0.6 else canvas.aspect / 2
    y = rng.uniform(radius, 1 - radius) if rng.random() < 0.6 else 0.5
    size = "big" if radius > 0.31 * reach else "small" if radius < 0.17 * reach else ""
    where, dx, dy = "", x / canvas.aspect - 0.5, y - 0.5
    if radius < 0.3 * reach and max(abs(dx), abs(dy)) > 0.17:
        where = ("left" if dx < 0 else "right") if abs(dx) > abs(dy) else ("top" if dy < 0 else "bottom")
    elif max(abs(dx), abs(dy)) < 0.06 and radius < 0.3 * reach:
        where = "middle"
    draw(canvas, name, x, y, radius, _apart(COLOURS[colour].shade(rng, 0.45), back), rng)
    story.add(name, 1, colour, size, where)
    _note_colours(story, [colour], story.ground)


def _apart(colour: Colour, back: Colour) -> Colour:
    """The colour, moved away from the ground when the two can hardly be told apart."""
    gap = sum(abs(a - b) for a, b in zip(colour, back, strict=True))
    if gap > 0.45:
        return colour
    light = sum(back) / 3
    return scale(colour, 0.6) if light > 0.5 else mix(colour, (1.0, 1.0, 1.0), 0.3)


def many_shapes(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Two to seven equal shapes, or two or three groups, scattered without touching."""
    groups = 1 if rng.random() < 0.5 else 2
    colours = _colours(rng, groups)
    names = [_shape(rng) for _ in range(groups)]
    counts = [int(rng.integers(2, 8)) if groups == 1 else int(rng.integers(1, 4)) for _ in range(groups)]
    if groups == 2 and names[0] == names[1] and rng.random() < 0.5:
        names[1] = next(n for n in COMMON if n != names[0])
    story.ground, back = ground(canvas, rng, tuple(colours))
    total = sum(counts)
    reach = min(1.0, canvas.aspect) * float(np.interp(total, [1, 7], [0.24, 0.125])) * rng.uniform(0.75, 1.1)
    centres = _scatter(canvas, rng, total, reach)
    k = 0
    for colour, name, count in zip(colours, names, counts, strict=True):
        shade = _apart(COLOURS[colour].shade(rng), back)
        for _ in range(count):
            x, y = centres[k]
            draw(canvas, name, x, y, reach * rng.uniform(0.8, 1.0), shade, rng)
            k += 1
        story.add(name, count, colour)
    _note_colours(story, colours, story.ground)


def _scatter(canvas: Canvas, rng: np.random.Generator, count: int, reach: float) -> list[tuple[float, float]]:
    best: list[tuple[float, float]] = []
    gap = 2.3 * reach
    while len(best) < count:
        best = []
        for _ in range(400):
            x, y = rng.uniform(reach, canvas.aspect - reach), rng.uniform(reach, 1 - reach)
            if all((x - a) ** 2 + (y - b) ** 2 > gap * gap for a, b in best):
                best.append((float(x), float(y)))
            if len(best) == count:
                break
        gap *= 0.92
    return best


def related_shapes(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Two shapes, one above, below, beside or inside the other."""
    colours = _colours(rng, 2)
    names = [_shape(rng), _shape(rng)]
    story.ground, back = ground(canvas, rng, tuple(colours))
    relation = str(rng.choice(["above", "below", "left of", "right of", "inside"]))
    reach = min(1.0, canvas.aspect)
    cx, cy = canvas.aspect / 2, 0.5
    off = reach * rng.uniform(0.23, 0.27)
    sizes = [reach * rng.uniform(0.13, 0.2), reach * rng.uniform(0.13, 0.2)]
    place = {"above": ((cx, cy - off), (cx, cy + off)), "below": ((cx, cy + off), (cx, cy - off)),
             "left of": ((cx - off, cy), (cx + off, cy)), "right of": ((cx + off, cy), (cx - off, cy)),
             "inside": ((cx, cy), (cx, cy))}[relation]  # fmt: skip
    if relation == "inside":
        names[1] = str(rng.choice(["circle", "square", "heart", "hexagon"]))
        sizes = [reach * rng.uniform(0.13, 0.17), reach * rng.uniform(0.36, 0.42)]
    shades = [_apart(COLOURS[c].shade(rng), back) for c in colours]
    plain = np.random.default_rng(3)
    for i in (1, 0):
        (x, y), brush = place[i], plain if relation == "inside" else rng
        draw(canvas, names[i], x + rng.uniform(-0.02, 0.02), y + rng.uniform(-0.02, 0.02), sizes[i], shades[i], brush)
    story.relation = relation
    for name, colour in zip(names, colours, strict=True):
        story.add(name, 1, colour)
    _note_colours(story, colours, story.ground)


def blob(rng: np.random.Generator, knots: int = 9, wobble: float = 0.25) -> Points:
    """A smooth irregular outline of radius about 1: stones, leaves, clouds, food."""
    angle = np.linspace(0.0, 2.0 * np.pi, knots, endpoint=False)
    radius = 1.0 + rng.uniform(-wobble, wobble, knots)
    return smooth(np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1))
