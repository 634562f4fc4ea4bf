"""Named colours: what they are called in both languages and which shades a person would call so."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

import numpy as np

from mediasearch.demo.canvas import Colour

Range = tuple[float, float]


@dataclass(frozen=True)
class NamedColour:
    """A colour word with the hues (degrees), saturations and values it covers, and some usual exact values."""

    name: str
    zh: str
    hue: Range
    saturation: Range
    value: Range
    usual: tuple[tuple[int, int, int], ...]
    synonyms_en: tuple[str, ...] = ()
    synonyms_zh: tuple[str, ...] = ()

    def shade(self, rng: np.random.Generator, usual: float = 0.3) -> Colour:
        """A random shade of this colour; with probability ``usual`` one of the values programs are used to."""
        if rng.random() < usual:
            r, g, b = self.usual[int(rng.integers(len(self.usual)))]
            return (r / 255.0, g / 255.0, b / 255.0)
        hue = rng.uniform(*self.hue) % 360.0
        return colorsys.hsv_to_rgb(hue / 360.0, rng.uniform(*self.saturation), rng.uniform(*self.value))


COLOURS: dict[str, NamedColour] = {
    colour.name: colour
    for colour in (
        NamedColour(
            "red",
            "红色",
            (-7, 7),
            (0.75, 1),
            (0.68, 1),
            ((255, 0, 0), (220, 20, 60), (220, 30, 30), (200, 20, 20)),
            ("scarlet",),
            ("大红色",),
        ),
        NamedColour(
            "orange",
            "橙色",
            (21, 37),
            (0.8, 1),
            (0.9, 1),
            ((255, 165, 0), (255, 140, 0), (255, 127, 0), (240, 130, 20)),
            (),
            ("橘色", "橘黄色"),
        ),
        NamedColour(
            "yellow",
            "黄色",
            (47, 62),
            (0.7, 1),
            (0.88, 1),
            ((255, 255, 0), (255, 215, 0), (250, 220, 40), (240, 220, 30)),
        ),
        NamedColour(
            "green",
            "绿色",
            (92, 150),
            (0.5, 1),
            (0.35, 0.95),
            ((0, 255, 0), (0, 128, 0), (0, 160, 0), (34, 139, 34), (40, 160, 60)),
        ),
        NamedColour(
            "cyan",
            "青色",
            (172, 190),
            (0.6, 1),
            (0.55, 1),
            ((0, 255, 255), (64, 224, 208), (0, 180, 190), (0, 128, 128)),
            ("turquoise", "teal"),
        ),
        NamedColour(
            "blue",
            "蓝色",
            (208, 244),
            (0.6, 1),
            (0.5, 1),
            ((0, 0, 255), (30, 80, 220), (30, 144, 255), (65, 105, 225), (20, 60, 200)),
        ),
        NamedColour(
            "purple",
            "紫色",
            (264, 292),
            (0.45, 0.95),
            (0.42, 0.85),
            ((128, 0, 128), (130, 40, 180), (148, 0, 211), (138, 43, 226), (120, 40, 160)),
            ("violet",),
            ("紫罗兰色",),
        ),
        NamedColour(
            "pink",
            "粉色",
            (322, 350),
            (0.25, 0.62),
            (0.92, 1),
            ((255, 192, 203), (255, 105, 180), (250, 130, 180), (240, 120, 170)),
            (),
            ("粉红色",),
        ),
        NamedColour(
            "brown",
            "棕色",
            (16, 30),
            (0.5, 0.85),
            (0.28, 0.55),
            ((139, 69, 19), (165, 42, 42), (120, 72, 32), (101, 67, 33), (130, 80, 40)),
            (),
            ("褐色",),
        ),
        NamedColour("black", "黑色", (0, 360), (0, 0.3), (0.0, 0.09), ((0, 0, 0), (20, 20, 20), (10, 10, 10))),
        NamedColour("white", "白色", (0, 360), (0, 0.04), (0.95, 1), ((255, 255, 255), (250, 250, 250))),
        NamedColour(
            "gray",
            "灰色",
            (0, 360),
            (0, 0.06),
            (0.38, 0.66),
            ((128, 128, 128), (150, 150, 150), (105, 105, 105)),
            ("grey",),
        ),
    )
}
CHROMATIC = ("red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink", "brown")

# Words for hues that lie between, as (minimum saturation, minimum value) keep whites and blacks out.
_HUES: tuple[tuple[str, float, float], ...] = (
    ("red", -14, 12), ("orange", 16, 42), ("yellow", 43, 68), ("green", 75, 165),
    ("cyan", 166, 196), ("blue", 200, 255), ("purple", 258, 305), ("pink", 306, 346),
)  # fmt: skip


def shares(rgb: np.ndarray) -> dict[str, float]:
    """Which part of a picture has each clear hue: uint8 (h, w, 3) to colour name -> 0..1.

    Only strong colours count: a person does not call a grey-blue haze blue.
    """
    light = rgb.astype(np.float32) / 255.0
    high, low = light.max(axis=2), light.min(axis=2)
    spread = np.maximum(high - low, 1e-6)
    r, g, b = light[..., 0], light[..., 1], light[..., 2]
    hue = np.where(
        high == r, ((g - b) / spread) % 6.0, np.where(high == g, (b - r) / spread + 2.0, (r - g) / spread + 4.0)
    )
    hue = hue * 60.0
    strong = (spread / np.maximum(high, 1e-6) > 0.42) & (high > 0.25)
    found = {}
    for name, start, end in _HUES:
        inside = (hue >= start) & (hue <= end)
        if start < 0:
            inside |= hue >= 360.0 + start
        if name in ("orange", "red"):
            inside &= high > 0.6
        if name == "yellow":
            inside &= high > 0.7
        found[name] = float((inside & strong).mean())
    found["white"] = float((low > 0.9).mean())
    found["black"] = float((high < 0.1).mean())
    return found
