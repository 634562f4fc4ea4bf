"""Figures: what was measured, beside what, and within which limit."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measurement.  ``runs`` are all its values; what is quoted is their median.

    ``reference`` says what it is compared with and ``reference_runs`` are that one's values, measured in the same run
    in turn.  ``limit`` says what is aimed at; ``met`` is None where nothing is.
    """

    benchmark: str
    what: str
    unit: str
    runs: tuple[float, ...]
    reference: str = ""
    reference_runs: tuple[float, ...] = ()
    limit: str = ""
    met: bool | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.runs)

    @property
    def reference_median(self) -> float | None:
        return statistics.median(self.reference_runs) if self.reference_runs else None


def timed(work: Callable[[], Any], runs: int) -> tuple[float, ...]:
    """Seconds of each of ``runs`` calls."""
    return in_turn(work, runs=runs)[0]


def in_turn(*works: Callable[[], Any], runs: int) -> list[tuple[float, ...]]:
    """Seconds of each call of each of ``works``, called A B A B …, so that a drift of the machine meets all alike."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, column in zip(works, seconds, strict=True):
            started = perf_counter()
            work()
            column.append(perf_counter() - started)
    return [tuple(column) for column in seconds]


def machine() -> dict[str, Any]:
    """What the figures were measured on, without naming it."""
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def table(figures: Sequence[Figure]) -> str:
    head = ("what", "median", "(least – most)", "beside", "ratio", "aim", "met")
    rows = [head, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(lines)


def _row(figure: Figure) -> tuple[str, ...]:
    beside = figure.reference_median
    return (
        figure.what,
        f"{_short(figure.median)} {figure.unit}".strip(),
        f"({_short(min(figure.runs))} – {_short(max(figure.runs))})" if len(figure.runs) > 1 else "",
        "" if beside is None else f"{figure.reference}: {_short(beside)}",
        "" if not beside else f"{_short(figure.median / beside)}×",
        figure.limit,
        {True: "yes", False: "NO", None: ""}[figure.met],
    )


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def write_json(path: Path, figures: Sequence[Figure], **about: Any) -> None:
    body = {
        "machine": machine(),
        **about,
        "figures": [
            {**asdict(figure), "median": figure.median, "reference_median": figure.reference_median}
            for figure in figures
        ],
    }
    path.write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n", "utf-8")
