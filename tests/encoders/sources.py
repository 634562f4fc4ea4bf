"""Downloaded models as they lie on the disk before they are prepared: open_clip's architectures in small, random
weights, real files.

Imports torch and open_clip when something is written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mediasearch.encoders.store import CONFIG, HF_TEXT, SOURCE, WEIGHTS
from tests.encoders.tokenizer_files import CONFIGS, write_tokenizer

DIMENSION = 24
_TEXT = {"vocab_size": 49408, "width": 32, "heads": 2, "layers": 2}
_VIT = {"image_size": 64, "layers": 2, "width": 64, "patch_size": 16, "head_width": 32}
_HALF = {"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}

#: ``model_cfg`` and ``preprocess_cfg`` by name.
MODELS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    # As ViT-B-32: a plain CLIP; its description says less about preprocessing than open_clip knows.
    "clip": ({"embed_dim": DIMENSION, "vision_cfg": _VIT, "text_cfg": {**_TEXT, "context_length": 20}}, {}),
    # As ViT-B-16-SigLIP2: timm's tower, a text tower that looks at the last place, Gemma's tokenizer.
    "siglip2": (
        {
            "embed_dim": 64,  # timm's tower has no projection
            "init_logit_bias": -10,
            "custom_text": True,
            "vision_cfg": {"image_size": 160, "timm_model_name": "test_vit", "timm_pool": "avg", "timm_proj": "none"},
            "text_cfg": {
                **_TEXT, **CONFIGS["gemma"], "hf_tokenizer_name": "somebody/gemma", "vocab_size": 4000,
                "no_causal_mask": True, "proj_bias": True, "pool_type": "last", "norm_kwargs": {"eps": 1e-6},
                "act_kwargs": {"approximate": "tanh"},
            },
        },
        {**_HALF, "interpolation": "bicubic", "resize_mode": "squash"},
    ),
    # As xlm-roberta-base-ViT-B-32: transformers builds the text tower.
    "xlm-roberta": (
        {
            "embed_dim": DIMENSION,
            "vision_cfg": _VIT,
            "text_cfg": {
                "hf_model_name": "xlm-roberta-base", "hf_tokenizer_name": "xlm-roberta-base",
                "hf_pooler_type": "mean_pooler",
            },
        },
        {},
    ),
}  # fmt: skip


def write_source(directory: Path, name: str) -> None:
    """What a download of a model of :data:`MODELS` leaves in ``directory``."""
    model, preprocess = MODELS[name]
    write_config(directory, model, preprocess)
    text = model["text_cfg"]
    if "hf_tokenizer_name" in text:
        write_tokenizer(directory, "gemma" if name == "siglip2" else "xlm-roberta")
    if "hf_model_name" in text:
        (directory / HF_TEXT).mkdir()
        (directory / HF_TEXT / "config.json").write_text(json.dumps(_XLM_ROBERTA))
    write_weights(directory)


def write_config(directory: Path, model: dict[str, Any], preprocess: dict[str, Any]) -> None:
    """Both descriptions."""
    directory.mkdir(parents=True)
    (directory / CONFIG).write_text(json.dumps({"model_cfg": model, "preprocess_cfg": preprocess}))
    about = {
        "name": directory.name,
        "languages": ["en", "zh"],
        "templates": {"en": ["{}", "a photo of {}."], "zh": ["{}的照片"]},
        "centring": 0.5,
    }
    (directory / SOURCE).write_text(json.dumps(about))


def write_weights(directory: Path) -> None:
    """Random ones for the description in ``directory``."""
    import torch
    from safetensors.torch import save_file

    from mediasearch.encoders.torch_clip import import_open_clip

    torch.manual_seed(3)
    changes: dict[str, Any] = {}
    text = json.loads((directory / CONFIG).read_text())["model_cfg"]["text_cfg"]
    if "hf_model_name" in text:
        changes["text_cfg"] = {**text, "hf_model_name": str(directory / HF_TEXT), "hf_model_pretrained": False}
    network = import_open_clip().create_model(
        f"local-dir:{directory}", load_weights=False, pretrained_text=False, **changes
    )
    weights = {name: tensor.contiguous() for name, tensor in network.state_dict().items()}
    save_file(weights, directory / WEIGHTS)


_XLM_ROBERTA = {
    "model_type": "xlm-roberta", "vocab_size": 1000, "hidden_size": 32, "num_hidden_layers": 2,
    "num_attention_heads": 2, "intermediate_size": 48, "max_position_embeddings": 90, "type_vocab_size": 1,
    "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2,
}  # fmt: skip
