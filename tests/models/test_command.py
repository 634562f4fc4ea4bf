"""``mediasearch model`` as a person types it, alone and beside an open window, with a small real model."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mediasearch import protocol
from mediasearch.engine import model_list
from mediasearch.models.importing import import_file
from mediasearch.paths import Library
from tests.models.conftest import repository, weights
from tests.models.hub_server import Bad, Hub
from tests.models.test_importing import ARCHITECTURE, shapes, write
from tests.models.test_whole import NAME, small_clip
from tests.support.engine import RunningEngine, running
from tests.support.load import A_PROGRAM
from tests.support.rainbow import rainbow


def run(library: Library, *arguments: str, expected: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mediasearch", "--library", str(library.data), *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=A_PROGRAM, check=False
    )
    assert done.returncode == expected, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def info(engine: RunningEngine, name: str = NAME) -> protocol.ModelInfo:
    reply = engine.ask(protocol.ListModels(0))
    assert isinstance(reply, protocol.ModelsReply)
    return model_list.named(reply.models, name)


def shown(library: Library, name: str = NAME) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(run(library, "model", "show", name, "--json").stdout)
    return body


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    rainbow(tmp_path / "photos")
    return tmp_path / "photos"


def test_from_the_list_to_another_model_and_back(hub: Hub, library: Library, photos: Path) -> None:
    hub.repositories["small/real"] = small_clip()
    run(library, "index", str(photos))
    listed = run(library, "model", "list").stdout.splitlines()
    assert listed[0].startswith("starter") and "in use" in listed[0]
    assert "(recommended)" in "".join(listed)
    assert shown(library)["state"] == "absent"
    refused = run(library, "model", "download", NAME, expected=1)
    assert "Add --yes" in refused.stderr and "MB from" in refused.stderr
    assert not hub.ranges_of("open_clip_model.safetensors")

    assert "is ready" in run(library, "model", "download", NAME, "--yes").stdout
    assert (shown(library)["state"], shown(library)["vectors"]) == ("ready", 0)
    assert "answers now" in run(library, "model", "use", NAME).stdout
    assert (shown(library)["state"], shown(library)["vectors"]) == ("active", 12)
    assert shown(library, "starter")["state"] == "ready"
    found = json.loads(run(library, "search", "a red thing", "--json").stdout)
    assert found["model"] == NAME and found["hits"]

    in_use = run(library, "model", "remove", NAME, expected=1)
    assert "is in use" in in_use.stderr
    run(library, "model", "use", "starter")
    run(library, "model", "remove", NAME, "--vectors")
    assert (shown(library)["state"], shown(library)["vectors"]) == ("absent", 0)
    assert json.loads(run(library, "search", "a red thing", "--json").stdout)["model"] == "starter"


def test_beside_an_open_window_its_engine_does_the_work(hub: Hub, library: Library) -> None:
    hub.repositories["small/real"] = repository()
    hub.repositories["small/real"].files["open_clip_model.safetensors"] = weights(32)
    hub.repositories["small/spoilt"] = repository(config={"model_cfg": "none"})
    command = [sys.executable, "-m", "mediasearch", "engine", "--kind", "index", "--library", str(library.data)]
    with running(library, command) as engine:
        size = engine.ask(protocol.AskModelSize(0, NAME))
        assert isinstance(size, protocol.ModelSize) and size.size > 32_000_000 and size.host == "127.0.0.1"

        hub.bad.append(Bad("open_clip_model.safetensors", times=9, after=12_000_000, silent=True))
        engine.ask(protocol.DownloadModel(0, NAME))
        halfway = engine.until(lambda: info(engine), lambda model: model.done > 1_000_000)
        assert (halfway.state, halfway.paused, halfway.total) == ("downloading", False, size.size)
        engine.ask(protocol.StopModel(0, NAME))
        stopped = engine.until(lambda: info(engine), lambda model: model.paused)
        assert stopped.state == "downloading" and 1_000_000 < stopped.done < stopped.total
        engine.ask(protocol.RemoveModel(0, NAME))
        assert info(engine).state == "absent"

        failed = run(library, "model", "download", "hf-hub:small/spoilt", "--yes", expected=1)
        assert "small/spoilt" in failed.stderr.replace(NAME, "")
        assert engine.search().model == "starter"
        names = engine.ask(protocol.Architectures(0))
        assert isinstance(names, protocol.ArchitecturesReply) and "ViT-B-32" in names.names


def test_an_imported_model_is_gone_once_it_is_removed(library: Library, tmp_path: Path) -> None:
    library.create()
    file = write(tmp_path / "mine.safetensors", shapes(ARCHITECTURE))
    import_file(library.models, "mine", file, ARCHITECTURE, lambda event: None)
    assert shown(library, "mine")["state"] == "preparing"
    assert run(library, "model", "remove", "mine", "--vectors").stdout == "mine was removed.\n"
    assert "mine" not in run(library, "model", "list").stdout


def test_wrong_usage_is_one_sentence(library: Library, tmp_path: Path) -> None:
    assert "needs a name" in run(library, "model", "use", expected=2).stderr
    assert "takes no name" in run(library, "model", "list", "starter", expected=2).stderr
    assert "--architecture" in run(library, "model", "import", "weights.safetensors", expected=2).stderr
    missing = run(library, "model", "import", str(tmp_path / "none.safetensors"), "--architecture", "x", expected=1)
    assert "is not a file" in missing.stderr
    near = run(library, "model", "show", "clip-b23", expected=1)
    assert "Did you mean clip-b32" in near.stderr
    absent = run(library, "model", "use", "clip-b32", expected=1)
    assert "mediasearch model download clip-b32" in absent.stderr
