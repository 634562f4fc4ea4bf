"""The tokenizer that a model was trained with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mediasearch.encoders.base import Model
from mediasearch.encoders.store import MERGES, TOKENIZER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Tokenizer(Protocol):
    def __call__(self, texts: list[str]) -> NDArray[np.int64]:
        """``n`` texts → ``int64 (n, context_length)``."""


def open_tokenizer(model: Model) -> Tokenizer:
    """The tokenizer of ``model``.  Raises :class:`~mediasearch.errors.MediaSearchError` when its file is damaged."""
    how = model.tokenization
    if how.kind == "bpe":
        from mediasearch.encoders.tokenizer import BpeTokenizer

        return BpeTokenizer(model.directory / MERGES, model.context_length, how.clean)
    from mediasearch.encoders.hf_tokenizer import HfTokenizer

    return HfTokenizer(model.directory / TOKENIZER, model.context_length, how)
