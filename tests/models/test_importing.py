"""“Use a file I have”: what fits is taken, and of anything else it is said what is wrong with it."""

from __future__ import annotations

import json
import pickle
import shutil
import struct
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mediasearch.encoders.torch_clip import import_open_clip
from mediasearch.errors import MediaSearchError
from mediasearch.models import architectures, places
from mediasearch.models.importing import import_file
from tests.models.conftest import Ear

#: The smallest that open_clip has.
ARCHITECTURE = "ViT-S-32-alt"


@cache
def shapes(architecture: str) -> dict[str, tuple[int, ...]]:
    import torch

    with torch.device("meta"):
        return architectures._shapes(import_open_clip(), architectures.config(architecture))


def write(path: Path, tensors: dict[str, tuple[int, ...]]) -> Path:
    """A real safetensors file in half precision; its zeros take no space on the disk."""
    import math

    header, end = {}, 0
    for name, shape in tensors.items():
        size = 2 * math.prod(shape)
        header[name] = {"dtype": "F16", "shape": shape, "data_offsets": [end, end + size]}
        end += size
    body = json.dumps(header).encode()
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(body)) + body)
        file.truncate(8 + len(body) + end)
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "My Model.safetensors", shapes(ARCHITECTURE))


def refused(models: Path, file: Path, architecture: str = ARCHITECTURE) -> MediaSearchError:
    with pytest.raises(MediaSearchError) as caught:
        import_file(models, "mine", file, architecture, lambda event: None)
    assert caught.value.advice
    assert places.source(places.place(models, "mine")) is None
    assert not [path for path in models.rglob("*") if path.is_file() and path.name != "lock"]
    return caught.value


def test_a_file_that_fits(models: Path, file: Path, ear: Ear) -> None:
    import_file(models, "mine", file, ARCHITECTURE, ear)
    here = places.place(models, "mine")
    copy = here.source / places.WEIGHTS
    assert copy.stat().st_size == file.stat().st_size and file.exists()
    body = json.loads((here.source / places.CONFIG).read_text())
    assert body["model_cfg"] == architectures.config(ARCHITECTURE)
    (entry,) = [each for each in places.known(models) if each.name == "mine"]
    assert (entry.title, entry.architecture, entry.dimension) == ("My Model", ARCHITECTURE, 256)
    assert places.status(models, "mine").state == "source"
    done = [event.done for event in ear.of("importing")]
    assert done == sorted(done) and done[-1] == ear.of("importing")[0].total == copy.stat().st_size
    with pytest.raises(MediaSearchError, match="There is a model called mine already"):
        import_file(models, "mine", file, ARCHITECTURE, ear)
    copy.unlink()  # 87 MB


def test_the_same_model_is_not_taken_twice(models: Path, file: Path, tmp_path: Path, ear: Ear) -> None:
    """Under two names it would have one set of embeddings, and removing either would take it from the other."""
    import_file(models, "mine", file, ARCHITECTURE, ear)
    with pytest.raises(MediaSearchError, match="on this computer already, as mine"):
        import_file(models, "yours", file, ARCHITECTURE, ear)
    assert places.status(models, "yours").state == "absent"
    other = write(tmp_path / "other.safetensors", shapes(ARCHITECTURE))
    with other.open("r+b") as weights:
        weights.seek(-1, 2)
        weights.write(b"!")
    import_file(models, "other", other, ARCHITECTURE, ear)
    (file.parent / places.CONFIG).write_text(json.dumps({"preprocess_cfg": {"mean": [0.5, 0.5, 0.5]}}))
    import_file(models, "seen otherwise", file, ARCHITECTURE, ear)
    shutil.rmtree(models)


def test_the_wrong_architecture_is_said_with_what_differs(models: Path, file: Path) -> None:
    error = refused(models, file, "ViT-S-16-alt")
    assert error.title.startswith("The weights are not of the architecture ViT-S-16-alt: visual.")
    assert " instead of " in error.title and " × " in error.title
    assert "tensors are missing" in refused(models, file, "ViT-B-32").title


