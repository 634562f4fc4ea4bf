"""Tokenizers of the Hugging Face kind equal open_clip's, id by id, without transformers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from mediasearch.encoders.base import Tokenization
from mediasearch.encoders.hf_tokenizer import HfTokenizer
from mediasearch.errors import MediaSearchError
from tests.encoders.strings import strings
from tests.encoders.tokenizer_files import CONFIGS


def adopted(prepared: Path, kind: str) -> tuple[HfTokenizer, np.ndarray]:
    folder = prepared / "tokens" / kind
    expected = np.load(folder / "ids.npy")
    how = Tokenization(**json.loads((folder / "how.json").read_text()))
    return HfTokenizer(folder / "tokenizer.json", expected.shape[1], how), expected


@pytest.mark.parametrize("kind", list(CONFIGS))
def test_thousands_of_strings_are_cut_as_open_clip_cuts_them(prepared: Path, kind: str) -> None:
    tokenizer, expected = adopted(prepared, kind)
    texts = strings()
    tokens = tokenizer(texts)
    assert tokens.dtype == np.int64
    assert tokens.shape == (len(texts), CONFIGS[kind].get("context_length", 77))
    different = np.flatnonzero((tokens != expected).any(axis=1))
    assert not len(different), f"{texts[different[0]]!r}: {tokens[different[0]]}"
    # That they were cut at all: many ids, long texts fill the row, short ones do not.
    assert len(np.unique(tokens)) > 100
    assert len({tuple(row) for row in tokens.tolist()}) > len(texts) / 2


def test_a_text_is_cut_the_same_alone_and_in_company(prepared: Path) -> None:
    tokenizer, expected = adopted(prepared, "gemma")
    for index in (0, 5, 24):
        np.testing.assert_array_equal(tokenizer([strings()[index]])[0], expected[index])
    assert tokenizer([]).shape == (0, 16)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff"])
def test_a_damaged_tokenizer_is_reported_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_bytes(content)
    with pytest.raises(MediaSearchError, match=r"tokenizer .* cannot be read"):
        HfTokenizer(path, 8, Tokenization("hf"))
