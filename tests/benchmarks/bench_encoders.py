"""Full models: pictures a second, first and further texts, and memory, beside plain loops of torch and ONNX Runtime.

Real architectures with random weights.  The loops get the same pictures decoded already, in single precision, which is
what the programs around do.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.commands import python
from tests.benchmarks.report import Figure

ARCHITECTURES = {
    "quick": ("small",),
    "normal": ("ViT-B-32-256",),
    "full": ("ViT-B-32-256", "MobileCLIP2-S0"),
}
PICTURES = {"quick": 32, "normal": 160, "full": 320}
RUNS = {"quick": 1, "normal": 3, "full": 5}


def measure(scale: str, place: Path) -> list[Figure]:
    return [
        figure
        for architecture in ARCHITECTURES[scale]
        for figure in _architecture(architecture, place / architecture, PICTURES[scale], RUNS[scale])
    ]


def _architecture(name: str, folder: Path, count: int, runs: int) -> list[Figure]:
    without_onnx = _run("make", folder, name)["onnx"]
    if without_onnx:
        print(f"no loop of ONNX Runtime: {without_onnx}", file=sys.stderr)
    prepared = _run("prepare", folder)
    loops = ["torch"] if without_onnx else ["torch", "onnx"]
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for _ in range(runs):  # in turn: a drift of the machine meets all alike
        for runtime in ("prepared", *loops):
            found["pictures", runtime].append(_run("pictures", folder, runtime, str(count)))
        for runtime in ("prepared", "torch"):
            found["texts", runtime].append(_run("texts", folder, runtime, "10"))
    assert not any(each["heavy"] for each in found["texts", "prepared"])

    def values(kind: str, runtime: str, key: str, unit: float = 1.0) -> tuple[float, ...]:
        return tuple(each[key] * unit for each in found[kind, runtime])

    figures = [
        Figure(
            "encoders", f"{name}: prepare, once ({prepared['runtime']})", "s", (prepared["seconds"],),
        ),
        Figure("encoders", f"{name}: prepare, most memory", "MB", (prepared["peak"],)),
    ]  # fmt: skip
    faster = "bf16" in prepared["runtime"]
    for loop in loops:
        beside = {"torch": "torch, f32", "onnx": "ONNX Runtime, f32"}[loop]
        ours, theirs = values("pictures", "prepared", "rate"), values("pictures", loop, "rate")
        figures.append(
            Figure(
                "encoders", f"{name}: pictures", "/s", ours, beside, theirs,
                "ahead" if faster else "", median(ours) > median(theirs) if faster else None,
            )
        )  # fmt: skip
        figures.append(
            Figure(
                "encoders", f"{name}: processor time of a picture", "ms", values("pictures", "prepared", "cost", 1000),
                beside, values("pictures", loop, "cost", 1000),
            )
        )  # fmt: skip
    for what, kind, key, unit, scale in (
        ("imports to first text", "texts", "ready", "s", 1),
        ("one text more", "texts", "query", "ms", 1000),
        ("memory with the text tower", "texts", "memory", "MB", 1),
        ("memory with the image tower", "pictures", "memory", "MB", 1),
    ):
        ours, theirs = values(kind, "prepared", key, scale), values(kind, "torch", key, scale)
        figures.append(Figure("encoders", f"{name}: {what}", unit, ours, "torch, f32", theirs))
    return figures


def _run(*arguments: str | Path) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(python("encoding", *map(str, arguments)).splitlines()[-1])
    return body
