"""A downloaded model is made ready once; then it answers as torch does, without torch."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mediasearch.encoders.base import Model, Preprocess
from mediasearch.encoders.prepare import check_room
from mediasearch.encoders.runtime import import_openvino, open_image_encoder, open_text_encoder, unit
from mediasearch.encoders.store import COMPILED, load_model
from mediasearch.encoders.tokens import open_tokenizer
from mediasearch.encoders.trial import fastest_device, rate
from mediasearch.ingest.preprocess import model_image
from mediasearch.models import registry
from tests.encoders.preparing import TEXTS, TROUBLES, photos, pixels
from tests.encoders.sources import MODELS
from tests.support.load import A_PROGRAM

NAMES = list(MODELS)


def cosines(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    np.testing.assert_allclose(np.linalg.norm(first, axis=1), 1, atol=1e-5)
    return np.asarray((first * second).sum(axis=1))


def ready(prepared: Path, name: str) -> Model:
    return load_model(prepared / "ready" / name)


@pytest.fixture
def moved(prepared: Path, tmp_path: Path) -> Path:
    """A prepared model in another place, that a test may damage."""
    return Path(shutil.copytree(prepared / "ready" / "clip", tmp_path / "moved"))


@pytest.mark.parametrize("name", NAMES)
def test_both_towers_answer_as_torch_does(prepared: Path, name: str) -> None:
    model = ready(prepared, name)
    assert model.prepared
    assert model.runtime == f"OpenVINO, {model.precision}"
    with np.load(prepared / f"{name}.npz") as torch:
        least = {"f32": 0.9999, "bf16": 0.995}[model.precision]
        image = open_image_encoder(model).encode(pixels(model.preprocess.size))
        assert cosines(image, torch["image"]).min() >= least
        # Texts of all lengths in one batch, and alone: nothing of the example it was traced with stuck.
        text = open_text_encoder(model)
        assert cosines(text.encode(TEXTS), torch["text"]).min() >= least
        assert cosines(text.encode(TEXTS[:1]), torch["text"][:1]).min() >= least


def test_what_cannot_look_at_the_padding_is_spared_it(prepared: Path) -> None:
    model = ready(prepared, "clip")
    encoder = open_text_encoder(model, 1)
    tokenize = open_tokenizer(model)
    tower = import_openvino().Core().read_model(model.directory / "text.xml")
    padded = import_openvino().Core().compile_model(tower, "CPU", {"INFERENCE_PRECISION_HINT": model.precision})
    for texts in (["snow"], ["a photo of a cat", "snow"], [""], TEXTS):
        tokens = tokenize(texts)
        assert tokens.shape[1] == model.context_length
        least = {"f32": 0.99999, "bf16": 0.999}[model.precision]
        assert cosines(encoder.encode(texts), unit(padded(tokens)[0])).min() >= least


@pytest.mark.parametrize(("name", "length"), [("clip", None), ("siglip2", 16), ("xlm-roberta", 77)])
def test_what_looks_at_the_padding_gets_it(prepared: Path, name: str, length: int | None) -> None:
    model = ready(prepared, name)
    places = import_openvino().Core().read_model(model.directory / "text.xml").input(0).get_partial_shape()[1]
    assert (None if places.is_dynamic else places.get_length()) == length
    assert length in (None, model.context_length)


@pytest.mark.parametrize("name", NAMES)
def test_neither_pictures_nor_texts_import_torch_then(prepared: Path, name: str) -> None:
    code = f"""
