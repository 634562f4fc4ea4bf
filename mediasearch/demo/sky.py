"""Skies: light of day, sunset, dusk and night, with clouds, sun, moon, stars and aurora."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour, Stencil, ellipse, mix
from mediasearch.demo.captions import LIGHT_TERMS, Story
from mediasearch.demo.noise import Field, fbm, smoothstep

WHITE: Colour = (1.0, 1.0, 1.0)


@dataclass
class Air:
    """The light of a scene: what the land is tinted with and where the sun or moon stands."""

    light: str
    top: Colour
    low: Colour
    tint: Colour
    horizon: float
    sun: tuple[float, float] | None = None
    moon: tuple[float, float] | None = None

    def lit(self, colour: Colour) -> Colour:
        """A colour of the land under this light."""
        a, b, c = (min(1.0, part * light) for part, light in zip(colour, self.tint, strict=True))
        return (a, b, c)

    def far(self, colour: Colour, distance: float) -> Colour:
        """The colour seen through ``distance`` (0..1) of air: it fades to the sky's lowest colour."""
        return mix(self.lit(colour), self.low, distance)


_SUNSETS: tuple[tuple[Colour, Colour, Colour, Colour], ...] = (
    ((0.16, 0.19, 0.42), (0.62, 0.32, 0.46), (0.97, 0.52, 0.26), (1.0, 0.82, 0.45)),
    ((0.25, 0.16, 0.38), (0.76, 0.24, 0.36), (0.98, 0.42, 0.2), (1.0, 0.7, 0.3)),
    ((0.36, 0.42, 0.66), (0.85, 0.58, 0.6), (0.99, 0.68, 0.42), (1.0, 0.88, 0.62)),
    ((0.3, 0.12, 0.2), (0.72, 0.16, 0.14), (0.95, 0.36, 0.1), (1.0, 0.66, 0.2)),
    ((0.2, 0.28, 0.5), (0.55, 0.42, 0.6), (0.95, 0.58, 0.5), (0.99, 0.78, 0.6)),
)


def pick_light(rng: np.random.Generator, odds: str = "sunny sunny sunny cloudy sunset sunset dusk night") -> str:
    """A light, by the odds given as a list of words."""
    return str(rng.choice(odds.split()))


def paint_sky(canvas: Canvas, rng: np.random.Generator, story: Story, light: str, horizon: float = 0.55) -> Air:
    """Fills the canvas with sky down to ``horizon`` (and its lowest colour below), and tells the story."""
    story.light = light
    story.terms.update(LIGHT_TERMS[light])
    jitter = rng.uniform(-0.05, 0.05, 3)
    if light == "sunny":
        air = _sunny(canvas, rng, horizon, jitter)
    elif light == "cloudy":
        air = _cloudy(rng, horizon)
    elif light == "sunset":
        top, high, low, edge = _SUNSETS[int(rng.integers(len(_SUNSETS)))]
        canvas.gradient([(0, top), (0.45, high), (0.8, low), (1.0, edge)], 0.0, horizon)
        air = Air(light, top, edge, (0.62, 0.42, 0.4), horizon)
        story.possible_colours.update(("orange", "red", "yellow", "pink"))
    elif light == "dusk":
        top = (0.07 + rng.uniform(0, 0.06), 0.11, 0.26 + rng.uniform(0, 0.08))
        low = (0.45 + rng.uniform(0, 0.25), 0.4, 0.55)
        canvas.gradient([(0, top), (0.6, mix(top, low, 0.45)), (1.0, low)], 0.0, horizon)
        air = Air(light, top, low, (0.3, 0.34, 0.5), horizon)
        story.maybe.update(("night", "dark"))
    else:
        top = (0.01, 0.015, 0.05 + rng.uniform(0, 0.05))
        low = (0.05 + rng.uniform(0, 0.06), 0.08, 0.17 + rng.uniform(0, 0.1))
        canvas.gradient([(0, top), (0.55, mix(top, low, 0.4)), (1.0, low)], 0.0, horizon)
        air = Air(light, top, low, (0.14, 0.17, 0.28), horizon)
        story.maybe.add("dark")
    if light == "cloudy":
        canvas.gradient([(0, air.top), (1, air.low)], 0.0, horizon)
    first = canvas._row(horizon)
    canvas.rgb[first:] = air.low
    _furnish(canvas, rng, story, air)
    if light != "night":
        story.maybe.add("clouds")
    return air


