"""Plain pictures of one coloured shape, drawn with Pillow alone: a check that shares no code with the renderer."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from PIL import Image, ImageDraw

COLOURS: dict[str, tuple[int, int, int]] = {
    "red": (220, 30, 30),
    "orange": (250, 145, 20),
    "yellow": (245, 220, 30),
    "green": (30, 160, 60),
    "blue": (30, 70, 220),
    "purple": (130, 40, 160),
    "pink": (250, 130, 180),
    "brown": (130, 80, 40),
}
SHAPES = ("circle", "square", "triangle", "star")
CHINESE = {
    "red": "红色", "orange": "橙色", "yellow": "黄色", "green": "绿色", "blue": "蓝色", "purple": "紫色",
    "pink": "粉色", "brown": "棕色",
    "circle": "圆形", "square": "正方形", "triangle": "三角形", "star": "星形",
}  # fmt: skip
_LIGHT = ((255, 255, 255), (245, 245, 245), (235, 235, 225), (225, 235, 245))
_DARK = ((0, 0, 0), (20, 20, 20), (35, 35, 40), (15, 20, 45))


@dataclass(frozen=True)
class Plain:
    """One picture and what it shows."""

    image: Image.Image
    colour: str
    shape: str
    ground: str


def corners(shape: str, x: float, y: float, radius: float, turn: float) -> list[tuple[float, float]]:
    """The outline of a shape with corners."""
    if shape in ("square", "triangle"):
        count, start = (4, math.pi / 4) if shape == "square" else (3, -math.pi / 2)
        angles = [turn + start + 2 * math.pi * k / count for k in range(count)]
        return [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]
    points = []
    for k in range(10):
        reach = radius if k % 2 == 0 else 0.4 * radius
        angle = turn - math.pi / 2 + k * math.pi / 5
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return points


def draw(colour: str, shape: str, ground: str, rng: random.Random, vary: bool = True) -> Plain:
    """One picture; with ``vary`` sizes, places, shades, turns and outlines differ."""
    wide, high = rng.choice([(256, 256), (256, 256), (320, 240), (300, 200), (240, 320)]) if vary else (256, 256)
    back = rng.choice(_LIGHT if ground == "light" else _DARK)
    image = Image.new("RGB", (2 * wide, 2 * high), back)
    pen = ImageDraw.Draw(image)
    shorter = 2 * min(wide, high)
    radius = shorter * (rng.uniform(0.13, 0.42) if vary else 0.3)
    x = rng.uniform(radius, 2 * wide - radius) if vary else wide
    y = rng.uniform(radius, 2 * high - radius) if vary else high
    r, g, b = (max(0, min(255, part + (rng.randint(-18, 18) if vary else 0))) for part in COLOURS[colour])
    edge = None
    if vary and rng.random() < 0.25:
        edge = (10, 10, 10) if ground == "light" else (245, 245, 245)
    width = max(2, int(0.05 * radius)) if edge else 0
    if shape == "circle":
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(r, g, b), outline=edge, width=width)
    else:
        turn = rng.uniform(-0.35, 0.35) if vary else 0.0
        points = corners(shape, x, y, radius, turn)
        pen.polygon(points, fill=(r, g, b))
        if edge:
            pen.line([*points, points[0]], fill=edge, width=width)
    return Plain(image.reduce(2), colour, shape, ground)


def collection(seed: int, each: int = 6) -> list[Plain]:
    """Every colour and shape on light and dark grounds, ``each`` times."""
    rng = random.Random(seed)
    return [
        draw(colour, shape, ground, rng)
        for colour in COLOURS
        for shape in SHAPES
        for ground in ("light", "dark")
        for _ in range(each)
    ]
