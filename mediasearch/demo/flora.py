"""Plants: leafy trees, firs, palms, cacti, grass and flowers."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour, Points, Stencil, ellipse, mix, scale, smooth, stroke
from mediasearch.demo.shapes import blob
from mediasearch.demo.sky import Air

GREENS: tuple[Colour, ...] = (
    (0.16, 0.36, 0.13),
    (0.22, 0.43, 0.16),
    (0.3, 0.48, 0.18),
    (0.13, 0.31, 0.17),
    (0.38, 0.5, 0.2),
)
AUTUMN: tuple[Colour, ...] = (
    (0.82, 0.42, 0.1),
    (0.9, 0.6, 0.14),
    (0.72, 0.24, 0.1),
    (0.86, 0.5, 0.12),
    (0.6, 0.3, 0.12),
)
BARK: Colour = (0.3, 0.21, 0.14)
# Trees lower than this many pixels are painted in two strokes: shading inside them cannot be seen.
_SMALL = 90


def fir(
    canvas: Canvas,
    rng: np.random.Generator,
    air: Air,
    x: float,
    base: float,
    height: float,
    snow: bool = False,
    distance: float = 0.0,
) -> None:
    """A fir: ragged tiers around a stem, with snow on them if wanted."""
    brush = np.random.default_rng(int(rng.integers(1 << 30)))
    tone = air.far(scale((0.1, 0.27, 0.17), brush.uniform(0.8, 1.25)), distance)
    canvas.fill(stroke([(x, base), (x, base - 0.3 * height)], 0.05 * height), air.far(BARK, distance))
    tiers = 6
    small = height * canvas.height < _SMALL
    green, white = Stencil(), Stencil()
    for layer in range(tiers):
        part = layer / tiers
        low = base - height * (0.1 + 0.78 * part)
        top = base - height * min(1.0, 0.1 + 0.78 * part + 0.32)
        half = height * 0.25 * (1 - part) ** 0.85 + 0.012 * height
        teeth = np.linspace(-1, 1, 9)
        jag = brush.uniform(-0.03, 0.03, 9) * height + np.where(np.arange(9) % 2 == 0, 0.03 * height, -0.012 * height)
        skirt = np.stack([x + half * teeth, low + jag - 0.04 * height * (1 - np.abs(teeth))], axis=1)
        tier = np.concatenate([[[x, top]], skirt[::-1]])
        cap = skirt.copy()
        cap[:, 1] -= 0.03 * height
        cap[:, 0] = x + (cap[:, 0] - x) * 0.86
        crown = np.concatenate([[[x, top]], cap[::-1]])
        if small:
            green.add(tier)
            white.add(crown)
            continue
        canvas.fill(tier, scale(tone, 0.82 + 0.35 * part))
        if snow:
            canvas.fill(crown, air.far((0.95, 0.97, 1.0), distance), 0.88)
    if small:
        canvas.fill(green, tone)
        if snow:
            canvas.fill(white, air.far((0.95, 0.97, 1.0), distance), 0.88)


def leafy(
    canvas: Canvas,
    rng: np.random.Generator,
    air: Air,
    x: float,
    base: float,
    height: float,
    colour: Colour,
    distance: float = 0.0,
) -> None:
    """A broad-leaved tree: a forked trunk and a crown of shaded clumps."""
    brush = np.random.default_rng(int(rng.integers(1 << 30)))
    bark = air.far(BARK, distance)
    lean = brush.uniform(-0.06, 0.06) * height
    top = (x + lean, base - 0.55 * height)
    trunk = Stencil().add(
        stroke([(x, base), (x + lean * 0.4, base - 0.3 * height), top], 0.075 * height, 0.035 * height)
    )
    for side in (-1, 1):
        fork = [(x + 0.3 * lean, base - 0.33 * height), (x + side * 0.17 * height, base - 0.6 * height)]
        trunk.add(stroke(fork, 0.035 * height, 0.012 * height))
    canvas.fill(trunk, bark)
    tone = air.far(colour, distance)
    small = height * canvas.height < _SMALL
    clumps = 16
    angle, reach = brush.uniform(0, 2 * np.pi, clumps), np.sqrt(brush.uniform(0, 1, clumps))
    cx = top[0] + 0.27 * height * reach * np.cos(angle)
    cy = base - 0.7 * height + 0.2 * height * reach * np.sin(angle)
    crown, lit = Stencil(), Stencil()
    for i in np.argsort(-cy):
        size = height * brush.uniform(0.085, 0.14)
        outer = blob(brush, 9, 0.22) * size + (cx[i], cy[i])
        inner = blob(brush, 7, 0.3) * size * 0.5 + (cx[i] - 0.25 * size, cy[i] - 0.3 * size)
        if small:
            crown.add(outer)
            lit.add(inner)
            continue
        lift = (base - 0.5 * height - cy[i]) / (0.4 * height)
        shade = scale(
            tone,
            float(np.clip(0.62 + 0.5 * lift + brush.uniform(-0.08, 0.08) - 0.25 * (cx[i] - x) / height, 0.45, 1.35)),
        )
        canvas.fill(outer, shade)
        canvas.fill(inner, scale(shade, 1.14), 0.7)
    if small:
        canvas.fill(crown, scale(tone, 0.86))
        canvas.fill(lit, scale(tone, 1.14), 0.7)


def palm(canvas: Canvas, rng: np.random.Generator, air: Air, x: float, base: float, height: float) -> None:
    """A palm: a bent trunk and drooping fronds."""
    lean = rng.uniform(-0.28, 0.28) * height
    path = [(x + lean * t * t, base - height * t * 0.92) for t in np.linspace(0, 1, 10)]
    canvas.fill(stroke(path, 0.05 * height, 0.028 * height), air.lit((0.42, 0.31, 0.2)))
    cx, cy = path[-1]
    fronds = int(rng.integers(8, 11))
    for i, angle in enumerate(np.linspace(-np.pi * 1.12, np.pi * 0.12, fronds)):
        long = height * rng.uniform(0.34, 0.44)
        t = np.linspace(0, 1, 12)
        px = cx + long * t * np.cos(angle)
        py = cy + long * t * np.sin(angle) * 0.7 + long * 0.62 * t**2
        width = 0.1 * height * np.sin(np.pi * np.clip(t * 0.95 + 0.05, 0, 1)) ** 0.7
        teeth = np.where(np.arange(12) % 2 == 0, 1.0, 0.55)
        leaf = np.concatenate(
            [np.stack([px, py - 0.15 * width], 1), np.stack([px, py + 0.75 * width * teeth], 1)[::-1]]
        )
        tone = scale((0.2, 0.42, 0.15), 0.75 + 0.5 * ((i * 7) % 5) / 5)
        canvas.fill(leaf, air.lit(tone))


def cactus(canvas: Canvas, rng: np.random.Generator, air: Air, x: float, base: float, height: float) -> None:
    """A saguaro with two arms."""
    thick = 0.17 * height
    tone = air.lit((0.24, 0.45, 0.24))
    cut = Stencil().add(stroke([(x, base), (x, base - height)], thick), ellipse(x, base - height, thick / 2, thick / 2))
    for side, at in ((-1, rng.uniform(0.35, 0.5)), (1, rng.uniform(0.45, 0.62))):
        elbow = x + side * 0.27 * height
        top = base - height * (at + rng.uniform(0.22, 0.34))
        arm = [(x, base - at * height), (elbow, base - at * height), (elbow, top)]
        cut.add(stroke(arm[:2], thick * 0.66), stroke(arm[1:], thick * 0.66))
        cut.add(
            ellipse(elbow, base - at * height, thick * 0.33, thick * 0.33),
            ellipse(elbow, top, thick * 0.33, thick * 0.33),
        )
    canvas.fill(cut, tone)
    for off in (-0.25, 0.05, 0.3):
        canvas.fill(
            stroke([(x + off * thick, base), (x + off * thick, base - height)], 0.06 * thick), scale(tone, 0.72), 0.7
        )


def grass(canvas: Canvas, rng: np.random.Generator, air: Air, top: float, colour: Colour, blades: int = 260) -> None:
    """Blades of grass in the foreground."""
    for shade in (0.7, 0.9, 1.15):
        cut = Stencil()
        for _ in range(blades // 3):
            y = 1.02 - (1.0 - top) * rng.random() ** 1.5
            x = rng.uniform(0, canvas.aspect)
            tall = 0.03 + 0.09 * (y - top) / max(1 - top, 0.05)
            lean = rng.uniform(-0.5, 0.5) * tall
            cut.add(np.array([[x - 0.05 * tall, y], [x + lean, y - tall], [x + 0.05 * tall, y]]))
        canvas.fill(cut, air.lit(scale(colour, shade)), 0.85)


def flower_head(rng: np.random.Generator, petals: int, thin: float = 0.34) -> tuple[Stencil, Stencil]:
    """Petals and heart of a flower of radius 1."""
    turn = rng.uniform(0, 2 * np.pi)
    cut = Stencil()
    for i in range(petals):
        angle = turn + 2 * np.pi * i / petals
        cut.add(ellipse(0.58 * np.cos(angle), 0.58 * np.sin(angle), 0.44, thin, angle, 24))
    return cut, Stencil().add(ellipse(0, 0, 0.27, 0.27, steps=24))


def field_flowers(canvas: Canvas, rng: np.random.Generator, air: Air, top: float, colour: Colour, count: int) -> None:
    """Flowers in rows that grow towards the viewer: specks far away, petals near."""
    depth = np.sort(rng.random(count) ** 1.6)
    far, hearts = Stencil(), Stencil()
    near: list[tuple[float, float, float]] = []
    for d in depth:
        x, y = rng.uniform(-0.02, canvas.aspect + 0.02), top + (1.04 - top) * d
        size = 0.004 + 0.034 * d**1.4
        if size * canvas.height < 2.5 or d < 0.35:
            far.add(ellipse(x, y, size, size * 0.75, steps=10))
        else:
            near.append((x, y, size))
    canvas.fill(far, air.lit(colour), 0.95)
    for shade in (0.82, 1.0, 1.12):
        cut = Stencil()
        for x, y, size in near[int(shade * 10) % 3 :: 3]:
            petals, heart = flower_head(rng, int(rng.integers(5, 8)))
            cut = cut.joined([petals.placed(x, y, size)])
            hearts = hearts.joined([heart.placed(x, y, size)])
        canvas.fill(cut, air.lit(scale(colour, shade)))
    canvas.fill(hearts, air.lit((0.96, 0.8, 0.2) if colour[2] > 0.3 or colour[1] < 0.6 else (0.5, 0.3, 0.1)))


def big_flower(canvas: Canvas, rng: np.random.Generator, x: float, y: float, radius: float, colour: Colour) -> None:
    """A flower seen close: two rings of shaded petals round a speckled heart."""
    petals = int(rng.integers(7, 14))
    for ring, (reach, shade) in enumerate(((1.0, 0.78), (0.78, 1.0))):
        turn = rng.uniform(0, np.pi)
        for i in range(petals):
            angle = turn + 2 * np.pi * i / petals
            petal = _petal(petals, rng) * radius * reach
            spun = petal @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) + (x, y)
            tone = scale(colour, shade * rng.uniform(0.9, 1.08))
            canvas.fill(spun, tone)
            inner = (petal * (0.82, 0.5)) @ np.array(
                [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
            ) + (x, y)
            canvas.fill(inner, mix(tone, (1.0, 1.0, 1.0), 0.16), 0.55, soft=0.02 * radius)
        del ring
    core = (0.93, 0.72, 0.14) if colour[0] - colour[2] < 0.6 or colour[1] < 0.5 else (0.36, 0.2, 0.08)
    canvas.fill(ellipse(x, y, 0.24 * radius, 0.24 * radius), scale(core, 0.8))
    seeds = Stencil()
    for i in range(70):
        r, a = 0.22 * radius * np.sqrt(i / 70), i * 2.39996
        seeds.add(ellipse(x + r * np.cos(a), y + r * np.sin(a), 0.014 * radius, 0.014 * radius, steps=8))
    canvas.fill(seeds, scale(core, 1.25))


def _petal(petals: int, rng: np.random.Generator) -> Points:
    half = float(np.clip(2.6 / petals, 0.16, 0.36)) * rng.uniform(0.9, 1.1)
    return smooth([(0.1, 0.0), (0.45, -half), (0.85, -half * 0.9), (1.0, 0.0), (0.85, half * 0.9), (0.45, half)])
