"""Settings survive being saved, and a bad file never stops the program."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediasearch.settings import DECLARATIONS, Setting, Settings, Value


def allowed(setting: Setting) -> st.SearchStrategy[Value]:
    if setting.choices:
        return st.sampled_from(setting.choices)
    if isinstance(setting.default, bool):
        return st.booleans()
    if isinstance(setting.default, int):
        low, high = setting.low, setting.high
        return st.integers(None if low is None else int(low), None if high is None else int(high))
    return st.floats(setting.low, setting.high, allow_nan=False)


every_setting = st.fixed_dictionaries({}, optional={setting.name: allowed(setting) for setting in DECLARATIONS})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_without_a_file_the_defaults_serve(file: Path) -> None:
    settings = Settings(file)
    assert {setting.name: settings[setting.name] for setting in settings} == {s.name: s.default for s in DECLARATIONS}
    assert settings.complaints == []
    assert not file.exists()


@pytest.mark.parametrize("setting", DECLARATIONS, ids=lambda setting: setting.name)
def test_every_declaration_is_complete(setting: Setting) -> None:
    assert setting.valid(setting.default)
    assert setting.title and setting.section and setting.description.endswith(".")
    assert setting.title[0].isupper() and not setting.title.endswith(".")


@given(every_setting)
def test_what_was_set_is_there_after_a_restart(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, Value]
) -> None:
    file = tmp_path_factory.mktemp("settings") / "settings.json"
    settings = Settings(file)
    for name, value in values.items():
        settings[name] = value
    settings.save()
    again = Settings(file)
    assert again.complaints == []
    assert {setting.name: again[setting.name] for setting in again} == {
        setting.name: values.get(setting.name, setting.default) for setting in DECLARATIONS
    }


def test_only_what_differs_is_written_so_that_better_defaults_reach_everybody(file: Path) -> None:
    settings = Settings(file)
    settings["theme"] = "dark"
    settings["rescan_minutes"] = 60
    settings.save()
    assert json.loads(file.read_text()) == {"theme": "dark"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "pink"),
        ("theme", True),
        ("decode_timeout", 0),
        ("decode_timeout", 601),
        ("decode_timeout", 2.5),
        ("decode_timeout", True),
        ("crop_thumbnails", 1),
        ("crop_thumbnails", "yes"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_at_once(name: str, value: Value, file: Path) -> None:
    settings = Settings(file)
    with pytest.raises(ValueError, match=name):
        settings[name] = value
    assert settings[name] == Settings()[name]


def test_a_setting_that_does_not_exist_is_a_bug_of_ours() -> None:
    with pytest.raises(KeyError):
        Settings()["colour"]
    with pytest.raises(KeyError):
        Settings()["colour"] = "red"


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b'{"theme": "dark"', b"[" * 100_000],
    ids=lambda c: repr(c[:12]),
)
def test_a_damaged_file_means_the_defaults_and_a_word_about_it(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    settings = Settings(file)
    assert settings.text("theme") == "system"
    assert len(settings.complaints) == 1
    assert "settings.json" in settings.complaints[0] and "defaults" in settings.complaints[0]


def test_a_damaged_value_costs_only_itself(file: Path) -> None:
    file.write_text('{"theme": "pink", "rescan_minutes": 5, "thumbnail_size": null}')
    settings = Settings(file)
    assert (settings.text("theme"), settings.integer("rescan_minutes")) == ("system", 5)
    assert ["theme" in settings.complaints[0], "thumbnail_size" in settings.complaints[1]] == [True, True]


def test_a_folder_in_place_of_the_file_is_survived(file: Path) -> None:
    file.mkdir()
    settings = Settings(file)
    assert settings.integer("max_megapixels") == 300
    assert len(settings.complaints) == 1
    with pytest.raises(OSError):
        settings.save()
    assert list(file.parent.iterdir()) == [file]  # no temporary file was left


def test_settings_of_a_newer_version_are_kept(file: Path) -> None:
    file.write_text('{"zoom": [1, 2], "theme": "light"}')
    settings = Settings(file)
    assert settings.complaints == []
    settings["theme"] = "dark"
    settings.save()
    assert json.loads(file.read_text()) == {"theme": "dark", "zoom": [1, 2]}


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps files private by their folder")
def test_the_file_is_private(file: Path) -> None:
    settings = Settings(file)
    settings["theme"] = "dark"
    settings.save()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
