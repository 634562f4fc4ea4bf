"""What a few lines with open_clip do: the reference for indexing and for a cold search.

``python -m tests.benchmarks.naive index FILE…`` prints the seconds of the loop alone, without importing and
loading, and the seconds of processor time it took.
``python -m tests.benchmarks.naive search TEXT`` encodes one description.
"""

from __future__ import annotations

import sys
from time import perf_counter, process_time

from PIL import Image

from mediasearch.encoders.store import starter
from mediasearch.encoders.torch_clip import TorchModel


def index(files: list[str]) -> tuple[float, float]:
    """Seconds to open, decode, preprocess and encode ``files`` one by one, and the processor time of it."""
    model = TorchModel(starter())
    torch = model.torch
    wall = cost = 0.0
    with torch.inference_mode():
        for number, file in enumerate([files[0], *files]):  # the first one twice: torch warms up on it
            started, spent = perf_counter(), process_time()
            pixels = model.preprocess(Image.open(file).convert("RGB"))
            model.clip.encode_image(pixels.unsqueeze(0), normalize=True).numpy()
            if number:
                wall += perf_counter() - started
                cost += process_time() - spent
    return wall, cost


def main() -> None:
    kind, *rest = sys.argv[1:]
    if kind == "index":
        print(*index(rest))
    else:
        print(TorchModel(starter()).text.encode(rest).shape)


if __name__ == "__main__":
    main()