import sys
from pathlib import Path
import numpy as np
from mediasearch.encoders.accelerated import open_batch_encoder
from mediasearch.encoders.runtime import open_text_encoder
from mediasearch.encoders.store import load_model
model = load_model(Path({str(prepared / "ready" / name)!r}))
open_text_encoder(model, 1).encode(["red"])
open_batch_encoder(model).encode(np.zeros((1, model.preprocess.size, model.preprocess.size, 3), np.uint8))
heavy = ("torch", "torchvision", "open_clip", "transformers", "timm", "huggingface_hub", "safetensors")
print([name for name in heavy if name in sys.modules])
"""
    assert subprocess.check_output([sys.executable, "-c", code], text=True, timeout=A_PROGRAM).strip() == "[]"


def test_the_model_says_what_its_description_said(prepared: Path) -> None:
    model = ready(prepared, "clip")
    assert (model.name, model.languages, model.centring) == ("clip", ("en", "zh"), 0.5)
    assert model.templates == model.templates_for("de") == ("{}", "a photo of {}.")
    assert model.templates_for("zh") == ("{}的照片",)
    assert model.context_length == 20
    assert model.preprocess.size == 64
    assert model.preprocess.mean == pytest.approx((0.48145466, 0.4578275, 0.40821073))  # open_clip's own
    assert model.preprocess.resize_mode == "shortest"
    assert ready(prepared, "siglip2").preprocess.resize_mode == "squash"
    assert len({ready(prepared, name).identity for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize("entry", [entry.name for entry in registry.entries() if entry.architecture])
def test_pictures_are_preprocessed_as_open_clip_does_it(prepared: Path, entry: str) -> None:
    body = json.loads((prepared / "preprocess.json").read_text())[entry]
    preprocess = Preprocess(**{**body, "mean": tuple(body["mean"]), "std": tuple(body["std"])})
    with np.load(prepared / "preprocess.npz") as expected:
        for number, photo in enumerate(photos()):
            pixels = np.asarray(model_image(photo, preprocess), np.float32) / 255
            planes = ((pixels - np.float32(preprocess.mean)) / np.float32(preprocess.std)).transpose(2, 0, 1)
            np.testing.assert_allclose(planes, expected[f"{entry} {number}"], atol=2e-6)


def test_preparing_tells_how_far_it_is(prepared: Path) -> None:
    steps = json.loads((prepared / "report.json").read_text())["clip"]
    assert [done for _, done in steps] == sorted(done for _, done in steps)
    assert steps[-1] == ["Ready", 1.0]
    assert all(text for text, _ in steps)


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
def test_nobody_else_may_read_it(prepared: Path) -> None:
    for path in (prepared / "ready" / "clip").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.skipif(os.name != "posix", reason="not every file system of Windows has hard links")
def test_the_weights_are_not_on_the_disk_twice(prepared: Path) -> None:
    name = "open_clip_model.safetensors"
    assert (prepared / "source" / "clip" / name).samefile(prepared / "ready" / "clip" / name)


@pytest.mark.parametrize(
    ("name", "why"), [("fails", "could not be prepared"), ("wrong", "differs from the original (cosine")]
)
def test_torch_serves_where_preparing_fails_and_the_model_says_why(prepared: Path, name: str, why: str) -> None:
    model = ready(prepared, name)
    assert not model.prepared
    assert model.runtime.startswith("torch on the processor: slower, because ")
    assert why in model.runtime
    assert not list(model.directory.glob("*.bin"))


def test_torch_answers_then_and_keeps_out_of_the_engine(prepared: Path) -> None:
    script = prepared / "torch_answers.py"
    script.write_text(f"""
import sys
from pathlib import Path
import numpy as np
from mediasearch.encoders.runtime import open_text_encoder
from mediasearch.encoders.store import load_model
from tests.encoders.preparing import TEXTS
if __name__ == "__main__":
    work = Path({str(prepared)!r})
    model = load_model(work / "ready" / "fails")
    encoder = open_text_encoder(model, 1)
    assert encoder.encode([]).shape == (0, model.dimension)
    vectors = encoder.encode(TEXTS)
    encoder.close()
    assert (vectors * np.load(work / "clip.npz")["text"]).sum(axis=1).min() > 0.9999
    assert "torch" not in sys.modules
