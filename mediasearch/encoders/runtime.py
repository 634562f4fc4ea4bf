"""The light runtime: towers prepared as OpenVINO IR, run on the processor.  No torch.

:func:`open_image_encoder` and :func:`open_text_encoder` are what others call.  The GIL is released while a network is
compiled and while it runs.  An encoder has one owner: it must not be called from two threads at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediasearch.encoders.base import ImageEncoder, Model, TextEncoder
from mediasearch.encoders.store import MERGES
from mediasearch.errors import MediaSearchError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def open_image_encoder(model: Model, threads: int | None = None, cache: Path | None = None) -> ImageEncoder:
    """The image tower of ``model``, ready to run.

    ``threads``: processor threads it may use (None: all cores).  ``cache``: a folder for compiled networks.
    Raises :class:`MediaSearchError`.
    """
    return OpenVinoImageEncoder(model, threads, cache)


def open_text_encoder(model: Model, threads: int | None = None, cache: Path | None = None) -> TextEncoder:
    """The text tower of ``model``; see :func:`open_image_encoder`."""
    return OpenVinoTextEncoder(model, threads, cache)


class OpenVinoImageEncoder:
    """``uint8 (n, size, size, 3)`` → ``float32 (n, dimension)``, rows of length 1."""

    def __init__(self, model: Model, threads: int | None = None, cache: Path | None = None) -> None:
        ov = import_openvino()
        core = _core(ov, threads, cache)
        network = _read(core, model, "image")
        # Normalised inside the network: 20 to 40 % more pictures a second than NumPy before it.
        prepare = ov.preprocess.PrePostProcessor(network)
        prepare.input().tensor().set_element_type(ov.Type.u8).set_layout(ov.Layout("NHWC"))
        prepare.input().model().set_layout(ov.Layout("NCHW"))
        steps = prepare.input().preprocess().convert_element_type(ov.Type.f32)
        steps.mean([255 * value for value in model.preprocess.mean])
        steps.scale([255 * value for value in model.preprocess.std])
        self._request = _compile(core, prepare.build(), model, "image").create_infer_request()
        self.model = model

    def encode(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        return _run(self._request, pixels, self.model.dimension)


class OpenVinoTextEncoder:
    """``n`` texts → ``float32 (n, dimension)``, rows of length 1."""

    def __init__(self, model: Model, threads: int | None = None, cache: Path | None = None) -> None:
        from mediasearch.encoders.tokenizer import BpeTokenizer

        ov = import_openvino()
        core = _core(ov, threads, cache)
        self.tokenizer = BpeTokenizer(model.directory / MERGES, model.context_length)
        self._request = _compile(core, _read(core, model, "text"), model, "text").create_infer_request()
        self.model = model

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        return _run(self._request, self.tokenizer(texts), self.model.dimension)


def import_openvino() -> Any:
    """The ``openvino`` module, imported so that it neither asks a host nor writes below the home directory."""
    # Importing it starts its telemetry, which looks up an analytics host and writes an id file, unless that package
    # cannot be imported; None is Python's own way to say so. Measured on 2025.x and 2026.x.
    if "openvino" not in sys.modules:
        sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    import openvino

    return openvino


def _core(ov: Any, threads: int | None, cache: Path | None) -> Any:
    core = ov.Core()
    options: dict[str, Any] = {
        # Single precision everywhere, so that all machines make the same vectors. bf16 would be 1.5 to 3 times as fast
        # where the processor has it (cosine to f32 0.9995), but decoding takes far longer than a small tower.
        "INFERENCE_PRECISION_HINT": "f32",
        # One batch at a time: THROUGHPUT splits the cores into streams of which a single caller uses one.
        "PERFORMANCE_HINT": "LATENCY",
        # Two processes that pin their threads meet on the same core; unpinned is as fast alone and faster in company.
        "ENABLE_CPU_PINNING": False,
    }
    if threads is not None:
        options["INFERENCE_NUM_THREADS"] = threads
    core.set_property("CPU", options)
    if cache is not None:
        core.set_property({"CACHE_DIR": str(cache)})
    return core


def _read(core: Any, model: Model, tower: str) -> Any:
    try:
        return core.read_model(model.directory / f"{tower}.xml", model.directory / f"{tower}.bin")
    except RuntimeError as error:
        raise _unusable(model, tower) from error


def _compile(core: Any, network: Any, model: Model, tower: str) -> Any:
    try:
        compiled = core.compile_model(network, "CPU")
        shape = compiled.output(0).get_partial_shape()
    except RuntimeError as error:
        raise _unusable(model, tower) from error
    if shape.rank.get_length() != 2 or shape[1].is_dynamic or shape[1].get_length() != model.dimension:
        raise _unusable(model, tower)
    return compiled


def _unusable(model: Model, tower: str) -> MediaSearchError:
    return MediaSearchError(
        f"The {tower} part of the model {model.name} cannot be loaded",
        "Install Mediasearch again, or choose another model.",
    )


def _run(request: Any, batch: NDArray[Any], dimension: int) -> NDArray[np.float32]:
    import numpy as np

    if not len(batch):
        return np.zeros((0, dimension), dtype=np.float32)
    result = request.infer([np.ascontiguousarray(batch)], share_inputs=True)
    return np.array(result[0], dtype=np.float32)  # a copy: the request reuses its memory
