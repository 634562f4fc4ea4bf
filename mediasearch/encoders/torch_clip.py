"""A model run by open_clip's own code on torch: the oracle of the prepared towers, and what stands in without them.

Importing this module is cheap; what it offers imports torch and open_clip (8 s, 900 MB), so it must never run in the
engine or answer a query of a prepared model.
"""

from __future__ import annotations

import json
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediasearch.encoders.base import Model
from mediasearch.encoders.store import CONFIG, HF_TEXT
from mediasearch.encoders.tokens import open_tokenizer
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


def load_network(directory: Path) -> Any:
    """open_clip's network of ``directory``, weights included, in single precision, ready to answer.

    No network connection is made: a text tower of transformers is described by ``text/config.json``.
    Raises :class:`MediaSearchError` when description and weights do not fit together.
    """
    config = read_config(directory)
    text = config["model_cfg"].get("text_cfg", {})
    changes: dict[str, Any] = {}
    if "hf_model_name" in text:
        description = directory / HF_TEXT / "config.json"
        if not description.is_file():
            raise _incomplete(f"{HF_TEXT}/config.json is missing")
        changes["text_cfg"] = {**text, "hf_model_name": str(description.parent), "hf_model_pretrained": False}
    open_clip = import_open_clip()
    try:
        return open_clip.create_model(f"local-dir:{directory}", require_pretrained=True, **changes).eval()
    except Exception as error:  # open_clip asserts and raises all kinds of them for a wrong description
        raise _misfit(_said(error)) from error


def keep_only(network: Any, tower: str) -> None:
    """Drop what the other tower needs; ``tower`` is ``visual`` or ``text``."""
    for name in [name for name, _ in network.named_children() if (name == "visual") != (tower == "visual")]:
        delattr(network, name)


def read_config(directory: Path) -> dict[str, Any]:
    """``open_clip_config.json``.  Raises :class:`MediaSearchError` when it is none."""
    try:
        config = json.loads((directory / CONFIG).read_bytes())
        if isinstance(config["model_cfg"], dict) and isinstance(config.get("preprocess_cfg", {}), dict):
            return {**config}
    except (OSError, ValueError, LookupError, TypeError):
        pass
    raise _incomplete(f"{CONFIG} does not describe a model")


def _misfit(detail: str) -> MediaSearchError:
    return MediaSearchError(
        f"The weights do not fit the architecture ({detail})",
        "Choose the architecture they were trained with, or another model.",
    )


def _incomplete(detail: str) -> MediaSearchError:
    return MediaSearchError(f"The model is not complete: {detail}", "Remove it and get it again.")


def _said(error: Exception) -> str:
    """What torch or open_clip has to say, in a line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if len(lines) > 1 and lines[0].endswith(":"):
        del lines[0]
    return (lines[0] if lines else type(error).__name__).rstrip(".!")[:160]


class TorchModel:
    """Both towers on torch in single precision: :class:`~mediasearch.encoders.base.ImageEncoder` as :attr:`image`,
    :class:`~mediasearch.encoders.base.TextEncoder` as :attr:`text`.

    ``preprocess`` is open_clip's own transform of a Pillow picture into ``float32 (3, size, size)``.
    Raises :class:`MediaSearchError` when the files do not fit together.
    """

    def __init__(self, model: Model) -> None:
        self.clip = load_network(model.directory)
        import torch

        self.torch = torch
        self.model = model
        open_clip = import_open_clip()
        self.preprocess = open_clip.transform.image_transform_v2(
            open_clip.transform.PreprocessCfg(**self.clip.visual.preprocess_cfg), is_train=False
        )
        self.tokenize = open_tokenizer(model)
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
            tokens = self._owner.torch.from_numpy(self._owner.tokenize(texts))
            vectors: NDArray[np.float32] = self._owner.clip.encode_text(tokens, normalize=True).numpy()
        return vectors
