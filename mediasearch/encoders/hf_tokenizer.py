"""Tokenizers of the Hugging Face kind (SigLIP's, Gemma's, XLM-RoBERTa's) without transformers.

``tokenizer.json`` is what transformers itself uses beneath, written down when the model was prepared with padding and
truncation in it, so that the ids are open_clip's by construction; :mod:`mediasearch.encoders.prepare` compares them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mediasearch.encoders import cleaning
from mediasearch.encoders.base import Tokenization
from mediasearch.errors import MediaSearchError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class HfTokenizer:
    """Texts → token ids.  Raises :class:`MediaSearchError` when ``path`` holds no tokenizer."""

    def __init__(self, path: Path, context_length: int, tokenization: Tokenization) -> None:
        from tokenizers import Tokenizer  # some MB of compiled code

        try:
            self._tokenizer = Tokenizer.from_buffer(path.read_bytes())
        except Exception as error:  # its Rust half raises Exception itself
            raise MediaSearchError(
                f"The tokenizer {path} cannot be read", "Download the model again, or choose another one."
            ) from error
        self.context_length = context_length
        self._clean = cleaning.BY_NAME[tokenization.clean]
        self._blank = tokenization.blank
        self._frame = tokenization.frame

    def __call__(self, texts: list[str]) -> NDArray[np.int64]:
        """``int64 (n, context_length)``, padded and cut as the model was trained."""
        import numpy as np

        cleaned = [self._clean(text) for text in texts]
        found = [each.ids for each in self._tokenizer.encode_batch(cleaned, add_special_tokens=self._frame is None)]
        if self._frame is not None:
            found = [_framed(ids, self.context_length, self._frame) for ids in found]
        tokens = np.array(found, dtype=np.int64).reshape(len(texts), self.context_length)
        if self._blank is not None:
            tokens[tokens == self._blank] = 0
        return tokens


def _framed(ids: list[int], length: int, frame: tuple[int, int, int, int]) -> list[int]:
    start, end, padding, last = frame
    row = [start, *ids[: length - 3], end]
    return [*row, *[padding] * (length - 1 - len(row)), last]