""")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, str(script)], env=environment, capture_output=True, text=True, timeout=A_PROGRAM
    )
    assert done.returncode == 0, done.stderr
    with np.load(prepared / "clip.npz") as torch:
        assert cosines(np.load(prepared / "fails.npy"), torch["image"]).min() > 0.9999


SENTENCES = {
    "another width": "The weights do not fit the architecture (text pos_embed width changed). Choose the architecture",
    "more layers": "The weights do not fit the architecture (Missing key(s) in state_dict: ",
    "unknown tower": "The weights do not fit the architecture (Unknown model (vit_of_tomorrow)). Choose the",
    "truncated": "open_clip_model.safetensors was not copied completely. Remove the model and get it again",
    "no weights": "open_clip_model.safetensors is missing. Remove the model and get it again",
    "foreign": "is damaged: open_clip_model.safetensors was not copied completely. Remove the model",
    "no tokenizer": "The model cannot be used: tokenizer.json is missing. Remove it and get it again",
    "foreign tokenizer": "The model cannot be used: tokenizer.json is damaged. Remove it and get it again",
    "larger tokenizer": "The parts of the model xlm-roberta do not fit together (index out of range",
    "no text config": "The model is not complete: text/config.json is missing. Remove it and get it again.",
    "no description": "The model is not complete: source.json does not describe it. Remove it and get it again.",
    "no config": "The model is not complete: open_clip_config.json does not describe a model. Remove it",
}


@pytest.mark.parametrize("name", list(TROUBLES))
def test_what_cannot_be_used_is_one_sentence_and_leaves_nothing(prepared: Path, name: str) -> None:
    said = json.loads((prepared / "report.json").read_text())["troubles"][name]
    assert SENTENCES[name] in said
    assert "\n" not in said
    assert not list((prepared / "none").iterdir())


def test_a_full_disk_is_told_from_a_model_that_cannot_be_prepared(tmp_path: Path) -> None:
    check_room(tmp_path, 1000)
    with pytest.raises(OSError) as caught:
        check_room(tmp_path, 10**18)
    assert caught.value.errno == errno.ENOSPC


class TestCompiledNetworks:
    def test_are_made_while_preparing_and_used_from_then_on(self, prepared: Path) -> None:
        model = ready(prepared, "clip")
        before = {path: path.stat().st_mtime_ns for path in (model.directory / COMPILED).rglob("*.blob")}
        assert {path.parent.name for path in before} == {"image", "text"}
        open_image_encoder(model)
        open_text_encoder(model)
        assert before == {path: path.stat().st_mtime_ns for path in (model.directory / COMPILED).rglob("*.blob")}

    def test_may_be_lost(self, moved: Path, prepared: Path) -> None:
        shutil.rmtree(moved / COMPILED)
        self.same(moved, prepared)

    def test_may_be_damaged(self, moved: Path, prepared: Path) -> None:
        open_text_encoder(load_model(moved))  # compiled for its new place
        for blob in (moved / COMPILED).rglob("*.blob"):
            blob.write_bytes(blob.read_bytes()[: blob.stat().st_size // 2])
        self.same(moved, prepared)

    @pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
    def test_may_have_no_place(self, moved: Path, prepared: Path) -> None:
        shutil.rmtree(moved / COMPILED / "text")
        (moved / COMPILED).chmod(0o500)
        self.same(moved, prepared)
        (moved / COMPILED).chmod(0o700)

    def test_do_not_pile_up(self, moved: Path) -> None:
        model = load_model(moved)
        for number in range(6):
            (moved / COMPILED / "text" / f"{number}.blob").write_bytes(b"of an earlier version")
        open_text_encoder(model)
        assert len(list((moved / COMPILED / "text").glob("*.blob"))) == 3
        open_text_encoder(model)

    def same(self, moved: Path, prepared: Path) -> None:
        vectors = open_text_encoder(load_model(moved)).encode(["a red car"])
        np.testing.assert_allclose(vectors, open_text_encoder(ready(prepared, "clip")).encode(["a red car"]), atol=1e-6)


def test_devices_are_tried_where_they_can_harm_nobody(prepared: Path) -> None:
    model = ready(prepared, "clip")
    assert rate(model, "CPU") > 0
    assert rate(model, "GPU.9") == 0  # there is none
    assert rate(model, "CPU", patience=0) == 0  # too slow
    assert fastest_device(model) in ("CPU", "GPU", "GPU.0", "GPU.1", "NPU")
