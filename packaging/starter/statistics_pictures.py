"""Pictures without a subject but with the statistics of photographs, for the image-image term.

Dead leaves (Ruderman 1997; Lee, Mumford and Huang 2001): shapes of all sizes that cover each other. Spectra that
fall with frequency (Field 1987). Both taught networks useful features in Baradad et al., "Learning to See by Looking
at Noise" (2021). Collages of rendered scenes stand in for the clutter of real rooms and streets.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from mediasearch.demo import SCENES, render

Array = np.ndarray


def _palette(rng: np.random.Generator) -> Array:
    """A few colours that belong together, float32 (k, 3) in 0..1."""
    base = rng.uniform(0.1, 0.9, 3)
    spread = rng.uniform(0.08, 0.4)
    tones: Array = np.clip(base + rng.normal(0, spread, (int(rng.integers(4, 12)), 3)), 0, 1).astype(np.float32)
    return tones


def spectrum(rng: np.random.Generator, size: int) -> Array:
    """Coloured 1/f^a noise, float32 (size, size, 3)."""
    slope = rng.uniform(0.9, 2.2)
    fy, fx = np.fft.fftfreq(size)[:, None], np.fft.rfftfreq(size)[None, :]
    power = 1.0 / np.maximum(np.sqrt((fy * rng.uniform(0.5, 2)) ** 2 + fx**2), 1.0 / size) ** slope
    planes = [np.fft.irfft2(power * np.exp(2j * np.pi * rng.random(power.shape)), s=(size, size)) for _ in range(3)]
    field = np.stack(planes, axis=2)
    field = (field - field.mean()) / max(field.std(), 1e-6)
    mixing = rng.normal(0, 0.12, (3, 3)) + 0.1
    shown: Array = np.clip(rng.uniform(0.25, 0.75, 3) + field @ mixing, 0, 1).astype(np.float32)
    return shown


def dead_leaves(rng: np.random.Generator, size: int) -> Array:
    """Shapes with power-law sizes, flat, shaded or textured, float32 (size, size, 3)."""
    fine = 2 * size
    colours = _palette(rng)
    sheet = Image.fromarray((255 * spectrum(rng, size)).astype(np.uint8)).resize((fine, fine))
    pen = ImageDraw.Draw(sheet)
    least = rng.uniform(0.015, 0.05)
    for _ in range(int(rng.integers(40, 260))):
        radius = fine * min(0.45, least / max(rng.random(), 1e-3) ** 0.6)
        x, y = rng.uniform(0, fine, 2)
        tone = np.clip(colours[int(rng.integers(len(colours)))] + rng.normal(0, 0.06, 3), 0, 1)
        fill = tuple(int(255 * part) for part in tone)
        form = rng.random()
        if form < 0.35:
            wide = radius * rng.uniform(0.4, 1)
            pen.ellipse((x - wide, y - radius, x + wide, y + radius), fill=fill)
        elif form < 0.75:
            corners = int(rng.integers(3, 7))
            angle = np.sort(rng.uniform(0, 2 * np.pi, corners))
            reach = radius * rng.uniform(0.6, 1.2, corners)
            pen.polygon(
                [(float(x + r * np.cos(a)), float(y + r * np.sin(a))) for r, a in zip(reach, angle, strict=True)],
                fill=fill,
            )
        elif form < 0.9:
            a, b = rng.uniform(0, fine, 2)
            pen.line((x, y, float(a), float(b)), fill=fill, width=max(1, int(radius * 0.15)))
        else:
            high = radius * rng.uniform(0.2, 1)
            pen.rectangle((x - radius, y - high, x + radius, y + high), fill=fill)
    picture = np.asarray(sheet.reduce(2), np.float32) / 255.0
    light = spectrum(rng, size).mean(axis=2, keepdims=True)
    lit: Array = np.clip(picture * (0.6 + 0.8 * light), 0, 1).astype(np.float32)
    return lit


def collage(rng: np.random.Generator, size: int) -> Array:
    """Pieces of rendered scenes over one another, recoloured, float32 (size, size, 3)."""
    sheet = render(int(rng.integers(1 << 40)), size, str(rng.choice(SCENES)), captions=1).image
    for _ in range(int(rng.integers(1, 5))):
        part = render(int(rng.integers(1 << 40)), size, str(rng.choice(SCENES)), captions=1).image
        wide, high = (rng.uniform(0.2, 0.8, 2) * size).astype(int)
        x, y = int(rng.integers(0, size - wide + 1)), int(rng.integers(0, size - high + 1))
        left, top = int(rng.integers(0, size - wide + 1)), int(rng.integers(0, size - high + 1))
        piece = part.crop((left, top, left + int(wide), top + int(high)))
        mask = Image.new("L", piece.size, 0)
        if rng.random() < 0.5:
            ImageDraw.Draw(mask).ellipse((0, 0, *piece.size), fill=255)
        else:
            ImageDraw.Draw(mask).rectangle((0, 0, *piece.size), fill=255)
        if rng.random() < 0.4:
            mask = mask.filter(ImageFilter.GaussianBlur(4))
        sheet.paste(piece, (x, y), mask)
    pixels = np.asarray(sheet, np.float32) / 255.0
    mixing = np.eye(3) + rng.normal(0, 0.18, (3, 3))
    grain = spectrum(rng, size) - 0.5
    return np.clip(pixels @ mixing + rng.uniform(0, 0.5) * grain, 0, 1).astype(np.float32)


def picture(seed: int, size: int) -> Array:
    """One of the three, uint8 (size, size, 3)."""
    rng = np.random.default_rng((seed, 77))
    roll = rng.random()
    made = dead_leaves(rng, size) if roll < 0.5 else collage(rng, size) if roll < 0.85 else spectrum(rng, size)
    if rng.random() < 0.75:
        # Photographs are far less colourful than random colours are.
        grey = made.mean(axis=2, keepdims=True)
        made = np.clip(grey + rng.uniform(0.05, 0.6) * (made - grey) + rng.normal(0, 0.03, 3), 0, 1)
    if rng.random() < 0.3:
        made = made ** rng.uniform(0.6, 1.8)
    if rng.random() < 0.2:
        blurred = Image.fromarray((255 * made).astype(np.uint8)).filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 2)))
        made = np.asarray(blurred, np.float32) / 255.0
    shown: Array = (np.clip(made, 0, 1) * 255 + 0.5).astype(np.uint8)
    return shown
