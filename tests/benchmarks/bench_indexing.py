"""Pictures a second of the whole pipeline, beside the naive loop with the same model over the same files."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter

from tests.benchmarks.commands import mediasearch, processor_seconds, python
from tests.benchmarks.photos import take_photos
from tests.benchmarks.report import Figure

PHOTOS = {"quick": 4, "normal": 160, "full": 400}
RUNS = {"quick": 1, "normal": 3, "full": 3}


def measure(scale: str, place: Path) -> list[Figure]:
    count = PHOTOS[scale]
    files = take_photos(place / "photos", count)
    for file in files:
        file.read_bytes()  # both sides read from memory, so that the disk plays no part
    ours, naive, our_cost, naive_cost = [], [], [], []
    for run in range(RUNS[scale]):
        wall, cost = (float(word) for word in python("naive", "index", *map(str, files)).split())
        naive.append(count / wall)
        naive_cost.append(cost / count * 1000)
        library = place / f"library-{run}"
        started = perf_counter()
        cost = processor_seconds(lambda library=library: _index(library, place / "photos", count))  # type: ignore[misc]
        ours.append(count / (perf_counter() - started))
        our_cost.append(cost / count * 1000)
    assert mediasearch(place / "library-0", "index", str(place / "photos"))["encoded"] == 0
    ratio = median(ours) / median(naive)
    what, beside = f"{count} JPEGs of 12 MP", "naive loop, without loading"
    return [
        Figure(
            "indexing", f"index {what}, with starting and ending", "/s", tuple(ours), beside, tuple(naive),
            "≥ 3× naive", ratio >= 3,
        ),
        Figure("indexing", f"processor time, {what}", "ms each", tuple(our_cost), beside, tuple(naive_cost)),
    ]  # fmt: skip


def _index(library: Path, photos: Path, count: int) -> None:
    summary = mediasearch(library, "index", str(photos))
    assert summary["encoded"] == summary["indexed"] == count, summary