def test_weights_for_another_picture_size_are_the_wrong_ones(models: Path, tmp_path: Path) -> None:
    """open_clip would stretch them without a word, and see less well from then on."""
    file = write(tmp_path / "b32.safetensors", shapes("ViT-B-32"))
    assert "visual.positional_embedding is 50 × 768 instead of 65 × 768" in refused(models, file, "ViT-B-32-256").title


def test_what_open_clip_would_rename_fits(tmp_path: Path) -> None:
    plain = shapes("ViT-B-32")
    tensors = {f"module.{name}": architectures.Tensor("F32", shape) for name, shape in plain.items()}
    tensors["module.logit_scale"] = architectures.Tensor("F32", (1,))
    architectures.check_fit("ViT-B-32", tensors)
    architectures.check_fit("MobileCLIP2-S0", _as(shapes("MobileCLIP2-S0")))
    siglip = shapes("ViT-B-32-SigLIP2-256")
    architectures.check_fit("ViT-B-32-SigLIP2-256", _as({**siglip, "logit_bias": (1,)}))


def _as(tensors: dict[str, tuple[int, ...]]) -> dict[str, Any]:
    return {name: architectures.Tensor("F32", shape) for name, shape in tensors.items()}


def test_an_architecture_that_open_clip_does_not_know(models: Path, file: Path) -> None:
    error = refused(models, file, "vit-s-32-ALT")
    assert str(error) == "open_clip knows no architecture called vit-s-32-ALT. Did you mean ViT-S-32-alt?"
    assert "such as ViT-B-32" in refused(models, file, "?????").advice


def test_files_that_are_no_weights(models: Path, file: Path, tmp_path: Path) -> None:
    assert refused(models, tmp_path / "gone.safetensors").title.endswith("gone.safetensors is not there")
    assert refused(models, tmp_path).advice == "Choose the safetensors file of a model."
    pickled = tmp_path / "model.pt"
    pickled.write_bytes(pickle.dumps({"a": 1}))
    assert "can run any program" in refused(models, pickled).title
    short = tmp_path / "short.safetensors"
    short.write_bytes(file.read_bytes()[:1_000_000])
    assert str(refused(models, short)) == "short.safetensors ends too early. Copy or download it again."
    other = tmp_path / "picture.safetensors"
    other.write_bytes(b"\xff\xd8\xff" + bytes(2000))
    assert refused(models, other).title == "picture.safetensors is no safetensors file"


def test_a_tokenizer_that_is_not_beside_the_file(models: Path, file: Path) -> None:
    error = refused(models, file, "ViT-B-32-SigLIP2-256")
    assert error.title == "This architecture needs tokenizer.json, which is not beside My Model.safetensors"


def test_preprocessing_is_that_of_open_clip_unless_a_description_lies_beside(models: Path, file: Path) -> None:
    assert architectures.preprocess("ViT-B-32-SigLIP2-256") == {
        "mean": [0.5, 0.5, 0.5],
        "std": [0.5, 0.5, 0.5],
        "interpolation": "bicubic",
        "resize_mode": "squash",
    }
    assert architectures.preprocess("MobileCLIP2-S0")["interpolation"] == "bilinear"
    assert architectures.preprocess(ARCHITECTURE) == {}  # open_clip offers no weights for it: its defaults hold
    own = {"mean": [0.1, 0.2, 0.3], "std": [1, 1, 1]}
    (file.parent / places.CONFIG).write_text(json.dumps({"preprocess_cfg": own}))
    import_file(models, "mine", file, ARCHITECTURE, lambda event: None)
    here = places.place(models, "mine").source
    assert json.loads((here / places.CONFIG).read_text())["preprocess_cfg"] == own
    (here / places.WEIGHTS).unlink()


def test_the_list_of_architectures_is_open_clips_own() -> None:
    assert architectures.names() == sorted(import_open_clip().list_models(), key=str.lower)
