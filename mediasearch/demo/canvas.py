"""The canvas: an array of light that stencils and fields are painted onto.

Coordinates are in units of the canvas height: y runs from 0 (top) to 1 (bottom), x from 0 to ``aspect``
(width / height). So a circle is a circle on every canvas and a picture is independent of its resolution.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from mediasearch.demo.noise import Field

Points = NDArray[np.float64]
Colour = tuple[float, float, float]
Paint = Colour | Field


def mix(first: Colour, second: Colour, part: float) -> Colour:
    """The colour ``part`` of the way from the first to the second."""
    a, b, c = (p + (q - p) * part for p, q in zip(first, second, strict=True))
    return (a, b, c)


def scale(colour: Colour, factor: float) -> Colour:
    """The colour made lighter (> 1) or darker (< 1), clipped to what a screen can show."""
    a, b, c = (min(1.0, max(0.0, part * factor)) for part in colour)
    return (a, b, c)


def ellipse(cx: float, cy: float, rx: float, ry: float, turn: float = 0.0, steps: int = 48) -> Points:
    """The outline of an ellipse, float64 (steps, 2); ``turn`` in radians."""
    angle = np.linspace(0.0, 2.0 * np.pi, steps, endpoint=False)
    x, y = rx * np.cos(angle), ry * np.sin(angle)
    return np.stack([cx + x * np.cos(turn) - y * np.sin(turn), cy + x * np.sin(turn) + y * np.cos(turn)], axis=1)


def box(left: float, top: float, right: float, bottom: float) -> Points:
    """The four corners of an upright rectangle."""
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float64)


def moved(points: Points, dx: float, dy: float) -> Points:
    """The outline somewhere else."""
    placed: Points = points + np.array([dx, dy])
    return placed


def rounded(left: float, top: float, right: float, bottom: float, radius: float) -> Points:
    """An upright rectangle with round corners."""
    quarter = np.linspace(0.0, np.pi / 2.0, 8)
    corners = ((right - radius, bottom - radius, 0.0), (left + radius, bottom - radius, 0.5 * np.pi),
               (left + radius, top + radius, np.pi), (right - radius, top + radius, 1.5 * np.pi))  # fmt: skip
    arcs = [np.stack([x + radius * np.cos(quarter + t), y + radius * np.sin(quarter + t)], 1) for x, y, t in corners]
    return np.concatenate(arcs)


def stroke(points: Sequence[tuple[float, float]] | Points, start: float, end: float | None = None) -> Points:
    """A line as a polygon whose width runs from ``start`` to ``end``: limbs, trunks, masts."""
    path = np.asarray(points, dtype=np.float64)
    width = np.linspace(start, start if end is None else end, len(path))[:, None] / 2.0
    direction = np.gradient(path, axis=0)
    direction /= np.maximum(np.hypot(direction[:, 0], direction[:, 1])[:, None], 1e-9)
    normal = np.stack([-direction[:, 1], direction[:, 0]], axis=1)
    return np.concatenate([path + normal * width, (path - normal * width)[::-1]])


def smooth(points: Sequence[tuple[float, float]] | Points, steps: int = 8, closed: bool = True) -> Points:
    """A Catmull-Rom curve through the points: organic outlines from a few knots."""
    knots = np.asarray(points, dtype=np.float64)
    if closed:
        padded = np.concatenate([knots[-1:], knots, knots[:2]])
    else:
        padded = np.concatenate([knots[:1], knots, knots[-1:]])
    t = (np.arange(steps) / steps)[None, :, None]
    a, b, c, d = (padded[i : len(padded) - 3 + i, None, :] for i in range(4))
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    outline: Points = curve.reshape(-1, 2)
    return outline


@dataclass
class Stencil:
    """Polygons that are cut out of one mask: each adds to it, or takes away where ``hole`` is set."""

    parts: list[tuple[Points, bool]] = field(default_factory=list)

    def add(self, *polygons: Points, hole: bool = False) -> Stencil:
        """Adds polygons and returns the stencil itself."""
        self.parts.extend((np.asarray(polygon, dtype=np.float64), hole) for polygon in polygons)
        return self

    def placed(self, x: float, y: float, size: float = 1.0, mirror: bool = False, turn: float = 0.0) -> Stencil:
        """A copy scaled by ``size``, mirrored and turned (radians), its origin moved to (x, y)."""
        factor = np.array([-size if mirror else size, size])
        matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        return Stencil([((points * factor) @ matrix.T + (x, y), hole) for points, hole in self.parts])

    def joined(self, others: Iterable[Stencil]) -> Stencil:
        """This stencil and the others as one."""
        return Stencil(self.parts + [part for other in others for part in other.parts])


class Canvas:
    """Float32 light in 0..1, shape (height, width, 3), with the operations the scenes are made of."""

    def __init__(self, width: int, height: int, colour: Colour = (0.0, 0.0, 0.0)) -> None:
        self.width, self.height = width, height
        self.aspect = width / height
        self.rgb = np.empty((height, width, 3), dtype=np.float32)
        self.rgb[:] = colour
        self.x = ((np.arange(width, dtype=np.float32) + 0.5) / height)[None, :]
        self.y = ((np.arange(height, dtype=np.float32) + 0.5) / height)[:, None]
        self._fine = 4 if height < 420 else 2

    def gradient(self, stops: Sequence[tuple[float, Colour]], top: float = 0.0, bottom: float = 1.0) -> None:
        """Paints horizontal bands between ``top`` and ``bottom`` that blend from stop to stop (0..1)."""
        first, last = self._row(top), self._row(bottom)
        self.rgb[first:last] = self.ramp(stops, top, bottom)[first:last]

    def ramp(self, stops: Sequence[tuple[float, Colour]], top: float = 0.0, bottom: float = 1.0) -> Field:
        """The same gradient as paint, float32 (height, 1, 3)."""
        place = np.clip((self.y[:, 0] - top) / max(bottom - top, 1e-6), 0.0, 1.0)
        at = [stop for stop, _ in stops]
        channels = [np.interp(place, at, [colour[i] for _, colour in stops]) for i in range(3)]
        return np.stack(channels, axis=1).astype(np.float32)[:, None, :]

    def _row(self, y: float) -> int:
        return int(np.clip(round(y * self.height), 0, self.height))

    def mask(self, stencil: Stencil, soft: float = 0.0) -> tuple[slice, slice, Field] | None:
        """The stencil as coverage 0..1 with the rows and columns it touches; None when it is off the canvas.

        Drawn several times finer than the canvas and averaged, since Pillow's polygons have hard edges.
        ``soft`` blurs the edge (in heights).
        """
        if not stencil.parts:
            return None
        every = np.concatenate([points for points, _ in stencil.parts]) * self.height
        margin = 2 + int(3 * soft * self.height)
        left = max(0, int(np.floor(every[:, 0].min())) - margin)
        top = max(0, int(np.floor(every[:, 1].min())) - margin)
        right = min(self.width, int(np.ceil(every[:, 0].max())) + margin)
        bottom = min(self.height, int(np.ceil(every[:, 1].max())) + margin)
        if right <= left or bottom <= top:
            return None
        fine = self._fine
        sheet = Image.new("L", ((right - left) * fine, (bottom - top) * fine), 0)
        pen = ImageDraw.Draw(sheet)
        for points, hole in stencil.parts:
            local = (points * self.height - (left, top)) * fine
            pen.polygon(local.ravel().tolist(), fill=0 if hole else 255)
        sheet = sheet.reduce(fine)
        if soft > 0:
            sheet = sheet.filter(ImageFilter.GaussianBlur(soft * self.height))
        cover = np.asarray(sheet, dtype=np.float32) / np.float32(255.0)
        return slice(top, bottom), slice(left, right), cover

    def fill(self, stencil: Stencil | Points, paint: Paint, alpha: float = 1.0, soft: float = 0.0) -> None:
        """Paints the stencil: one colour, or an array that broadcasts to the canvas."""
        cut = self.mask(stencil if isinstance(stencil, Stencil) else Stencil().add(stencil), soft)
        if cut is None:
            return
        rows, columns, cover = cut
        self._blend(rows, columns, cover[..., None] * np.float32(alpha), paint)

    def blend(self, cover: Field, paint: Paint, alpha: float = 1.0) -> None:
        """Paints the whole canvas where ``cover``, float32 (height, width) or broadcastable, says so."""
        whole = np.broadcast_to(cover * np.float32(alpha), (self.height, self.width))[..., None]
        self._blend(slice(None), slice(None), whole, paint)

    def _blend(self, rows: slice, columns: slice, cover: Field, paint: Paint) -> None:
        target = self.rgb[rows, columns]
        if isinstance(paint, tuple):
            source: Field = np.asarray(paint, dtype=np.float32)
        else:
            source = np.broadcast_to(paint, self.rgb.shape)[rows, columns]
        target += cover * (source - target)

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float = 1.0) -> None:
        """Adds light that fades with distance: suns, lamps, windows, stars."""
        distance = (self.x - x) ** 2 + (self.y - y) ** 2
        light = np.exp(-distance / np.float32(2.0 * radius * radius)) * np.float32(strength)
        self.screen(light, colour)

    def screen(self, light: Field, colour: Colour) -> None:
        """Adds light without burning out: 1 - (1 - a)(1 - b)."""
        glow = np.clip(light, 0.0, 1.0)[..., None] * np.asarray(colour, dtype=np.float32)
        self.rgb += glow * (1.0 - self.rgb)

    def multiply(self, factor: Field) -> None:
        """Shades the canvas by a field that broadcasts to (height, width)."""
        self.rgb *= factor[..., None] if factor.ndim == 2 else factor

    def image(self) -> Image.Image:
        """The canvas as an 8-bit RGB picture."""
        return Image.fromarray((np.clip(self.rgb, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8))
