"""A hub on this machine, and models small enough to be made in a moment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from mediasearch.models import hub as hub_room
from mediasearch.models.events import Event
from mediasearch.models.registry import Entry
from tests.models.hub_server import Hub, Repository

#: What open_clip calls a description of a model; nothing here builds it.
CONFIG: dict[str, Any] = {
    "model_cfg": {"embed_dim": 8, "vision_cfg": {"image_size": 32}, "text_cfg": {"context_length": 16}},
    "preprocess_cfg": {"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]},
}


def weights(megabytes: float = 1.0, seed: int = 1) -> bytes:
    """A real safetensors file of about that size."""
    count = int(megabytes * 2**20 / 4)
    return save({"visual.proj": np.random.default_rng(seed).standard_normal(count, dtype=np.float32)})


def repository(config: dict[str, Any] = CONFIG, **files: bytes) -> Repository:
    """The least that a model consists of, and ``files`` (``tokenizer_json`` for ``tokenizer.json``)."""
    more = {name.replace("_json", ".json"): data for name, data in files.items()}
    body = json.dumps(config).encode()
    return Repository(
        {"open_clip_config.json": body, "open_clip_model.safetensors": weights(), "README.md": b"", **more}
    )


class Ear:
    """Hears what a download reports."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def __call__(self, event: Event) -> None:
        self.events.append(event)

    def of(self, stage: str) -> list[Event]:
        return [event for event in self.events if event.stage == stage]


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """The only hub there is, with one model in it; nobody waits before asking it again."""
    import huggingface_hub
    from huggingface_hub import constants

    with Hub().open() as server:
        server.repositories["small/model"] = repository()
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)  # read when the library was imported
        monkeypatch.setattr(hub_room, "PAUSES", (0.0, 0.0))
        yield server
        huggingface_hub.close_session()


@pytest.fixture
def entry() -> Entry:
    return Entry("small", "Small", repository="small/model")


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """``Library.models`` of a library that has none yet."""
    return tmp_path / "library" / "models"
