"""A model run by open_clip's own code on torch: the oracle of the prepared towers, and what stands in without them.

Importing this module is cheap; what it offers imports torch and open_clip (8 s, 900 MB), so it must never run in the
engine or answer a query of a prepared model.
"""

from __future__ import annotations

import sys
import types
from typing import TYPE_CHECKING, Any

from mediasearch.encoders.base import Model
from mediasearch.encoders.store import MERGES
from mediasearch.errors import MediaSearchError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def import_open_clip() -> Any:
    """The ``open_clip`` module.

    A torch that does not match torchvision's compiled operators (a CPU torch beside a CUDA torchvision, say) makes
    ``import torchvision`` fail when it registers their shapes for tracing.  open_clip uses none of those operators, so
    the registration is left out then.
    """
    try:
        import open_clip
    except RuntimeError as error:
        if "torchvision::" not in str(error):
            raise
        for name in [name for name in sys.modules if name.partition(".")[0] in ("torchvision", "open_clip", "timm")]:
            del sys.modules[name]  # half imported
        sys.modules["torchvision._meta_registrations"] = types.ModuleType("torchvision._meta_registrations")
        import open_clip
    return open_clip


class TorchModel:
    """Both towers on torch in single precision: :class:`~mediasearch.encoders.base.ImageEncoder` as :attr:`image`,
    :class:`~mediasearch.encoders.base.TextEncoder` as :attr:`text`.

    ``preprocess`` is open_clip's own transform of a Pillow picture into ``float32 (3, size, size)``, ``tokenize`` its
    tokenizer.  Raises :class:`MediaSearchError` when the files do not fit together.
    """

    def __init__(self, model: Model) -> None:
        open_clip = import_open_clip()
        import torch

        self.torch = torch
        self.model = model
        try:
            self.clip = open_clip.create_model(f"local-dir:{model.directory}", require_pretrained=True).eval()
        except Exception as error:  # open_clip asserts and raises all kinds of them for a wrong description
            raise MediaSearchError(
                f"The model {model.name} cannot be loaded", "Install it again, or choose another model."
            ) from error
        self.preprocess = open_clip.transform.image_transform_v2(
            open_clip.transform.PreprocessCfg(**self.clip.visual.preprocess_cfg), is_train=False
        )
        self.tokenize = open_clip.tokenizer.SimpleTokenizer(
            bpe_path=str(model.directory / MERGES), context_length=model.context_length
        )
        self.image = _TorchImageEncoder(self)
        self.text = _TorchTextEncoder(self)


class _TorchImageEncoder:
    def __init__(self, owner: TorchModel) -> None:
        self._owner = owner

    def encode(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        torch, preprocess = self._owner.torch, self._owner.model.preprocess
        with torch.inference_mode():
            batch = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255
            mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (preprocess.mean, preprocess.std))
            vectors: NDArray[np.float32] = self._owner.clip.encode_image((batch - mean) / std, normalize=True).numpy()
        return vectors


class _TorchTextEncoder:
    def __init__(self, owner: TorchModel) -> None:
        self._owner = owner

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        with self._owner.torch.inference_mode():
            tokens = self._owner.tokenize(texts)
            vectors: NDArray[np.float32] = self._owner.clip.encode_text(tokens, normalize=True).numpy()
        return vectors
