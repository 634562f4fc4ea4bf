"""Land and water: ridges, ground, sea, lake, sand and snow."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour, mix, scale
from mediasearch.demo.noise import Field, fbm, profile, ridged, smoothstep
from mediasearch.demo.sky import Air


def below(canvas: Canvas, line: Field) -> Field:
    """Coverage of everything below a line given per column (in heights), edges smoothed over one pixel."""
    cover: Field = np.clip((canvas.y - line[None, :]) * canvas.height + 0.5, 0.0, 1.0).astype(np.float32)
    return cover


def ridge_line(canvas: Canvas, seed: int, base: float, height: float, frequency: float, sharp: bool = True) -> Field:
    """The skyline of mountains (sharp) or hills, per column, in heights from the top."""
    line = profile(seed, canvas.width, frequency, 7 if sharp else 2, 0.5 if sharp else 0.3)
    if sharp:
        line = 1.0 - 1.7 * np.abs(line)
    return (base - height * (0.5 + 0.5 * line)).astype(np.float32)


def relief(canvas: Canvas, seed: int, frequency: float = 4.0, strength: float = 4.0, stretch: float = 1.0) -> Field:
    """Light and shade of a rough surface lit from the upper left, around 1."""
    field = fbm(seed, canvas.width, canvas.height, frequency, 6, stretch=stretch, roughness=0.58)
    step = max(1, round(canvas.height * 0.006))
    slope = field - np.roll(np.roll(field, step, axis=1), step, axis=0)
    return np.clip(1.0 + strength * slope * (0.006 * canvas.height / step), 0.35, 1.6).astype(np.float32)


def mountains(
    canvas: Canvas, rng: np.random.Generator, air: Air, base: float, height: float, colour: Colour,
    distance: float = 0.2, snow: float = 0.0, frequency: float = 3.0,
) -> Field:  # fmt: skip
    """A mountain range; ``snow`` is the part of its height that is white. Returns its skyline."""
    seed = int(rng.integers(1 << 30))
    line = ridge_line(canvas, seed, base, height, frequency * canvas.aspect / 1.4)
    cover = below(canvas, line)
    rock = np.asarray(air.far(colour, distance), np.float32)
    paint = np.broadcast_to(rock, canvas.rgb.shape) * relief(canvas, seed + 1, 4.0, 5.0 * (1 - distance))[..., None]
    if snow > 0:
        crest = ridged(seed + 2, canvas.width, canvas.height, 6.0, 5)
        depth = (canvas.y - line[None, :]) / height
        white = smoothstep(0.05, -0.05, depth - snow + 0.5 * (crest - 0.6) + 0.3 * (line[None, :] - base + height))
        light = np.asarray(air.far((0.97, 0.98, 1.0), distance * 0.7), np.float32)
        shade = np.asarray(air.far((0.62, 0.71, 0.86), distance * 0.7), np.float32)
        lit = smoothstep(0.8, 1.15, relief(canvas, seed + 1, 4.0, 6.0))[..., None]
        paint = paint * (1 - white[..., None]) + (shade * (1 - lit) + light * lit) * white[..., None]
    canvas.blend(cover, np.clip(paint, 0, 1).astype(np.float32))
    mist = cover * smoothstep(base - height * 0.55, base, canvas.y)
    canvas.blend(mist.astype(np.float32), air.low, 0.5 * distance + 0.12)
    return line


def hills(
    canvas: Canvas,
    rng: np.random.Generator,
    air: Air,
    base: float,
    height: float,
    colour: Colour,
    distance: float = 0.0,
) -> Field:
    """A rolling hill with grass-like grain. Returns its skyline."""
    seed = int(rng.integers(1 << 30))
    line = ridge_line(canvas, seed, base, height, rng.uniform(1.2, 2.6), sharp=False)
    tone = np.asarray(air.far(colour, distance), np.float32)
    grain = fbm(seed + 1, canvas.width, canvas.height, 7.0, 5, stretch=2.0)
    depth = np.clip((canvas.y - line[None, :]) / max(1.0 - base + height, 0.05), 0, 1)
    # Snow is smooth: what is grass on a green hill would look like dirt on a white one.
    rough = 0.32 if min(colour) < 0.7 else 0.1
    light = (1.12 - (0.4 if rough > 0.2 else 0.2) * depth) * (1.0 + rough * (grain - 0.5))
    canvas.blend(below(canvas, line), np.clip(tone * light[..., None], 0, 1).astype(np.float32))
    return line


def flat(
    canvas: Canvas, rng: np.random.Generator, air: Air, top: float, near: Colour, far: Colour, grain: float = 0.3
) -> None:
    """Level ground from ``top`` down, with grain that grows towards the viewer."""
    seed = int(rng.integers(1 << 30))
    paint = canvas.ramp([(0.0, air.lit(far)), (1.0, air.lit(near))], top, 1.0)
    fine = fbm(seed, canvas.width, canvas.height, 26.0, 4, stretch=3.0)
    coarse = fbm(seed + 1, canvas.width, canvas.height, 7.0, 5, stretch=2.5)
    depth = np.clip((canvas.y - top) / max(1.0 - top, 0.05), 0, 1)
    texture = 1.0 + grain * ((fine - 0.5) * (1 - depth) + (coarse - 0.5) * (0.4 + depth))
    line = np.full(canvas.width, top, np.float32)
    canvas.blend(below(canvas, line), np.clip(paint * texture[..., None], 0, 1).astype(np.float32))


def sea(canvas: Canvas, rng: np.random.Generator, air: Air, top: float, colour: Colour, waves: float = 0.5) -> None:
    """Open water from ``top`` down: swell that grows nearer, sky light, and the sun's or moon's path."""
    seed = int(rng.integers(1 << 30))
    near = air.lit(colour)
    far = mix(near, air.low, 0.55)
    depth = np.clip((canvas.y - top) / max(1.0 - top, 0.05), 0, 1)
    fine = fbm(seed, canvas.width, canvas.height, 44.0, 2, stretch=9.0)
    middle = fbm(seed + 1, canvas.width, canvas.height, 20.0, 5, stretch=7.0, roughness=0.6)
    coarse = fbm(seed + 2, canvas.width, canvas.height, 9.0, 6, stretch=5.0, roughness=0.6)
    first, second = np.clip(1 - 2.5 * depth, 0, 1), np.clip(1 - np.abs(depth - 0.4) * 2.5, 0, 1)
    swell = (fine - 0.5) * first + (middle - 0.5) * second + (coarse - 0.5) * np.clip(1.6 * depth - 0.4, 0, 1)
    paint = canvas.ramp([(0.0, far), (0.25, mix(far, near, 0.6)), (1.0, scale(near, 0.8))], top, 1.0)
    paint = paint * (1.0 + (0.7 + 1.4 * waves) * swell[..., None])
    crest = smoothstep(0.16, 0.28, swell.astype(np.float32))[..., None] * (0.35 + 0.5 * waves)
    paint = paint * (1 - crest) + np.asarray(mix(near, air.low, 0.85), np.float32) * crest
    line = np.full(canvas.width, top, np.float32)
    cover = below(canvas, line)
    canvas.blend(cover, np.clip(paint, 0, 1).astype(np.float32))
    source = air.sun if air.light == "sunset" else air.moon
    if source is not None:
        width = 0.03 + 0.16 * depth
        path = np.exp(-((canvas.x - source[0]) ** 2) / (2 * width**2)) * cover
        glitter = path * smoothstep(-0.06, 0.12, swell.astype(np.float32))
        canvas.screen(
            (glitter * (0.85 if air.sun else 0.5)).astype(np.float32), (1.0, 0.8, 0.5) if air.sun else (0.8, 0.85, 1.0)
        )


def mirror_lake(
    canvas: Canvas, rng: np.random.Generator, air: Air, top: float, bottom: float = 1.0, ripple: float = 0.4
) -> None:
    """Still water between two heights: what stands above, upside down, rippled and darker."""
    first, last = canvas._row(top), canvas._row(bottom)
    if last <= first:
        return
    seed = int(rng.integers(1 << 30))
    rows = np.arange(first, last)
    depth = (rows - first) / max(last - first, 1)
    source = np.clip(first - 1 - (rows - first) * min(1.0, first / max(last - first, 1)), 0, canvas.height - 1).astype(
        np.int64
    )
    shake = fbm(seed, canvas.width, canvas.height, 30.0, 3, stretch=8.0)[first:last] - 0.5
    offset = shake * ripple * 0.06 * canvas.height * (0.25 + depth[:, None])
    columns = np.clip(np.arange(canvas.width)[None, :] + offset, 0, canvas.width - 1).astype(np.int64)
    lifted = np.clip(source[:, None] + offset * 0.7, 0, first - 1 if first else 0).astype(np.int64)
    picture = canvas.rgb[lifted, columns]
    dark = (0.86 - 0.28 * depth)[:, None, None].astype(np.float32)
    tone = np.asarray(air.lit((0.25, 0.45, 0.55)), np.float32)
    canvas.rgb[first:last] = picture * dark * 0.9 + tone * 0.1


def shore(canvas: Canvas, seed: int, at: float, swing: float) -> Field:
    """A curved shoreline, per column."""
    return (at + swing * profile(seed, canvas.width, 2.0, 4)).astype(np.float32)
