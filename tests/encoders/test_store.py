"""Models on disk: what they say about themselves, and that damage is noticed before anything is loaded."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mediasearch.encoders.base import Preprocess
from mediasearch.encoders.store import load_model
from mediasearch.errors import MediaSearchError
from tests.encoders import tiny


def test_a_model_says_what_it_is(tiny_directory: Path) -> None:
    model = load_model(tiny_directory)
    assert (model.name, model.dimension, model.context_length) == ("tiny", tiny.DIMENSION, tiny.CONTEXT)
    assert model.languages == ("en", "zh")
    assert model.templates == ("{}", "a photo of {}")
    assert model.centring == 0.0
    assert model.preprocess == Preprocess(tiny.SIZE, tiny.MEAN, tiny.STD, "bilinear", "squash")
    assert model.directory == tiny_directory


def test_the_identity_follows_weights_and_preprocessing_and_not_the_place(own_copy: Path, tiny_directory: Path) -> None:
    here, there = load_model(tiny_directory), load_model(own_copy)
    assert here.identity == there.identity
    for name in ("model.json", "open_clip_config.json"):
        text = (own_copy / name).read_text()
        (own_copy / name).write_text(text.replace('"squash"', '"shortest"'))
    assert load_model(own_copy).identity != here.identity


def test_a_folder_without_a_model_is_said_to_have_none(tmp_path: Path) -> None:
    with pytest.raises(MediaSearchError, match="There is no model in"):
        load_model(tmp_path / "nowhere")
    with pytest.raises(MediaSearchError, match=r"model\.json is missing"):
        load_model(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "model.json", "open_clip_config.json", "open_clip_model.safetensors", "bpe.txt.gz",
        "image.xml", "image.bin", "text.xml", "text.bin",
    ],
)  # fmt: skip
class TestEveryFile:
    def test_missing(self, own_copy: Path, name: str) -> None:
        (own_copy / name).unlink()
        with pytest.raises(MediaSearchError, match=f"{name} is missing. Remove the model and get it again"):
            load_model(own_copy)

    def test_cut_short(self, own_copy: Path, name: str) -> None:
        data = (own_copy / name).read_bytes()
        (own_copy / name).write_bytes(data[: len(data) * 2 // 3])
        self.refused(own_copy, name)

    def test_emptied(self, own_copy: Path, name: str) -> None:
        (own_copy / name).write_bytes(b"")
        self.refused(own_copy, name)

    def test_a_folder_of_that_name(self, own_copy: Path, name: str) -> None:
        (own_copy / name).unlink()
        (own_copy / name).mkdir()
        self.refused(own_copy, name)

    def refused(self, directory: Path, name: str) -> None:
        with pytest.raises(MediaSearchError, match="is damaged") as caught:
            load_model(directory)
        assert name in str(caught.value)


@pytest.mark.parametrize("name", ["open_clip_model.safetensors", "image.bin", "text.bin", "image.xml", "bpe.txt.gz"])
def test_one_flipped_bit_is_noticed(own_copy: Path, name: str) -> None:
    path = own_copy / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(MediaSearchError, match=f"is damaged: {name} was"):
        load_model(own_copy)


def test_a_description_need_not_name_digests(own_copy: Path) -> None:
    body = json.loads((own_copy / "model.json").read_text())
    del body["files"]
    (own_copy / "model.json").write_text(json.dumps(body))
    assert load_model(own_copy).name == "tiny"


def without(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda body: body.pop(name)


def having(**changes: Any) -> Callable[[dict[str, Any]], object]:
    return lambda body: body.update(changes)


def preprocessing(**changes: Any) -> Callable[[dict[str, Any]], object]:
    return lambda body: body["preprocess"].update(changes)


@pytest.mark.parametrize(
    "change",
    [
        without("name"), without("dimension"), without("context_length"), without("languages"),
        without("weights_sha256"), without("preprocess"), having(files=[]), having(files={"../other": "00"}),
        having(dimension=0), having(dimension="512"), having(dimension=True), having(context_length=-1),
        having(name=7), having(languages="en"), having(templates=[]), having(templates=["no place for the text"]),
        having(centring=2), having(centring="much"),
        having(weights_sha256="abc"), having(preprocess=[]),
        preprocessing(size=0), preprocessing(size=[16, 32]), preprocessing(mean=[0.5]), preprocessing(std=[0, 1, 1]),
        preprocessing(interpolation="lanczos"), preprocessing(resize_mode="crop"), preprocessing(mean=["a", "b", "c"]),
        preprocessing(size=32),  # another one than in open_clip's own configuration
    ],
)  # fmt: skip
def test_a_description_that_makes_no_sense_is_refused(
    own_copy: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    body = json.loads((own_copy / "model.json").read_text())
    change(body)
    (own_copy / "model.json").write_text(json.dumps(body))
    with pytest.raises(MediaSearchError, match="is damaged"):
        load_model(own_copy)


@pytest.mark.parametrize("text", ["[]", "null", "{", '"model"', "[" * 5000, "\ufeff{}"])
def test_a_description_that_is_none_is_refused(own_copy: Path, text: str) -> None:
    (own_copy / "model.json").write_text(text, "utf-8")
    with pytest.raises(MediaSearchError, match="is damaged"):
        load_model(own_copy)
