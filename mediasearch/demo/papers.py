"""Pages of text, letters, receipts and tables."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour, Stencil, box, mix, scale, stroke
from mediasearch.demo.captions import Story
from mediasearch.demo.colours import COLOURS
from mediasearch.demo.noise import fbm
from mediasearch.demo.writing import INK, paragraph, sentence, text


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
