"""Which models are offered: data in ``resources/models/registry.json``.

An entry whose repository is not known to hold safetensors is left out; of those one might expect that is the case for
``xlm-roberta-base-ViT-B-32`` of LAION-5B, whose repository had pickled weights alone when we looked.

Prompt templates.  A person types a name ("snow", "my red car") or a sentence.  Contrastive models have read captions,
in which a bare name is rare, so CLIP classifies with sentences about a name and averages several (Radford et al. 2021,
section 3.1.4); measured on real CLIP vectors that takes names from an mAP of 0.496 to 0.535, and centring adds to it.
The templates here take a name as well as a phrase, so they have no article before the gap, and the bare text is one of
them, because a whole sentence is a caption already.  Three for CLIP: each is encoded for each query.  SigLIP was
tokenized in lower case without punctuation and is asked with "this is a photo of" (Zhai et al. 2023, Tschannen et al.
2025).  Templates are given by the language of the query; for a language that has none, the English ones.  ``centring``
is 0.75 for CLIP, on whose vectors it was measured, and 0 for SigLIP, on whose vectors nobody has.

Languages of SigLIP 2 are those of Crossmodal-3600 on which its paper measures retrieval, less the two it is weak in.
Sizes are those of 32-bit weights plus the tokenizer, for a first impression; the server is asked before a download.
"""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache
from typing import Any, Final

from mediasearch.errors import MediaSearchError
from mediasearch.paths import resources

#: Before the name of any repository on the hub: ``hf-hub:owner/repository``, as open_clip writes it.
HUB: Final = "hf-hub:"

#: The model that comes with the program.
STARTER: Final = "starter"

_REPOSITORY: Final = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")

_PLAIN: Final[dict[str, tuple[str, ...]]] = {"en": ("{}",)}


@dataclass(frozen=True)
class Entry:
    """A model that could be had.

    ``name`` as on the command line; ``languages`` as ISO 639 codes; ``licence`` "" while unknown; ``architecture``
    and ``pretrained`` are open_clip's; ``repository``: ``owner/name`` on the hub, "" when there is nothing to
    download; ``size``: about how many bytes, 0 while unknown; ``dimension``: of its embeddings, 0 while unknown;
    ``preprocess``: what open_clip's own list says about these weights, which counts more than the description beside
    them; ``templates``: by language of the query, always with ``en``.
    """

    name: str
    title: str
    description: str = ""
    languages: tuple[str, ...] = ("en",)
    licence: str = ""
    architecture: str = ""
    pretrained: str = ""
    repository: str = ""
    size: int = 0
    dimension: int = 0
    preprocess: dict[str, Any] = field(default_factory=dict)
    templates: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(_PLAIN))
    centring: float = 0.0
    recommended: bool = False


@cache
def entries() -> tuple[Entry, ...]:
    """All entries of the registry, the starter model first."""
    body = _registry()
    return tuple(
        from_json(
            model
            | {"templates": body["templates"][model["templates"]]}
            | {"preprocess": body["preprocess"][model["preprocess"]] if "preprocess" in model else {}}
        )
        for model in body["models"]
    )


@cache
def _registry() -> dict[str, Any]:
    body: dict[str, Any] = json.loads((resources() / "models" / "registry.json").read_text("utf-8"))
    return body


def described(entry: Entry, config: dict[str, Any], licence: str = "") -> Entry:
    """``entry`` with what open_clip's ``model_cfg`` tells about a model that is not in the registry.

    A bias of its logits tells a model trained as SigLIP was from one trained as CLIP was.
    """
    if entry in entries():
        return entry
    kind = "siglip" if config.get("init_logit_bias") is not None else "clip"
    templates = {language: tuple(each) for language, each in _registry()["templates"][kind].items()}
    dimension = config.get("embed_dim")
    return replace(
        entry,
        dimension=dimension if isinstance(dimension, int) else 0,
        templates=templates,
        licence=entry.licence or licence,
    )


def find(name: str) -> Entry:
    """The entry called ``name``, or one made for ``hf-hub:owner/repository``.

    Raises :class:`MediaSearchError` for any other name.
    """
    for entry in entries():
        if entry.name == name:
            return entry
    if name.startswith(HUB):
        return from_hub(name.removeprefix(HUB))
    names = [entry.name for entry in entries()]
    close = difflib.get_close_matches(name, names, 1, 0.5)
    advice = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(names)}, and {HUB}OWNER/REPOSITORY."
    raise MediaSearchError(f"There is no model called {name}", advice)


def from_hub(repository: str) -> Entry:
    """An entry for any open_clip repository.  Raises :class:`MediaSearchError` when the name cannot be one."""
    repository = repository.strip().rstrip("/")
    if not _REPOSITORY.fullmatch(repository) or ".." in repository or "--" in repository:
        raise MediaSearchError(
            f"{repository or 'An empty name'} is no name of a repository", f"Write {HUB}OWNER/REPOSITORY."
        )
    for entry in entries():
        if entry.repository == repository:
            return entry
    return Entry(name=HUB + repository, title=repository.partition("/")[2], repository=repository)


def to_json(entry: Entry) -> dict[str, Any]:
    """What :func:`from_json` reads."""
    return asdict(entry)


def from_json(body: dict[str, Any]) -> Entry:
    """An entry from parsed JSON; fields it does not know are passed over.  Raises ``TypeError``, ``KeyError`` or
    ``AttributeError`` for anything else."""
    known = {name: body[name] for name in (each.name for each in fields(Entry)) if name in body}
    known["languages"] = tuple(known.get("languages", ("en",)))
    known["templates"] = {key: tuple(value) for key, value in known.get("templates", _PLAIN).items()}
    return Entry(**known)
