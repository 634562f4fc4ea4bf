"""What a few lines with open_clip do on torch, in single precision: the reference for indexing and for a cold search.

``python -m tests.benchmarks.naive index SOURCE FILE…`` prints the seconds of the loop alone, without importing and
loading, and the seconds of processor time it took.  ``python -m tests.benchmarks.naive text SOURCE TEXT`` encodes one
description.  ``SOURCE`` is a folder as open_clip reads it.
"""

from __future__ import annotations

import sys
from time import perf_counter, process_time
from typing import Any

from PIL import Image

from mediasearch.encoders.torch_clip import import_open_clip


def index(source: str, files: list[str]) -> tuple[float, float]:
    """Seconds to open, decode, preprocess and encode ``files`` one by one, and the processor time of it."""
    import torch

    network, preprocess = _opened(source)
    wall = cost = 0.0
    with torch.inference_mode():
        for number, file in enumerate([files[0], *files]):  # the first one twice: torch warms up on it
            started, spent = perf_counter(), process_time()
            pixels = preprocess(Image.open(file).convert("RGB"))
            network.encode_image(pixels.unsqueeze(0), normalize=True).numpy()
            if number:
                wall += perf_counter() - started
                cost += process_time() - spent
    return wall, cost


def _opened(source: str) -> tuple[Any, Any]:
    network, _, preprocess = import_open_clip().create_model_and_transforms(f"local-dir:{source}")
    return network.eval(), preprocess


def text(source: str, description: str) -> None:
    import torch

    network, _ = _opened(source)
    tokenize = import_open_clip().get_tokenizer(f"local-dir:{source}")
    with torch.inference_mode():
        print(network.encode_text(tokenize([description]), normalize=True).shape)


def main() -> None:
    kind, source, *rest = sys.argv[1:]
    if kind == "index":
        print(*index(source, rest))
    else:
        text(source, *rest)


if __name__ == "__main__":
    main()
