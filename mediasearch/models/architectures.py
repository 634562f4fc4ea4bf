"""open_clip's architectures, and whether weights fit one: decided by names and shapes, no number is read."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from mediasearch.errors import MediaSearchError
from mediasearch.models.weights import Tensor

#: What a description of an architecture has at least, as in open_clip.
_PARTS: Final = ("embed_dim", "vision_cfg", "text_cfg")

#: Tensors that are no weights: older versions of transformers wrote this one.
_IGNORED: Final = "text.transformer.embeddings.position_ids"


def names() -> list[str]:
    """All architectures that the installed open_clip knows, without importing it."""
    return sorted(_files(), key=str.lower)


def _files() -> dict[str, Path]:
    spec = find_spec("open_clip")
    places = (spec.submodule_search_locations or []) if spec is not None else []
    files = {path.stem: path for place in places for path in Path(place, "model_configs").glob("*.json")}
    return {name: path for name, path in files.items() if all(part in _read(path) for part in _PARTS)}


def _read(path: Path) -> dict[str, Any]:
    try:
        body = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return body if isinstance(body, dict) else {}


def config(name: str) -> dict[str, Any]:
    """open_clip's ``model_cfg`` of an architecture.  Raises :class:`MediaSearchError` when there is no such one."""
    found = _files()
    if name in found:
        return _read(found[name])
    same = [each for each in found if each.lower() == name.lower()]
    close = same or difflib.get_close_matches(name, found, 3, 0.5)
    raise MediaSearchError(
        f"open_clip knows no architecture called {name or 'nothing'}",
        f"Did you mean {' or '.join(close)}?" if close else "Choose one of its list, such as ViT-B-32.",
    )


def preprocess(name: str) -> dict[str, Any]:
    """How pictures become input for weights of this architecture: what most that open_clip offers want.

    Imports open_clip.
    """
    from mediasearch.encoders.torch_clip import import_open_clip

    open_clip = import_open_clip()
    keys = ("mean", "std", "interpolation", "resize_mode")
    tags = [open_clip.get_pretrained_cfg(name, tag) for tag in open_clip.list_pretrained_tags_by_model(name)]
    wanted = Counter(json.dumps({key: tag[key] for key in keys if key in tag}) for tag in tags)
    best: dict[str, Any] = json.loads(wanted.most_common(1)[0][0]) if wanted else {}
    return best


def whole_preprocess(preprocess: dict[str, Any]) -> str:
    """``preprocess`` with what open_clip adds by itself, but for the size, which the weights tell; to be compared.

    Imports open_clip.
    """
    from mediasearch.encoders.torch_clip import import_open_clip

    body = asdict(import_open_clip().transform.PreprocessCfg()) | preprocess
    return json.dumps({**body, "size": None}, sort_keys=True)


def check_fit(name: str, tensors: dict[str, Tensor]) -> None:
    """Raise :class:`MediaSearchError` unless open_clip could load ``tensors`` into the architecture as they are.

    Imports torch and open_clip.  A text tower of transformers is not looked at: it is described by another file.
    """
    from mediasearch.encoders.torch_clip import import_open_clip

    open_clip = import_open_clip()
    import torch

    body = config(name)
    body["vision_cfg"].pop("timm_model_pretrained", None)
    with torch.device("meta"):  # shapes without memory
        wanted = _shapes(open_clip, body)
        have = {key: torch.empty(tensor.shape) for key, tensor in tensors.items()}
    have = {key.removeprefix("module."): value for key, value in have.items()}
    if any(key.startswith("text.") for key in wanted) and "positional_embedding" in have:
        have = open_clip.model.convert_to_custom_text_state_dict(have)
    have.pop(_IGNORED, None)
    if "hf_model_name" in body["text_cfg"]:
        have = {key: value for key, value in have.items() if key.startswith("visual.")}
        wanted = {key: value for key, value in wanted.items() if key.startswith("visual.")}
    trouble = _difference(wanted, {key: tuple(value.shape) for key, value in have.items()})
    if trouble:
        raise MediaSearchError(
            f"The weights are not of the architecture {name}: {trouble}",
            "Choose the architecture they were trained with.",
        )


def _shapes(open_clip: Any, body: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    custom = body.pop("custom_text", False)
    if "hf_model_name" in body["text_cfg"]:
        tower = open_clip.model._build_vision_tower(body["embed_dim"], body["vision_cfg"])
        return {f"visual.{key}": tuple(value.shape) for key, value in tower.state_dict().items()}
    if "multimodal_cfg" in body:
        network = open_clip.coca_model.CoCa(**body)
    else:
        network = (open_clip.model.CustomTextCLIP if custom else open_clip.model.CLIP)(**body)
    return {key: tuple(value.shape) for key, value in network.state_dict().items()}


def _difference(wanted: dict[str, tuple[int, ...]], have: dict[str, tuple[int, ...]]) -> str:
    """What does not fit, in a few words; "" when all does."""
    # Scalars are saved with one dimension or none.  A bias that was not trained is 0.
    single = {"logit_scale", "logit_bias"}
    missing = [key for key in wanted if key not in have and key != "logit_bias"]
    if missing:
        return f"{len(missing)} tensors are missing, such as {missing[0]}"
    more = [key for key in have if key not in wanted]
    if more:
        return f"it has {len(more)} tensors too many, such as {more[0]}"
    for key, shape in wanted.items():
        if key not in single and have[key] != shape:
            return f"{key} is {_size(have[key])} instead of {_size(shape)}"
    return ""


def _size(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "a single number"
