"""The tokenizer equals open_clip's, id by id."""

from __future__ import annotations

import gzip
import html
import importlib.util
import json
import shutil
import string
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import ftfy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediasearch.encoders import cleaning
from mediasearch.encoders.tokenizer import BpeTokenizer, merge
from mediasearch.errors import MediaSearchError
from tests.encoders import tiny
from tests.encoders.strings import strings
from tests.support.load import A_PROGRAM

Work = tuple[Path, list[str]]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    """Merges files of several kinds, many strings, and what open_clip makes of them."""
    folder = tmp_path_factory.mktemp("tokens")
    spec = importlib.util.find_spec("open_clip")
    assert spec is not None
    assert spec.submodule_search_locations
    vocabulary = Path(spec.submodule_search_locations[0]) / "bpe_simple_vocab_16e6.txt.gz"
    shutil.copy(vocabulary, folder / "clip.merges.gz")
    first = gzip.decompress(vocabulary.read_bytes()).decode().split("\n")[1:2000]
    for name, text in {
        "small": "\n".join(["#version", *first]),
        "ends-in-a-newline": "\n".join(["#version", *tiny.MERGES, ""]),
        "windows": "\r\n".join(["#version", *tiny.MERGES]),
        "bytes-only": "#version",
    }.items():
        (folder / f"{name}.merges.gz").write_bytes(gzip.compress(text.encode()))
    texts = strings()
    (folder / "strings.json").write_text(json.dumps(texts), "ascii")
    subprocess.run(
        [sys.executable, "-m", "tests.encoders.oracle", "tokens", str(folder)], check=True, timeout=A_PROGRAM
    )
    return folder, texts


@given(st.text(st.characters(codec="ascii")))
def test_what_needs_no_repair_is_as_repair_leaves_it(text: str) -> None:
    """ftfy is slow to import, so it is asked only where it may change something."""
    repaired = html.unescape(html.unescape(ftfy.fix_text(text)))
    assert cleaning.whitespace(text) == " ".join(repaired.split())
    assert cleaning.canonicalize(text) == " ".join(
        repaired.strip().replace("_", " ").translate(str.maketrans("", "", string.punctuation)).lower().split()
    )


@pytest.mark.parametrize("name", ["clip", "small", "ends-in-a-newline", "windows", "bytes-only"])
def test_thousands_of_strings_are_cut_as_open_clip_cuts_them(work: Work, name: str) -> None:
    folder, texts = work
    with np.load(folder / f"{name}.npz") as oracle:
        for length in (8, 77):
            tokenizer = BpeTokenizer(folder / f"{name}.merges.gz", length)
            tokens = tokenizer(texts)
            assert tokens.dtype == np.int64
            different = np.flatnonzero((tokens != oracle[str(length)]).any(axis=1))
            assert not len(different), f"{texts[different[0]]!r}: {tokens[different[0]]}"
            assert [tokenizer.vocabulary_size, tokenizer.start, tokenizer.end] == list(oracle["special"])


def test_a_long_text_loses_its_end_but_not_its_end_token(tiny_directory: Path) -> None:
    tokenizer = BpeTokenizer(tiny_directory / "bpe.txt.gz", 6)
    short, long = tokenizer(["the snow", "the snow " * 9])
    assert list(short) == [tokenizer.start, *tokenizer.encode("the snow"), tokenizer.end, 0, 0]
    assert list(long) == [tokenizer.start, *tokenizer.encode("the snow the snow"), tokenizer.end]


def test_a_whole_book_in_the_search_bar_takes_no_time(tiny_directory: Path) -> None:
    tokenizer = BpeTokenizer(tiny_directory / "bpe.txt.gz", 32)
    tokenizer(["warm up"])
    started = time.perf_counter()
    tokenizer(["thesnowthered" * 10_000])
    assert time.perf_counter() - started < 5  # the plain algorithm needs minutes


def test_a_plain_merges_file_is_as_good(tiny_directory: Path, tmp_path: Path) -> None:
    plain = tmp_path / "bpe.txt"
    plain.write_bytes(gzip.decompress((tiny_directory / "bpe.txt.gz").read_bytes()))
    packed = BpeTokenizer(tiny_directory / "bpe.txt.gz", 16)
    np.testing.assert_array_equal(BpeTokenizer(plain, 16)(["the red snow"]), packed(["the red snow"]))


@pytest.mark.parametrize("damage", ["missing", "cut", "not text"])
def test_a_damaged_vocabulary_is_reported_in_words(tiny_directory: Path, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "bpe.txt.gz"
    data = (tiny_directory / "bpe.txt.gz").read_bytes()
    if damage != "missing":
        path.write_bytes(data[:-12] if damage == "cut" else gzip.compress(b"\xff\xfe\xff"))
    with pytest.raises(MediaSearchError, match=r"vocabulary .* cannot be read"):
        BpeTokenizer(path, 16)


def plain_merge(parts: list[str], ranks: dict[tuple[str, ...], int]) -> list[str]:
    """Sennrich's algorithm word for word: find the best pair, join it everywhere, again."""
    while pairs := [pair for pair in pairwise(parts) if pair in ranks]:
        best = min(pairs, key=lambda pair: ranks[pair])
        joined, place = [], 0
        while place < len(parts):
            step = 2 if tuple(parts[place : place + 2]) == best else 1
            joined.append("".join(parts[place : place + step]))
            place += step
        parts = joined
    return parts


@given(
    st.text("ab", max_size=40),
    st.lists(st.tuples(st.text("ab", min_size=1, max_size=3), st.text("ab", min_size=1, max_size=3)), max_size=12),
)
def test_any_merges_give_what_the_plain_algorithm_gives(word: str, pairs: list[tuple[str, str]]) -> None:
    ranks: dict[tuple[str, ...], int] = {pair: rank for rank, pair in enumerate(pairs)}
    assert merge(list(word), ranks) == plain_merge(list(word), ranks)
