"""Documents, screenshots, charts and maps."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mediasearch.demo.canvas import Canvas, Colour, Stencil, box, ellipse, mix, scale, smooth, stroke
from mediasearch.demo.captions import Story
from mediasearch.demo.colours import CHROMATIC, COLOURS
from mediasearch.demo.noise import fbm, profile, smoothstep

INK: Colour = (0.13, 0.13, 0.15)
WORDS = ["the", "light", "over", "the", "water", "in", "the", "morning", "was", "quiet", "and", "nobody", "spoke", "while", "we", "walked", "along", "the", "shore", "thinking", "of", "letters", "we", "had", "not", "written", "yet", "and", "of", "the", "long", "road", "home", "between", "fields", "and", "small", "towns"]
# Below this many pixels letters cannot be read anyway, and grey bars are much faster to draw.
_LEGIBLE = 7


@lru_cache(maxsize=32)
def _font(pixels: int) -> Any:
    return ImageFont.load_default(pixels)


def text(
    canvas: Canvas, x: float, y: float, size: float, words: str, colour: Colour = INK, alpha: float = 0.9
) -> float:
    """Writes one line, its top left at (x, y); returns its width. Tiny letters become bars."""
    pixels = round(size * canvas.height)
    if pixels < _LEGIBLE:
        start, bars = x, Stencil()
        for word in words.split():
            wide = 0.52 * size * len(word)
            bars.add(box(start, y + 0.25 * size, start + wide, y + 0.8 * size))
            start += wide + 0.35 * size
        canvas.fill(bars, colour, alpha * 0.6)
        return start - x
    font = _font(pixels)
    left, _, right, _ = font.getbbox(words)
    width = max(1, int(right - left) + 2)
    sheet = Image.new("L", (width, int(1.3 * pixels)), 0)
    ImageDraw.Draw(sheet).text((-left, 0), words, font=font, fill=255)
    top, first = round(y * canvas.height), round(x * canvas.height)
    cover = np.zeros((canvas.height, canvas.width), np.float32)
    seen = np.asarray(sheet, np.float32)[max(0, -top) :, max(0, -first) :] / 255.0
    top, first = max(0, top), max(0, first)
    seen = seen[: max(0, canvas.height - top), : max(0, canvas.width - first)]
    if seen.size:
        patch = canvas.rgb[top : top + seen.shape[0], first : first + seen.shape[1]]
        patch += (seen * alpha)[..., None] * (np.asarray(colour, np.float32) - patch)
    del cover
    return width / canvas.height


def sentence(rng: np.random.Generator, count: int) -> str:
    """A few words in a row."""
    start = int(rng.integers(len(WORDS)))
    return " ".join(WORDS[(start + i) % len(WORDS)] for i in range(count))


def paragraph(
    canvas: Canvas,
    rng: np.random.Generator,
    x: float,
    y: float,
    width: float,
    size: float,
    lines: int,
    colour: Colour = INK,
) -> float:
    """Lines of running text; returns the y below them."""
    per_line = max(2, int(width / (size * 3.0)))
    for i in range(lines):
        count = per_line if i < lines - 1 else max(1, per_line // 2)
        text(canvas, x, y, size, sentence(rng, count), colour)
        y += 1.55 * size
    return y


def _sheet(canvas: Canvas, rng: np.random.Generator) -> tuple[float, float, float, float]:
    """Paper on a desk, or filling the picture; returns its left, top, right and bottom."""
    if rng.random() < 0.4:
        canvas.rgb[:] = (0.97, 0.97, 0.96)
        return 0.02, 0.02, canvas.aspect - 0.02, 0.98
    desk: Colour = ((0.45, 0.31, 0.2), (0.3, 0.32, 0.36), (0.62, 0.6, 0.56), (0.2, 0.28, 0.36))[int(rng.integers(4))]
    canvas.rgb[:] = desk
    canvas.multiply(0.86 + 0.28 * fbm(int(rng.integers(1 << 30)), canvas.width, canvas.height, 4.0, 4, stretch=4.0))
    half = min(0.36, canvas.aspect * 0.42)
    cx = canvas.aspect / 2 + rng.uniform(-0.05, 0.05)
    page = (cx - half, 0.05, cx + half, 0.95)
    canvas.fill(box(page[0] + 0.012, page[1] + 0.02, page[2] + 0.012, page[3] + 0.02), (0, 0, 0), 0.5, soft=0.014)
    canvas.fill(box(*page), (0.98, 0.975, 0.96))
    return page


def document(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """A page of text, a letter, a receipt or a table of numbers."""
    kind = str(rng.choice(["document", "document", "letter", "receipt", "table document"]))
    story.place = kind
    left, top, right, bottom = _sheet(canvas, rng)
    width = right - left
    margin = 0.09 * width
    x, y, inner = left + margin, top + 0.06, width - 2 * margin
    story.terms.update(("document", "text"))
    if kind == "document":
        name = str(rng.choice(["black", "blue", "red"]))
        text(
            canvas,
            x,
            y,
            0.05,
            sentence(rng, 3).title(),
            INK if name == "black" else scale(COLOURS[name].shade(rng), 0.8),
        )
        y += 0.1
        picture = rng.random() < 0.35
        while y < bottom - 0.16:
            if picture and y > 0.3:
                canvas.fill(
                    box(x, y, x + inner, y + 0.2),
                    canvas.ramp([(0, (0.4, 0.62, 0.85)), (1, (0.35, 0.5, 0.25))], y, y + 0.2),
                )
                story.detail("with picture", "with a picture", "带有图片")
                picture, y = False, y + 0.24
            y = paragraph(canvas, rng, x, y, inner, 0.022, int(rng.integers(3, 6))) + 0.025
    elif kind == "letter":
        text(canvas, x + 0.6 * inner, y, 0.024, "12 March")
        text(canvas, x, y + 0.1, 0.034, "Dear friend,")
        y = paragraph(canvas, rng, x, y + 0.18, inner, 0.026, 5) + 0.03
        y = paragraph(canvas, rng, x, y, inner, 0.026, 4) + 0.05
        t = np.linspace(0, 1, 40)
        sign = np.stack([x + 0.45 * inner + 0.25 * t, y + 0.03 + 0.025 * np.sin(22 * t) * (1 - 0.5 * t)], 1)
        canvas.fill(stroke(sign, 0.005), (0.1, 0.15, 0.5))
        story.terms.add("letter")
    elif kind == "receipt":
        half = 0.2
        cx = (left + right) / 2
        canvas.fill(box(left, top, right, bottom), (0.55, 0.52, 0.48))
        canvas.fill(box(cx - half, 0.04, cx + half, 0.97), (0.99, 0.99, 0.98))
        text(canvas, cx - 0.1, 0.08, 0.042, "MARKET")
        y = 0.17
        for _ in range(int(rng.integers(7, 12))):
            text(canvas, cx - half + 0.03, y, 0.024, sentence(rng, 2))
            text(canvas, cx + half - 0.09, y, 0.024, f"{rng.uniform(1, 40):.2f}")
            y += 0.045
        canvas.fill(box(cx - half + 0.03, y + 0.005, cx + half - 0.03, y + 0.009), INK)
        text(canvas, cx - half + 0.03, y + 0.03, 0.036, "TOTAL")
        text(canvas, cx + half - 0.12, y + 0.03, 0.036, f"{rng.uniform(40, 180):.2f}")
        for i in range(34):
            if rng.random() < 0.62:
                canvas.fill(box(cx - 0.13 + i * 0.0076, 0.87, cx - 0.13 + i * 0.0076 + 0.005, 0.93), INK)
        story.terms.add("receipt")
    else:
        rows, columns = int(rng.integers(8, 14)), int(rng.integers(3, 6))
        tall = (bottom - y - 0.06) / rows
        tone = COLOURS[str(rng.choice(["blue", "green", "gray", "orange"]))].shade(rng)
        canvas.fill(box(x, y, x + inner, y + tall), mix(tone, (1, 1, 1), 0.25))
        for i in range(rows):
            if i % 2 == 0 and i:
                canvas.fill(box(x, y + i * tall, x + inner, y + (i + 1) * tall), mix(tone, (1, 1, 1), 0.86))
            for j in range(columns):
                words = sentence(rng, 1).title() if i == 0 or j == 0 else f"{rng.uniform(0, 999):.1f}"
                text(
                    canvas,
                    x + j * inner / columns + 0.01,
                    y + i * tall + 0.25 * tall,
                    min(0.026, 0.45 * tall),
                    words,
                    (1, 1, 1) if i == 0 else INK,
                )
        grid = Stencil().add(
            *[
                box(x + j * inner / columns, y, x + j * inner / columns + 0.0025, y + rows * tall)
                for j in range(columns + 1)
            ]
        )
        grid.add(*[box(x, y + i * tall, x + inner, y + i * tall + 0.0025) for i in range(rows + 1)])
        canvas.fill(grid, (0.6, 0.62, 0.65))
    story.possible_colours.update(("white", "black"))


def screenshot(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """A window, a chat or program code on a screen."""
    kind = str(rng.choice(["screenshot", "screenshot", "chat", "code"]))
    story.place = kind
    story.terms.update(("screenshot", "text"))
    dark = rng.random() < 0.5 if kind != "code" else rng.random() < 0.8
    back: Colour = (0.11, 0.12, 0.15) if dark else (0.97, 0.97, 0.98)
    ink: Colour = (0.88, 0.9, 0.92) if dark else INK
    canvas.rgb[:] = back
    name = str(rng.choice([c for c in CHROMATIC if c not in ("brown", "yellow")]))
    accent = COLOURS[name].shade(rng, 0.0)
    story.possible_colours.update((name, "white", "black"))
    if kind == "chat":
        canvas.fill(box(0, 0, canvas.aspect, 0.1), accent)
        canvas.fill(ellipse(0.07, 0.05, 0.032, 0.032), (1, 1, 1))
        text(canvas, 0.13, 0.03, 0.036, "Holiday group", (1, 1, 1))
        y = 0.14
        while y < 0.86:
            lines = int(rng.integers(1, 4))
            tall, wide = 0.035 + 0.042 * lines, canvas.aspect * rng.uniform(0.4, 0.62)
            mine = rng.random() < 0.5
            left = canvas.aspect - wide - 0.03 if mine else 0.03
            tone = mix(accent, back, 0.25) if mine else mix(back, (0.5, 0.5, 0.55), 0.22)
            canvas.fill(smooth([(left, y), (left + wide, y), (left + wide, y + tall), (left, y + tall)], 2), tone)
            for i in range(lines):
                text(
                    canvas,
                    left + 0.025,
                    y + 0.014 + 0.042 * i,
                    0.028,
                    sentence(rng, max(2, int(wide / 0.11))),
                    (1, 1, 1) if mine or dark else INK,
                )
            y += tall + 0.03
        story.terms.add("chat")
    elif kind == "code":
        canvas.fill(box(0, 0, canvas.aspect, 0.06), scale(back, 0.7 if not dark else 1.6))
        y, deep = 0.09, 0
        tones = [COLOURS[c].shade(rng, 0.0) for c in ("blue", "orange", "green", "purple")]
        while y < 0.96:
            deep = int(np.clip(deep + rng.integers(-1, 2), 0, 4))
            text(canvas, 0.015, y, 0.024, f"{int(y * 31):2d}", mix(ink, back, 0.6))
            x = 0.075 + 0.04 * deep
            for _ in range(int(rng.integers(1, 5))):
                x += text(canvas, x, y, 0.026, sentence(rng, 1), mix(tones[int(rng.integers(4))], ink, 0.45)) + 0.016
            y += 0.04
        story.terms.add("code")
    else:
        canvas.fill(box(0, 0, canvas.aspect, 0.075), scale(back, 0.9) if not dark else scale(back, 1.7))
        for i, tone in enumerate(((0.95, 0.35, 0.32), (0.97, 0.75, 0.25), (0.35, 0.78, 0.35))):
            canvas.fill(ellipse(0.03 + 0.032 * i, 0.0375, 0.011, 0.011), tone)
        canvas.fill(box(0.15, 0.02, canvas.aspect * 0.8, 0.056), mix(back, (0.6, 0.6, 0.65), 0.2))
        side = 0.22 * canvas.aspect
        canvas.fill(box(0, 0.075, side, 1), mix(back, accent, 0.1))
        for i in range(8):
            if i == 1:
                canvas.fill(box(0.012, 0.11 + i * 0.07, side - 0.012, 0.165 + i * 0.07), accent)
            text(canvas, 0.03, 0.122 + i * 0.07, 0.026, sentence(rng, 1).title(), (1, 1, 1) if i == 1 else ink)
        x = side + 0.04
        text(canvas, x, 0.12, 0.05, sentence(rng, 2).title(), ink)
        y = 0.22
        if rng.random() < 0.5:
            wide = (canvas.aspect - x - 0.06) / 3
            for i in range(6):
                px, py = x + (i % 3) * (wide + 0.01), y + (i // 3) * 0.3
                tone = COLOURS[str(rng.choice(CHROMATIC))].shade(rng)
                canvas.fill(
                    box(px, py, px + wide, py + 0.2),
                    canvas.ramp([(0, mix(tone, (1, 1, 1), 0.4)), (1, scale(tone, 0.7))], py, py + 0.2),
                )
                text(canvas, px, py + 0.22, 0.024, sentence(rng, 2), ink)
        else:
            while y < 0.82:
                y = paragraph(canvas, rng, x, y, canvas.aspect - x - 0.05, 0.025, 4, ink) + 0.03
        canvas.fill(box(canvas.aspect - 0.2, 0.9, canvas.aspect - 0.04, 0.955), accent)
        text(canvas, canvas.aspect - 0.155, 0.912, 0.028, "Save", (1, 1, 1))
    if dark:
        story.detail("dark screen", "in dark mode", "深色模式")
        story.maybe.add("dark")
    else:
        story.detail("light screen", "in light mode", "浅色模式")
    zh = COLOURS[name].zh
    story.detail(f"{name} accents", f"with {name} accents", f"带{zh}的点缀")


def chart(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Bars, lines or a pie."""
    kind = str(rng.choice(["bar chart", "line chart", "pie chart"]))
    story.place = kind
    story.terms.update(("chart",))
    dark = rng.random() < 0.25
    back: Colour = (0.12, 0.13, 0.16) if dark else (0.99, 0.99, 0.98)
    ink: Colour = (0.85, 0.86, 0.88) if dark else (0.25, 0.26, 0.3)
    canvas.rgb[:] = back
    name = str(rng.choice([c for c in CHROMATIC if c != "brown"]))
    colour = COLOURS[name].shade(rng, 0.0)
    text(canvas, 0.1, 0.04, 0.05, sentence(rng, 3).capitalize(), ink)
    left, right, low, high = 0.12, canvas.aspect - 0.06, 0.86, 0.18
    if kind != "pie chart":
        for i in range(6):
            y = low - (low - high) * i / 5
            canvas.fill(box(left, y - 0.0012, right, y + 0.0012), mix(ink, back, 0.75))
            text(canvas, 0.045, y - 0.014, 0.026, f"{i * 20}", ink)
        canvas.fill(box(left, low - 0.0025, right, low + 0.0025), ink)
        canvas.fill(box(left - 0.0025, high, left + 0.0025, low), ink)
    if kind == "bar chart":
        bars = int(rng.integers(4, 10))
        step = (right - left) / bars
        for i in range(bars):
            tall = (low - high) * rng.uniform(0.15, 0.98)
            x = left + (i + 0.18) * step
            canvas.fill(
                box(x, low - tall, x + 0.64 * step, low - 0.003),
                canvas.ramp([(0, mix(colour, (1, 1, 1), 0.12)), (1, colour)], low - tall, low),
            )
            text(canvas, x, low + 0.02, 0.024, "JFMAMJJASOND"[i % 12], ink)
    elif kind == "line chart":
        lines = int(rng.choice([1, 1, 2, 3]))
        for k in range(lines):
            tone = colour if k == 0 else COLOURS[str(rng.choice(CHROMATIC))].shade(rng, 0.0)
            wave = profile(int(rng.integers(1 << 30)), 24, 4.0, 3)
            level = 0.5 + 0.4 * wave / max(float(np.abs(wave).max()), 0.1)
            x, y = np.linspace(left, right, 24), low - (low - high) * level
            if k == 0:
                canvas.fill(np.concatenate([np.stack([x, y], 1), [[right, low], [left, low]]]), tone, 0.16)
            canvas.fill(stroke(np.stack([x, y], 1), 0.011), tone)
            canvas.fill(
                Stencil().add(*[ellipse(a, b, 0.0115, 0.0115, steps=14) for a, b in zip(x[::4], y[::4], strict=True)]),
                tone,
            )
    else:
        parts = rng.dirichlet(np.full(int(rng.integers(3, 7)), 3.0))
        cx, cy, radius = canvas.aspect / 2, 0.55, min(0.36, canvas.aspect * 0.4)
        start = -np.pi / 2
        names = [name, *[str(c) for c in rng.permutation([c for c in CHROMATIC if c != name])]]
        for share, part in zip(parts, names, strict=False):
            end = start + 2 * np.pi * share
            t = np.linspace(start, end, 40)
            wedge = np.concatenate([[[cx, cy]], np.stack([cx + radius * np.cos(t), cy + radius * np.sin(t)], 1)])
            canvas.fill(wedge, colour if part == name else COLOURS[part].shade(rng, 0.0))
            canvas.fill(stroke([(cx, cy), (cx + radius * np.cos(start), cy + radius * np.sin(start))], 0.008), back)
            start = end
        if rng.random() < 0.4:
            canvas.fill(ellipse(cx, cy, 0.5 * radius, 0.5 * radius), back)
        story.possible_colours.update(CHROMATIC)
    if kind != "pie chart":
        story.detail(f"{name} chart", f"in {name}", COLOURS[name].zh)
        story.possible_colours.add(name)
    if dark:
        story.detail("dark chart", "on a dark background", "深色背景")
    story.possible_colours.update(("white", "black"))


