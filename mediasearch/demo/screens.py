"""Screenshots: windows, chats, program code."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour, box, ellipse, mix, rounded, scale
from mediasearch.demo.captions import Story
from mediasearch.demo.colours import CHROMATIC, COLOURS
from mediasearch.demo.writing import INK, paragraph, sentence, text


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
            canvas.fill(rounded(left, y, left + wide, y + tall, 0.018), tone)
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
