"""Two views of every picture in a batch: a mild one that its captions still fit, and a hard one.

What the hard view goes through is what happens to people's photos: cropped, mirrored, shrunk and enlarged again,
saved badly, made brighter or greyer.
"""

from __future__ import annotations

import io

import numpy as np
import torch
from PIL import Image
from torch.nn.functional import grid_sample, interpolate
from towers import MEAN, SIZE, STD

Tensor = torch.Tensor


def crops(count: int, rng: np.random.Generator, least: float, most: float, stretch: float) -> np.ndarray:
    """Boxes as (centre x, centre y, half width, half height) in -1..1, areas between ``least`` and ``most``."""
    area = rng.uniform(least, most, count)
    aspect = np.exp(rng.uniform(-stretch, stretch, count))
    wide, high = np.minimum(np.sqrt(area * aspect), 1.0), np.minimum(np.sqrt(area / aspect), 1.0)
    return np.stack(
        [rng.uniform(-1, 1, count) * (1 - wide), rng.uniform(-1, 1, count) * (1 - high), wide, high], axis=1
    )


def cut(pictures: Tensor, boxes: np.ndarray, mirrored: np.ndarray, turn: np.ndarray, size: int = SIZE) -> Tensor:
    """The boxes of the pictures, resized: float (n, 3, s, s) in 0..1 to (n, 3, size, size)."""
    matrix = np.zeros((len(boxes), 2, 3), np.float32)
    sign = np.where(mirrored, -1.0, 1.0)
    matrix[:, 0, 0] = sign * boxes[:, 2] * np.cos(turn)
    matrix[:, 0, 1] = -boxes[:, 3] * np.sin(turn)
    matrix[:, 1, 0] = sign * boxes[:, 2] * np.sin(turn)
    matrix[:, 1, 1] = boxes[:, 3] * np.cos(turn)
    matrix[:, :, 2] = boxes[:, :2]
    grid = torch.nn.functional.affine_grid(torch.from_numpy(matrix), [len(boxes), 3, size, size], align_corners=False)
    return grid_sample(pictures, grid, mode="bilinear", padding_mode="reflection", align_corners=False)


def recoloured(pixels: Tensor, rng: np.random.Generator, strength: float) -> Tensor:
    """Brightness, contrast, saturation and white balance changed; a few pictures made grey."""
    count = len(pixels)

    def amount(reach: float) -> Tensor:
        return torch.from_numpy(rng.uniform(1 - reach, 1 + reach, (count, 1, 1, 1)).astype(np.float32))

    mean = pixels.mean(dim=(1, 2, 3), keepdim=True)
    pixels = (pixels - mean) * amount(0.35 * strength) + mean
    grey = pixels.mean(dim=1, keepdim=True)
    saturation = amount(0.4 * strength)
    saturation[torch.from_numpy(rng.random(count) < 0.04 * strength)] = 0.0
    pixels = grey + (pixels - grey) * saturation
    balance = torch.from_numpy(
        rng.uniform(1 - 0.08 * strength, 1 + 0.08 * strength, (count, 3, 1, 1)).astype(np.float32)
    )
    return (pixels * balance * amount(0.3 * strength)).clamp_(0.0, 1.0)


def _recompressed(pixels: Tensor, chosen: np.ndarray, rng: np.random.Generator) -> None:
    for i in np.flatnonzero(chosen):
        array = (pixels[i].permute(1, 2, 0).numpy() * 255).astype(np.uint8)
        buffer = io.BytesIO()
        Image.fromarray(array).save(buffer, "JPEG", quality=int(rng.integers(18, 70)))
        saved = np.asarray(Image.open(buffer), np.float32) / 255.0
        pixels[i] = torch.from_numpy(saved).permute(2, 0, 1)


def _shrunk(pixels: Tensor, chosen: np.ndarray, rng: np.random.Generator) -> None:
    index = np.flatnonzero(chosen)
    if len(index):
        small = interpolate(pixels[index], size=int(rng.integers(40, 96)), mode="area")
        pixels[index] = interpolate(small, size=pixels.shape[-1], mode="bilinear", align_corners=False)


def _noisy(pixels: Tensor, chosen: np.ndarray, rng: np.random.Generator) -> None:
    index = np.flatnonzero(chosen)
    if len(index):
        noise = rng.standard_normal((len(index), *pixels.shape[1:]), dtype=np.float32) * rng.uniform(0.01, 0.05)
        pixels[index] = (pixels[index] + torch.from_numpy(noise)).clamp_(0, 1)


def _normalised(pixels: Tensor) -> Tensor:
    mean, std = torch.tensor(MEAN).view(1, 3, 1, 1), torch.tensor(STD).view(1, 3, 1, 1)
    return (pixels - mean) / std


def mild(raw: np.ndarray, may_mirror: np.ndarray, rng: np.random.Generator) -> Tensor:
    """A view that keeps everything a caption says; uint8 (n, s, s, 3) to normalised float (n, 3, SIZE, SIZE)."""
    count = len(raw)
    pictures = torch.from_numpy(raw).permute(0, 3, 1, 2).float().div_(255.0)
    boxes = crops(count, rng, 0.8, 1.0, 0.1)
    whole = rng.random(count) < 0.4
    boxes[whole] = (0.0, 0.0, 1.0, 1.0)
    pixels = cut(pictures, boxes, may_mirror & (rng.random(count) < 0.5), np.zeros(count))
    pixels = recoloured(pixels, rng, 0.25)
    _shrunk(pixels, rng.random(count) < 0.15, rng)
    return _normalised(pixels)


def hard(raw: np.ndarray, rng: np.random.Generator) -> Tensor:
    """A view that only the same picture could have given; same shapes as `mild`."""
    count = len(raw)
    pictures = torch.from_numpy(raw).permute(0, 3, 1, 2).float().div_(255.0)
    boxes = crops(count, rng, 0.28, 0.95, 0.25)
    turn = np.where(rng.random(count) < 0.15, rng.uniform(-0.1, 0.1, count), 0.0)
    pixels = cut(pictures, boxes, rng.random(count) < 0.5, turn)
    pixels = recoloured(pixels, rng, 1.0)
    _shrunk(pixels, rng.random(count) < 0.25, rng)
    _noisy(pixels, rng.random(count) < 0.1, rng)
    _recompressed(pixels, rng.random(count) < 0.2, rng)
    return _normalised(pixels)
