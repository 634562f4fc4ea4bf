"""Figures of people and animals as stencils: the origin is between the feet, the height is 1, y runs down."""

from __future__ import annotations

import numpy as np

from mediasearch.demo.canvas import Stencil, box, ellipse, smooth, stroke


def person(rng: np.random.Generator) -> Stencil:
    """Someone standing, walking, waving or with arms wide."""
    pose = int(rng.integers(4))
    step = 0.03 if pose == 0 else rng.uniform(0.04, 0.12)
    cut = Stencil().add(ellipse(0.0, -0.925, 0.066, 0.075))
    cut.add(stroke([(0, -0.88), (0, -0.8)], 0.06))
    cut.add(
        smooth(
            [(-0.12, -0.81), (0.0, -0.845), (0.12, -0.81), (0.1, -0.62), (0.095, -0.46), (-0.095, -0.46), (-0.1, -0.62)]
        )
    )
    cut.add(stroke([(-0.05, -0.48), (-0.06 - step / 2, -0.25), (-0.05 - step, 0.0)], 0.105, 0.055))
    cut.add(stroke([(0.05, -0.48), (0.07 + step / 2, -0.25), (0.05 + step, 0.0)], 0.105, 0.055))
    cut.add(ellipse(-0.035 - step, -0.012, 0.05, 0.02), ellipse(0.065 + step, -0.012, 0.05, 0.02))
    down = [(0.115, -0.79), (0.16, -0.62), (0.155, -0.45)]
    up = [(0.115, -0.79), (0.21, -0.86), (0.24, -1.02)]
    wide = [(0.115, -0.79), (0.25, -0.76), (0.38, -0.8)]
    right = {0: down, 1: down, 2: up, 3: wide}[pose]
    left = {0: down, 1: down, 2: down, 3: wide}[pose]
    cut.add(stroke(right, 0.06, 0.04), stroke([(-x, y) for x, y in left], 0.06, 0.04))
    if rng.random() < 0.35:
        cut.add(smooth([(-0.1, -0.62), (0.1, -0.62), (0.17, -0.3), (-0.17, -0.3)], closed=True))
    return cut


def _legs(cut: Stencil, at: tuple[float, ...], top: float, thick: float, rng: np.random.Generator) -> None:
    for x in at:
        bend = rng.uniform(-0.03, 0.03)
        cut.add(stroke([(x, top), (x + bend, top / 2), (x + rng.uniform(-0.03, 0.03), 0.0)], thick, thick * 0.5))


def dog(rng: np.random.Generator) -> Stencil:
    """A dog from the side."""
    cut = Stencil().add(
        smooth(
            [
                (-0.5, -0.62),
                (-0.2, -0.66),
                (0.2, -0.68),
                (0.46, -0.78),
                (0.5, -0.5),
                (0.2, -0.4),
                (-0.2, -0.44),
                (-0.48, -0.38),
            ]
        )
    )
    cut.add(
        stroke([(0.4, -0.62), (0.6, -0.88)], 0.24, 0.2),
        ellipse(0.64, -0.92, 0.16, 0.125),
        ellipse(0.8, -0.88, 0.11, 0.065, 0.1),
    )
    cut.add(smooth([(0.54, -1.0), (0.6, -0.98), (0.6, -0.82), (0.52, -0.74), (0.48, -0.86)]))
    cut.add(stroke([(-0.46, -0.58), (-0.66, -0.72), (-0.72, -0.95)], 0.09, 0.035))
    _legs(cut, (-0.42, -0.32, 0.34, 0.44), -0.48, 0.14, rng)
    return cut


def cat(rng: np.random.Generator) -> Stencil:
    """A sitting cat, or one walking with its tail up."""
    cut = Stencil()
    if rng.random() < 0.6:
        cut.add(
            smooth(
                [
                    (-0.3, -0.02),
                    (-0.33, -0.25),
                    (-0.2, -0.52),
                    (-0.1, -0.68),
                    (0.12, -0.68),
                    (0.2, -0.45),
                    (0.26, -0.2),
                    (0.28, -0.02),
                    (0.0, 0.0),
                ]
            )
        )
        cut.add(ellipse(0.02, -0.78, 0.185, 0.165))
        cut.add(
            np.array([[-0.16, -0.82], [-0.15, -1.04], [-0.02, -0.92]]),
            np.array([[0.2, -0.82], [0.19, -1.04], [0.06, -0.92]]),
        )
        cut.add(
            stroke(smooth([(-0.25, -0.05), (-0.52, -0.04), (-0.6, -0.22), (-0.5, -0.4)], closed=False), 0.085, 0.05)
        )
        return cut
    cut.add(smooth([(-0.5, -0.56), (0.0, -0.6), (0.42, -0.6), (0.5, -0.42), (0.0, -0.36), (-0.5, -0.34)]))
    cut.add(
        ellipse(0.6, -0.68, 0.17, 0.15),
        np.array([[0.45, -0.74], [0.47, -0.94], [0.58, -0.82]]),
        np.array([[0.74, -0.74], [0.75, -0.94], [0.62, -0.82]]),
    )
    cut.add(stroke(smooth([(-0.46, -0.5), (-0.66, -0.6), (-0.7, -0.85), (-0.6, -1.0)], closed=False), 0.085, 0.045))
    _legs(cut, (-0.42, -0.3, 0.32, 0.44), -0.42, 0.11, rng)
    return cut


