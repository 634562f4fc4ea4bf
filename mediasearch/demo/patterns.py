"""Plain colours, patterns and textures."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Canvas, Colour, Stencil, box, ellipse, mix, scale
from mediasearch.demo.captions import Story
from mediasearch.demo.colours import CHROMATIC, COLOURS
from mediasearch.demo.noise import fbm, ridged, smoothstep
from mediasearch.demo.shapes import star


def _pair(rng: np.random.Generator) -> tuple[str, str, Colour, Colour]:
    names = [str(n) for n in rng.choice([*CHROMATIC, "black", "white", "gray"], size=2, replace=False)]
    if rng.random() < 0.4:
        names[1] = "white" if names[0] != "white" else "black"
    return names[0], names[1], COLOURS[names[0]].shade(rng), COLOURS[names[1]].shade(rng)


def _name(story: Story, tag: str, first: str, second: str, en: str, zh: str) -> None:
    a, b = COLOURS[first], COLOURS[second]
    story.phrases = [
        (f"{tag}|{first}|{second}", f"{a.name} and {b.name} {en}", f"{a.zh}和{b.zh}相间的{zh}"),
        (f"{tag}", en, zh),
        (f"{tag}|{first}", f"{a.name} {en}", f"{a.zh}{zh}"),
        (f"{tag}|{second}", f"{b.name} {en}", f"{b.zh}{zh}"),
        (f"{tag}", f"a pattern of {en}", f"{zh}图案"),
    ]
    story.colours.update((first, second))
    story.terms.add("pattern")


def plain(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Nothing but one colour, flat or gently shaded."""
    name = str(rng.choice([*CHROMATIC, "black", "white", "gray"]))
    colour = COLOURS[name].shade(rng)
    canvas.rgb[:] = colour
    if rng.random() < 0.6:
        field = fbm(int(rng.integers(1 << 30)), canvas.width, canvas.height, rng.uniform(0.8, 5), 3)
        canvas.multiply(0.86 + 0.28 * field)
    named = COLOURS[name]
    story.phrases = [(f"plain|{name}", f"plain {named.name}", f"纯{named.zh}"),
                     (f"plain|{name}", f"a {named.name} wall", f"一面{named.zh}的墙"),
                     (f"plain|{name}", f"nothing but {named.name}", f"只有{named.zh}"),
                     (f"plain|{name}", f"a {named.name} surface", f"{named.zh}的表面")]  # fmt: skip
    story.colours.add(name)


