"""Pictures and texts on which a prepared model is held against the original one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PICTURES: Final = 6

#: Short and long, in many scripts, with what cleaning and tokenizing stumble over.
TEXTS: Final = (
    "a photo of a cat",
    "snow",
    "",
    "Two black dogs on a WHITE sofa, it's 1984!",
    "日落时的大海",
    "雪の中の赤い車",
    "강아지와 고양이",
    "закат над морем",
    "غروب الشمس على البحر",
    "समुद्र के ऊपर सूर्यास्त",
    "พระอาทิตย์ตกเหนือทะเล",
    "Straße im Schnee — ½ café, naïve & co. &amp; &lt;b&gt;",
    "👩‍👩‍👧‍👦 🏳️‍🌈 ❤️",
    "under_score CamelCase path/to/file.JPG <eos> [CLS] </s>",
    "a very long description of a very long street " * 20,
)


def pictures(size: int) -> NDArray[np.uint8]:
    """``uint8 (n, size, size, 3)``: plain, shaded, striped and noisy ones; always the same."""
    import numpy as np

    rng = np.random.default_rng(20)
    across, down = np.meshgrid(np.linspace(0, 1, size), np.linspace(0, 1, size))
    made = []
    for number in range(PICTURES):
        colours = rng.uniform(0, 255, (3, 3))
        shade = across[..., None] * colours[0] + down[..., None] * colours[1]
        stripes = np.sin((across + number * down)[..., None] * 6 * (number + 1)) * colours[2] / 2
        noise = rng.normal(0, 12 * number, (size, size, 3))
        made.append(np.clip(shade + stripes + noise, 0, 255))
    return np.stack(made).astype(np.uint8)
