"""A downloaded open_clip model made ready, once: its towers exported, verified against torch, compiled.

Imports torch, open_clip and transformers and takes two to three times the memory of the weights, so it runs in a child
process that ends.  Afterwards neither a query nor indexing on the processor needs any of them.
"""

from __future__ import annotations

import errno
import gc
import json
import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mediasearch.encoders import devices, runtime, torch_clip, trial
from mediasearch.encoders.adopt import adopt_tokenizer
from mediasearch.encoders.base import Model, Preprocess
from mediasearch.encoders.samples import PICTURES, TEXTS, pictures
from mediasearch.encoders.store import (
    COMPILED,
    CONFIG,
    DESCRIPTION,
    HF_TEXT,
    INTERPOLATIONS,
    RESIZE_MODES,
    SOURCE,
    TOWERS,
    WEIGHTS,
    check_complete,
    digest,
    digests,
    load_model,
)
from mediasearch.errors import MediaSearchError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

log = logging.getLogger(__name__)

#: The least cosine between a vector of a prepared tower and torch's, by the precision it computes in.
LEAST: Final = {"f32": 0.999, "bf16": 0.995}

#: ``(what is done now, how much of all is done)``: a short text for people, and 0 to 1.
Report = Callable[[str, float], None]


def prepare(source: Path, target: Path, report: Report = lambda _step, _done: None) -> Model:
    """Make the folder ``target`` (which must not exist) of the open_clip model in ``source``, and load it.

    ``source`` holds ``open_clip_config.json``, ``open_clip_model.safetensors``, for a tokenizer of transformers its
    files, for a text tower of transformers ``text/config.json``, and ``source.json`` with ``name``, ``languages``,
    ``templates`` by language and ``centring``.  ``target`` comes into being complete, by one rename.

    Where the towers cannot be exported or do not agree with torch, the model is left to torch on the processor, and
    :attr:`Model.runtime <mediasearch.encoders.base.Model.runtime>` says why.  Raises :class:`MediaSearchError` when
    torch cannot use the model either, and ``OSError`` (a full disk).
    """
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"  # nothing here may ask a host
    work = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True, mode=0o700)
    try:
        _prepare(source, work, report)
        _private(work)
        gc.collect()  # Windows renames no folder in which a file is open, and networks keep theirs open
        work.rename(target)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    model = load_model(target)
    if model.prepared:
        report("Compiling", 0.95)
        (target / COMPILED).mkdir(mode=0o700)  # by its place, so only now
        runtime.open_image_encoder(model)
        runtime.open_text_encoder(model)
        _private(target / COMPILED)
    report("Ready", 1.0)
    return model


def _prepare(source: Path, work: Path, report: Report) -> None:
    about = _about(source)
    torch_clip.read_config(source)
    check_complete(source)
    report("Reading the weights", 0.0)
    for name in (CONFIG, WEIGHTS, f"{HF_TEXT}/config.json"):
        if (source / name).is_file():
            _same(source / name, work / name)
    weights = digest(work / WEIGHTS)
    report("Loading the model", 0.1)
    network = torch_clip.load_network(work)
    config = torch_clip.read_config(work)
    preprocess = preprocess_of(network)
    tokenization, tokenize = adopt_tokenizer(source, work, config["model_cfg"].get("text_cfg", {}))
    config["preprocess_cfg"] = _config(preprocess)  # with what open_clip adds by itself
    (work / CONFIG).unlink()
    _write(work / CONFIG, config)
    model = Model(
        name=about.name,
        dimension=int(config["model_cfg"]["embed_dim"]),
        context_length=tokenize.context_length,
        languages=about.languages,
        weights=weights,
        preprocess=preprocess,
        directory=work,
        templates=about.templates["en"],
        centring=about.centring,
        translated=tuple((language, each) for language, each in about.templates.items() if language != "en"),
        tokenization=tokenization,
        revision=about.revision,
    )
    report("Computing what to compare with", 0.3)
    oracle = _Oracle.of(network, model, tokenize)
    report("Exporting", 0.4)
    # Two bytes for each weight in the towers and two in the compiled networks, and some for the graphs.
    check_room(work, 5 * sum(weight.numel() for weight in network.parameters()))
    model = _export(network, model, oracle, report)
    _describe(model)


def check_room(folder: Path, size: int) -> None:
    """Raises ``OSError`` (no space left) when ``size`` bytes more do not fit.

    Asked before the runtime writes, whose error about a full disk cannot be told from one about the network.
    """
    if shutil.disk_usage(folder).free < size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def _export(network: Any, model: Model, oracle: _Oracle, report: Report) -> Model:
    """``model`` with what its towers turned out to be good for."""
    from mediasearch.encoders.export import export_towers

    trouble = ""
    for half in (True, False):
        try:
            export_towers(network, model, oracle.tokens, half)
            report("Checking against torch", 0.8)
            for precision in ("bf16", "f32"):
                tried = replace(model, precision=precision, runtime=f"OpenVINO, {precision}")
                if runtime.precision_here(runtime.import_openvino(), tried) != precision:
                    continue  # this processor does not compute in it
                cosine = oracle.least_cosine(tried)
                if cosine >= LEAST[precision]:
                    return _accelerated(tried)
                trouble = f"the prepared model differs from the original (cosine {cosine:.4f})"
        except MemoryError:
            raise
        except Exception as error:  # torch's exporter and OpenVINO raise anything at all
            log.warning("the towers of %s cannot be prepared", model.name, exc_info=True)
            trouble = f"it could not be prepared ({type(error).__name__})"
            break
    for tower in TOWERS:
        for part in ("xml", "bin"):
            (model.directory / f"{tower}.{part}").unlink(missing_ok=True)
    return replace(model, prepared=False, runtime=f"torch on the processor: slower, because {trouble}")


