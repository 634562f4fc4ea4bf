"""What a download consists of: which files, of which commits, how large, with which digests."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import Any, Final

from mediasearch.errors import MediaSearchError
from mediasearch.models import architectures, hub, places, registry, weights
from mediasearch.models.fetch import Check
from mediasearch.models.hub import PassingError, RemoteFile, Repository
from mediasearch.models.places import Place
from mediasearch.models.registry import Entry
from mediasearch.paths import write_atomically

#: How repositories call open_clip's weights, the best first; kept as the first of them.
_WEIGHTS: Final = (places.WEIGHTS, "open_clip_pytorch_model.safetensors")

#: A configuration or a tokenizer that is larger is none.
_SMALL: Final = 2 * 2**20
_TOKENIZER: Final = 200 * 2**20

#: Old repositories have no owner in their name.
_REPOSITORY: Final = re.compile(r"(?:[\w-][\w.-]*/)?[\w-][\w.-]*")


@dataclass(frozen=True)
class Plan:
    """What a download consists of: the name under which each file is kept → what it is on the hub."""

    entry: Entry
    revision: str
    files: dict[str, RemoteFile]

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(file.size for file in self.files.values())


def make(entry: Entry) -> Plan:
    """Ask the hub what ``entry`` takes.  Raises :class:`MediaSearchError`."""
    if not entry.repository:
        raise MediaSearchError(f"{entry.title} has nothing to download", "Choose another model.")
    if entry.architecture and entry.architecture not in architectures.names():
        raise MediaSearchError(
            f"The open_clip that is installed does not know {entry.architecture}",
            "Install a newer open_clip_torch, or choose another model.",
        )
    repository = _look(entry.repository)
    config = repository.files.get(places.CONFIG)
    if config is None:
        raise MediaSearchError(
            f"{repository.name} is no open_clip model", f"Choose a repository that holds {places.CONFIG}."
        )
    files = {places.WEIGHTS: _weights(repository), places.CONFIG: config}
    body = _model_config(repository.name, hub.patiently(lambda: _small(config)))
    text = body["text_cfg"]
    if text.get("hf_tokenizer_name"):
        files |= _tokenizer(repository, text["hf_tokenizer_name"])
    if text.get("hf_model_name"):
        files[places.TEXT_CONFIG] = _named(text["hf_model_name"], "config.json")
    for file in files.values():
        _check_statement(file)
    return Plan(registry.described(entry, body, repository.licence), repository.revision, files)


def _look(repository: str) -> Repository:
    return hub.patiently(lambda: hub.look(repository))


def _weights(repository: Repository) -> RemoteFile:
    for name in _WEIGHTS:
        if name in repository.files:
            return repository.files[name]
    pickles = [name for name in repository.files if name.endswith(weights.PICKLES)]
    if pickles:
        raise weights.pickled(f"{repository.name} ({pickles[0]})")
    raise MediaSearchError(f"{repository.name} holds no open_clip weights", "Choose another model.")


def _model_config(name: str, config: bytes) -> dict[str, Any]:
    try:
        body = json.loads(config)["model_cfg"]
        names = [body["text_cfg"].get(key) for key in ("hf_tokenizer_name", "hf_model_name")]
        if all(not each or _REPOSITORY.fullmatch(each) for each in names):
            return dict(body)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        pass
    raise MediaSearchError(f"{name} is no open_clip model", "Choose another model.")


def _tokenizer(repository: Repository, other: str) -> dict[str, RemoteFile]:
    """The tokenizer's files: of the model's repository, or of the one that its configuration names."""
    if places.TOKENIZER[0] not in repository.files and other != repository.name:
        repository = _look(other)
    if places.TOKENIZER[0] not in repository.files:
        raise MediaSearchError(f"{repository.name} holds no tokenizer", "Choose another model.")
    return {name: repository.files[name] for name in places.TOKENIZER if name in repository.files}


def _named(repository: str, path: str) -> RemoteFile:
    files = _look(repository).files
    if path not in files:
        raise MediaSearchError(f"{repository} holds no {path}", "Choose another model.")
    return files[path]


def _small(file: RemoteFile) -> bytes:
    """The contents of a small file, verified."""
    _check_statement(file)
    check, data = Check(file), b""
    with hub.opened(file) as (_, chunks):
        for chunk in chunks:
            check.update(chunk)
            data += chunk
            if len(data) > file.size:
                break
    if not check.passed():
        raise PassingError(f"{file.path} is not the file that {hub.host()} announced", "Try again later.")
    return data


def _check_statement(file: RemoteFile) -> None:
    """Refuse what could not be verified, or is no sane size."""
    limit = None if file.path in _WEIGHTS else _TOKENIZER if file.path == places.TOKENIZER[0] else _SMALL
    if file.size <= 0 or not (file.sha256 or file.git_sha1):
        raise MediaSearchError(
            f"{hub.host()} does not say how to verify {file.path} of {file.repository}",
            "Check HF_ENDPOINT if you have set it, or choose another model.",
        )
    if limit is not None and file.size > limit:
        raise MediaSearchError(f"{file.path} of {file.repository} is far too large", "Choose another model.")


def keep(here: Place, plan: Plan) -> None:
    """Write the plan beside what it is about.  Raises ``OSError``."""
    body = {"entry": registry.to_json(plan.entry), "revision": plan.revision}
    files = [asdict(file) | {"name": name} for name, file in plan.files.items()]
    write_atomically(here.partial / places.PLAN, json.dumps(body | {"files": files}, indent=1).encode())


def kept(here: Place, entry: Entry) -> Plan | None:
    """The plan of a download that was stopped, if it is of the same repository."""
    body = places.read_json(here.partial / places.PLAN)
    try:
        if body["entry"]["repository"] != entry.repository:
            return None
        files = {str(file.pop("name")): RemoteFile(**file) for file in body["files"]}
        for file in files.values():
            _check_statement(file)
        entry = registry.from_json(body["entry"])
        return Plan(entry, str(body["revision"]), files) if places.WEIGHTS in files else None
    except (LookupError, TypeError, AttributeError, ValueError, MediaSearchError):
        return None
