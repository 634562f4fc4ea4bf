"""Pictures a second of the whole pipeline, beside the naive loop with the same model over the same files."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from tests.benchmarks.commands import mediasearch, python
from tests.benchmarks.photos import take_photos
from tests.benchmarks.report import Figure

PHOTOS = {"quick": 4, "normal": 160, "full": 400}
RUNS = {"quick": 1, "normal": 3, "full": 3}


def measure(scale: str, place: Path) -> list[Figure]:
    count = PHOTOS[scale]
    files = take_photos(place / "photos", count)
    for file in files:
        file.read_bytes()  # both sides read from memory, so that the disk plays no part
    ours, naive = [], []
    for run in range(RUNS[scale]):
        naive.append(count / float(python("naive", "index", *map(str, files))))
        started = perf_counter()
        summary = mediasearch(place / f"library-{run}", "index", str(place / "photos"))
        ours.append(count / (perf_counter() - started))
        assert summary["encoded"] == summary["indexed"] == count, summary
    again = mediasearch(place / "library-0", "index", str(place / "photos"))
    assert again["encoded"] == 0, again
    ratio = sorted(ours)[len(ours) // 2] / sorted(naive)[len(naive) // 2]
    what = f"index {count} JPEGs of 12 MP, with starting and ending"
    return [
        Figure(
            "indexing", what, "/s", tuple(ours), "naive loop, without loading", tuple(naive), "≥ 3× naive", ratio >= 3
        )
    ]
