"""The library is opened by processes that must stay small and start at once."""

from __future__ import annotations

import subprocess
import sys


def test_importing_the_library_loads_neither_torch_nor_qt_nor_hnswlib() -> None:
    script = """
import sys
import mediasearch.library.catalog, mediasearch.library.vectors, mediasearch.library.lock
import mediasearch.library.thumbnails, mediasearch.library.filesystems
print([name for name in ("torch", "PySide6", "hnswlib", "openvino", "psutil") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
