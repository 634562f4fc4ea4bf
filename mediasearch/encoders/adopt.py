"""The tokenizer of an open_clip model, written down so that open_clip and transformers are no longer needed for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from mediasearch.encoders.base import Tokenization
from mediasearch.encoders.hf_tokenizer import HfTokenizer
from mediasearch.encoders.samples import TEXTS
from mediasearch.encoders.store import MERGES, TOKENIZER
from mediasearch.encoders.tokenizer import BpeTokenizer, write_merges
from mediasearch.encoders.torch_clip import import_open_clip
from mediasearch.errors import MediaSearchError


def adopt_tokenizer(source: Path, target: Path, text_config: dict[str, Any]) -> tuple[Tokenization, Any]:
    """Write ``bpe.txt.gz`` or ``tokenizer.json`` into ``target``; say how it is used, and give open_clip's own object.

    ``text_config`` is the ``text_cfg`` of ``source``.  Raises :class:`MediaSearchError` when files are missing or the
    tokenizer is of a kind that cannot be written down.
    """
    is_hf = bool(text_config.get("hf_tokenizer_name"))
    if is_hf and not (source / TOKENIZER).is_file():  # transformers would make one that knows no word
        raise _unusable(f"{TOKENIZER} is missing")
    open_clip = import_open_clip()
    try:
        theirs = open_clip.get_tokenizer(f"local-dir:{source}")
        expected = theirs(list(TEXTS)).numpy()
    except Exception as error:  # transformers raises all kinds of them for a missing or foreign file
        raise _unusable(f"{TOKENIZER} is damaged" if is_hf else f"{MERGES} is damaged") from error
    options = text_config.get("tokenizer_kwargs") or {}
    if is_hf:
        tokenization = _adopt_hf(target, theirs, options)
        ours: Any = HfTokenizer(target / TOKENIZER, theirs.context_length, tokenization)
    else:
        vocabulary = source / MERGES
        if not vocabulary.is_file():  # CLIP's own, which comes with open_clip
            vocabulary = Path(str(open_clip.tokenizer.default_bpe()))
        else:
            theirs = open_clip.tokenizer.SimpleTokenizer(
                bpe_path=str(vocabulary), context_length=theirs.context_length, **options
            )
            expected = theirs(list(TEXTS)).numpy()
        write_merges(vocabulary, target / MERGES)
        tokenization = Tokenization("bpe", options.get("clean", "lower"))
        ours = BpeTokenizer(target / MERGES, theirs.context_length, tokenization.clean)
    if not np.array_equal(ours(list(TEXTS)), expected):
        raise _unusable("its tokenizer is of a kind that Mediasearch does not know")
    return tokenization, theirs


def _adopt_hf(target: Path, theirs: Any, options: dict[str, Any]) -> Tokenization:
    # What transformers runs beneath, with everything that its configuration files changed in it; after the first call
    # with padding and truncation as well.
    beneath = getattr(theirs.tokenizer, "backend_tokenizer", None)
    if beneath is None:
        raise _unusable("its tokenizer is of a kind that Mediasearch does not know")
    (target / TOKENIZER).write_bytes(beneath.to_str().encode("utf-8"))
    ids = theirs.tokenizer
    return Tokenization(
        kind="hf",
        clean=options.get("clean", "whitespace"),
        blank=ids.sep_token_id if theirs.strip_sep_token else None,
        frame=(
            (ids.bos_token_id, ids.eos_token_id, ids.pad_token_id, ids.cls_token_id)
            if theirs.tokenizer_mode == "clips"
            else None
        ),
    )


def _unusable(why: str) -> MediaSearchError:
    return MediaSearchError(f"The model cannot be used: {why}", "Remove it and get it again, or choose another one.")
