"""A download from a real server: what arrives, what goes on, and what is said when it does not."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from mediasearch.errors import MediaSearchError
from mediasearch.models import hub as hub_room
from mediasearch.models import places
from mediasearch.models.download import download, size_of
from mediasearch.models.hub import PassingError
from mediasearch.models.places import ModelBusyError
from mediasearch.models.registry import Entry
from tests.models.conftest import CONFIG, Ear, repository, weights
from tests.models.hub_server import Bad, Hub

WEIGHTS = "open_clip_model.safetensors"
STORAGE = f"/storage/small/model/{WEIGHTS}"


def failing(models: Path, entry: Entry) -> MediaSearchError:
    with pytest.raises(MediaSearchError) as caught:
        download(models, entry, lambda event: None)
    sentence = str(caught.value)
    assert len(sentence) < 250 and "Error" not in sentence and "http" not in sentence
    assert caught.value.advice
    return caught.value


def source(models: Path, entry: Entry) -> Path:
    return places.place(models, entry.name).source


def test_a_model_arrives_complete_private_and_pinned(hub: Hub, models: Path, entry: Entry, ear: Ear) -> None:
    download(models, entry, ear)
    here = source(models, entry)
    kept = hub.repositories["small/model"]
    assert (here / WEIGHTS).read_bytes() == kept.files[WEIGHTS]
    assert sorted(path.name for path in here.iterdir()) == ["open_clip_config.json", WEIGHTS, "source.json"]
    body = places.source(places.place(models, "small"))
    assert body is not None
    assert body["revision"] == kept.revision
    assert body["weights_sha256"] == body["files"][WEIGHTS] == hashlib.sha256(kept.files[WEIGHTS]).hexdigest()
    assert body["repository"] == "small/model" and body["templates"]["en"]
    assert places.status(models, "small") == places.Status("source")
    if os.name == "posix":
        modes = {stat.S_IMODE(path.stat().st_mode) for path in models.rglob("*") if path.is_file()}
        folders = {stat.S_IMODE(path.stat().st_mode) for path in [models, *models.rglob("*")] if path.is_dir()}
        assert (modes, folders) == ({0o600}, {0o700})


def test_progress_counts_the_bytes_of_all_files(hub: Hub, models: Path, entry: Entry, ear: Ear) -> None:
    download(models, entry, ear)
    kept = hub.repositories["small/model"].files
    total = len(kept[WEIGHTS]) + len(kept["open_clip_config.json"])
    done = [event.done for event in ear.of("downloading")]
    assert {event.total for event in ear.of("downloading")} == {total}
    assert done == sorted(done) and done[-1] == total and len(done) > 3
    assert ear.events[0].stage == "asking" and ear.events[0].host == "127.0.0.1"


def test_the_size_is_asked_for_before_anything_is_written(hub: Hub, models: Path, entry: Entry) -> None:
    answer = size_of(models, entry)
    kept = hub.repositories["small/model"].files
    assert answer.total == len(kept[WEIGHTS]) + len(kept["open_clip_config.json"])
    assert answer.free > 0 and answer.host == "127.0.0.1"
    assert hub.served[WEIGHTS] == 0
    assert not models.exists()


def test_nobody_is_told_who_asks(hub: Hub, models: Path, entry: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_mine")
    download(models, entry, lambda event: None)
    assert len(hub.requests) >= 3
    for _, _, headers in hub.requests:
        assert "Authorization" not in headers
        assert "torch" not in headers["user-agent" if "user-agent" in headers else "User-Agent"]
    assert all(path.startswith(("/api/models/small/", "/small/", "/storage/small/")) for path in hub.asked())
    assert hub.asked("POST") == hub.asked("HEAD") == []


def test_a_token_is_sent_once_the_hub_asks_for_one(
    hub: Hub, models: Path, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.repositories["small/model"].token = "hf_mine"
    assert "does not give small/model to everybody" in failing(models, entry).title
    monkeypatch.setenv("HF_TOKEN", "hf_mine")
    download(models, entry, lambda event: None)
    assert (source(models, entry) / WEIGHTS).exists()


# --------------------------------------------------------------------------------------------- going on


def test_a_connection_that_breaks_is_taken_up_where_it_broke(hub: Hub, models: Path, entry: Entry, ear: Ear) -> None:
    hub.bad = [Bad(STORAGE, times=3, after=300_000), Bad("open_clip_config.json", after=10)]
    download(models, entry, ear)
    kept = hub.repositories["small/model"].files[WEIGHTS]
    assert (source(models, entry) / WEIGHTS).read_bytes() == kept
    assert hub.served[WEIGHTS] == len(kept)  # no byte twice


def test_what_was_stopped_goes_on_after_a_restart(hub: Hub, models: Path, entry: Entry) -> None:
    class Stop(BaseException):
        pass

    def stop_in_the_middle(event: object) -> None:
        if getattr(event, "done", 0) > 600_000:
            raise Stop

    with pytest.raises(Stop):
        download(models, entry, stop_in_the_middle)
    status = places.status(models, "small")
    assert status.state == "partial" and 600_000 < status.done < status.total and not status.working
    asked, have = len(hub.requests), (places.place(models, "small").partial / f"{WEIGHTS}.part").stat().st_size
    download(models, entry, lambda event: None)
    assert (source(models, entry) / WEIGHTS).read_bytes() == hub.repositories["small/model"].files[WEIGHTS]
    assert hub.ranges_of(WEIGHTS) == ["", f"bytes={have}-"]
    assert not any("/api/" in path for path in hub.asked()[asked:])  # pinned: nobody is asked what it consists of


def test_a_newer_version_on_the_hub_does_not_get_mixed_in(hub: Hub, models: Path, entry: Entry) -> None:
    hub.bad = [Bad(STORAGE, times=3, after=200_000), Bad(STORAGE, times=3, status=503)]
    failing(models, entry)
    hub.bad = []
    newer = repository()
    newer.files[WEIGHTS] = weights(seed=2)
    hub.repositories["small/model"] = newer
    download(models, entry, lambda event: None)
    assert (source(models, entry) / WEIGHTS).read_bytes() == newer.files[WEIGHTS]
    body = places.source(places.place(models, "small"))
    assert body is not None and body["revision"] == newer.revision


def test_a_server_without_ranges_sends_all_of_it_again(hub: Hub, models: Path, entry: Entry) -> None:
    hub.ranges = False
    hub.bad = [Bad(STORAGE, after=500_000)]
    download(models, entry, lambda event: None)
    kept = hub.repositories["small/model"].files[WEIGHTS]
    assert (source(models, entry) / WEIGHTS).read_bytes() == kept


def test_a_part_that_the_disk_has_spoilt_is_fetched_anew(hub: Hub, models: Path, entry: Entry) -> None:
    hub.bad = [Bad(STORAGE, after=500_000), Bad(STORAGE, times=9, status=503)]
    failing(models, entry)
    part = places.place(models, "small").partial / f"{WEIGHTS}.part"
    data = bytearray(part.read_bytes())
    assert len(data) == 500_000
    data[1000] ^= 1
    part.write_bytes(data)
    hub.bad = []
    download(models, entry, lambda event: None)
    assert (source(models, entry) / WEIGHTS).read_bytes() == hub.repositories["small/model"].files[WEIGHTS]


def test_what_is_complete_is_not_asked_for_again(hub: Hub, models: Path, entry: Entry) -> None:
    download(models, entry, lambda event: None)
    asked = len(hub.requests)
    download(models, entry, lambda event: None)
    assert len(hub.requests) == asked


def test_what_the_disk_has_spoilt_since_is_fetched_again(hub: Hub, models: Path, entry: Entry) -> None:
    download(models, entry, lambda event: None)
    kept = hub.repositories["small/model"].files[WEIGHTS]
    (source(models, entry) / WEIGHTS).write_bytes(kept[:-1] + b"!")
    download(models, entry, lambda event: None)
    assert (source(models, entry) / WEIGHTS).read_bytes() == kept


# --------------------------------------------------------------------------------------------- bad days


def test_a_silent_server_ends_in_a_sentence_and_keeps_what_came(
    hub: Hub, models: Path, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_room, "TIMEOUT", 0.5)
    hub.bad = [Bad(STORAGE, times=2, after=200_000, silent=True), Bad(STORAGE, times=9, silent=True)]
    error = failing(models, entry)
    assert isinstance(error, PassingError)
    assert error.title == "127.0.0.1 has stopped answering"
    assert error.advice == "Check the connection and try again. What has arrived is kept."
    assert places.status(models, "small").done >= 400_000


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "does not give small/model to everybody"),
        (403, "does not give small/model to everybody"),
        (404, "does not have small/model"),
        (429, "too many requests"),
        (500, "a problem of its own"),
        (503, "a problem of its own"),
    ],
)
@pytest.mark.parametrize("where", ["/api/models/small/model", "open_clip_config.json", WEIGHTS])
def test_a_refusal_is_a_sentence(hub: Hub, models: Path, entry: Entry, status: int, words: str, where: str) -> None:
    hub.bad = [Bad(where, times=9, status=status)]
    assert words in failing(models, entry).title
    assert places.status(models, "small").state in ("absent", "partial")


def test_a_server_that_is_not_there(hub: Hub, models: Path, entry: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(PassingError) as asked:
        size_of(models, entry)
    for error in (failing(models, entry), asked.value):
        assert error.title == "The connection to 127.0.0.1 does not work or broke off"
        assert error.advice == "Check the connection and try again."  # nothing has begun, so nothing is kept


def test_a_mirror_is_named_with_or_without_its_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    for written, address, name in [
        ("", "https://huggingface.co", "huggingface.co"),
        ("hf-mirror.com", "https://hf-mirror.com", "hf-mirror.com"),
        ("http://127.0.0.1:81/hub/", "http://127.0.0.1:81/hub", "127.0.0.1"),
    ]:
        monkeypatch.setenv("HF_ENDPOINT", written)
        assert (hub_room.endpoint(), hub_room.host()) == (address, name)


def test_something_else_answers(hub: Hub, models: Path, entry: Entry) -> None:
    """A hotel's log-in page, say."""
    hub.repositories["small/model"].edited["README.md"] = {"rfilename": None}
    error = failing(models, entry)
    assert error.title == "What answers at 127.0.0.1 is not the hub"


