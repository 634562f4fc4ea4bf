"""Trains the starter model from nothing but our own renderer: one seeded run, made for two cores.

    python packaging/starter/train.py --work FOLDER

renders and caches the pictures, learns the token merges, trains, and leaves ``model.pt`` and ``bpe.txt.gz`` in
FOLDER; ``export.py`` makes the shipped files of them. An interrupted run goes on from its last checkpoint.
"""

from __future__ import annotations

import argparse
import time
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cache
import merges as bpe
import numpy as np
import torch
import torch.distributed as dist
import views
from dataset import Captioned
from losses import image_image, text_image
from torch.multiprocessing.spawn import spawn
from torch.nn.functional import normalize
from towers import build, import_open_clip, tokenizer

WORKERS = 2


@dataclass(frozen=True)
class Stage:
    """What a batch is made of, and what the image-image term weighs."""

    captioned: int
    drilled: int
    uncaptioned: int
    pairs: int
    image_weight: float
    exact: bool = False
    full: float = 0.34


@dataclass(frozen=True)
class Recipe:
    """Everything that shapes the result."""

    seed: int = 20
    pictures: int = 36_000
    statistics: int = 6_000
    drills: int = 12_000
    merges: int = 3_000
    steps: int = 4_500
    rate: float = 1.6e-3
    encores: tuple[int, ...] = (650, 400)
    encore_rate: float = 5.0e-4
    warmup: int = 150
    descent: float = 0.45
    decay: float = 0.05
    image_scale: float = 14.0
    average: float = 0.998
    # From which step on: first scenes and colours, then shapes as well, then words before likeness, then exactness.
    stages: tuple[tuple[int, Stage], ...] = (
        (0, Stage(captioned=192, drilled=0, uncaptioned=48, pairs=144, image_weight=0.6)),
        (1_400, Stage(captioned=192, drilled=72, uncaptioned=48, pairs=144, image_weight=0.6)),
        (1_900, Stage(captioned=216, drilled=96, uncaptioned=40, pairs=96, image_weight=0.3)),
        (2_100, Stage(captioned=216, drilled=72, uncaptioned=40, pairs=96, image_weight=0.3, exact=True)),
        (2_900, Stage(captioned=240, drilled=40, uncaptioned=24, pairs=64, image_weight=0.25, exact=True, full=0.6)),
        (4_500, Stage(captioned=240, drilled=24, uncaptioned=24, pairs=56, image_weight=0.25, exact=True, full=0.75)),
    )

    def stage(self, step: int) -> Stage:
        """What holds at this step."""
        return next(stage for start, stage in reversed(self.stages) if step >= start)


