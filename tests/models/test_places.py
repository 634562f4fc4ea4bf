"""What is kept of each model, and what is said of it after whatever happened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mediasearch.errors import MediaSearchError
from mediasearch.models import places, registry
from mediasearch.models.places import ModelBusyError, Status
from mediasearch.models.registry import Entry
from mediasearch.paths import private_folder


def complete(models: Path, entry: Entry) -> places.Place:
    here = places.place(models, entry.name)
    private_folder(here.partial)
    (here.partial / places.WEIGHTS).write_bytes(b"weights")
    places.complete(here, entry, "abc", {places.WEIGHTS: "0" * 64})
    return here


def test_nothing_is_there_and_nothing_is_made_by_asking(models: Path) -> None:
    assert places.status(models, "clip-b32") == Status("absent")
    assert [entry.name for entry in places.known(models)] == [entry.name for entry in registry.entries()]
    assert not models.exists()


def test_the_starter_is_always_ready(models: Path) -> None:
    assert places.status(models, "starter") == Status("ready")
    assert (places.prepared(models, "starter") / "model.json").is_file()
    with pytest.raises(MediaSearchError, match="cannot be removed"):
        places.remove(models, "starter")


def test_the_states_of_a_model(models: Path, entry: Entry) -> None:
    here = complete(models, entry)
    assert places.status(models, "small") == Status("source")
    with pytest.raises(MediaSearchError, match=r"is not ready\. Run: mediasearch model download small"):
        places.prepared(models, "small")
    places.note_trouble(here, MediaSearchError("It went wrong", "Do this."))
    assert places.status(models, "small") == Status("broken", trouble="It went wrong. Do this.")
    places.forget_trouble(here)
    private_folder(here.prepared)
    assert places.status(models, "small") == Status("source")  # killed while it was being prepared
    (here.prepared / "model.json").write_text("{}")
    assert places.status(models, "small") == Status("ready")
    assert places.prepared(models, "small") == here.prepared


def test_a_model_beyond_the_registry_is_known_by_its_own_name(models: Path) -> None:
    entry = Entry("hf-hub:some/model", "model", repository="some/model")
    complete(models, entry)
    assert places.known(models)[-1] == entry
    assert places.find(models, "hf-hub:some/model") == entry
    assert places.find(models, "clip-b32").recommended
    with pytest.raises(MediaSearchError, match="There is no model called nothing"):
        places.find(models, "nothing")


@pytest.mark.parametrize("name", ["hf-hub:some/model", "hf-hub:a/../b", "..", "CON?", "a\\b", "ä", "x" * 50])
def test_a_name_becomes_one_folder_that_every_system_takes(models: Path, name: str) -> None:
    folder = places.place(models, name).folder
    assert folder.parent == models and folder.name.isascii() and not set(folder.name) & set('<>:"/\\|?*')
    assert folder.name.strip(".")


def test_removing_leaves_nothing(models: Path, entry: Entry) -> None:
    here = complete(models, entry)
    private_folder(here.folder / ".prepared.123")
    places.note_trouble(here, MediaSearchError("a", "b"))
    places.remove(models, "small")
    assert list(models.iterdir()) == []
    places.remove(models, "small")


def test_a_model_that_is_worked_on_is_not_removed(models: Path, entry: Entry) -> None:
    here = complete(models, entry)
    with here.locked():
        assert here.working and places.status(models, "small").working
        with pytest.raises(ModelBusyError):
            places.remove(models, "small")
    assert not here.working
    assert places.source(here) is not None


@pytest.mark.parametrize("text", ["", "[]", "null", '{"entry": 3}', '{"files": [{}]}', "{" * 100_000])
def test_damaged_notes_are_as_good_as_none(models: Path, text: str) -> None:
    here = places.place(models, "small")
    private_folder(here.partial)
    private_folder(here.source)
    (here.partial / places.PLAN).write_text(text)
    here.trouble.write_text(text)
    (here.source / places.SOURCE).write_text(text)
    assert places.status(models, "small").state in ("source", "broken")
    assert len(places.known(models)) == len(registry.entries())
    (here.source / places.SOURCE).unlink()
    assert places.status(models, "small").state == "partial"


def test_something_else_in_the_folder_of_models(models: Path) -> None:
    private_folder(models)
    (models / "notes.txt").write_text("mine")
    (models / "empty").mkdir()
    assert len(places.known(models)) == len(registry.entries())


def test_what_is_written_down_about_a_complete_model(models: Path, entry: Entry) -> None:
    here = complete(models, entry)
    body = json.loads((here.source / places.SOURCE).read_text("utf-8"))
    assert {"name", "languages", "templates", "centring", "architecture", "revision", "weights_sha256", "files"} <= set(
        body
    )
    assert not here.partial.exists()