@pytest.mark.parametrize("name", ["open_clip_config.json", WEIGHTS])
def test_bytes_that_are_not_the_announced_ones_are_thrown_away(hub: Hub, models: Path, entry: Entry, name: str) -> None:
    kept = hub.repositories["small/model"]
    kept.stated[name] = bytes(reversed(kept.files[name]))
    error = failing(models, entry)
    assert error.title == f"{name} is not the file that 127.0.0.1 announced"
    assert places.source(places.place(models, "small")) is None
    assert not any(path.name.startswith(name) and path.stat().st_size for path in models.rglob("*") if path.is_file())


@pytest.mark.parametrize("difference", [-1000, 1000])
def test_a_wrong_size_is_noticed(hub: Hub, models: Path, entry: Entry, difference: int) -> None:
    kept = hub.repositories["small/model"]
    data = kept.files[WEIGHTS]
    kept.stated[WEIGHTS] = data[:difference] if difference < 0 else data + bytes(difference)
    assert failing(models, entry).title == f"{WEIGHTS} is not the file that 127.0.0.1 announced"
    assert not [path for path in models.rglob(f"{WEIGHTS}*") if path.stat().st_size]


def test_a_file_that_cannot_be_verified_is_not_taken(hub: Hub, models: Path, entry: Entry) -> None:
    hub.repositories["small/model"].edited[WEIGHTS] = {"lfs": None, "blobId": None}
    assert failing(models, entry).title.startswith("127.0.0.1 does not say how to verify open_clip_model.safetensors")
    assert hub.served[WEIGHTS] == 0


