"""Pictures a second of the whole pipeline with a full model, beside its parts and beside loops that others use.

The model is the one that is recommended (ViT-B-32-256, random weights); the files are JPEGs of 12 megapixels.  The
*bound* is what the parts allow: decoding alone and encoding alone, each with all cores to itself, share the cores.
The naive loop is open_clip on torch in single precision, one file after the other; the loop of ONNX Runtime gets its
pictures decoded already, which is the part it need not do.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from mediasearch.encoders.base import Preprocess
from mediasearch.engine.indexer import LOOK_AHEAD
from mediasearch.ingest.decode import DecodeTask, decode_file
from mediasearch.library.records import PendingFile
from mediasearch.models import places
from mediasearch.paths import Library
from tests.benchmarks.commands import mediasearch, processor_seconds, python
from tests.benchmarks.full_model import NAME, install, source
from tests.benchmarks.photos import take_photos
from tests.benchmarks.report import Figure

PHOTOS = {"quick": 16, "normal": 320, "full": 640}
NAIVE = {"quick": 4, "normal": 48, "full": 96}  #: of them; the loop is slow and steady
RUNS = {"quick": 1, "normal": 3, "full": 5}
MOST_PIXELS = 100_000_000
_PAUSE = 0.1  #: seconds between the previews of two batches, at least


def measure(scale: str, place: Path) -> list[Figure]:
    count = PHOTOS[scale]
    enough = count > 3 * LOOK_AHEAD  # a handful says nothing about the aims
    files = take_photos(place / "photos", count)
    for file in files:
        file.read_bytes()  # all sides read from memory, so that the disk plays no part
    library = Library.at(place / "library")
    model = install(library, scale)
    _encode_alone(library, 16)  # compiles for this place
    without_onnx = _onnx(scale, place / "onnx")
    if without_onnx:
        print(f"no loop of ONNX Runtime: {without_onnx}", file=sys.stderr)
    ours, whole, bound, naive, onnx, our_cost, naive_cost = [], [], [], [], [], [], []
    for _ in range(RUNS[scale]):  # in turn: a drift of the machine meets all alike
        few = files[: NAIVE[scale]]
        wall, cost = (float(word) for word in python("naive", "index", str(source(scale)), *map(str, few)).split())
        naive.append(len(few) / wall)
        naive_cost.append(cost / len(few) * 1000)
        decode, encode = _decode_alone(files, model.preprocess), _encode_alone(library, count)
        bound.append(1 / (1 / decode + 1 / encode))
        _forget_everything(library)
        install(library, scale)
        _encode_alone(library, 16)
        started = perf_counter()
        cost = processor_seconds(lambda: _index(library, place / "photos", count))
        whole.append(count / (perf_counter() - started))
        ours.append(_steady(library, count) if enough else whole[-1])
        our_cost.append(cost / count * 1000)
        if not without_onnx:
            onnx.append(_rate(place / "onnx", "onnx", count))
    assert mediasearch(library.data, "index", str(place / "photos"))["encoded"] == 0
    what = f"{count} JPEGs of 12 MP"
    share, ratio = median(ours) / median(bound), median(whole) / median(naive)
    faster = enough and "bf16" in model.runtime
    figures = [
        Figure(
            "indexing", f"{what}, while both go on", "/s", tuple(ours), "the bound of the parts",
            tuple(bound), "≥ 85 % of the bound", share >= 0.85 if enough else None,
        ),
        Figure(
            "indexing", f"{what}, with starting and ending", "/s", tuple(whole), "naive loop, without loading",
            tuple(naive), "≥ 3× naive", ratio >= 3 if enough else None,
        ),
        Figure("indexing", f"processor time, {what}", "ms each", tuple(our_cost), "naive loop", tuple(naive_cost)),
    ]  # fmt: skip
    if onnx:
        figures.append(
            Figure(
                "indexing", f"{what}, while both go on", "/s", tuple(ours),
                "ONNX Runtime, f32, decoded already", tuple(onnx), "ahead" if faster else "",
                median(ours) > median(onnx) if faster else None,
            )
        )  # fmt: skip
    return figures


def _index(library: Library, photos: Path, count: int) -> None:
    summary = mediasearch(library.data, "index", str(photos))
    assert summary["encoded"] == summary["indexed"] == count, summary


def _steady(library: Library, count: int) -> float:
    """Pictures a second while decoding and encoding both go on: without starting, without what was decoded ahead
    meanwhile, and without the end, when there is nothing left to decode.  Told by when previews were written; those of
    a batch are written together."""
    times = sorted(path.stat().st_mtime for path in library.thumbnails.rglob("*.jpg"))
    ends = [number for number, (one, other) in enumerate(pairwise(times), 1) if other - one > _PAUSE]
    ends = [number for number in ends if LOOK_AHEAD <= number <= count - LOOK_AHEAD]
    return (ends[-1] - ends[0]) / max(1e-9, times[ends[-1] - 1] - times[ends[0] - 1])


def _forget_everything(library: Library) -> None:
    shutil.rmtree(library.data)
    for folder in (library.cache, library.logs):
        shutil.rmtree(folder, ignore_errors=True)


def _decode_alone(files: list[Path], preprocess: Preprocess) -> float:
    """Files a second on all cores, as the workers do it, without an engine."""
    tasks = [DecodeTask(_pending(number, file), preprocess, MOST_PIXELS) for number, file in enumerate(files)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_decoded, tasks[:4]))
        started = perf_counter()
        list(pool.map(_decoded, tasks))
        return len(files) / (perf_counter() - started)


def _decoded(task: DecodeTask) -> None:
    assert decode_file(task).pixels


def _pending(number: int, file: Path) -> PendingFile:
    status = file.stat()
    return PendingFile(number, 1, os.fsencode(file.name), str(file), status.st_size, status.st_mtime_ns, 0)


def _encode_alone(library: Library, count: int) -> float:
    """Pictures a second of the prepared model on all cores, decoded already."""
    return _rate(places.place(library.models, NAME).prepared, "prepared", count)


def _rate(folder: Path, runtime: str, count: int) -> float:
    body: dict[str, Any] = json.loads(python("encoding", "pictures", str(folder), runtime, str(count)).splitlines()[-1])
    return float(body["rate"])


def _onnx(scale: str, folder: Path) -> str:
    """The image tower for ONNX Runtime in ``folder``; why there is none, or ""."""
    shutil.copytree(source(scale), folder / "source", copy_function=os.link)
    return str(json.loads(python("encoding", "onnx", str(folder)).splitlines()[-1])["onnx"])