def gradient(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Two colours that flow into each other."""
    first, second, a, b = _pair(rng)
    angle = rng.uniform(0, 2 * np.pi)
    along = (canvas.x / canvas.aspect - 0.5) * np.cos(angle) + (canvas.y - 0.5) * np.sin(angle)
    if rng.random() < 0.25:
        along = 1.2 * np.sqrt((canvas.x / canvas.aspect - 0.5) ** 2 + (canvas.y - 0.5) ** 2) - 0.5
    canvas.rgb[:] = a
    canvas.blend(smoothstep(-0.5, 0.5, np.asarray(along, dtype=np.float32)), b)
    a_name, b_name = COLOURS[first], COLOURS[second]
    story.phrases = [
        (
            f"gradient|{first}|{second}",
            f"a gradient from {a_name.name} to {b_name.name}",
            f"从{a_name.zh}到{b_name.zh}的渐变",
        ),
        ("gradient", "a colour gradient", "颜色渐变"),
        ("gradient", "a smooth gradient", "渐变色"),
        (f"gradient|{first}", f"a gradient with {a_name.name}", f"带{a_name.zh}的渐变"),
    ]
    story.colours.update((first, second))


def stripes(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Stripes: upright, level, slanted or wavy."""
    first, second, a, b = _pair(rng)
    canvas.rgb[:] = a
    way = int(rng.integers(4))
    period = rng.uniform(0.06, 0.28)
    zero = np.zeros((canvas.height, canvas.width), dtype=np.float32)
    if way == 0:
        along, tag, en, zh = canvas.x + zero, "upright stripes", "vertical stripes", "竖条纹"
    elif way == 1:
        along, tag, en, zh = canvas.y + zero, "level stripes", "horizontal stripes", "横条纹"
    elif way == 2:
        side = 1.0 if rng.random() < 0.5 else -1.0
        along, tag, en, zh = (canvas.x + side * canvas.y) * 0.707, "slanted stripes", "diagonal stripes", "斜条纹"
    else:
        along = canvas.y + 0.05 * np.sin(canvas.x * rng.uniform(8, 20))
        tag, en, zh = "wavy stripes", "wavy stripes", "波浪条纹"
    wave = np.sin(2 * np.pi * along / period + rng.uniform(0, 6))
    sharp = np.clip(wave * canvas.height * period / 6.0 + 0.5, 0, 1).astype(np.float32)
    canvas.blend(sharp, b)
    _name(story, tag, first, second, en, zh)
    story.phrases.append(("stripes", "stripes", "条纹"))
    story.phrases.append(("stripes", "a striped pattern", "条纹图案"))


def checks(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """A chessboard, or tartan."""
    first, second, a, b = _pair(rng)
    canvas.rgb[:] = a
    cell = rng.uniform(0.07, 0.26)
    tall = np.clip(np.sin(np.pi * canvas.x / cell) * canvas.height * cell / 4 + 0.5, 0, 1)
    wide = np.clip(np.sin(np.pi * canvas.y / cell) * canvas.height * cell / 4 + 0.5, 0, 1)
    if rng.random() < 0.65:
        canvas.blend((tall + wide - 2 * tall * wide).astype(np.float32), b)
        _name(story, "chessboard", first, second, "checkerboard", "棋盘格")
        story.phrases.append(("chessboard", "a chessboard", "国际象棋棋盘"))
    else:
        canvas.blend((0.5 * tall + 0.5 * wide).astype(np.float32) + np.zeros((canvas.height, 1), np.float32), b)
        _name(story, "plaid", first, second, "plaid", "格子布")


def dots(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Rows of dots or little stars."""
    first, second, a, b = _pair(rng)
    canvas.rgb[:] = b
    step = rng.uniform(0.1, 0.26)
    radius = step * rng.uniform(0.18, 0.36)
    stars = rng.random() < 0.2
    cut = Stencil()
    for j in range(-1, int(1 / step) + 2):
        for i in range(-1, int(canvas.aspect / step) + 2):
            x, y = (i + 0.5 * (j % 2)) * step, j * step + step / 2
            cut.add(star() * radius * 1.4 + (x, y) if stars else ellipse(x, y, radius, radius, steps=24))
    canvas.fill(cut, a)
    if stars:
        _name(story, "little stars", first, second, "little stars", "小星星")
    else:
        _name(story, "dots", first, second, "polka dots", "波点")
        story.phrases.append(("dots", "dots", "圆点"))


def _material(canvas: Canvas, story: Story, tag: str, en: str, zh: str, more: tuple[tuple[str, str], ...]) -> None:
    story.phrases = [(tag, en, zh), *[(tag, a, b) for a, b in more]]
    story.terms.add("texture")


def wood(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Boards with grain."""
    seed = int(rng.integers(1 << 30))
    tone = COLOURS["brown"].shade(rng, 0.0)
    tone = mix(tone, (0.85, 0.65, 0.42), rng.uniform(0, 0.6))
    boards = int(rng.integers(2, 6))
    flat = rng.random() < 0.5
    grain = fbm(seed, canvas.width, canvas.height, 3.0, 5, stretch=9.0 if flat else 0.12)
    rings = 0.5 + 0.5 * np.sin(grain * 60)
    canvas.rgb[:] = tone
    canvas.multiply((0.72 + 0.2 * rings + 0.25 * grain).astype(np.float32))
    for i in range(boards + 1):
        at = (i + rng.uniform(-0.04, 0.04)) / boards
        line = (
            box(0, at - 0.004, canvas.aspect, at + 0.004)
            if flat
            else box(at * canvas.aspect - 0.004, 0, at * canvas.aspect + 0.004, 1)
        )
        canvas.fill(line, scale(tone, 0.3), 0.8)
    _material(
        canvas,
        story,
        "wood",
        "wooden boards",
        "木板",
        (("wood grain", "木纹"), ("a wooden surface", "木质表面"), ("a brown wooden floor", "棕色木地板")),
    )
    story.terms.add("wood")
    story.colours.add("brown")


def bricks(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """A brick wall."""
    red = rng.random() < 0.65
    tone: Colour = (
        (rng.uniform(0.55, 0.72), rng.uniform(0.22, 0.34), rng.uniform(0.16, 0.24)) if red else (0.62, 0.6, 0.58)
    )
    canvas.rgb[:] = (0.78, 0.75, 0.7)
    height = rng.uniform(0.06, 0.13)
    width = height * rng.uniform(2.0, 2.6)
    for j in range(int(1 / height) + 1):
        for i in range(-1, int(canvas.aspect / width) + 1):
            x, y = (i + 0.5 * (j % 2)) * width, j * height
            canvas.fill(
                box(x + 0.006, y + 0.006, x + width - 0.006, y + height - 0.006), scale(tone, rng.uniform(0.75, 1.15))
            )
    canvas.multiply(0.8 + 0.4 * fbm(int(rng.integers(1 << 30)), canvas.width, canvas.height, 12, 4))
    _material(
        canvas,
        story,
        "bricks",
        "a brick wall",
        "砖墙",
        (
            ("bricks", "砖块"),
            ("a wall of red bricks" if red else "a wall of grey bricks", "红砖墙" if red else "灰砖墙"),
        ),
    )
    story.terms.add("brick")
    story.maybe.add("building")
    story.possible_colours.update(("red", "brown", "orange"))


def stone(canvas: Canvas, rng: np.random.Generator, story: Story) -> None:
    """Marble or rough rock."""
    seed = int(rng.integers(1 << 30))
    if rng.random() < 0.5:
        canvas.rgb[:] = (0.93, 0.92, 0.9)
        veins = ridged(seed, canvas.width, canvas.height, 2.0, 5)
        canvas.blend(smoothstep(0.72, 0.95, veins), (0.45, 0.46, 0.5), 0.8)
        _material(
            canvas,
            story,
            "marble",
            "white marble",
            "白色大理石",
            (("marble", "大理石"), ("a marble surface", "大理石纹理")),
        )
        story.possible_colours.update(("white", "gray"))
    else:
        tone = float(rng.uniform(0.4, 0.62))
        canvas.rgb[:] = (tone, tone * 0.97, tone * 0.93)
        rough = fbm(seed, canvas.width, canvas.height, 5, 6, roughness=0.65)
        canvas.multiply(0.45 + 1.1 * rough)
        _material(
            canvas,
            story,
            "rock",
            "rough stone",
            "粗糙的石头",
            (("grey rock", "灰色岩石"), ("a stone surface", "石头表面")),
        )
        story.possible_colours.add("gray")
    story.terms.add("stone")


KINDS = {"plain": plain, "gradient": gradient, "stripes": stripes, "checks": checks, "dots": dots,
         "wood": wood, "bricks": bricks, "stone": stone}  # fmt: skip