def horse(rng: np.random.Generator) -> Stencil:
    """A horse from the side."""
    cut = Stencil().add(
        smooth(
            [
                (-0.52, -0.66),
                (-0.3, -0.72),
                (0.05, -0.66),
                (0.36, -0.72),
                (0.44, -0.52),
                (0.3, -0.4),
                (-0.1, -0.38),
                (-0.42, -0.42),
            ]
        )
    )
    cut.add(smooth([(0.2, -0.7), (0.4, -0.92), (0.5, -1.04), (0.58, -0.98), (0.56, -0.8), (0.44, -0.52)]))
    cut.add(smooth([(0.48, -1.05), (0.6, -1.0), (0.8, -0.82), (0.77, -0.74), (0.66, -0.78), (0.5, -0.88)]))
    cut.add(np.array([[0.48, -1.0], [0.5, -1.12], [0.56, -1.02]]))
    cut.add(smooth([(-0.48, -0.68), (-0.62, -0.62), (-0.68, -0.3), (-0.58, -0.32), (-0.5, -0.55)]))
    _legs(cut, (-0.43, -0.31, 0.24, 0.35), -0.5, 0.125, rng)
    return cut


def cow(rng: np.random.Generator) -> Stencil:
    """A cow from the side."""
    cut = Stencil().add(
        smooth([(-0.68, -0.82), (0.0, -0.84), (0.56, -0.86), (0.62, -0.55), (0.4, -0.32), (-0.3, -0.3), (-0.66, -0.4)])
    )
    cut.add(smooth([(0.5, -0.88), (0.78, -0.98), (0.98, -0.78), (0.96, -0.66), (0.84, -0.64), (0.6, -0.55)]))
    cut.add(stroke([(0.7, -0.94), (0.74, -1.06), (0.82, -1.08)], 0.05, 0.02), ellipse(0.64, -0.9, 0.1, 0.04, 0.3))
    cut.add(stroke([(-0.66, -0.76), (-0.76, -0.5), (-0.74, -0.34)], 0.05, 0.04))
    _legs(cut, (-0.56, -0.42, 0.36, 0.5), -0.42, 0.15, rng)
    return cut


def sheep(rng: np.random.Generator) -> Stencil:
    """A woolly sheep."""
    cut = Stencil()
    for angle in np.linspace(0, 2 * np.pi, 13):
        cut.add(ellipse(0.42 * np.cos(angle), -0.62 + 0.22 * np.sin(angle), 0.2, 0.17, steps=20))
    cut.add(ellipse(0, -0.62, 0.45, 0.28), ellipse(0.62, -0.74, 0.16, 0.12, 0.5))
    _legs(cut, (-0.35, -0.2, 0.22, 0.36), -0.4, 0.1, rng)
    return cut


def deer(rng: np.random.Generator) -> Stencil:
    """A stag."""
    cut = Stencil().add(
        smooth([(-0.42, -0.6), (0.0, -0.62), (0.32, -0.66), (0.36, -0.48), (0.1, -0.4), (-0.38, -0.42)])
    )
    cut.add(
        stroke([(0.26, -0.58), (0.4, -0.84)], 0.18, 0.1),
        smooth([(0.34, -0.9), (0.46, -0.9), (0.6, -0.8), (0.56, -0.75), (0.38, -0.78)]),
    )
    for side in (-0.04, 0.06):
        cut.add(stroke([(0.4 + side, -0.88), (0.34 + 2 * side, -1.05), (0.42 + 4 * side, -1.2)], 0.03, 0.012))
        cut.add(stroke([(0.345 + 2 * side, -1.04), (0.46 + 2 * side, -1.12)], 0.022, 0.01))
    cut.add(ellipse(-0.45, -0.58, 0.06, 0.04))
    _legs(cut, (-0.35, -0.27, 0.2, 0.28), -0.46, 0.085, rng)
    return cut


