"""What the commands print: JSON, paths of any bytes, and commands to type."""

from __future__ import annotations

import base64
import json
import os
import shlex
import subprocess
import sys
from typing import Any


def print_json(body: Any) -> None:
    print(json.dumps(body, ensure_ascii=False, indent=2))


def shown(path: str) -> str:
    """``path`` as valid text: bytes that are no UTF-8 become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def path_fields(path: str) -> dict[str, str]:
    """``path``, and ``path_bytes`` (base64) beside it when the name is not valid UTF-8."""
    text = shown(path)
    if text == path:
        return {"path": path}
    return {"path": text, "path_bytes": base64.b64encode(os.fsencode(path)).decode("ascii")}


def command_line(*words: str) -> str:
    """What to type for ``mediasearch WORDS``, for the shell that people have."""
    line = ["mediasearch", *map(shown, words)]
    return subprocess.list2cmdline(line) if sys.platform == "win32" else shlex.join(line)