def _accelerated(model: Model) -> Model:
    """``model``, with the device that encodes its pictures where that is not the processor."""
    import torch

    kind = devices.torch_accelerator()
    if kind is not None and getattr(torch, kind).is_available():
        name = torch.cuda.get_device_name() if kind == "cuda" else "the Apple GPU"
        return replace(model, runtime=f"{model.runtime}; pictures: torch on {name}, f16")
    device = trial.fastest_device(model)
    if device == "CPU":
        return model
    name = runtime.import_openvino().Core().get_property(device, "FULL_DEVICE_NAME")
    return replace(model, device=device, runtime=f"{model.runtime}; pictures: {name}")


@dataclass(frozen=True)
class _Oracle:
    """What the original makes of some pictures and texts, all by open_clip's own code."""

    tokens: NDArray[np.int64]
    image: NDArray[np.float32]
    text: NDArray[np.float32]

    @staticmethod
    def of(network: Any, model: Model, tokenize: Any) -> _Oracle:
        import torch
        from PIL import Image

        open_clip = torch_clip.import_open_clip()
        transform = open_clip.transform.image_transform_v2(
            open_clip.transform.PreprocessCfg(**network.visual.preprocess_cfg), is_train=False
        )
        tokens = tokenize(list(TEXTS))
        pixels = torch.stack([transform(Image.fromarray(each)) for each in pictures(model.preprocess.size)])
        try:
            with torch.inference_mode():
                image = network.encode_image(pixels, normalize=True)
                text = network.encode_text(tokens, normalize=True)
        except (RuntimeError, IndexError, ValueError, AssertionError) as error:  # a tokenizer with more tokens, a size
            log.warning("the towers of %s cannot be run", model.name, exc_info=True)
            raise MediaSearchError(
                f"The parts of the model {model.name} do not fit together ({error})",
                "Choose the architecture it was trained with, or another model.",
            ) from error
        if not (image.isfinite().all() and text.isfinite().all()):
            raise MediaSearchError(
                f"The weights of the model {model.name} give no numbers", "Get it again, or choose another model."
            )
        return _Oracle(tokens.numpy(), image.numpy(), text.numpy())

    def least_cosine(self, model: Model) -> float:
        """Between its vectors and those of the prepared towers of ``model``, fed as in use."""
        image = runtime.open_image_encoder(model).encode(pictures(model.preprocess.size))
        text = runtime.open_text_encoder(model).encode(list(TEXTS))
        assert len(image) == PICTURES
        return float(min((image * self.image).sum(axis=1).min(), (text * self.text).sum(axis=1).min()))


@dataclass(frozen=True)
class _About:
    name: str
    languages: tuple[str, ...]
    templates: dict[str, tuple[str, ...]]
    centring: float
    revision: str


def _about(source: Path) -> _About:
    try:
        body = json.loads((source / SOURCE).read_bytes())
        templates = {language: tuple(each) for language, each in body["templates"].items()}
        if not templates["en"]:
            raise ValueError("no template")
        languages, revision = tuple(body["languages"]), str(body.get("revision", ""))
        return _About(str(body["name"]), languages, templates, float(body["centring"]), revision)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise MediaSearchError(
            f"The model is not complete: {SOURCE} does not describe it", "Remove it and get it again."
        ) from error


def preprocess_of(network: Any) -> Preprocess:
    """What open_clip does to a picture for ``network``; raises :class:`MediaSearchError` when we cannot do the same."""
    body = network.visual.preprocess_cfg
    size = body["size"]
    edges = {size} if isinstance(size, int) else set(size)
    if len(edges) != 1 or body["interpolation"] not in INTERPOLATIONS or body["resize_mode"] not in RESIZE_MODES:
        raise MediaSearchError(
            "This model wants its pictures prepared in a way that Mediasearch does not know", "Choose another model."
        )
    red, green, blue = (float(value) for value in body["mean"])
    spread = tuple(float(value) for value in body["std"])
    return Preprocess(
        size=int(edges.pop()),
        mean=(red, green, blue),
        std=(spread[0], spread[1], spread[2]),
        interpolation=body["interpolation"],
        resize_mode=body["resize_mode"],
        fill=int(body["fill_color"]),
    )


def _config(preprocess: Preprocess) -> dict[str, Any]:
    body = asdict(preprocess)
    return {"mode": "RGB", **body, "fill_color": body.pop("fill")}


def _describe(model: Model) -> None:
    _write(
        model.directory / DESCRIPTION,
        {
            "name": model.name,
            "dimension": model.dimension,
            "context_length": model.context_length,
            "languages": model.languages,
            "weights_sha256": model.weights,
            "preprocess": _config(model.preprocess),
            "templates": model.templates,
            "translated": dict(model.translated),
            "centring": model.centring,
            "tokenization": asdict(model.tokenization),
            "prepared": model.prepared,
            "precision": model.precision,
            "device": model.device,
            "runtime": model.runtime,
            "revision": model.revision,
            "files": digests(model.directory),
        },
    )


def _write(path: Path, body: dict[str, Any]) -> None:
    path.write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _same(old: Path, new: Path) -> None:
    """``new`` with the content of ``old``, without a second copy on the disk where the file system can do that."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def _private(folder: Path) -> None:
    """Nobody else's business, and on the disk."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
        if path.is_file() and os.name == "posix":
            with path.open("rb") as file:
                os.fsync(file.fileno())