def camel(rng: np.random.Generator) -> Stencil:
    """A camel with two humps."""
    cut = Stencil().add(
        smooth(
            [
                (-0.5, -0.6),
                (-0.36, -0.72),
                (-0.22, -0.92),
                (-0.08, -0.74),
                (0.04, -0.74),
                (0.16, -0.94),
                (0.3, -0.72),
                (0.44, -0.62),
                (0.4, -0.44),
                (0.0, -0.4),
                (-0.46, -0.42),
            ]
        )
    )
    cut.add(stroke(smooth([(0.36, -0.56), (0.6, -0.54), (0.68, -0.72), (0.7, -0.96)], closed=False), 0.15, 0.085))
    cut.add(smooth([(0.64, -1.0), (0.76, -1.02), (0.92, -0.95), (0.9, -0.88), (0.7, -0.88)]))
    cut.add(stroke([(-0.48, -0.56), (-0.58, -0.36)], 0.04, 0.03))
    _legs(cut, (-0.4, -0.3, 0.24, 0.34), -0.5, 0.1, rng)
    return cut


def elephant(rng: np.random.Generator) -> Stencil:
    """An elephant from the side."""
    cut = Stencil().add(
        smooth([(-0.62, -0.72), (-0.3, -0.96), (0.15, -0.98), (0.45, -0.88), (0.44, -0.42), (0.0, -0.3), (-0.5, -0.32)])
    )
    cut.add(
        ellipse(0.52, -0.8, 0.25, 0.23),
        smooth([(0.2, -0.95), (0.42, -0.98), (0.46, -0.72), (0.34, -0.52), (0.2, -0.66)]),
    )
    cut.add(stroke(smooth([(0.68, -0.78), (0.82, -0.55), (0.8, -0.28), (0.9, -0.14)], closed=False), 0.17, 0.065))
    cut.add(
        stroke([(0.66, -0.62), (0.8, -0.55), (0.9, -0.58)], 0.05, 0.015),
        stroke([(-0.6, -0.66), (-0.7, -0.4)], 0.035, 0.03),
    )
    for x in (-0.48, -0.28, 0.2, 0.38):
        cut.add(stroke([(x, -0.45), (x, 0.0)], 0.17, 0.15))
    return cut


def bird(rng: np.random.Generator) -> Stencil:
    """A bird on the wing, about 1 wide, the origin in its middle."""
    lift = rng.uniform(0.12, 0.3)
    wing = [
        (0.0, 0.0),
        (0.16, -lift),
        (0.32, -lift * 1.05),
        (0.52, -lift * 0.35),
        (0.3, -lift * 0.62),
        (0.14, -lift * 0.3),
        (0.05, 0.09),
    ]
    cut = Stencil().add(smooth(wing), smooth([(-x, y) for x, y in wing]))
    return cut.add(ellipse(0.0, 0.03, 0.05, 0.11), np.array([[-0.04, 0.1], [0.04, 0.1], [0.0, 0.22]]))


def fish(rng: np.random.Generator) -> Stencil:
    """A fish, about 1 long, the origin in its middle."""
    tall = rng.uniform(0.18, 0.3)
    cut = Stencil().add(
        smooth(
            [
                (0.5, 0.0),
                (0.25, -tall),
                (-0.1, -tall * 0.8),
                (-0.32, -0.05),
                (-0.32, 0.05),
                (-0.1, tall * 0.8),
                (0.25, tall),
            ]
        )
    )
    cut.add(np.array([[-0.27, 0.0], [-0.56, -tall * 0.95], [-0.47, 0.0], [-0.56, tall * 0.95]]))
    return cut.add(smooth([(0.2, -tall * 0.9), (0.02, -tall * 1.45), (-0.14, -tall * 0.7)]))


def snowman() -> Stencil:
    """Three balls, for the painter to dress."""
    return Stencil().add(ellipse(0, -0.26, 0.27, 0.26), ellipse(0, -0.62, 0.2, 0.2), ellipse(0, -0.89, 0.14, 0.14))


def bench() -> Stencil:
    """A park bench from the front."""
    cut = Stencil().add(box(-0.9, -0.5, 0.9, -0.42), box(-0.9, -0.95, 0.9, -0.83), box(-0.9, -0.75, 0.9, -0.64))
    return cut.add(box(-0.75, -0.95, -0.66, 0), box(0.66, -0.95, 0.75, 0))


ANIMALS = {
    "dog": dog,
    "cat": cat,
    "horse": horse,
    "cow": cow,
    "sheep": sheep,
    "deer": deer,
    "camel": camel,
    "elephant": elephant,
}
