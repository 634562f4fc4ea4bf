"""Prepares small models in a process of its own, as the program does: ``python -m tests.encoders.preparing WORK``.

Below WORK: ``source/NAME`` and ``ready/NAME`` of every model of :mod:`tests.encoders.sources`, what torch makes of the
same pictures and texts in ``NAME.npz`` (``fails.npy``: what serves where preparing failed), what happened in
``report.json``.  ``tokens/KIND``: the tokenizers of :mod:`tests.encoders.tokenizer_files`, adopted, and what open_clip
makes of ``strings()``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from PIL import Image

from mediasearch.encoders import export, prepare
from mediasearch.encoders.adopt import adopt_tokenizer
from mediasearch.encoders.base import Model
from mediasearch.encoders.runtime import open_image_encoder
from mediasearch.encoders.store import CONFIG, HF_TEXT, WEIGHTS
from mediasearch.encoders.torch_clip import TorchModel, import_open_clip
from mediasearch.errors import MediaSearchError
from mediasearch.models import registry
from tests.encoders.sources import MODELS, write_config, write_source
from tests.encoders.strings import strings
from tests.encoders.tokenizer_files import CONFIGS, write_tokenizer

TEXTS = [*strings(40), "a photo of a cat"]


def pixels(size: int) -> np.ndarray:
    return np.random.default_rng(8).integers(0, 256, (5, size, size, 3), dtype=np.uint8)


def main(work: Path) -> None:
    report: dict[str, Any] = {}
    for name in MODELS:
        steps: list[tuple[str, float]] = []
        write_source(work / "source" / name, name)
        model = prepare.prepare(
            work / "source" / name, work / "ready" / name, lambda *step, steps=steps: steps.append(step)
        )
        torch_model = TorchModel(model)
        seen = pixels(model.preprocess.size)
        np.savez(work / f"{name}.npz", image=torch_model.image.encode(seen), text=torch_model.text.encode(TEXTS))
        report[name] = steps
    report["troubles"] = {name: _trouble(work, name, damage) for name, damage in TROUBLES.items()}
    _left_to_torch(work)
    _preprocess(work)
    for kind in CONFIGS:
        _tokenize(work / "tokens" / kind, kind)
    (work / "report.json").write_text(json.dumps(report))


def _left_to_torch(work: Path) -> None:
    """Exports that fail and that are wrong."""
    really = export.export_towers

    def fails(*_: object) -> None:
        raise RuntimeError("No conversion rule found for operations: aten::new_thing")

    def wrong(network: Any, model: Model, tokens: Any, half: bool) -> None:
        import torch

        with torch.no_grad():
            network.text_projection.copy_(torch.eye(*network.text_projection.shape))
        really(network, model, tokens, half)

    for name, exporter in (("fails", fails), ("wrong", wrong)):
        export.export_towers = exporter  # type: ignore[assignment]
        model = prepare.prepare(work / "source" / "clip", work / "ready" / name)
        if name == "fails":
            np.save(work / "fails.npy", open_image_encoder(model).encode(pixels(model.preprocess.size)))
    export.export_towers = really


def _tokenize(folder: Path, kind: str) -> None:
    """Adopt a tokenizer; keep how it is used, and open_clip's ids."""
    text = {**CONFIGS[kind], "hf_tokenizer_name": "somebody/something"}
    write_config(folder / "source", {"embed_dim": 8, "vision_cfg": {}, "text_cfg": text}, {})
    write_tokenizer(folder / "source", kind)
    tokenization, theirs = adopt_tokenizer(folder / "source", folder, text)
    np.save(folder / "ids.npy", theirs(strings()).numpy())
    (folder / "how.json").write_text(json.dumps(asdict(tokenization)))


def _preprocess(work: Path) -> None:
    """For every model of the registry: what open_clip makes of :func:`photos`, and what we keep of its description."""
    open_clip = import_open_clip()
    kept: dict[str, Any] = {}
    tensors: dict[str, np.ndarray] = {}
    for entry in registry.entries():
        if not entry.architecture:
            continue  # the starter
        body = {**open_clip.pretrained.get_pretrained_cfg(entry.architecture, entry.pretrained)}
        vision = open_clip.get_model_config(entry.architecture)["vision_cfg"]
        known = ("mean", "std", "interpolation", "resize_mode")
        config = open_clip.transform.PreprocessCfg(
            size=vision["image_size"], **{name: body[name] for name in known if name in body}
        )
        network = SimpleNamespace(visual=SimpleNamespace(preprocess_cfg=asdict(config)))
        kept[entry.name] = asdict(prepare.preprocess_of(network))
        transform = open_clip.transform.image_transform_v2(config, is_train=False)
        for number, photo in enumerate(photos()):
            tensors[f"{entry.name} {number}"] = transform(photo).numpy()
    np.savez(work / "preprocess.npz", **tensors)
    (work / "preprocess.json").write_text(json.dumps(kept))


def photos() -> list[Image.Image]:
    """Wide, tall, small and square ones."""
    rng = np.random.default_rng(6)
    sizes = ((320, 500), (513, 257), (90, 120), (256, 256))
    return [Image.fromarray(rng.integers(0, 256, (*size, 3), dtype=np.uint8)) for size in sizes]


def _change(source: Path, change: Callable[[dict[str, Any]], None]) -> None:
    body = json.loads((source / CONFIG).read_text())
    change(body["model_cfg"])
    (source / CONFIG).write_text(json.dumps(body))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


TROUBLES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "another width": ("clip", lambda source: _change(source, lambda body: body["text_cfg"].update(width=48))),
    "more layers": ("clip", lambda source: _change(source, lambda body: body["vision_cfg"].update(layers=3))),
    "unknown tower": (
        "siglip2",
        lambda source: _change(source, lambda body: body["vision_cfg"].update(timm_model_name="vit_of_tomorrow")),
    ),
    "truncated": ("clip", lambda source: _cut(source / WEIGHTS)),
    "no weights": ("clip", lambda source: (source / WEIGHTS).unlink()),
    "foreign": ("clip", lambda source: (source / WEIGHTS).write_bytes(b"PK\3\4 a pickle")),
    "no tokenizer": ("siglip2", lambda source: (source / "tokenizer.json").unlink()),
    "foreign tokenizer": ("siglip2", lambda source: (source / "tokenizer.json").write_text("{}")),
    "larger tokenizer": ("xlm-roberta", lambda source: write_tokenizer(source, "gemma")),
    "no text config": ("xlm-roberta", lambda source: (source / HF_TEXT / "config.json").unlink()),
    "no description": ("clip", lambda source: (source / "source.json").write_text("{}")),
    "no config": ("clip", lambda source: (source / CONFIG).write_text("[]")),
}


def _trouble(work: Path, name: str, trouble: tuple[str, Callable[[Path], None]]) -> str:
    model, damage = trouble
    source = work / "trouble" / name
    write_config(source, *MODELS[model])
    for path in (work / "source" / model).rglob("*"):
        if path.is_file():
            copy = source / path.relative_to(work / "source" / model)
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(path.read_bytes())
    damage(source)
    try:
        prepare.prepare(source, work / "none" / name)
    except MediaSearchError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
