"""Models as the scripted engine tells them."""

from __future__ import annotations

import json
from dataclasses import asdict

from mediasearch import protocol
from mediasearch.protocol import ModelInfo
from tests.gui.desk import Desk

STARTER = ModelInfo(
    "starter", "Starter", "Comes with the program.", ["en", "zh"], "Apache-2.0", "", "", 256, 0, "active", vectors=900
)
CLIP = ModelInfo(
    "clip-b32", "CLIP B/32", "Balanced.", ["en"], "MIT", "ViT-B-32-256", "datacomp", 512, 605_200_000, "absent",
    recommended=True,
)  # fmt: skip
SIGLIP = ModelInfo(
    "siglip2-b32", "SigLIP 2 B/32", "About a hundred languages.", ["de", "en", "fr", "zh"], "Apache-2.0",
    "ViT-B-32-SigLIP2-256", "webli", 768, 1_541_900_000, "absent",
)  # fmt: skip


def tell(desk: Desk, *infos: ModelInfo) -> None:
    """The engine says that this is how models are now, and says so again when it is asked."""
    write(desk, *infos)
    settle(desk)
    desk.window.client.models_changed.emit(protocol.ModelsChanged(list(infos)))


def write(desk: Desk, *infos: ModelInfo) -> None:
    """The engine says this from when it is asked next; it may be reading at this moment."""
    file = desk.script.with_suffix(".models")
    new = file.with_suffix(".new")
    new.write_text(json.dumps([asdict(info) for info in infos]))
    new.replace(file)


def settle(desk: Desk) -> None:
    """Until everything that was asked before has been answered."""
    answered: list[protocol.Event] = []
    desk.window.client.request(protocol.GetStatus(0), answered.append)
    desk.until(lambda: answered)