def test_pickled_weights_are_refused_with_the_reason(hub: Hub, models: Path, entry: Entry) -> None:
    kept = hub.repositories["small/model"].files
    kept["open_clip_pytorch_model.bin"] = kept.pop(WEIGHTS)
    error = failing(models, entry)
    assert "pickled weights, which can run any program when they are loaded" in error.title
    assert hub.served["open_clip_pytorch_model.bin"] == 0


def test_weights_under_their_other_name(hub: Hub, models: Path, entry: Entry) -> None:
    kept = hub.repositories["small/model"].files
    kept["open_clip_pytorch_model.safetensors"] = kept.pop(WEIGHTS)
    kept["open_clip_pytorch_model.bin"] = b"\x80\x02" * 10_000
    download(models, entry, lambda event: None)
    assert (source(models, entry) / WEIGHTS).read_bytes() == kept["open_clip_pytorch_model.safetensors"]


def test_what_calls_itself_safetensors_is_looked_at(hub: Hub, models: Path, entry: Entry) -> None:
    hub.repositories["small/model"].files[WEIGHTS] = b"PK\x03\x04" + bytes(20_000)
    assert "pickled" in failing(models, entry).title
    assert places.status(models, "small").state == "absent"  # going on would bring the same


@pytest.mark.parametrize("body", [b"{}", b"[]", b"no JSON", b'{"model_cfg": {"text_cfg": 3}}'])
def test_a_repository_of_something_else(hub: Hub, models: Path, entry: Entry, body: bytes) -> None:
    hub.repositories["small/model"].files["open_clip_config.json"] = body
    assert failing(models, entry).title == "small/model is no open_clip model"


@pytest.mark.parametrize("name", ["../../api/whoami", "a/b/c", "a b", 7, ["a"]])
def test_a_configuration_that_names_no_repository(hub: Hub, models: Path, entry: Entry, name: object) -> None:
    hub.repositories["small/model"] = repository(with_text(hf_model_name=name))
    assert failing(models, entry).title == "small/model is no open_clip model"


