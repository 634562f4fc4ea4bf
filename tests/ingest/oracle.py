"""open_clip's own preprocessing, written to a file; run in a process of its own, because it imports torch.

``python -m tests.ingest.oracle FOLDER``: every ``*.png`` in ``FOLDER`` → ``expected.npz``, ``uint8 (64, 64, 3)`` each,
named ``PICTURE MODE INTERPOLATION``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from mediasearch.encoders.torch_clip import import_open_clip

FILL = 7
MODES = ("shortest", "squash", "longest")
INTERPOLATIONS = ("bicubic", "bilinear")


def main(folder: Path) -> None:
    own = import_open_clip().transform
    found = {}
    for mode in MODES:
        for interpolation in INTERPOLATIONS:
            config = own.PreprocessCfg(
                size=64, mean=(0,) * 3, std=(1,) * 3, interpolation=interpolation, resize_mode=mode, fill_color=FILL
            )
            transform = own.image_transform_v2(config, is_train=False)
            for path in folder.glob("*.png"):
                with Image.open(path) as image:
                    pixels = transform(image) * 255
                found[f"{path.stem} {mode} {interpolation}"] = pixels.round().byte().permute(1, 2, 0).numpy()
    np.savez(folder / "expected.npz", **found)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
