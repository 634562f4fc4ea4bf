"""Renders the training pictures once, into memory-mapped arrays outside the repository."""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mediasearch.demo import LANGUAGES, render

SIDE = 144
CAPTIONS = 8
_SHARD = 500
# Training seeds start here; evaluation and the demo use small ones, so they never meet.
FIRST_SEED = 10_000_000
# Width and height before squashing: photos are rarely square, and neither are training pictures.
_ASPECTS = ((144, 144), (192, 144), (216, 144), (144, 192), (144, 216), (256, 144))


@dataclass
class Shard:
    """Captions of some pictures: per picture its kind, mirror flag, facts, arguable facts and captions."""

    kinds: list[str]
    mirrors: list[bool]
    facts: list[list[str]]
    arguable: list[list[str]]
    captions: list[dict[str, list[tuple[str, list[str]]]]]


def _squashed(seed: int, kind: str | None = None) -> Any:
    rng = np.random.default_rng((seed, 9))
    square = rng.random() < 0.55
    size = _ASPECTS[0] if square else _ASPECTS[int(rng.integers(1, len(_ASPECTS)))]
    picture = render(seed, size, kind, captions=CAPTIONS)
    image = picture.image if square else picture.image.resize((SIDE, SIDE), 3)
    return np.asarray(image), picture


def opened(work: Path, part: str, count: int, mode: Literal["r", "r+", "w+"] = "r") -> np.memmap:
    """The pictures of one part of the cache, uint8 (count, SIDE, SIDE, 3)."""
    return np.memmap(work / f"{part}.u8", np.uint8, mode, shape=(count, SIDE, SIDE, 3))


def _draw_captioned(work: Path, part: str, start: int, stop: int, count: int) -> int:
    images = opened(work, part, count, "r+")
    kind, first = ("shape", FIRST_SEED * 2) if part == "drills" else (None, FIRST_SEED)
    shard = Shard([], [], [], [], [])
    for index in range(start, stop):
        images[index], picture = _squashed(first + index, kind)
        shard.kinds.append(picture.kind)
        shard.mirrors.append(picture.mirrors)
        shard.facts.append(sorted(picture.facts))
        shard.arguable.append(sorted(picture.arguable))
        shard.captions.append(
            {language: [(c.text, sorted(c.tags)) for c in picture.described[language]] for language in LANGUAGES}
        )
    waiting = work / f"{part}-{start:07d}.part"
    waiting.write_bytes(pickle.dumps(vars(shard), protocol=5))
    waiting.replace(waiting.with_suffix(".pickle"))
    return stop - start


def _draw_statistics(work: Path, part: str, start: int, stop: int, count: int) -> int:
    from statistics_pictures import picture

    images = opened(work, part, count, "r+")
    for index in range(start, stop):
        images[index] = picture(FIRST_SEED + index, SIDE)
    return stop - start


def make(work: Path, part: str, count: int, processes: int = 2) -> None:
    """Draws one part of the cache unless it is there: ``pictures`` of every kind, ``drills`` (one shape each), both
    with captions, or ``statistics`` without."""
    done = work / f"{part}.json"
    wanted = {"count": count, "side": SIDE}
    if done.is_file() and json.loads(done.read_text()) == wanted:
        return
    work.mkdir(parents=True, exist_ok=True)
    for old in work.glob(f"{part}-*.pickle"):
        old.unlink()
    opened(work, part, count, "w+")
    draw = _draw_statistics if part == "statistics" else _draw_captioned
    drawn = 0
    with ProcessPoolExecutor(processes) as pool:
        starts = range(0, count, _SHARD)
        for job in [pool.submit(draw, work, part, at, min(at + _SHARD, count), count) for at in starts]:
            drawn += job.result()
            if drawn % (20 * _SHARD) == 0:
                print(f"{part}: {drawn} of {count}", flush=True)
    done.write_text(json.dumps(wanted))


def shards(work: Path, part: str) -> Iterator[Shard]:
    """The captions of one part, in the order of its pictures."""
    for path in sorted(work.glob(f"{part}-*.pickle")):
        yield Shard(**pickle.loads(path.read_bytes()))
