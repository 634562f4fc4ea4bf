"""``python -m tests.gui.screens.make_font``: draw the font of the compared screens (needs ``pip install fonttools``).

Letters of every machine's own fonts have other widths, and one pixel more in a letter moves half a window.  This font
is the same everywhere, and it is ours: a letter is a few blocks that tell it from others, as wide and as high as its
kind of letter usually is, so that a window looks as full as it will.  Nobody reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

FAMILY: Final = "Mediasearch Blocks"
FILE: Final = Path(__file__).with_name("blocks.ttf")

#: Units of an em, and where letters begin and end in them.
EM: Final = 1000
ASCENT, DESCENT, CAPITAL, SMALL, DEPTH = 1070, 290, 715, 535, -215

#: What is written in these besides letters: code points, first and last.
RANGES: Final = (
    (0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2026), (0x2030, 0x2044), (0x20AC, 0x20AC), (0x2116, 0x2122),
    (0x2190, 0x2199), (0x21A9, 0x21AA), (0x21B5, 0x21B5), (0x21E4, 0x21EA), (0x2212, 0x2212), (0x221E, 0x221E),
    (0x2248, 0x2248), (0x2260, 0x2265), (0x2303, 0x2327), (0x232B, 0x232B), (0x2501, 0x2501), (0x25A0, 0x25CF),
    (0x2605, 0x2606), (0x2713, 0x2717), (0x27E6, 0x27E9),
)  # fmt: skip
#: A full em wide each: Chinese, Japanese and Korean punctuation, kana, ideographs, hangul, full-width forms.
SQUARE: Final = (
    (0x3000, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xFF01, 0xFF5E),
    (0xFFE0, 0xFFE6),
)
#: So many different blocks stand for all that are square.
SQUARES: Final = 64
EMPTY: Final = (0x20, 0xA0, 0x3000)

Box = tuple[int, int, int, int]


def width(code: int) -> int:
    letter = chr(code)
    if letter in "ijl.,:;'|!‘’`·":
        return 270
    if letter in 'frt()[]{}-/\\“”"*° ':
        return 350
    if letter in "mwMW@%…—":
        return 900
    if letter.isdigit() or letter.islower():
        return 565
    return 660 if letter.isalpha() else 600


def span(code: int) -> tuple[int, int]:
    """From where to where a letter reaches above the line."""
    letter = chr(code)
    if letter in "gjpqy":
        return DEPTH, SMALL
    if letter in ",;_":
        return DEPTH, 110
    if letter in ".…":
        return 0, 120
    if letter in "-–—·~=":
        return 240, 340
    if letter in "'\"‘’“”*°`":
        return 480, CAPITAL
    if letter.islower() and letter not in "bdfhklti":
        return 0, SMALL
    return 0, CAPITAL


def boxes(seed: int, left: int, bottom: int, right: int, top: int) -> Iterator[Box]:
    """A frame of two uprights and, by ``seed``, blocks between them: enough ink, and no two letters alike nearby."""
    wide, high = right - left, top - bottom
    if wide < 200 or high < 200:
        yield left, bottom, right, top
        return
    stem = 95
    yield left, bottom, left + stem, top
    rows = 4
    pattern = (seed * 2654435761 >> 7) & 0xFF | 1 << seed % rows
    for row in range(rows):
        low, up = bottom + high * row // rows, bottom + high * (row + 1) // rows
        if pattern >> row & 1:
            yield left + stem, low, right, low + max(80, (up - low) * 2 // 3)
        elif pattern >> (row + 4) & 1:
            yield right - stem, low, right, up


def glyph(shapes: Iterator[Box] | tuple[()]) -> object:
    pen = TTGlyphPen(None)
    for left, bottom, right, top in shapes:
        pen.moveTo((left, bottom))
        for corner in ((left, top), (right, top), (right, bottom)):
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()


def main() -> None:
    glyphs = {".notdef": glyph(iter([(60, 0, 540, CAPITAL)]))}
    widths = {".notdef": 600}
    names: dict[int, str] = {}
    for number in range(SQUARES):
        name = f"square{number}"
        glyphs[name] = glyph(boxes(number + 7, 70, -70, 930, 820))
        widths[name] = EM
    for first, last in SQUARE:
        names |= {code: f"square{code % SQUARES}" for code in range(first, last + 1)}
    for first, last in RANGES:
        for code in range(first, last + 1):
            names[code] = f"u{code:04x}"
            widths[names[code]] = width(code)
            low, high = span(code)
            glyphs[names[code]] = glyph(boxes(code, 55, low, width(code) - 55, high))
    for code in EMPTY:
        names[code] = f"u{code:04x}"
        widths[names[code]] = EM if code == 0x3000 else 280
        glyphs[names[code]] = glyph(())
    font = FontBuilder(EM, isTTF=True)
    font.setupGlyphOrder(list(glyphs))
    font.setupCharacterMap(names)
    font.setupGlyf(glyphs)
    font.setupHorizontalMetrics({name: (widths[name], glyphs[name].xMin if glyphs[name].numberOfContours else 0)
                                 for name in glyphs})  # fmt: skip
    font.setupHorizontalHeader(ascent=ASCENT, descent=-DESCENT)
    font.setupNameTable({"familyName": FAMILY, "styleName": "Regular"})
    font.setupOS2(sTypoAscender=ASCENT, sTypoDescender=-DESCENT, sTypoLineGap=0, usWinAscent=ASCENT,
                  usWinDescent=DESCENT, sxHeight=SMALL, sCapHeight=CAPITAL, xAvgCharWidth=565)  # fmt: skip
    font.setupPost(keepGlyphNames=False)
    font.font["head"].created = font.font["head"].modified = 3_800_000_000  # the same file each time
    font.font.recalcTimestamp = False
    font.save(FILE)
    print(f"{FILE}: {FILE.stat().st_size} bytes, {len(glyphs)} glyphs, {len(names)} characters")


if __name__ == "__main__":
    main()
