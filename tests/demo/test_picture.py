"""The renderer: the same seed gives the same picture, every kind can be drawn, and captions tell the truth."""

from __future__ import annotations

import re
import subprocess
import sys

import numpy as np
import pytest

from mediasearch.demo import KINDS, LANGUAGES, SCENES, render

HAN = re.compile(r"[\u4e00-\u9fff]")


def pixels(seed: int, size: int | tuple[int, int], kind: str | None = None) -> np.ndarray:
    return np.asarray(render(seed, size, kind).image)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_renders_at_several_sizes_with_captions_in_both_languages(kind: str) -> None:
    for seed, size in ((1, 64), (2, (112, 80)), (3, (80, 120)), (4, 112)):
        picture = render(seed, size, kind)
        assert picture.image.size == ((size, size) if isinstance(size, int) else size)
        assert picture.image.mode == "RGB"
        assert picture.kind == kind
        assert set(picture.captions) == set(LANGUAGES)
        for text in picture.captions["en"]:
            assert text.isascii() and text == text.strip() and "  " not in text
        for text in picture.captions["zh"]:
            assert HAN.search(text) and " " not in text
        assert len(picture.captions["en"]) >= 2 and len(picture.captions["zh"]) >= 2


@pytest.mark.parametrize("kind", ["shapes", "beach", "forest", "city", "chart"])
def test_the_same_seed_gives_the_same_picture_and_captions(kind: str) -> None:
    first, second = render(17, 96, kind), render(17, 96, kind)
    assert first.image.tobytes() == second.image.tobytes()
    assert first.captions == second.captions
    assert first.facts == second.facts
    assert pixels(17, 96, kind).tobytes() != pixels(18, 96, kind).tobytes()


@pytest.mark.parametrize("kind", SCENES)
def test_a_scene_is_the_same_at_every_resolution(kind: str) -> None:
    small, large = render(5, 80, kind), render(5, 240, kind)
    shrunk = np.asarray(large.image.resize((80, 80), 4), np.float32)
    difference = np.abs(shrunk - np.asarray(small.image, np.float32)).mean()
    # Stars and leaves smaller than a pixel are drawn as large as one, so they weigh more in a small picture.
    assert difference < 40, f"{kind} changed by {difference:.1f} of 255 on average"
    assert small.captions == large.captions


def test_every_caption_is_true_of_its_own_picture() -> None:
    for seed in range(60):
        picture = render(seed, 48)
        for told in picture.described.values():
            for caption in told:
                assert caption.tags <= picture.facts, f"{caption.text!r} asserts {caption.tags - picture.facts}"


def test_captions_range_from_single_words_to_sentences() -> None:
    told = [text for seed in range(80) for text in render(seed, 32).captions["en"]]
    lengths = [len(text.split()) for text in told]
    assert min(lengths) == 1
    assert max(lengths) >= 10
    assert {"red", "snow", "people", "beach"} & set(told)


def test_a_black_and_white_picture_names_no_colour() -> None:
    found = 0
    for seed in range(150):
        picture = render(seed, 32, "street")
        if "s|bw" in picture.facts:
            found += 1
            shown = np.asarray(picture.image, np.int16)
            assert np.abs(shown[..., 0] - shown[..., 2]).max() <= 2
            assert not any(fact.startswith("c|") for fact in picture.facts)
    assert found


def test_what_cannot_be_drawn_is_said_plainly() -> None:
    with pytest.raises(ValueError, match="unknown kind 'unicorn'"):
        render(1, 64, "unicorn")
    with pytest.raises(ValueError, match="at least 16 pixels"):
        render(1, 4)


def test_the_renderer_needs_neither_torch_nor_qt() -> None:
    code = (
        "import sys, mediasearch.demo as d; d.render(1, 32);"
        "print([n for n in ('torch', 'PySide6', 'open_clip') if n in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
