"""A model from a file that the person has: safetensors, and the name of an open_clip architecture.

The file is looked at before it is copied: its format, and whether its tensors are those of the architecture.  Beside it
may lie an ``open_clip_config.json``, whose preprocessing is taken then; for an architecture whose tokenizer does not
come with open_clip, the tokenizer's files must.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mediasearch.errors import MediaSearchError
from mediasearch.models import architectures, places, registry, weights
from mediasearch.models.disk import check_space, disk_sentences, flush
from mediasearch.models.events import Event
from mediasearch.models.places import Place
from mediasearch.models.registry import Entry
from mediasearch.paths import private_folder, private_opener, write_atomically

_STEP = 2**20


def import_file(models: Path, name: str, file: Path, architecture: str, report: Callable[[Event], None]) -> None:
    """Copy ``file`` into place as the model called ``name``; afterwards ``source`` is complete.

    Raises :class:`MediaSearchError` when the file is pickled, foreign or cut short, when its weights are of another
    architecture, when what belongs to it is missing, or when the same model is here under another name: their
    embeddings would be one and the same.
    """
    config = architectures.config(architecture)
    here = places.place(models, name)
    with disk_sentences():
        tensors = _looked_at(file)
        more = _beside(file, config)
        with here.locked():
            if places.source(here) is not None:
                raise MediaSearchError(f"There is a model called {name} already", "Remove it first.")
            places.forget_trouble(here)
            report(Event("checking", detail=file.name))
            architectures.check_fit(architecture, tensors)
            size = file.stat().st_size
            twin = _twin(models, name, file, _preprocess(file, architecture))
            if twin:
                raise MediaSearchError(f"This model is on this computer already, as {twin}", f"Use {twin}.")
            check_space(models, 2 * size, file.name)
            entry = Entry(
                name,
                title=file.stem,
                description=f"Your own file, of the architecture {architecture}.",
                architecture=architecture,
                size=size,
            )
            entry = registry.described(entry, config)
            try:
                _copy_all(here, entry, file, config, more, report)
            except BaseException:
                shutil.rmtree(here.partial, ignore_errors=True)
                raise


def _looked_at(file: Path) -> dict[str, weights.Tensor]:
    if not file.is_file():
        raise MediaSearchError(f"{file} is not there", "Choose the safetensors file of a model.")
    if file.suffix.lower() in weights.PICKLES:
        raise weights.pickled(file.name)
    return weights.read_header(file)


def _beside(file: Path, config: dict[str, Any]) -> dict[str, Path]:
    """Name → file of what this architecture needs besides weights and configuration."""
    text, folder = config["text_cfg"], file.parent
    found = {}
    if text.get("hf_tokenizer_name"):
        found = {name: folder / name for name in places.TOKENIZER if (folder / name).is_file()}
        if places.TOKENIZER[0] not in found:
            raise _missing(file, places.TOKENIZER[0])
    if text.get("hf_model_name"):
        found[places.TEXT_CONFIG] = folder / places.TEXT_CONFIG
        if not found[places.TEXT_CONFIG].is_file():
            raise _missing(file, places.TEXT_CONFIG)
    return found


def _missing(file: Path, name: str) -> MediaSearchError:
    return MediaSearchError(
        f"This architecture needs {name}, which is not beside {file.name}",
        "Put it there, from where the weights came from, and try again.",
    )


def _twin(models: Path, name: str, file: Path, preprocess: dict[str, Any]) -> str:
    """The name of another model with the weights of ``file`` that sees pictures in the same way; "" without one."""
    digest = ""
    for entry in places.known(models):
        here = places.place(models, entry.name)
        body = places.source(here)
        if entry.name == name or body is None or _size(here.source / places.WEIGHTS) != file.stat().st_size:
            continue
        config = places.read_json(here.source / places.CONFIG)
        theirs = config.get("preprocess_cfg") if isinstance(config, dict) else None
        if architectures.whole_preprocess(theirs or {}) != architectures.whole_preprocess(preprocess):
            continue
        if not digest:
            with file.open("rb") as weights_file:
                digest = hashlib.file_digest(weights_file, "sha256").hexdigest()
        if body.get("weights_sha256") == digest:
            return entry.name
    return ""


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _copy_all(
    here: Place,
    entry: Entry,
    file: Path,
    config: dict[str, Any],
    more: dict[str, Path],
    report: Callable[[Event], None],
) -> None:
    shutil.rmtree(here.partial, ignore_errors=True)
    private_folder(here.partial)
    body = {"model_cfg": config, "preprocess_cfg": _preprocess(file, entry.architecture)}
    write_atomically(here.partial / places.CONFIG, json.dumps(body, indent=1).encode())
    digests = {places.CONFIG: hashlib.sha256((here.partial / places.CONFIG).read_bytes()).hexdigest()}
    for name, path in more.items():
        digests[name] = _copy(path, here.partial / name, lambda done: None)
    digests[places.WEIGHTS] = _copy(
        file,
        here.partial / places.WEIGHTS,
        lambda done: report(Event("importing", done=done, total=entry.size)),
    )
    weights.read_header(here.partial / places.WEIGHTS, file.name)  # the file may have changed meanwhile
    places.complete(here, entry, "", digests)


def _preprocess(file: Path, architecture: str) -> dict[str, Any]:
    beside = places.read_json(file.parent / places.CONFIG)
    if isinstance(beside, dict) and isinstance(beside.get("preprocess_cfg"), dict):
        return dict(beside["preprocess_cfg"])
    return architectures.preprocess(architecture)


def _copy(origin: Path, target: Path, tell: Callable[[int], None]) -> str:
    """Copy, and give the SHA-256 of what was copied.  Raises ``OSError``."""
    private_folder(target.parent)
    digest, done = hashlib.sha256(), 0
    with origin.open("rb") as source, open(target, "wb", opener=private_opener) as copy:
        while chunk := source.read(_STEP):
            copy.write(chunk)
            digest.update(chunk)
            done += len(chunk)
            tell(done)
        flush(copy)
    return digest.hexdigest()