def _sunny(canvas: Canvas, rng: np.random.Generator, horizon: float, jitter: np.ndarray) -> Air:
    deep: Colour = (0.13 + jitter[0], 0.36 + jitter[1], 0.72 + jitter[2])
    top = mix(deep, (0.42, 0.66, 0.93), float(rng.uniform(0, 0.6)))
    low = mix(top, (0.86, 0.93, 0.98), float(rng.uniform(0.65, 0.9)))
    canvas.gradient([(0, top), (0.55, mix(top, low, 0.45)), (1.0, low)], 0.0, horizon)
    return Air("sunny", top, low, (1.0, 0.98, 0.94), horizon)


def _cloudy(rng: np.random.Generator, horizon: float) -> Air:
    grey = float(rng.uniform(0.45, 0.68))
    return Air(
        "cloudy",
        (grey * 0.86, grey * 0.9, grey * 0.96),
        (grey * 1.2, grey * 1.22, grey * 1.24),
        (0.76, 0.78, 0.8),
        horizon,
    )


def _furnish(canvas: Canvas, rng: np.random.Generator, story: Story, air: Air) -> None:
    """Sun, moon, stars and clouds, as the light allows."""
    light, horizon = air.light, air.horizon
    if light == "sunny":
        if rng.random() < 0.3:
            air.sun = (rng.uniform(0.1, 0.9) * canvas.aspect, rng.uniform(0.1, 0.6) * horizon)
            sun(canvas, air.sun, (1.0, 0.97, 0.82), rng.uniform(0.03, 0.05))
            story.terms.add("sun")
            story.detail("sun", "with the sun in the sky", "天上有太阳")
        if rng.random() < 0.65:
            clouds(canvas, rng, air, rng.uniform(0.5, 0.62), WHITE, (0.72, 0.78, 0.87))
            story.maybe.add("clouds")
    elif light == "cloudy":
        grey = air.low
        clouds(canvas, rng, air, rng.uniform(0.3, 0.42), mix(grey, WHITE, 0.4), mix(air.top, (0.2, 0.22, 0.26), 0.45))
    elif light == "sunset":
        air.sun = (rng.uniform(0.15, 0.85) * canvas.aspect, horizon - rng.uniform(-0.01, 0.17))
        if rng.random() < 0.75:
            clouds(canvas, rng, air, rng.uniform(0.48, 0.6), (1.0, 0.66, 0.42), (0.48, 0.22, 0.34))
        sun(canvas, air.sun, (1.0, 0.86, 0.55), rng.uniform(0.03, 0.07))
        story.terms.add("sun")
    elif light == "dusk":
        if rng.random() < 0.5:
            clouds(canvas, rng, air, rng.uniform(0.5, 0.6), (0.66, 0.46, 0.58), (0.16, 0.17, 0.32))
        if rng.random() < 0.35:
            _add_moon(canvas, rng, story, air)
    elif light == "night":
        if rng.random() < 0.8:
            stars(canvas, rng, horizon, int(rng.integers(80, 420)))
            story.terms.add("stars")
        if rng.random() < 0.55:
            _add_moon(canvas, rng, story, air)


def sun(canvas: Canvas, at: tuple[float, float], colour: Colour, radius: float) -> None:
    """A disc with two halos."""
    canvas.glow(at[0], at[1], radius * 6.5, colour, 0.5)
    canvas.glow(at[0], at[1], radius * 2.2, colour, 0.7)
    canvas.fill(ellipse(at[0], at[1], radius, radius), mix(colour, WHITE, 0.6), soft=0.003)


def _add_moon(canvas: Canvas, rng: np.random.Generator, story: Story, air: Air) -> None:
    air.moon = (rng.uniform(0.12, 0.88) * canvas.aspect, rng.uniform(0.12, 0.6) * air.horizon)
    radius = rng.uniform(0.03, 0.085)
    full = rng.random() < 0.6
    moon(canvas, rng, air.moon, radius, full)
    story.terms.add("moon")
    if full:
        story.detail("full moon", "with a full moon", "有一轮满月")
    else:
        story.detail("crescent moon", "with a crescent moon", "有一弯月牙")