def test_an_architecture_that_the_installed_open_clip_does_not_know(hub: Hub, models: Path, entry: Entry) -> None:
    error = failing(models, replace(entry, architecture="ViT-Z-99"))
    assert error.title == "The open_clip that is installed does not know ViT-Z-99"
    assert hub.requests == []


def test_what_is_known_of_a_model_that_nobody_has_listed(hub: Hub, models: Path, entry: Entry) -> None:
    hub.repositories["small/model"].tags = ["clip", "license:mit"]
    download(models, entry, lambda event: None)
    (kept,) = [each for each in places.known(models) if each.name == "small"]
    assert (kept.licence, kept.dimension, kept.centring) == ("mit", 8, 0)
    assert "a photo of {}." in kept.templates["en"]


def test_known_preprocessing_counts_more_than_the_description(hub: Hub, models: Path, entry: Entry) -> None:
    download(models, replace(entry, preprocess={"std": [1, 1, 1], "resize_mode": "squash"}), lambda event: None)
    body = json.loads((source(models, entry) / "open_clip_config.json").read_text())
    assert body["preprocess_cfg"] == {"mean": [0.5, 0.5, 0.5], "std": [1, 1, 1], "resize_mode": "squash"}
    assert body["model_cfg"] == CONFIG["model_cfg"]
    assert places.undamaged(places.place(models, "small"))


def test_a_repository_without_a_model(hub: Hub, models: Path, entry: Entry) -> None:
    del hub.repositories["small/model"].files[WEIGHTS]
    assert failing(models, entry).title == "small/model holds no open_clip weights"
    del hub.repositories["small/model"].files["open_clip_config.json"]
    assert failing(models, entry).title == "small/model is no open_clip model"


# --------------------------------------------------------------------------------------------- tokenizers


def with_text(**text: object) -> dict[str, object]:
    model = CONFIG["model_cfg"]
    return {**CONFIG, "model_cfg": {**model, "text_cfg": {**model["text_cfg"], **text}}}


def test_a_tokenizer_comes_along(hub: Hub, models: Path, entry: Entry) -> None:
    files = {"tokenizer_json": b'{"a": 1}' * 3000, "tokenizer_config_json": b"{}"}
    hub.repositories["small/model"] = repository(with_text(hf_tokenizer_name="other/place"), **files)
    download(models, entry, lambda event: None)
    assert (source(models, entry) / "tokenizer.json").read_bytes() == files["tokenizer_json"]
    assert (source(models, entry) / "tokenizer_config.json").exists()
    assert not any("other" in path for path in hub.asked())


def test_a_tokenizer_and_a_text_tower_from_another_repository(hub: Hub, models: Path, entry: Entry) -> None:
    text = with_text(hf_tokenizer_name="other/place", hf_model_name="other/place")
    hub.repositories["small/model"] = repository(text, config_json=b'{"of": "the whole"}')
    hub.repositories["other/place"] = repository(tokenizer_json=b'{"b": 2}', config_json=b'{"of": "the text tower"}')
    download(models, entry, lambda event: None)
    assert (source(models, entry) / "tokenizer.json").read_bytes() == b'{"b": 2}'
    assert (source(models, entry) / "text" / "config.json").read_bytes() == b'{"of": "the text tower"}'
    plan = places.source(places.place(models, "small"))
    assert plan is not None and set(plan["files"]) >= {"tokenizer.json", "text/config.json"}


def test_a_missing_tokenizer_is_said_before_anything_is_fetched(hub: Hub, models: Path, entry: Entry) -> None:
    hub.repositories["small/model"] = repository(with_text(hf_tokenizer_name="small/model"))
    assert failing(models, entry).title == "small/model holds no tokenizer"
    assert hub.served[WEIGHTS] == 0


# --------------------------------------------------------------------------------------------- disk and others


def test_too_little_space_is_said_first(hub: Hub, models: Path, entry: Entry) -> None:
    hub.repositories["small/model"].edited[WEIGHTS] = {"lfs": {"sha256": "0" * 64, "size": 10**17, "pointerSize": 1}}
    error = failing(models, entry)
    assert error.title.startswith("There is not enough space for Small: it takes 200000000.0 GB, and ")
    assert hub.served[WEIGHTS] == 0


def test_two_downloads_at_once(hub: Hub, models: Path, entry: Entry) -> None:
    with places.place(models, "small").locked():
        assert places.status(models, "small").working
        with pytest.raises(ModelBusyError, match="is being downloaded or prepared already"):
            download(models, entry, lambda event: None)
    assert hub.requests == []
    download(models, entry, lambda event: None)
