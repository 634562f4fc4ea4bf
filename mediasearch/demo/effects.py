"""What happens to a picture between the scene and the file: weather, grain, blur, exposure, black and white."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from mediasearch.demo.canvas import Canvas
from mediasearch.demo.captions import Story
from mediasearch.demo.noise import fbm


def weather(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Now and then fog, rain or snowfall over an outdoor scene."""
    roll = rng.random()
    snowy = "snow" in story.terms
    if roll < 0.07 and story.light in ("cloudy", "sunny", "dusk", "sunset"):
        fog(canvas, rng)
        story.weather = "fog"
        story.terms.add("fog")
    elif roll < 0.12 and story.light in ("cloudy", "dusk", "night") and not snowy:
        rain(canvas, rng)
        story.weather = "rain"
        story.terms.add("rain")
    elif roll < 0.2 and snowy and story.light in ("cloudy", "dusk", "night"):
        snowfall(canvas, rng)
        story.weather = "snowfall"
        story.terms.update(("snowfall", "snow"))


def fog(canvas: Canvas, rng: np.random.Generator) -> None:
    """Thick mist that hides what is far."""
    tone = float(np.clip(canvas.rgb.mean() + 0.25, 0.45, 0.88))
    drift = fbm(int(rng.integers(1 << 30)), canvas.width, canvas.height, 2.0, 4, stretch=3.0)
    depth = np.clip(1.15 - 0.55 * np.abs(canvas.y - 0.45) - 0.35 * canvas.y, 0.35, 0.95)
    canvas.blend((depth * (0.72 + 0.4 * drift)).clip(0, 0.93).astype(np.float32), (tone, tone * 1.005, tone * 1.015))


def rain(canvas: Canvas, rng: np.random.Generator) -> None:
    """Slanting streaks and a duller light."""
    canvas.rgb *= np.float32(0.82)
    sheet = Image.new("L", (canvas.width, canvas.height), 0)
    pen = ImageDraw.Draw(sheet)
    unit, wide = canvas.height, max(1, round(0.0018 * canvas.height))
    count = int(240 * canvas.aspect)
    left, top, long = rng.uniform(0, canvas.aspect, count), rng.uniform(-0.05, 1, count), rng.uniform(0.03, 0.07, count)
    for x, y, length in zip(left, top, long, strict=True):
        pen.line((x * unit, y * unit, (x - 0.24 * length) * unit, (y + length) * unit), fill=255, width=wide)
    canvas.screen(np.asarray(sheet, np.float32) / 255.0 * 0.36, (0.8, 0.86, 0.95))


def snowfall(canvas: Canvas, rng: np.random.Generator) -> None:
    """Flakes, near ones big and soft."""
    for count, radius in ((240, 0.004), (90, 0.008), (22, 0.016)):
        x, y = rng.uniform(0, canvas.width, count), rng.uniform(0, canvas.height, count)
        reach = max(0.5, radius * canvas.height)
        flakes = Image.new("L", (canvas.width, canvas.height), 0)
        pen = ImageDraw.Draw(flakes)
        for a, b in zip(x.tolist(), y.tolist(), strict=True):
            pen.ellipse((a - reach / 2, b - reach / 2, a + reach / 2, b + reach / 2), fill=255)
        blurred = flakes.filter(ImageFilter.GaussianBlur(reach * 0.35))
        light = np.asarray(blurred, np.float32)
        canvas.screen(np.clip(light / max(float(light.max()), 1e-6) * 1.6, 0, 1) * 0.92, (1, 1, 1))


def style(image: Image.Image, rng: np.random.Generator, story: Story) -> Image.Image:
    """Now and then black and white, out of focus, under- or overexposed; and always a little grain."""
    roll = rng.random()
    pixels = np.asarray(image, np.float32) / 255.0
    if roll < 0.06:
        grey = pixels @ np.array([0.3, 0.59, 0.11], np.float32)
        pixels = np.repeat(np.clip((grey - 0.5) * 1.12 + 0.5, 0, 1)[..., None], 3, axis=2)
        story.style = "bw"
        story.terms.add("bw")
        forget_colours(story)
    elif roll < 0.1:
        radius = rng.uniform(0.018, 0.035) * image.height
        pixels = np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), np.float32) / 255.0
        story.style = "blurry"
        story.terms.add("blurry")
    elif roll < 0.135 and story.light != "night":
        pixels = pixels * rng.uniform(0.22, 0.32)
        story.style = "dark"
        story.terms.add("dark")
    elif roll < 0.165 and story.light != "night":
        pixels = 1.0 - (1.0 - np.clip(pixels * 1.25, 0, 1)) ** rng.uniform(1.9, 2.5)
        story.style = "bright"
        story.terms.add("bright")
    return Image.fromarray((np.clip(pixels, 0, 1) * 255 + 0.5).astype(np.uint8))


def forget_colours(story: Story) -> None:
    """Takes every colour out of the story: the picture has none."""
    from dataclasses import replace

    story.colours.clear()
    story.possible_colours.clear()
    story.things = [replace(thing, colour="") for thing in story.things]
    words = {"red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink", "brown"}
    story.details = [d for d in story.details if d[0].split(" ")[0] not in words]
    story.terms -= {"blue sky"}


def grain(image: Image.Image, rng: np.random.Generator, strength: float) -> Image.Image:
    """Film grain, so that flat areas look photographed."""
    noise = rng.normal(0.0, strength * 255.0, (image.height, image.width, 1)).astype(np.float32)
    return Image.fromarray(np.clip(np.asarray(image, np.float32) + noise, 0, 255).astype(np.uint8))
