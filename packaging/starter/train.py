"""Trains the starter model from nothing but our own renderer: one seeded run, made for two cores.

    python packaging/starter/train.py --work FOLDER

renders and caches the pictures, learns the token merges, trains, and leaves ``model.pt`` and ``bpe.txt.gz`` in
FOLDER; ``export.py`` makes the shipped files of them. An interrupted run goes on from its last checkpoint.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cache
import merges as bpe
import numpy as np
import torch
import views
from dataset import Captioned
from losses import image_image, text_image
from torch.nn.functional import normalize
from towers import build, import_open_clip, tokenizer


@dataclass(frozen=True)
class Recipe:
    """Everything that shapes the result."""

    seed: int = 20
    pictures: int = 110_000
    statistics: int = 24_000
    merges: int = 3_000
    steps: int = 3_600
    captioned: int = 224
    uncaptioned: int = 64
    rate: float = 2.0e-3
    warmup: int = 150
    decay: float = 0.05
    image_weight: float = 0.6
    image_scale: float = 14.0
    average: float = 0.998


def learn_merges(work: Path, recipe: Recipe) -> Path:
    """The merges file, learnt from all captions of the cache."""
    path = work / "bpe.txt.gz"
    texts = (
        text
        for shard in cache.shards(work)
        for told in shard.captions
        for captions in told.values()
        for text, _ in captions
    )
    if not path.is_file():
        import_open_clip()
        bpe.save(bpe.learn(texts, recipe.merges), path)
    return path


def optimiser(model: torch.nn.Module, recipe: Recipe) -> torch.optim.AdamW:
    """AdamW; gains, biases and the temperature do not decay."""
    plain = [p for p in model.parameters() if p.ndim < 2]
    decayed = [p for p in model.parameters() if p.ndim >= 2]
    groups = [{"params": decayed, "weight_decay": recipe.decay}, {"params": plain, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=recipe.rate, betas=(0.9, 0.98), eps=1e-6)


def rate_at(step: int, recipe: Recipe) -> float:
    """Linear warm-up, then half a cosine down to a hundredth."""
    if step < recipe.warmup:
        return recipe.rate * (step + 1) / recipe.warmup
    part = (step - recipe.warmup) / max(1, recipe.steps - recipe.warmup)
    return recipe.rate * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, part))))


@torch.no_grad()
def follow(average: torch.nn.Module, model: torch.nn.Module, keep: float) -> None:
    """Moves the averaged weights a little towards the trained ones."""
    for mean, now in zip(average.parameters(), model.parameters(), strict=True):
        mean.lerp_(now, 1 - keep)
    moments = dict(model.named_buffers())
    for name, mean in average.named_buffers():
        if name.endswith(("running_mean", "running_var")):
            mean.lerp_(moments[name], 1 - keep)


def encode_short(text: Any, tokens: torch.Tensor) -> torch.Tensor:
    """The text tower on captions cut to the longest of them: it is causal, so the padding behind changes nothing."""
    whole, length = text.attn_mask, tokens.shape[1]
    text.attn_mask = whole[:length, :length]
    try:
        told: torch.Tensor = text(tokens)
    finally:
        text.attn_mask = whole
    return told


def step_loss(
    model: Any, data: Captioned, statistics: np.ndarray, recipe: Recipe, rng: np.random.Generator
) -> tuple[torch.Tensor, float, float]:
    """The loss of one random batch, and its text-image and image-image parts."""
    batch = data.batch(recipe.captioned, rng)
    plain = statistics[np.sort(rng.integers(0, len(statistics), recipe.uncaptioned))]
    raw = np.concatenate([batch.raw, plain])
    may_mirror = np.concatenate([batch.may_mirror, np.ones(len(plain), bool)])
    pixels = torch.cat([views.mild(raw, may_mirror, rng), views.hard(raw, rng)])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        seen = model.visual(pixels.contiguous(memory_format=torch.channels_last))
        told = encode_short(model.text, torch.from_numpy(batch.tokens))
    first, second = normalize(seen.float(), dim=-1).chunk(2)
    texts = normalize(told.float(), dim=-1)
    scale = model.logit_scale.exp().clamp(max=60.0)
    words = text_image(first[: len(texts)], texts, scale, torch.from_numpy(batch.true), torch.from_numpy(batch.unsure))
    alike = image_image(first, second, recipe.image_scale)
    return words + recipe.image_weight * alike, float(words), float(alike)


def train(work: Path, recipe: Recipe) -> Path:
    """Runs the recipe and returns the path of the averaged weights."""
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(2)
    cache.make(work, recipe.pictures, recipe.statistics)
    words = tokenizer(learn_merges(work, recipe))
    data = Captioned(work, recipe.pictures, words)
    statistics = np.memmap(work / "statistics.u8", np.uint8, "r", shape=(recipe.statistics, cache.SIDE, cache.SIDE, 3))
    model = build(words.vocab_size).to(memory_format=torch.channels_last).train()
    average = deepcopy(model).eval()
    optimizer = optimiser(model, recipe)
    checkpoint = work / "checkpoint.pt"
    first, spent = 0, 0.0
    if checkpoint.is_file():
        saved = torch.load(checkpoint)
        if saved["recipe"] == asdict(recipe):
            model.load_state_dict(saved["model"])
            average.load_state_dict(saved["average"])
            optimizer.load_state_dict(saved["optimizer"])
            first, spent = saved["step"], saved["seconds"]
    print(
        f"{sum(p.numel() for p in model.parameters()):,} parameters, vocabulary {words.vocab_size}, from step {first}",
        flush=True,
    )
    began = time.monotonic()
    sums = np.zeros(2)
    for step in range(first, recipe.steps):
        # A generator of its own for each step: a resumed run sees what an unbroken one would have seen.
        rng = np.random.default_rng((recipe.seed, step))
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, recipe)
        loss, text_part, image_part = step_loss(model, data, statistics, recipe, rng)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        follow(average, model, min(recipe.average, (1 + step) / (10 + step)))
        sums += text_part, image_part
        if (step + 1) % 50 == 0:
            seconds = spent + time.monotonic() - began
            print(
                f"step {step + 1} text {sums[0] / 50:.3f} image {sums[1] / 50:.3f} scale {float(model.logit_scale.exp()):.1f} {seconds / 60:.1f} min",
                flush=True,
            )
            sums[:] = 0
        if (step + 1) % 300 == 0 or step + 1 == recipe.steps:
            seconds = spent + time.monotonic() - began
            state = {"recipe": asdict(recipe), "model": model.state_dict(), "average": average.state_dict(),
                     "optimizer": optimizer.state_dict(), "step": step + 1, "seconds": seconds}  # fmt: skip
            waiting = checkpoint.with_suffix(".part")
            torch.save(state, waiting)
            waiting.replace(checkpoint)
            facts = {
                "recipe": asdict(recipe),
                "step": step + 1,
                "minutes": round(seconds / 60, 1),
                "vocabulary": words.vocab_size,
            }
            torch.save({"model": average.state_dict(), **facts}, work / "model.pt")
    (work / "recipe.json").write_text(json.dumps(asdict(recipe), indent=2))
    return work / "model.pt"


def main() -> None:
    """Command line: where to work, and a way to try everything on a small scale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder for cache, checkpoints and the result")
    parser.add_argument("--pictures", type=int, default=Recipe.pictures)
    parser.add_argument("--statistics", type=int, default=Recipe.statistics)
    parser.add_argument("--steps", type=int, default=Recipe.steps)
    given = parser.parse_args()
    print(train(given.work, Recipe(pictures=given.pictures, statistics=given.statistics, steps=given.steps)))


if __name__ == "__main__":
    main()
