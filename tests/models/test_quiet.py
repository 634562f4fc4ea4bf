"""Outside of a download nothing reaches for the hub, and nothing is ever reported to anybody."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.models.hub_server import Hub
from tests.support.load import A_PROGRAM

FORBID = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK")

#: What a library might do behind our back.
REPORT = """
from huggingface_hub.utils import _telemetry, send_telemetry
send_telemetry("somebody/uses/this")
_telemetry._TELEMETRY_QUEUE.join()
"""
ASK = """
from huggingface_hub import HfApi
try:
    HfApi().model_info("small/model")
except Exception as error:
    print(type(error).__name__)
"""


def run(code: str) -> str:
    """In a fresh interpreter, on a machine that is no build server and where nobody has forbidden anything."""
    forbidden = ("CI", "DISABLE_TELEMETRY", *FORBID)
    environment = {name: value for name, value in os.environ.items() if name not in forbidden}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=A_PROGRAM
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_without_us_these_do_reach_it(hub: Hub) -> None:
    run(REPORT)
    assert hub.asked("HEAD") == ["/api/telemetry/somebody/uses/this"]
    assert run(ASK) == ""
    assert "/api/models/small/model" in hub.asked()


def test_whoever_imports_us_is_offline_and_silent(hub: Hub) -> None:
    run("import mediasearch" + REPORT)
    assert run("import mediasearch" + ASK) == "OfflineModeIsEnabled"
    assert hub.requests == []


def test_the_process_that_downloads_is_online_and_still_silent(hub: Hub) -> None:
    online = "import mediasearch\nfrom mediasearch.models.hub import go_online\ngo_online()"
    run(online + REPORT)
    assert hub.requests == []
    assert run(online + ASK) == ""
    assert hub.asked() == ["/api/models/small/model"]


def test_children_inherit_it() -> None:
    """Whatever the engine starts, and whatever that imports."""
    child = f"import os; print(*(os.environ[name] for name in {FORBID}))"
    start = f"print(subprocess.check_output([sys.executable, '-c', {child!r}], text=True))"
    assert run(f"import mediasearch, subprocess, sys\n{start}") == "1 1 1 1"
