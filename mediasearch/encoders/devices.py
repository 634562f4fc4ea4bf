"""What this machine could compute on, found out without importing torch (3 s, 670 MB)."""

from __future__ import annotations

import ctypes
import importlib.metadata
import platform
import sys
from typing import Any


def torch_accelerator() -> str | None:
    """``cuda`` or ``mps`` where the installed torch may find such a device; asking torch itself comes after that."""
    try:
        version = importlib.metadata.version("torch")
    except importlib.metadata.PackageNotFoundError:
        return None
    if sys.platform == "darwin":
        return "mps" if platform.machine() == "arm64" else None
    return None if version.endswith("+cpu") or not _nvidia_devices() else "cuda"


def runtime_devices(core: Any) -> list[str]:
    """Devices of an :class:`openvino.Core` that are no processor: ``GPU``, ``GPU.1``, ``NPU``."""
    return [device for device in core.available_devices if device.partition(".")[0] in ("GPU", "NPU")]


def _nvidia_devices() -> int:
    """How many the driver knows; 0 without a driver."""
    try:
        driver = ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
        count = ctypes.c_int()
        if driver.cuInit(0) == 0 and driver.cuDeviceGetCount(ctypes.byref(count)) == 0:
            return count.value
    except (OSError, AttributeError):
        pass
    return 0