def learn_merges(work: Path, recipe: Recipe) -> Path:
    """The merges file, learnt from the captions of all pictures but the drills."""
    path = work / "bpe.txt.gz"
    texts = (
        text
        for shard in cache.shards(work, "pictures")
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
    """Linear warm-up, level, then linearly down over the last part (Zhai et al. 2022); short encores likewise.

    Until the descent begins, a run does not depend on how long it is going to be: a longer one may go on from it.
    """
    start = recipe.steps
    for length in recipe.encores:
        if start <= step < start + length:
            return recipe.encore_rate * (1.0 - (step - start) / length)
        start += length
    level = recipe.steps * (1.0 - recipe.descent)
    up = min(1.0, (step + 1) / recipe.warmup)
    down = min(1.0, (recipe.steps - step) / (recipe.steps - level))
    return recipe.rate * up * down


def same_but_length(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Whether two recipes differ at most in their number of steps."""
    return {**first, "steps": 0} == {**second, "steps": 0}


@torch.no_grad()
def follow(average: torch.nn.Module, model: torch.nn.Module, keep: float) -> None:
    """Moves the averaged weights a little towards the trained ones."""
    for mean, now in zip(average.parameters(), model.parameters(), strict=True):
        mean.lerp_(now, 1 - keep)
    moments = dict(model.named_buffers())
    for name, moment in average.named_buffers():
        if name.endswith(("running_mean", "running_var")):
            moment.lerp_(moments[name], 1 - keep)


def encode_short(text: Any, tokens: torch.Tensor) -> torch.Tensor:
    """The text tower on captions cut to the longest of them: it is causal, so the padding behind changes nothing."""
    whole, length = text.attn_mask, tokens.shape[1]
    text.attn_mask = whole[:length, :length]
    try:
        told: torch.Tensor = text(tokens)
    finally:
        text.attn_mask = whole
    return told


def gathered(own: torch.Tensor) -> torch.Tensor:
    """The rows of all processes in order, this process's own with their gradient."""
    parts = [torch.empty_like(own) for _ in range(WORKERS)]
    dist.all_gather(parts, own.detach())
    parts[dist.get_rank()] = own
    return torch.cat(parts)


class Step:
    """One step of the recipe as one of the processes sees it: its share of the pictures, everybody's negatives."""

    def __init__(self, data: Captioned, statistics: np.ndarray, recipe: Recipe) -> None:
        self.data, self.statistics, self.recipe = data, statistics, recipe
        self.rank = dist.get_rank()

    def loss(self, model: Any, step: int) -> tuple[torch.Tensor, float, float]:
        """The loss of random batch number ``step``, and its text-image and image-image parts."""
        recipe, stage = self.recipe, self.recipe.stage(step)
        # A generator of its own for each step: a resumed run sees what an unbroken one would have seen.
        common, own = np.random.default_rng((recipe.seed, step)), np.random.default_rng((recipe.seed, step, self.rank))
        batch = self.data.batch(stage.captioned, stage.drilled, stage.exact, stage.full, common)
        share = np.arange(stage.captioned).reshape(WORKERS, -1)[self.rank]
        chosen = batch.chosen[share]
        plain = self.statistics[np.sort(own.integers(0, len(self.statistics), stage.uncaptioned // WORKERS))]
        raw = np.concatenate([plain, self.data.images(chosen)])
        may_mirror = np.concatenate([np.ones(len(plain), bool), self.data.mirrors[chosen]])
        pairs = stage.pairs // WORKERS
        pixels = torch.cat([views.mild(raw, may_mirror, own), views.hard(raw[:pairs], own)]).contiguous(
            memory_format=torch.channels_last
        )
        # In full precision: measured, bfloat16 makes the depthwise convolutions' backward pass slower, not faster.
        seen = normalize(model.visual(pixels), dim=-1)
        texts = gathered(normalize(encode_short(model.text, torch.from_numpy(batch.tokens[share])), dim=-1))
        first, second = seen[: len(raw)], gathered(seen[len(raw) :])
        scale = model.logit_scale.exp().clamp(max=60.0)
        captioned = gathered(first[len(plain) :])
        words = text_image(captioned, texts, scale, torch.from_numpy(batch.true), torch.from_numpy(batch.unsure))
        alike = image_image(gathered(first[:pairs]), second, recipe.image_scale)
        return words + stage.image_weight * alike, float(words), float(alike)


def add_gradients(model: Any) -> None:
    """Sums the gradients of all processes; the temperature's is already whole in each."""
    found = [p.grad for p in model.parameters() if p.grad is not None]
    flat = torch.cat([grad.reshape(-1) for grad in found])
    dist.all_reduce(flat)
    at = 0
    for grad in found:
        grad.copy_(flat[at : at + grad.numel()].view_as(grad))
        at += grad.numel()
    scale = model.logit_scale.grad
    scale /= WORKERS


def work_on(rank: int, work: Path, recipe: Recipe) -> None:
    """One of the processes. Each has one thread: that shares a busy machine far better than two threads in step."""
    torch.set_num_threads(1)
    torch.manual_seed(recipe.seed)
    dist.init_process_group("gloo", init_method=f"file://{work / 'meeting'}", rank=rank, world_size=WORKERS)
    words = tokenizer(work / "bpe.txt.gz")
    data = Captioned(work, recipe.pictures, recipe.drills, words)
    statistics = cache.opened(work, "statistics", recipe.statistics)
    model = build(words.vocab_size).to(memory_format=torch.channels_last).train()
    average = deepcopy(model).eval()
    optimizer = optimiser(model, recipe)
    checkpoint = work / "checkpoint.pt"
    first, spent = 0, 0.0
    if checkpoint.is_file():
        saved = torch.load(checkpoint)
        if same_but_length(saved["recipe"], asdict(recipe)):
            model.load_state_dict(saved["model"])
            average.load_state_dict(saved["average"])
            optimizer.load_state_dict(saved["optimizer"])
            first, spent = saved["step"], saved["seconds"]
    if rank == 0:
        count = sum(p.numel() for p in model.parameters())
        print(f"{count:,} parameters, vocabulary {words.vocab_size}, from step {first}", flush=True)
    began = time.monotonic()
    sums = np.zeros(2)
    stepper = Step(data, statistics, recipe)
    for step in range(first, recipe.steps + sum(recipe.encores)):
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, recipe)
        loss, text_part, image_part = stepper.loss(model, step)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        add_gradients(model)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if rank:
            continue
        follow(average, model, min(recipe.average, (1 + step) / (10 + step)))
        sums += text_part, image_part
        seconds = spent + time.monotonic() - began
        if (step + 1) % 50 == 0:
            scale = float(model.logit_scale.detach().exp())
            parts = f"text {sums[0] / 50:.3f} image {sums[1] / 50:.3f} scale {scale:.1f}"
            print(f"step {step + 1} {parts} {seconds / 60:.1f} min", flush=True)
            sums[:] = 0
        if (step + 1) % 100 == 0 or step + 1 == recipe.steps + sum(recipe.encores):
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
            torch.save({"model": average.state_dict(), **facts}, waiting)
            waiting.replace(work / "model.pt")
    dist.barrier()
    dist.destroy_process_group()


def train(work: Path, recipe: Recipe) -> Path:
    """Runs the recipe and returns the path of the averaged weights."""
    cache.make(work, "pictures", recipe.pictures)
    cache.make(work, "statistics", recipe.statistics)
    cache.make(work, "drills", recipe.drills)
    learn_merges(work, recipe)
    (work / "meeting").unlink(missing_ok=True)
    spawn(work_on, (work, recipe), nprocs=WORKERS)  # type: ignore[no-untyped-call]
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
