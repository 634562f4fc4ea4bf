"""Renders the training pictures once, into memory-mapped arrays outside the repository."""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


def _squashed(seed: int) -> Any:
    rng = np.random.default_rng((seed, 9))
    square = rng.random() < 0.55
    size = _ASPECTS[0] if square else _ASPECTS[int(rng.integers(1, len(_ASPECTS)))]
    picture = render(seed, size, captions=CAPTIONS)
    image = picture.image if square else picture.image.resize((SIDE, SIDE), 3)
    return np.asarray(image), picture


def _draw_shard(work: str, start: int, stop: int, count: int) -> int:
    images = np.memmap(Path(work) / "pictures.u8", np.uint8, "r+", shape=(count, SIDE, SIDE, 3))
    shard = Shard([], [], [], [], [])
    for index in range(start, stop):
        images[index], picture = _squashed(FIRST_SEED + index)
        shard.kinds.append(picture.kind)
        shard.mirrors.append(picture.mirrors)
        shard.facts.append(sorted(picture.facts))
        shard.arguable.append(sorted(picture.arguable))
        shard.captions.append(
            {language: [(c.text, sorted(c.tags)) for c in picture.described[language]] for language in LANGUAGES}
        )
    waiting = Path(work) / f"captions-{start:07d}.part"
    waiting.write_bytes(pickle.dumps(vars(shard), protocol=5))
    waiting.replace(waiting.with_suffix(".pickle"))
    return stop - start


def _draw_statistics(work: str, start: int, stop: int, count: int) -> int:
    from statistics_pictures import picture

    images = np.memmap(Path(work) / "statistics.u8", np.uint8, "r+", shape=(count, SIDE, SIDE, 3))
    for index in range(start, stop):
        images[index] = picture(FIRST_SEED + index, SIDE)
    return stop - start


def make(work: Path, pictures: int, statistics: int, processes: int = 2) -> None:
    """Draws ``pictures`` captioned ones and ``statistics`` without captions; what is there already is kept."""
    done = work / "cache.json"
    wanted = {"pictures": pictures, "statistics": statistics, "side": SIDE}
    if done.is_file() and json.loads(done.read_text()) == wanted:
        return
    work.mkdir(parents=True, exist_ok=True)
    for old in work.glob("captions-*.pickle"):
        old.unlink()
    np.memmap(work / "pictures.u8", np.uint8, "w+", shape=(pictures, SIDE, SIDE, 3))
    np.memmap(work / "statistics.u8", np.uint8, "w+", shape=(statistics, SIDE, SIDE, 3))
    drawn = 0
    with ProcessPoolExecutor(processes) as pool:
        jobs = [
            pool.submit(_draw_shard, str(work), at, min(at + _SHARD, pictures), pictures)
            for at in range(0, pictures, _SHARD)
        ]
        jobs += [
            pool.submit(_draw_statistics, str(work), at, min(at + _SHARD, statistics), statistics)
            for at in range(0, statistics, _SHARD)
        ]
        for job in jobs:
            drawn += job.result()
            if drawn % 10_000 < _SHARD:
                print(f"drawn {drawn} of {pictures + statistics}", flush=True)
    done.write_text(json.dumps(wanted))


def shards(work: Path) -> Iterator[Shard]:
    """The captions, in the order of the pictures."""
    for path in sorted(work.glob("captions-*.pickle")):
        yield Shard(**pickle.loads(path.read_bytes()))
