"""Things people make: boats, balloons, houses, cars, tents, umbrellas, kites."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import (
    Canvas,
    Colour,
    Points,
    Stencil,
    box,
    ellipse,
    mix,
    moved,
    rounded,
    scale,
    smooth,
    stroke,
)
from mediasearch.demo.sky import Air

LAMP: Colour = (1.0, 0.82, 0.45)


def boat(canvas: Canvas, air: Air, x: float, water: float, size: float, colour: Colour, mirror: bool = False) -> None:
    """A sailing boat: a hull in ``colour`` and two sails, mirrored faintly in the water."""
    side = -1.0 if mirror else 1.0

    def at(points: list[tuple[float, float]], flip: float = 1.0) -> Points:
        return np.array([(x + side * px * size, water + flip * py * size) for px, py in points])

    hull = smooth([(-0.42, -0.1), (0.5, -0.13), (0.36, 0.06), (-0.3, 0.06)])
    for flip, alpha in ((-0.55, 0.28), (1.0, 1.0)):
        white = air.lit((0.97, 0.96, 0.93))
        main = at([(0.03, -1.1), (0.05, -0.2), (0.46, -0.2)], flip)
        jib = at([(-0.02, -1.02), (-0.03, -0.2), (-0.38, -0.2)], flip)
        canvas.fill(main, white if alpha == 1.0 else scale(white, 0.85), alpha)
        canvas.fill(jib, scale(white, 0.86), alpha)
        canvas.fill(
            at([(-0.01, -1.14), (0.02, -1.14), (0.02, -0.1), (-0.01, -0.1)], flip), air.lit((0.25, 0.18, 0.12)), alpha
        )
        canvas.fill(at([(px, py) for px, py in hull], flip), air.lit(colour), alpha)
        canvas.fill(
            at([(-0.42, -0.11), (0.5, -0.14), (0.48, -0.1), (-0.4, -0.07)], flip), air.lit((0.95, 0.94, 0.9)), alpha
        )


def balloon(canvas: Canvas, air: Air, x: float, y: float, radius: float, colour: Colour, second: Colour) -> None:
    """A hot-air balloon with gores in two colours, shaded like a ball."""
    t = np.linspace(-np.pi / 2, np.pi / 2, 40)
    ry = np.where(np.sin(t) > 0, 1.28, 1.0)
    edge_x, edge_y = np.cos(t) ** np.where(np.sin(t) > 0, 1.25, 1.0), ry * np.sin(t)
    gores = 8
    cuts = np.sin(np.linspace(-np.pi / 2, np.pi / 2, gores + 1))
    for i in range(gores):
        left = np.stack([x + radius * edge_x * cuts[i], y + radius * edge_y], 1)
        right = np.stack([x + radius * edge_x * cuts[i + 1], y + radius * edge_y], 1)
        light = 1.12 - 0.5 * abs((i + 0.5) / gores - 0.36) * 1.6
        canvas.fill(np.concatenate([left, right[::-1]]), air.lit(scale(colour if i % 2 == 0 else second, light)))
    low = y + 1.28 * radius
    rope = Stencil()
    for side in (-1, 1):
        rope.add(
            stroke(
                [(x + side * 0.2 * radius, low - 0.1 * radius), (x + side * 0.13 * radius, low + 0.42 * radius)],
                0.018 * radius + 0.0008,
            )
        )
    canvas.fill(rope, air.lit((0.2, 0.15, 0.1)))
    canvas.fill(
        box(x - 0.16 * radius, low + 0.38 * radius, x + 0.16 * radius, low + 0.64 * radius), air.lit((0.46, 0.3, 0.15))
    )
    canvas.fill(
        box(x - 0.17 * radius, low + 0.37 * radius, x + 0.17 * radius, low + 0.42 * radius), air.lit((0.3, 0.18, 0.09))
    )
    if air.light in ("night", "dusk"):
        canvas.glow(x, low - 0.35 * radius, 0.55 * radius, (1.0, 0.6, 0.25), 0.5)


def house(
    canvas: Canvas, air: Air, x: float, base: float, size: float, wall: Colour, roof: Colour, snow: bool = False
) -> None:
    """A gabled house with door, windows and chimney; ``size`` is half its width."""
    high = size * 1.05
    canvas.fill(
        box(x + 0.42 * size, base - high - 0.95 * size, x + 0.62 * size, base - high - 0.2 * size),
        air.lit((0.5, 0.3, 0.25)),
    )
    canvas.fill(
        box(x - size, base - high, x + size, base),
        canvas.ramp([(0, air.lit(scale(wall, 1.04))), (1, air.lit(scale(wall, 0.86)))], base - high, base),
    )
    top = np.array(
        [
            [x - 1.18 * size, base - high + 0.04 * size],
            [x, base - high - 0.85 * size],
            [x + 1.18 * size, base - high + 0.04 * size],
        ]
    )
    gable = np.array([[x - size, base - high], [x, base - high - 0.72 * size], [x + size, base - high]])
    canvas.fill(top, air.lit((0.95, 0.96, 1.0) if snow else roof))
    if not snow:
        canvas.fill(moved(gable, 0.0, 0.16 * size), air.lit(scale(roof, 0.86)), 0.5)
    dark = air.light in ("night", "dusk")
    glass = LAMP if dark else air.lit((0.62, 0.78, 0.9))
    frame = air.lit((0.96, 0.95, 0.92))
    for side in (-0.56, 0.56):
        canvas.fill(
            box(x + (side - 0.22) * size, base - 0.78 * size, x + (side + 0.22) * size, base - 0.34 * size), frame
        )
        canvas.fill(
            box(x + (side - 0.17) * size, base - 0.73 * size, x + (side + 0.17) * size, base - 0.39 * size), glass
        )
        canvas.fill(
            box(x + (side - 0.02) * size, base - 0.75 * size, x + (side + 0.02) * size, base - 0.37 * size), frame
        )
        if dark:
            canvas.glow(x + side * size, base - 0.56 * size, 0.3 * size, LAMP, 0.35)
    canvas.fill(box(x - 0.17 * size, base - 0.6 * size, x + 0.17 * size, base), air.lit((0.4, 0.24, 0.14)))
    canvas.fill(ellipse(x + 0.1 * size, base - 0.28 * size, 0.025 * size, 0.025 * size), air.lit((0.9, 0.75, 0.3)))


def lighthouse(canvas: Canvas, air: Air, x: float, base: float, height: float, colour: Colour) -> None:
    """A striped lighthouse; its lamp shines after dark."""
    half = 0.1 * height
    for i in range(6):
        low, high = base - height * 0.78 * i / 6, base - height * 0.78 * (i + 1) / 6
        a, b = half * (1 - 0.4 * i / 6), half * (1 - 0.4 * (i + 1) / 6)
        tone = colour if i % 2 == 0 else (0.97, 0.96, 0.94)
        canvas.fill(np.array([[x - a, low], [x - b, high], [x, high], [x, low]]), air.lit(tone))
        canvas.fill(np.array([[x, low], [x, high], [x + b, high], [x + a, low]]), air.lit(scale(tone, 0.82)))
    top = base - 0.78 * height
    canvas.fill(
        box(x - 0.09 * height, top - 0.015 * height, x + 0.09 * height, top + 0.015 * height), air.lit((0.2, 0.2, 0.22))
    )
    canvas.fill(box(x - 0.045 * height, top - 0.1 * height, x + 0.045 * height, top), (1.0, 0.93, 0.6))
    canvas.fill(
        np.array(
            [
                [x - 0.065 * height, top - 0.1 * height],
                [x, top - 0.2 * height],
                [x + 0.065 * height, top - 0.1 * height],
            ]
        ),
        air.lit(colour),
    )
    if air.light in ("night", "dusk"):
        canvas.glow(x, top - 0.05 * height, 0.13 * height, (1.0, 0.9, 0.6), 0.9)
        beam = Stencil().add(
            np.array([[x, top - 0.05 * height], [x - 2, top - 0.28 * height], [x - 2, top + 0.05 * height]])
        )
        canvas.fill(beam, (1.0, 0.95, 0.75), 0.16, soft=0.01)


def car(canvas: Canvas, air: Air, x: float, base: float, size: float, colour: Colour, mirror: bool = False) -> None:
    """A car from the side, ``size`` long."""
    s = -size if mirror else size

    def at(points: list[tuple[float, float]]) -> Points:
        return np.array([(x + px * s, base + py * size) for px, py in points])

    canvas.fill(ellipse(x, base, 0.55 * size, 0.035 * size), (0.0, 0.0, 0.0), 0.4, soft=0.015 * size)
    paint = canvas.ramp([(0, air.lit(scale(colour, 1.12))), (1, air.lit(scale(colour, 0.74)))], base - 0.4 * size, base)
    body = smooth(
        at(
            [
                (-0.5, -0.1),
                (-0.5, -0.22),
                (-0.36, -0.27),
                (-0.2, -0.42),
                (0.12, -0.42),
                (0.26, -0.27),
                (0.46, -0.23),
                (0.5, -0.1),
                (0.42, -0.06),
                (-0.42, -0.06),
            ]
        ),
        6,
    )
    canvas.fill(body, paint)
    glass = air.lit((0.22, 0.3, 0.38)) if air.light != "night" else (0.05, 0.06, 0.09)
    canvas.fill(at([(-0.29, -0.27), (-0.17, -0.385), (-0.06, -0.385), (-0.06, -0.27)]), glass)
    canvas.fill(at([(-0.03, -0.27), (-0.03, -0.385), (0.1, -0.385), (0.2, -0.27)]), glass)
    for px in (-0.29, 0.29):
        canvas.fill(ellipse(x + px * s, base - 0.075 * size, 0.095 * size, 0.095 * size), (0.06, 0.06, 0.07))
        canvas.fill(ellipse(x + px * s, base - 0.075 * size, 0.05 * size, 0.05 * size), air.lit((0.7, 0.71, 0.73)))
    canvas.fill(ellipse(x + 0.475 * s, base - 0.185 * size, 0.02 * size, 0.025 * size), (1.0, 0.95, 0.75))
    if air.light in ("night", "dusk"):
        canvas.glow(x + 0.5 * s, base - 0.185 * size, 0.08 * size, (1.0, 0.92, 0.7), 0.8)


def bus(canvas: Canvas, air: Air, x: float, base: float, size: float, colour: Colour) -> None:
    """A bus from the side, ``size`` long."""
    canvas.fill(ellipse(x, base, 0.52 * size, 0.03 * size), (0.0, 0.0, 0.0), 0.4, soft=0.015 * size)
    paint = canvas.ramp([(0, air.lit(scale(colour, 1.08))), (1, air.lit(scale(colour, 0.8)))], base - 0.42 * size, base)
    canvas.fill(rounded(x - 0.5 * size, base - 0.42 * size, x + 0.5 * size, base - 0.06 * size, 0.035 * size), paint)
    canvas.fill(
        box(x - 0.5 * size, base - 0.165 * size, x + 0.5 * size, base - 0.14 * size), air.lit((0.95, 0.95, 0.95))
    )
    lit = air.light in ("night", "dusk")
    for i in range(6):
        left = x + (-0.46 + 0.155 * i) * size
        canvas.fill(
            box(left, base - 0.37 * size, left + 0.13 * size, base - 0.21 * size),
            LAMP if lit else air.lit((0.3, 0.4, 0.48)),
        )
    for px in (-0.3, 0.3):
        canvas.fill(ellipse(x + px * size, base - 0.06 * size, 0.065 * size, 0.065 * size), (0.06, 0.06, 0.07))
        canvas.fill(ellipse(x + px * size, base - 0.06 * size, 0.032 * size, 0.032 * size), air.lit((0.65, 0.65, 0.66)))


def tent(canvas: Canvas, air: Air, x: float, base: float, size: float, colour: Colour) -> None:
    """A ridge tent, lit from inside after dark."""
    dark = air.light in ("night", "dusk")
    front = np.array([[x - 0.6 * size, base], [x - 0.05 * size, base - 0.75 * size], [x + 0.42 * size, base]])
    side = np.array(
        [
            [x - 0.05 * size, base - 0.75 * size],
            [x + 0.5 * size, base - 0.68 * size],
            [x + 0.85 * size, base - 0.03 * size],
            [x + 0.42 * size, base],
        ]
    )
    tone = mix(colour, LAMP, 0.45) if dark else air.lit(colour)
    canvas.fill(side, scale(tone, 0.72))
    canvas.fill(front, tone)
    canvas.fill(
        np.array([[x - 0.2 * size, base], [x - 0.05 * size, base - 0.62 * size], [x + 0.1 * size, base]]),
        LAMP if dark else scale(tone, 0.4),
    )
    if dark:
        canvas.glow(x, base - 0.25 * size, 0.6 * size, LAMP, 0.45)


def umbrella(canvas: Canvas, air: Air, x: float, base: float, size: float, colour: Colour) -> None:
    """A parasol with white gores on its pole."""
    canvas.fill(stroke([(x, base), (x + 0.06 * size, base - size)], 0.03 * size), air.lit((0.9, 0.88, 0.84)))
    cx, cy = x + 0.06 * size, base - 0.78 * size
    for i in range(6):
        a, b = np.cos(np.pi * (1 - i / 6)), np.cos(np.pi * (1 - (i + 1) / 6))
        t = np.linspace(0, np.pi / 2, 8)
        left = np.stack([cx + 0.6 * size * a * np.cos(t), cy - 0.34 * size * np.sin(t)], 1)
        right = np.stack([cx + 0.6 * size * b * np.cos(t), cy - 0.34 * size * np.sin(t)], 1)
        tone = colour if i % 2 == 0 else (0.97, 0.96, 0.94)
        canvas.fill(np.concatenate([left, right[::-1]]), air.lit(scale(tone, 1.04 - 0.06 * i)))


def kite(
    canvas: Canvas, air: Air, x: float, y: float, size: float, colour: Colour, hand: tuple[float, float] | None
) -> None:
    """A diamond kite with a tail, its string down to ``hand``."""
    if hand is not None:
        t = np.linspace(0, 1, 16)
        line = np.stack([x + (hand[0] - x) * t, y + (hand[1] - y) * t + 0.06 * np.sin(np.pi * t)], 1)
        canvas.fill(stroke(line, 0.0018 + 0.002 * size), air.lit((0.2, 0.2, 0.2)), 0.55)
    canvas.fill(
        np.array([[x, y - size], [x + 0.62 * size, y - 0.2 * size], [x, y + size], [x - 0.62 * size, y - 0.2 * size]]),
        air.lit(colour),
    )
    canvas.fill(
        np.array([[x, y - size], [x + 0.62 * size, y - 0.2 * size], [x, y - 0.2 * size]]), air.lit(scale(colour, 0.72))
    )
    canvas.fill(
        np.array([[x, y + size], [x - 0.62 * size, y - 0.2 * size], [x, y - 0.2 * size]]),
        air.lit(mix(colour, (1, 1, 1), 0.35)),
    )
    t = np.linspace(0, 1, 14)
    tail = np.stack([x + 0.18 * size * np.sin(9 * t), y + size + 1.5 * size * t], 1)
    canvas.fill(stroke(tail, 0.06 * size), air.lit(colour))