def street_map(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Blocks, streets, a river, parks and a pin."""
    story.place = "map"
    story.terms.add("map")
    canvas.rgb[:] = (0.945, 0.93, 0.9)
    seed = int(rng.integers(1 << 30))
    for _ in range(int(rng.integers(1, 4))):
        x, y = rng.uniform(0, canvas.aspect), rng.uniform(0, 1)
        knots = [
            (x + rng.uniform(0.08, 0.2) * np.cos(a), y + rng.uniform(0.08, 0.2) * np.sin(a))
            for a in np.linspace(0, 2 * np.pi, 8, endpoint=False)
        ]
        canvas.fill(smooth(knots), (0.74, 0.88, 0.68))
    water = str(rng.choice(["river", "coast", "none"]))
    if water == "river":
        y = 0.5 + 0.35 * profile(seed, 40, 2.0, 3)
        canvas.fill(
            stroke(np.stack([np.linspace(-0.05, canvas.aspect + 0.05, 40), y], 1), rng.uniform(0.06, 0.12)),
            (0.63, 0.8, 0.93),
        )
        story.detail("river", "with a river", "有一条河")
        story.maybe.update(("river", "water"))
    elif water == "coast":
        sea = smoothstep(0.5, 0.51, fbm(seed, canvas.width, canvas.height, 1.4, 4))
        canvas.blend(sea, (0.63, 0.8, 0.93))
        story.detail("coast map", "with the sea", "有大海")
        story.maybe.update(("sea", "water"))
    turn = rng.uniform(-0.4, 0.4)
    for width, tone in ((0.017, (0.82, 0.8, 0.76)), (0.0125, (1.0, 1.0, 1.0))):
        streets = Stencil()
        brush = np.random.default_rng(seed)
        for direction in (0, 1):
            at = -0.8
            while at < 2.6:
                line = np.array([[-1.5, at], [3.0, at]]) if direction == 0 else np.array([[at, -1.5], [at, 3.0]])
                spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
                streets.add(stroke(line @ spin.T, width))
                at += brush.uniform(0.08, 0.2)
        canvas.fill(streets, tone)
    for _ in range(int(rng.integers(1, 3))):
        y = rng.uniform(0.2, 0.8) + 0.3 * profile(int(rng.integers(1 << 30)), 30, 1.5, 2)
        path = np.stack([np.linspace(-0.05, canvas.aspect + 0.05, 30), y], 1)
        canvas.fill(stroke(path, 0.034), (0.93, 0.68, 0.3))
        canvas.fill(stroke(path, 0.025), (0.99, 0.84, 0.48))
    for _ in range(int(rng.integers(3, 8))):
        text(
            canvas,
            rng.uniform(0.05, 0.8) * canvas.aspect,
            rng.uniform(0.05, 0.92),
            0.028,
            sentence(rng, 1).title(),
            (0.35, 0.36, 0.4),
        )
    if rng.random() < 0.6:
        name = str(rng.choice(["red", "blue", "green"]))
        x, y, r = rng.uniform(0.3, 0.7) * canvas.aspect, rng.uniform(0.35, 0.65), 0.055
        tone = COLOURS[name].shade(rng)
        canvas.fill(ellipse(x, y, 0.03, 0.012), (0, 0, 0), 0.4, soft=0.006)
        canvas.fill(np.array([[x - 0.8 * r, y - 1.25 * r], [x, y], [x + 0.8 * r, y - 1.25 * r]]), tone)
        canvas.fill(ellipse(x, y - 1.6 * r, r * 0.9, r * 0.9), tone)
        canvas.fill(ellipse(x, y - 1.6 * r, 0.4 * r, 0.4 * r), (1, 1, 1))
        story.detail(f"{name} pin", f"with a {name} pin", f"有一个{COLOURS[name].zh}的图钉")
        story.possible_colours.add(name)
    story.possible_colours.update(("white", "yellow", "green", "blue"))
