"""Random fields that look the same at every resolution.

A field is a sum of lattices of random numbers, each enlarged smoothly to the canvas (value noise; Perlin 1985,
Musgrave 1994 for the ridged variant). The lattices depend only on the seed, so a picture keeps its hills and
clouds whether it is drawn 112 or 1,200 pixels wide; fine octaves that the canvas cannot show are left out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

# Fields are made in single precision; arithmetic with positions may widen them, which does no harm.
Field = NDArray[np.floating[Any]]


def _enlarge(lattice: Field, width: int, height: int) -> Field:
    picture = Image.fromarray(lattice).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(picture, dtype=np.float32)


def fbm(
    seed: int,
    width: int,
    height: int,
    frequency: float = 3.0,
    octaves: int = 4,
    stretch: float = 1.0,
    roughness: float = 0.5,
) -> Field:
    """Fractal noise, float32 (height, width), roughly 0..1 with mean 0.5.

    ``frequency`` counts cells of the first octave along the height; ``stretch`` > 1 makes the marks longer
    horizontally (water, clouds), < 1 vertically (falling water, bark).
    """
    total = np.zeros((height, width), dtype=np.float32)
    weight, amplitude = 0.0, 1.0
    for octave in range(octaves):
        cells = frequency * 2.0**octave
        rows = max(2, round(cells) + 1)
        columns = max(2, round(cells * width / height / stretch) + 1)
        if octave and (rows > height or columns > width):
            break
        lattice = np.random.default_rng((seed, octave)).random((rows, columns), dtype=np.float32)
        total += amplitude * _enlarge(lattice, width, height)
        weight += amplitude
        amplitude *= roughness
    return total / np.float32(weight)


def ridged(seed: int, width: int, height: int, frequency: float = 3.0, octaves: int = 4) -> Field:
    """Noise with sharp crests, float32 (height, width) in 0..1: rock, veins, ripples."""
    total = np.zeros((height, width), dtype=np.float32)
    weight, amplitude = 0.0, 1.0
    for octave in range(octaves):
        field = fbm(seed + 7919 * octave, width, height, frequency * 2.0**octave, 1)
        total += amplitude * (1.0 - np.abs(2.0 * field - 1.0))
        weight += amplitude
        amplitude *= 0.5
    return total / np.float32(weight)


def profile(seed: int, samples: int, frequency: float = 3.0, octaves: int = 5, roughness: float = 0.5) -> Field:
    """A one-dimensional fractal line, float32 (samples,), roughly -1..1: ridges, shores, horizons."""
    total = np.zeros(samples, dtype=np.float32)
    position = np.linspace(0.0, 1.0, samples, dtype=np.float32)
    weight, amplitude = 0.0, 1.0
    for octave in range(octaves):
        cells = max(2, round(frequency * 2.0**octave))
        knots = np.random.default_rng((seed, octave)).uniform(-1.0, 1.0, cells + 1).astype(np.float32)
        place = position * cells
        left = np.minimum(place.astype(np.int64), cells - 1)
        part = place - left
        part = part * part * (3.0 - 2.0 * part)
        total += amplitude * (knots[left] * (1.0 - part) + knots[left + 1] * part)
        weight += amplitude
        amplitude *= roughness
    return total / np.float32(weight)


def smoothstep(low: float, high: float, values: Field) -> Field:
    """0 below ``low``, 1 above ``high``, a smooth ramp between."""
    ramp = np.clip((values - low) / (high - low), 0.0, 1.0)
    result: Field = (ramp * ramp * (3.0 - 2.0 * ramp)).astype(np.float32)
    return result
