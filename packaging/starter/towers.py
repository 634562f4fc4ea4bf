"""The starter model's shape, and open_clip's own code to build it."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any

SIZE = 96
DIMENSION = 256
CONTEXT = 32
# No picture statistics of anybody's data set: mid grey becomes 0, black -2, white 2.
MEAN = (0.5, 0.5, 0.5)
STD = (0.25, 0.25, 0.25)


def import_open_clip() -> Any:
    """open_clip, also where torchvision's compiled operators do not fit the installed torch.

    open_clip needs only torchvision's pure Python parts; a mismatched build fails while it registers operators
    (https://github.com/pytorch/vision/issues/8326), so that registration is left out on a second try.
    """
    try:
        import open_clip
    except RuntimeError:
        for name in [name for name in sys.modules if name.split(".")[0] in ("torchvision", "timm", "open_clip")]:
            del sys.modules[name]
        sys.modules["torchvision._meta_registrations"] = types.ModuleType("torchvision._meta_registrations")
        import open_clip
    return open_clip


def model_config(vocabulary: int) -> dict[str, Any]:
    """The configuration in open_clip's own form (``model_cfg``)."""
    return {
        "embed_dim": DIMENSION,
        "custom_text": True,
        "vision_cfg": {
            "timm_model_name": "mobilenetv4_conv_small_050",
            "timm_model_pretrained": False,
            "timm_pool": "avg",
            "timm_proj": "",
            "image_size": SIZE,
        },
        "text_cfg": {
            "context_length": CONTEXT,
            "vocab_size": vocabulary,
            "width": 128,
            "heads": 4,
            "layers": 3,
        },
    }


def preprocess_config() -> dict[str, Any]:
    """How a picture becomes pixels, in open_clip's own form (``preprocess_cfg``).

    Squashed, not cropped: the edges of a photo belong to it, and measured, the crop test gains by it.
    """
    return {
        "size": SIZE,
        "mode": "RGB",
        "mean": list(MEAN),
        "std": list(STD),
        "interpolation": "bicubic",
        "resize_mode": "squash",
    }


def build(vocabulary: int) -> Any:
    """A fresh model, random weights: ``open_clip.CustomTextCLIP``."""
    import_open_clip()
    from open_clip.model import CustomTextCLIP

    settings = model_config(vocabulary)
    del settings["custom_text"]
    return CustomTextCLIP(**settings)


def tokenizer(merges: Path) -> Any:
    """open_clip's own tokenizer over our merges."""
    import_open_clip()
    from open_clip.tokenizer import SimpleTokenizer

    return SimpleTokenizer(bpe_path=str(merges), context_length=CONTEXT)
