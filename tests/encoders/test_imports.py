"""What importing and using this room does to the process, each time in a fresh interpreter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support.load import A_PROGRAM

#: Reports host look-ups, connections, child processes and files opened for writing, then runs what it is given.
AUDIT = """
import json, os, sys
seen = []
def watch(event, args):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "subprocess.Popen", "os.mkdir"):
        seen.append([event, repr(args)])
    elif event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        seen.append([event, repr(args[0])])
sys.addaudithook(watch)
sys.dont_write_bytecode = True
"""


def run(code: str, **environment: str) -> str:
    """What ``code`` prints.  ``CI`` is cleared: OpenVINO's telemetry behaves itself where it is set."""
    inherited = {name: value for name, value in os.environ.items() if name != "CI"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        timeout=A_PROGRAM,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_naming_and_starting_an_encoder_imports_nothing_heavy() -> None:
    code = """
import sys
import mediasearch.encoders.base, mediasearch.encoders.store, mediasearch.encoders.process
import mediasearch.encoders.tokenizer, mediasearch.encoders.text, mediasearch.encoders.runtime
import mediasearch.encoders.torch_clip
print([name for name in ("torch", "open_clip", "openvino", "PySide6") if name in sys.modules])
"""
    assert run(code).strip() == "[]"


def test_a_query_and_an_indexing_run_without_torch(tiny_directory: Path) -> None:
    code = f"""
import sys
from pathlib import Path
import numpy as np
from mediasearch.encoders.store import load_model
from mediasearch.encoders.runtime import open_image_encoder, open_text_encoder
model = load_model(Path({str(tiny_directory)!r}))
open_text_encoder(model).encode(["red"])
open_image_encoder(model).encode(np.zeros((1, model.preprocess.size, model.preprocess.size, 3), np.uint8))
print("openvino" in sys.modules, "torch" in sys.modules)
"""
    assert run(code).strip() == "True False"


def test_nobody_is_called_and_nothing_is_written(tiny_directory: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    own_file = tmp_path / "own file"
    code = f"""{AUDIT}
from pathlib import Path
import numpy as np
import time
from mediasearch.encoders.store import load_model
from mediasearch.encoders.runtime import open_image_encoder, open_text_encoder
model = load_model(Path({str(tiny_directory)!r}))
open_text_encoder(model).encode(["red"])
open_image_encoder(model).encode(np.zeros((1, model.preprocess.size, model.preprocess.size, 3), np.uint8))
import threading
for thread in threading.enumerate():
    if thread is not threading.current_thread():
        thread.join(5)  # a reporting thread would still be at it
open({str(own_file)!r}, "w").close()
print(json.dumps(seen))
"""
    folders = {"HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home), "XDG_CACHE_HOME": str(home)}
    seen = json.loads(run(code, **folders))
    # The file that the test itself wrote proves that writing is seen at all.
    assert seen == [["open", repr(str(own_file))]]
    assert list(home.rglob("*")) == []
