"""Pictures encoded by torch: in half precision on a GPU, or on the processor where a model could not be prepared.

:func:`open_batch_encoder` is for the encoder process alone, because it may import torch.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from mediasearch.encoders import devices, runtime
from mediasearch.encoders.base import ImageEncoder, Model
from mediasearch.encoders.samples import pictures
from mediasearch.encoders.torch_clip import keep_only, load_network

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

log = logging.getLogger(__name__)

#: Pictures that are computed at once at most, and before the memory they take is known.
MOST: Final = 256
FIRST: Final = 8

#: The part of a GPU's free memory that is used: the person's screen lives there as well.
_SHARE: Final = 0.5

#: The least cosine between what a GPU computes in half precision and what the processor does.
_LEAST: Final = 0.99


def open_batch_encoder(model: Model, threads: int | None = None) -> ImageEncoder:
    """What encodes many pictures fastest here: an NVIDIA or Apple GPU through torch, else what preparing chose.

    ``threads``: of the processor, where that computes.  Raises :class:`~mediasearch.errors.MediaSearchError`.
    """
    device = devices.torch_accelerator()
    if device is not None:
        try:
            return _checked(TorchImageEncoder(model, device), model)
        except Exception as error:  # a driver that does not fit, no memory: the processor can always do it
            log.warning("pictures are not encoded on %s: %s", device, error)
    if not model.prepared:
        return TorchImageEncoder(model, "cpu", threads)
    if model.device != "CPU":
        try:
            return runtime.OpenVinoImageEncoder(model, threads, device=model.device)
        except Exception as error:
            log.warning("pictures are not encoded on %s: %s", model.device, error)
    return runtime.open_image_encoder(model, threads)


class TorchImageEncoder:
    """The image tower on ``device`` (``cpu``, ``cuda``, ``mps``); half precision on a GPU.

    Batches are cut to what fits into memory.  Raises :class:`~mediasearch.errors.MediaSearchError` for a model that
    cannot be loaded, and what torch raises where there is no such device.
    """

    def __init__(self, model: Model, device: str, threads: int | None = None) -> None:
        network = load_network(model.directory)
        import torch

        if threads is not None and device == "cpu":
            torch.set_num_threads(threads)
        kind = torch.float32 if device == "cpu" else torch.float16
        keep_only(network, "visual")
        network.to(device=device, dtype=kind)
        shape = (1, 3, 1, 1)
        mean, std = (
            torch.tensor(values).view(shape).to(device, torch.float32)
            for values in (model.preprocess.mean, model.preprocess.std)
        )

        def tower(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
            with torch.inference_mode():
                batch = torch.from_numpy(pixels).to(device).permute(0, 3, 1, 2).float() / 255
                vectors: NDArray[np.float32] = (
                    network.encode_image(((batch - mean) / std).to(kind)).float().cpu().numpy()
                )
            return vectors

        self.batches = Batches(tower, FIRST)
        if device == "cuda":
            self.batches.limit = _fitting(torch, lambda: tower(pictures(model.preprocess.size)))
        elif device == "mps":
            self.batches.limit = MOST // 4  # its memory is the processor's, and nothing says what a batch takes
        self._dimension = model.dimension

    def encode(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        import numpy as np

        if not len(pixels):
            return np.zeros((0, self._dimension), np.float32)
        return runtime.unit(self.batches(np.ascontiguousarray(pixels)))


class Batches:
    """Runs ``tower`` over parts of at most ``limit`` pictures; where memory runs out, over parts half as large, and
    so from then on."""

    def __init__(self, tower: Callable[[NDArray[np.uint8]], NDArray[np.float32]], limit: int) -> None:
        self._tower = tower
        self.limit = limit

    def __call__(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        import numpy as np

        found: list[NDArray[np.float32]] = []
        start = 0
        while start < len(pixels):
            part = pixels[start : start + self.limit]
            try:
                found.append(self._tower(part))
            except (RuntimeError, MemoryError) as error:
                if len(part) == 1 or not _out_of_memory(error):
                    raise
                self.limit = len(part) // 2
            else:
                start += len(part)
                continue
            _give_back()  # here and not above: the exception holds what was computed so far
        return np.concatenate(found)


def _out_of_memory(error: Exception) -> bool:
    import torch

    # CUDA has a class for it, Metal and the processor only words.
    words = ("out of memory", "not enough memory", "can't allocate memory")
    return isinstance(error, (torch.OutOfMemoryError, MemoryError)) or any(each in str(error) for each in words)


def _give_back() -> None:
    import torch

    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    elif torch.backends.mps.is_available():
        torch.mps.empty_cache()


def _fitting(torch: Any, trial: Callable[[], NDArray[np.float32]]) -> int:
    """How many pictures fit into a share of the free memory, by what ``trial`` takes."""
    free, _ = torch.cuda.mem_get_info()
    before = torch.cuda.memory_allocated()
    torch.cuda.reset_peak_memory_stats()
    count = len(trial())
    each = max(1, (torch.cuda.max_memory_allocated() - before) // count)
    return int(max(1, min(MOST, _SHARE * free / each)))


def _checked(encoder: ImageEncoder, model: Model) -> ImageEncoder:
    """``encoder``, when it agrees with the processor: half precision overflows in some networks."""
    if model.prepared:
        seen = pictures(model.preprocess.size)
        cosines = (encoder.encode(seen) * runtime.open_image_encoder(model).encode(seen)).sum(axis=1)
        if not cosines.min() >= _LEAST:  # also when it is not a number
            raise ArithmeticError(f"its vectors differ (cosine {cosines.min():.4f})")
    return encoder
