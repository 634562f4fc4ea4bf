"""Every entry of the registry is what the installed open_clip says it is."""

from __future__ import annotations

from typing import Any

import pytest

from mediasearch.encoders.store import starter
from mediasearch.encoders.torch_clip import import_open_clip
from mediasearch.errors import MediaSearchError
from mediasearch.models import architectures, registry
from mediasearch.models.registry import Entry

OFFERED = [entry for entry in registry.entries() if entry.name != registry.STARTER]


@pytest.fixture(scope="module")
def open_clip() -> Any:
    return import_open_clip()


@pytest.mark.parametrize("entry", OFFERED, ids=lambda entry: entry.name)
def test_open_clip_knows_it_and_where_it_is(open_clip: Any, entry: Entry) -> None:
    tag = open_clip.get_pretrained_cfg(entry.architecture, entry.pretrained)
    assert tag, "open_clip has no such weights"
    assert tag["hf_hub"].rstrip("/") == entry.repository
    assert open_clip.get_model_config(entry.architecture)["embed_dim"] == entry.dimension


@pytest.mark.parametrize("entry", OFFERED, ids=lambda entry: entry.name)
def test_its_preprocessing_is_what_open_clip_says(open_clip: Any, entry: Entry) -> None:
    tag = open_clip.get_pretrained_cfg(entry.architecture, entry.pretrained)
    assert {key: list(value) if isinstance(value, tuple) else value for key, value in tag.items()} == {
        "url": tag["url"],
        "hf_hub": tag["hf_hub"],
        **entry.preprocess,
    }


@pytest.mark.parametrize("entry", OFFERED, ids=lambda entry: entry.name)
def test_the_size_is_about_that_of_its_weights_and_tokenizer(open_clip: Any, entry: Entry) -> None:
    import math

    import torch

    config = architectures.config(entry.architecture)
    with torch.device("meta"):
        shapes = architectures._shapes(open_clip, config)
    weights = 4 * sum(math.prod(shape) for shape in shapes.values())
    tokenizer = 34_400_000 if "hf_tokenizer_name" in config["text_cfg"] else 0
    assert entry.size == pytest.approx(weights + tokenizer, rel=0.005)


def test_one_is_recommended_and_people_have_a_choice() -> None:
    assert [entry.name for entry in registry.entries() if entry.recommended] == ["clip-b32"]
    assert registry.entries()[0].name == registry.STARTER
    assert len({entry.name for entry in registry.entries()}) == len(registry.entries())
    assert sum("zh" in entry.languages for entry in OFFERED) == 2


@pytest.mark.parametrize("entry", registry.entries(), ids=lambda entry: entry.name)
def test_it_says_all_that_people_want_to_know(entry: Entry) -> None:
    assert entry.title and entry.description.endswith(".") and entry.licence and entry.languages
    assert entry.templates["en"][0] == "{}"  # what was typed, as it was typed
    assert all(template.count("{}") == 1 for each in entry.templates.values() for template in each)
    assert set(entry.templates) <= set(entry.languages)
    assert 0 <= entry.centring <= 1


def test_a_licence_for_research_says_so_where_it_is_read() -> None:
    mobile = registry.find("mobileclip2-s0")
    assert "research" in mobile.description and "Apple" in mobile.licence


def test_the_starter_is_the_one_that_comes_along() -> None:
    entry, model = registry.find("starter"), starter()
    assert (entry.name, entry.languages, entry.dimension) == (model.name, model.languages, model.dimension)
    assert (entry.templates["en"], entry.centring) == (model.templates, model.centring)
    assert not entry.repository


def test_any_repository_of_the_hub() -> None:
    entry = registry.find("hf-hub:somebody/Some.Model_2")
    assert (entry.name, entry.repository, entry.title) == (
        "hf-hub:somebody/Some.Model_2",
        "somebody/Some.Model_2",
        "Some.Model_2",
    )
    # One that is listed has its own name, so that nobody downloads it twice.
    assert registry.find("hf-hub:laion/CLIP-ViT-B-32-256x256-DataComp-s34B-b86K/").name == "clip-b32"


@pytest.mark.parametrize(
    "name", ["", "model", "a/b/c", "../etc", "a/..", "a/b c", "https://huggingface.co/a/b", "a/b?x"]
)
def test_what_can_be_no_repository(name: str) -> None:
    with pytest.raises(MediaSearchError, match=r"is no name of a repository\. Write hf-hub:OWNER/REPOSITORY\."):
        registry.find(f"hf-hub:{name}")


def test_a_name_that_was_mistyped() -> None:
    with pytest.raises(MediaSearchError, match=r"There is no model called clipb32\. Did you mean clip-b32\?"):
        registry.find("clipb32")
    with pytest.raises(MediaSearchError, match="There are: starter, clip-b32, "):
        registry.find("xyz")


@pytest.mark.parametrize("entry", registry.entries(), ids=lambda entry: entry.name)
def test_an_entry_survives_being_written_down(entry: Entry) -> None:
    assert registry.from_json(registry.to_json(entry) | {"something": "newer"}) == entry
