"""Models on disk: finding one, reading what it says about itself, noticing damage before anything is loaded.

A model directory holds ``model.json`` (what :class:`~mediasearch.encoders.base.Model` says), the open_clip model
(``open_clip_config.json``, ``open_clip_model.safetensors``), its tokenizer (``bpe.txt.gz`` or ``tokenizer.json``) and,
unless torch has to serve, the two towers prepared for the light runtime (``image.xml``, ``image.bin``, ``text.xml``,
``text.bin``; OpenVINO IR).  ``model.json`` may name digests of the other files under ``files`` (:func:`digests`): a
flipped bit in a tower changes every vector and is noticed by nothing else.  Whatever else lies there is left alone.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NoReturn

from mediasearch.encoders.base import Model, Preprocess, Tokenization
from mediasearch.errors import MediaSearchError
from mediasearch.paths import resources

DESCRIPTION: Final = "model.json"
CONFIG: Final = "open_clip_config.json"
WEIGHTS: Final = "open_clip_model.safetensors"
MERGES: Final = "bpe.txt.gz"
TOKENIZER: Final = "tokenizer.json"
HF_TEXT: Final = "text"  #: the folder with a text tower's ``config.json``, where transformers has to build it
SOURCE: Final = "source.json"  #: what is known about a downloaded or imported model: :mod:`mediasearch.models.places`
TOWERS: Final = ("image", "text")

#: Files that :mod:`mediasearch.encoders.runtime` makes and may lose: networks compiled for this very processor.
COMPILED: Final = "compiled"

PRECISIONS: Final = ("f32", "bf16")
INTERPOLATIONS: Final = ("bicubic", "bilinear")
RESIZE_MODES: Final = ("shortest", "squash", "longest")
CLEANINGS: Final = ("whitespace", "lower", "canonicalize")

_PREPARED: Final = (*(f"{tower}.{part}" for tower in TOWERS for part in ("xml", "bin")), MERGES, TOKENIZER)

#: Files up to this size are hashed whenever a model is opened (some 20 ms); of larger ones only the size is checked.
HASH_LIMIT: Final = 32 * 2**20

#: Stands in the XML of every constant: where its bytes lie in the ``.bin``.
_CONSTANT: Final = re.compile(rb'offset="(\d+)"[^>]*?\bsize="(\d+)"')


def starter() -> Model:
    """The model that comes with the program.  Raises :class:`MediaSearchError`."""
    return load_model(resources() / "models" / "starter")


def load_model(directory: Path) -> Model:
    """What the model in ``directory`` says about itself, after a cheap check of its files.

    Raises :class:`MediaSearchError` when there is no model, when it is of a layout this version does not know, or
    when a file is missing, cut short or changed.
    """
    if not directory.is_dir():
        raise MediaSearchError(
            f"There is no model in {directory}", "Choose another model, or install Mediasearch again."
        )
    body = _json(directory, DESCRIPTION)
    model = _model(directory, body)
    config = _json(directory, CONFIG).get("preprocess_cfg")
    if not isinstance(config, dict) or _preprocess(directory, CONFIG, config) != model.preprocess:
        _damaged(directory, f"{DESCRIPTION} and {CONFIG} disagree about the preprocessing")
    _check_weights(directory, model.weights)
    if model.prepared:
        for tower in TOWERS:
            _check_tower(directory, tower)
    files = body.get("files", {})
    _check_digests(directory, files)
    if model.tokenization.kind != "bpe":
        _present(directory, TOKENIZER)
    elif MERGES not in files:
        _check_merges(directory)
    return model


def digests(directory: Path) -> dict[str, str]:
    """The ``files`` of a description: SHA-256 of everything that makes vectors, beside the weights."""
    return {name: digest(directory / name) for name in _PREPARED if (directory / name).is_file()}


def _model(directory: Path, body: dict[str, Any]) -> Model:
    name, dimension, context = body.get("name"), body.get("dimension"), body.get("context_length")
    weights, preprocess = body.get("weights_sha256"), body.get("preprocess")
    languages, templates = body.get("languages"), body.get("templates", ["{}"])
    centring, translated = body.get("centring", 0.0), body.get("translated", {})
    valid = (
        isinstance(name, str)
        and _positive(dimension)
        and _positive(context)
        and isinstance(weights, str)
        and re.fullmatch("[0-9a-f]{64}", weights)
        and isinstance(preprocess, dict)
        and _texts(languages)
        and _templates(templates)
        and isinstance(centring, int | float)
        and 0 <= centring <= 1
        and isinstance(translated, dict)
        and all(_templates(each) for each in translated.values())
        and isinstance(body.get("prepared", True), bool)
        and body.get("precision", "f32") in PRECISIONS
        and isinstance(body.get("device", "CPU"), str)
        and isinstance(body.get("runtime", ""), str)
        and isinstance(body.get("revision", ""), str)
    )
    if not valid:
        _damaged(directory, f"{DESCRIPTION} does not describe a model")
    return Model(
        name=str(name),
        dimension=int(body["dimension"]),
        context_length=int(body["context_length"]),
        languages=tuple(body["languages"]),
        weights=str(weights),
        preprocess=_preprocess(directory, DESCRIPTION, body["preprocess"]),
        directory=directory,
        templates=tuple(templates),
        centring=float(centring),
        translated=tuple((language, tuple(texts)) for language, texts in body.get("translated", {}).items()),
        tokenization=_tokenization(directory, body.get("tokenization", {})),
        prepared=body.get("prepared", True),
        precision=body.get("precision", "f32"),
        device=body.get("device", "CPU"),
        runtime=body.get("runtime", Model.runtime),
        revision=body.get("revision", ""),
    )


def _tokenization(directory: Path, body: object) -> Tokenization:
    try:
        tokenization = Tokenization(**body)  # type: ignore[arg-type]
        frame = tuple(tokenization.frame) if tokenization.frame is not None else None
    except TypeError:
        _damaged(directory, f"{DESCRIPTION} does not describe a model")
    ids = [tokenization.blank] if tokenization.blank is not None else []
    if (
        tokenization.kind not in ("bpe", "hf")
        or tokenization.clean not in CLEANINGS
        or (frame is not None and len(frame) != 4)
        or not all(isinstance(each, int) for each in [*ids, *(frame or ())])
    ):
        _damaged(directory, f"{DESCRIPTION} asks for a tokenizer that this version does not know")
    return replace(tokenization, frame=frame)


def _preprocess(directory: Path, file: str, body: dict[str, Any]) -> Preprocess:
    size: Any = body.get("size")
    if isinstance(size, list) and len(size) == 2 and size[0] == size[1]:
        size = size[0]  # open_clip writes both forms
    mean: Any = body.get("mean")
    std: Any = body.get("std")
    interpolation, mode = body.get("interpolation", "bicubic"), body.get("resize_mode", "shortest")
    fill = body.get("fill_color", body.get("fill", 0))
    if not (
        isinstance(size, int)
        and _positive(size)
        and _three(mean)
        and _three(std)
        and all(std)
        and interpolation in INTERPOLATIONS
        and mode in RESIZE_MODES
        and isinstance(fill, int)
    ):
        _damaged(directory, f"{file} asks for a preprocessing that this version does not know")
    return Preprocess(
        size=size,
        mean=(float(mean[0]), float(mean[1]), float(mean[2])),
        std=(float(std[0]), float(std[1]), float(std[2])),
        interpolation=interpolation,
        resize_mode=mode,
        fill=fill,
    )


def check_complete(directory: Path) -> None:
    """Raises :class:`MediaSearchError` when the weights are no safetensors file or cut short; reads a header."""
    path = _present(directory, WEIGHTS)
    size = path.stat().st_size
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            header = json.loads(file.read(length)) if length < size else {}
        ends = [entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__"]
    except (OSError, ValueError, struct.error, LookupError, TypeError, AttributeError):
        _damaged(directory, f"{WEIGHTS} is no safetensors file")
    if not ends or size != 8 + length + max(ends):
        _damaged(directory, f"{WEIGHTS} was not copied completely")


def _check_weights(directory: Path, expected: str) -> None:
    check_complete(directory)
    path = directory / WEIGHTS
    if path.stat().st_size <= HASH_LIMIT and digest(path) != expected:
        _damaged(directory, f"{WEIGHTS} was changed")


def _check_tower(directory: Path, tower: str) -> None:
    graph = _present(directory, f"{tower}.xml").read_bytes()
    if not graph.rstrip().endswith(b"</net>"):
        _damaged(directory, f"{tower}.xml was not copied completely")
    need = max((int(offset) + int(size) for offset, size in _CONSTANT.findall(graph)), default=0)
    if _present(directory, f"{tower}.bin").stat().st_size < need:
        _damaged(directory, f"{tower}.bin was not copied completely")


def _check_merges(directory: Path) -> None:
    try:
        gzip.decompress(_present(directory, MERGES).read_bytes())
    except (OSError, EOFError, zlib.error):  # its own checksum
        _damaged(directory, f"{MERGES} was not copied completely")


def _check_digests(directory: Path, files: object) -> None:
    if not isinstance(files, dict) or not set(files) <= set(_PREPARED):
        _damaged(directory, f"{DESCRIPTION} does not describe a model")
    for name, expected in files.items():
        path = _present(directory, name)
        if path.stat().st_size <= HASH_LIMIT and digest(path) != expected:
            _damaged(directory, f"{name} was changed")


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _json(directory: Path, name: str) -> dict[str, Any]:
    try:
        body = json.loads(_present(directory, name).read_bytes())
    except (OSError, ValueError, RecursionError):
        _damaged(directory, f"{name} cannot be read")
    if not isinstance(body, dict):
        _damaged(directory, f"{name} does not describe a model")
    return body


def _present(directory: Path, name: str) -> Path:
    path = directory / name
    if not path.is_file():
        _damaged(directory, f"{name} is missing")
    return path


def _damaged(directory: Path, detail: str) -> NoReturn:
    came_along = directory.is_relative_to(resources())
    again = "Install Mediasearch again" if came_along else "Remove the model and get it again"
    raise MediaSearchError(f"The model in {directory} is damaged: {detail}", f"{again}, or choose another model.")


def _positive(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)


def _templates(value: object) -> bool:
    return _texts(value) and all("{}" in template for template in value)  # type: ignore[attr-defined]


def _three(value: object) -> bool:
    return isinstance(value, list) and len(value) == 3 and all(isinstance(item, int | float) for item in value)
