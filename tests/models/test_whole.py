"""From the click to the answer: a small real model is downloaded, prepared and asked, and nothing else is reached."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.torch import save

from mediasearch.encoders.store import load_model
from mediasearch.encoders.torch_clip import import_open_clip
from mediasearch.library.catalog import Catalog
from mediasearch.models import launch, places
from mediasearch.models.events import Event
from mediasearch.paths import Library
from tests.models.hub_server import Hub, Repository
from tests.support.engine import running
from tests.support.load import A_PROGRAM
from tests.support.pictures import draw_pictures

NAME = "hf-hub:small/real"

CONFIG: dict[str, Any] = {
    "model_cfg": {
        "embed_dim": 32,
        "vision_cfg": {"image_size": 64, "layers": 1, "width": 64, "patch_size": 32, "head_width": 32},
        "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1},
    },
    "preprocess_cfg": {"mean": [0.48, 0.46, 0.41], "std": [0.27, 0.26, 0.28]},
}


def small_clip() -> Repository:
    import torch

    torch.manual_seed(1)
    network = import_open_clip().model.CLIP(**CONFIG["model_cfg"])
    weights = save({name: tensor.contiguous() for name, tensor in network.state_dict().items()})
    return Repository({places.CONFIG: json.dumps(CONFIG).encode(), places.WEIGHTS: weights})


def test_a_model_is_had_in_one_go_and_answers_without_torch(hub: Hub, library: Library, tmp_path: Path) -> None:
    hub.repositories["small/real"] = small_clip()
    heard: list[Event] = []
    last = launch.run(library, "download", NAME, heard.append)
    assert last == Event("ready", name=NAME), heard
    stages = list(dict.fromkeys(event.stage for event in heard))
    assert stages == ["asking", "downloading", "complete", "preparing", "ready"]
    preparing = [event for event in heard if event.stage == "preparing"]
    assert [event.done for event in preparing] == sorted(event.done for event in preparing)
    assert all(event.total == 1 and event.detail for event in preparing)

    status = places.status(library.models, NAME)
    assert status == places.Status("ready")
    prepared = places.place(library.models, NAME).prepared
    assert (prepared / "background.npz").is_file(), "the first query need not wait for it"
    assert {path.name for path in places.place(library.models, NAME).folder.iterdir()} == {"lock", "source", "prepared"}
    code = f"""
import json, sys
from pathlib import Path
from mediasearch.encoders.runtime import open_text_encoder
from mediasearch.encoders.store import load_model
from mediasearch.models import places
model = load_model(places.prepared(Path({str(library.models)!r}), {NAME!r}))
vectors = open_text_encoder(model, 1).encode(["snow", "a red car"])
heavy = sorted({{"torch", "open_clip", "transformers", "huggingface_hub"}} & set(sys.modules))
print(json.dumps([model.name, model.runtime, model.revision, vectors.tolist(), heavy]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=A_PROGRAM, check=True)
    name, runtime, revision, vectors, heavy = json.loads(done.stdout)
    assert (name, heavy) == (NAME, [])
    assert runtime.startswith("OpenVINO")
    assert revision == hub.repositories["small/real"].revision
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)

    _answers_without_torch(library, tmp_path)

    asked = len(hub.requests)
    assert launch.run(library, "download", NAME, lambda event: None).stage == "ready"  # nothing was left to do
    places.remove(library.models, NAME)
    assert len(hub.requests) == asked
    assert list(library.models.iterdir()) == []


def _answers_without_torch(library: Library, tmp_path: Path) -> None:
    """An engine indexes and answers, then a cold command answers; Python itself says what they and their children
    import."""
    with Catalog.open(library) as catalog:
        model = load_model(places.prepared(library.models, NAME))
        catalog.set_active_model(catalog.ensure_model(model))
    draw_pictures(tmp_path / "photos")
    log = tmp_path / "imports.txt"
    program = "import os, sys; os.dup2(os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2); "
    program += "from mediasearch.__main__ import main; sys.exit(main())"
    telling = [sys.executable, "-X", "importtime", "-c", program, str(log)]
    place = ["--library", str(library.data)]
    with running(library, [*telling, "engine", "--kind", "window", *place]) as engine:
        engine.add(tmp_path / "photos")
        engine.settled()
        answered = engine.search("red")
    assert answered.model == NAME
    assert answered.rows and answered.indexed == answered.files
    done = subprocess.run(
        [*telling, "search", "red", *place], stdout=subprocess.PIPE, text=True, timeout=A_PROGRAM, check=True
    )
    assert len(done.stdout.splitlines()) == len(answered.rows)
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in log.read_text("utf-8").splitlines()}
    assert {"openvino", "sqlalchemy", "PIL"} <= imported
    assert not imported & {"torch", "open_clip", "transformers", "huggingface_hub", "timm"}