def moon(canvas: Canvas, rng: np.random.Generator, at: tuple[float, float], radius: float, full: bool = True) -> None:
    """A full moon with its seas, or a crescent."""
    x, y = at
    canvas.glow(x, y, radius * 3.2, (0.75, 0.8, 0.95), 0.35)
    face = Stencil().add(ellipse(x, y, radius, radius, steps=80))
    if full:
        seas = fbm(int(rng.integers(1 << 30)), canvas.width, canvas.height, 1.2 / radius / 2, 3)
        paint = np.asarray((0.96, 0.95, 0.88), dtype=np.float32) * (0.68 + 0.5 * smoothstep(0.3, 0.55, seas))[..., None]
        canvas.fill(face, np.clip(paint, 0, 1))
    else:
        side = 1.0 if rng.random() < 0.5 else -1.0
        face.add(
            ellipse(x + side * 0.45 * radius, y - 0.08 * radius, radius * 0.92, radius * 0.92, steps=80), hole=True
        )
        canvas.fill(face, (0.97, 0.95, 0.86))


def stars(canvas: Canvas, rng: np.random.Generator, bottom: float, count: int) -> None:
    """Points of light above ``bottom``, a few of them bright."""
    x = rng.uniform(0, canvas.width, count)
    y = rng.uniform(0, bottom * canvas.height, count) * rng.uniform(0.3, 1, count)
    power = rng.uniform(0.25, 1.0, count) ** 2
    radius = max(0.45, canvas.height * 0.0011)
    for i in range(count):
        reach = radius * (1.0 + 1.3 * power[i])
        left, top = int(x[i] - 2 * reach), int(y[i] - 2 * reach)
        right, down = int(x[i] + 2 * reach) + 2, int(y[i] + 2 * reach) + 2
        left, top = max(left, 0), max(top, 0)
        patch = canvas.rgb[top:down, left:right]
        if patch.size == 0:
            continue
        px = np.arange(left, left + patch.shape[1]) + 0.5 - x[i]
        py = np.arange(top, top + patch.shape[0]) + 0.5 - y[i]
        light = np.exp(-(px[None, :] ** 2 + py[:, None] ** 2) / (reach * reach)) * (0.35 + 0.65 * power[i])
        patch += light[..., None].astype(np.float32) * (1.0 - patch)


def clouds(canvas: Canvas, rng: np.random.Generator, air: Air, cover: float, lit: Colour, shade: Colour) -> None:
    """Clouds with bright tops: a noise field cut at ``cover``, shaded by its slope."""
    seed = int(rng.integers(1 << 30))
    field = fbm(
        seed, canvas.width, canvas.height, rng.uniform(2.0, 4.0), 6, stretch=rng.uniform(1.8, 3.2), roughness=0.55
    )
    density = smoothstep(cover, cover + 0.2, field)
    shift = max(1, round(0.02 * canvas.height))
    slope = field - np.roll(field, shift, axis=0)
    bright = np.clip(0.62 + 7.0 * slope, 0.0, 1.0)[..., None]
    paint = np.asarray(shade, np.float32) * (1 - bright) + np.asarray(lit, np.float32) * bright
    fade = np.clip((air.horizon - canvas.y) / max(0.25 * air.horizon, 0.01), 0.0, 1.0)
    canvas.blend(density * fade, paint.astype(np.float32), 0.92)


def aurora(canvas: Canvas, rng: np.random.Generator, story: Story, horizon: float) -> None:
    """Curtains of green light."""
    seed = int(rng.integers(1 << 30))
    rays = fbm(seed, canvas.width, canvas.height, 2.0, 5, stretch=0.12)
    path = fbm(seed + 1, canvas.width, canvas.height, 1.0, 2)[0:1, :]
    middle = horizon * (0.25 + 0.5 * path)
    above = np.where(
        canvas.y < middle, np.exp(-((canvas.y - middle) ** 2) / 0.05), np.exp(-((canvas.y - middle) ** 2) / 0.0022)
    )
    light: Field = (above * smoothstep(0.3, 0.75, rays)).astype(np.float32)
    canvas.screen(light * 0.85, (0.25, 0.95, 0.55))
    canvas.screen(np.roll(light, -round(0.05 * canvas.height), axis=0) * 0.35, (0.6, 0.3, 0.85))
    story.detail("aurora", "with northern lights", "有极光")
    story.possible_colours.add("green")
