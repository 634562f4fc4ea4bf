"""The light runtime: towers prepared as OpenVINO IR, run on the processor.  No torch.

:func:`open_image_encoder` and :func:`open_text_encoder` are what others call.  The GIL is released while a network is
compiled and while it runs.  An encoder has one owner: it must not be called from two threads at once.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediasearch.encoders.base import ImageEncoder, Model, TextEncoder
from mediasearch.encoders.store import COMPILED
from mediasearch.encoders.tokens import open_tokenizer
from mediasearch.errors import MediaSearchError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Compiled networks kept per tower: one each for the few ways it is opened; older ones are of another OpenVINO, or of
#: another place that the library lay in, and no use any more.
_KEPT = 3

#: Texts are padded to a multiple of so many tokens: for each length that it has seen the runtime keeps some code, 1 MB
#: for ViT-B/32.
_STEP = 4


def open_image_encoder(model: Model, threads: int | None = None, cache: Path | None = None) -> ImageEncoder:
    """The image tower of ``model``, ready to run.

    ``threads``: processor threads it may use (None: all cores).  ``cache``: a folder for compiled networks (None: the
    model's own, where it has one).  A model that could not be prepared runs on torch, in this process.
    Raises :class:`MediaSearchError`.
    """
    if not model.prepared:
        from mediasearch.encoders.accelerated import TorchImageEncoder

        return TorchImageEncoder(model, "cpu", threads)
    return OpenVinoImageEncoder(model, threads, cache)


def open_text_encoder(model: Model, threads: int | None = None, cache: Path | None = None) -> TextEncoder:
    """The text tower of ``model``; see :func:`open_image_encoder`.  Torch runs in a child of this process."""
    if not model.prepared:
        from mediasearch.encoders.torch_text import TextProcess

        return TextProcess(model)
    return OpenVinoTextEncoder(model, threads, cache)


class OpenVinoImageEncoder:
    """``uint8 (n, size, size, 3)`` → ``float32 (n, dimension)``, rows of length 1.

    ``device``: another one of the runtime's, such as ``GPU``.
    """

    def __init__(
        self, model: Model, threads: int | None = None, cache: Path | None = None, device: str = "CPU"
    ) -> None:
        network = _Network(model, "image", threads, cache, device)
        self._request = network.compiled.create_infer_request()
        self._one_by_one = network.one_by_one
        self.model = model

    def encode(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        if self._one_by_one and len(pixels) > 1:
            import numpy as np

            return np.concatenate([self.encode(pixels[place : place + 1]) for place in range(len(pixels))])
        return _run(self._request, pixels, self.model.dimension)


class OpenVinoTextEncoder:
    """``n`` texts → ``float32 (n, dimension)``, rows of length 1."""

    def __init__(self, model: Model, threads: int | None = None, cache: Path | None = None) -> None:
        # The network first: it leaves the interpreter to others, who can go on importing.
        compiled = _Network(model, "text", threads, cache).compiled
        self._request = compiled.create_infer_request()
        self._any_length = compiled.input(0).get_partial_shape()[1].is_dynamic
        self.tokenizer = open_tokenizer(model)
        self.model = model

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        tokens = self.tokenizer(texts)
        if self._any_length and len(tokens):
            tokens = _without_padding(tokens)
        return _run(self._request, tokens, self.model.dimension)


def import_openvino() -> Any:
    """The ``openvino`` module, imported so that it neither asks a host nor writes below the home directory."""
    # Importing it starts its telemetry, which looks up an analytics host and writes an id file, unless that package
    # cannot be imported; None is Python's own way to say so. Measured on 2025.x and 2026.x.
    if "openvino" not in sys.modules:
        sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    import openvino

    return openvino


def takes_pixels(ov: Any, network: Any, model: Model) -> Any:
    """An image tower that takes ``uint8 (n, size, size, 3)`` instead of normalised planes of ``float32``.

    Normalised inside the network: 20 to 40 % more pictures a second than NumPy before it.
    """
    prepare = ov.preprocess.PrePostProcessor(network)
    prepare.input().tensor().set_element_type(ov.Type.u8).set_layout(ov.Layout("NHWC"))
    prepare.input().model().set_layout(ov.Layout("NCHW"))
    steps = prepare.input().preprocess().convert_element_type(ov.Type.f32)
    steps.mean([255 * value for value in model.preprocess.mean])
    steps.scale([255 * value for value in model.preprocess.std])
    return prepare.build()


def precision_here(ov: Any, model: Model) -> str:
    """``bf16`` where the model was verified in it and this processor computes in it, else ``f32``."""
    capabilities = ov.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return "bf16" if model.precision == "bf16" and "BF16" in capabilities else "f32"


class _Network:
    """A tower compiled for the processor or for another ``device``.  ``one_by_one``: it takes one row at a time."""

    def __init__(self, model: Model, tower: str, threads: int | None, cache: Path | None, device: str = "CPU") -> None:
        ov = import_openvino()
        core = ov.Core()
        # One batch at a time: THROUGHPUT splits the cores into streams of which a single caller uses one.
        options: dict[str, Any] = {"PERFORMANCE_HINT": "LATENCY"}
        if device == "CPU":
            # Not the runtime's own choice: a model says in which precision it was verified.
            options["INFERENCE_PRECISION_HINT"] = precision_here(ov, model)
            # Two processes that pin their threads meet on the same core; unpinned is as fast alone, faster in company.
            options["ENABLE_CPU_PINNING"] = False
            if threads is not None:
                options["INFERENCE_NUM_THREADS"] = threads
        if cache is None and (model.directory / COMPILED).is_dir():
            cache = model.directory / COMPILED / tower
        path = model.directory / f"{tower}.xml"
        self.one_by_one = device.startswith("NPU")  # which knows no shapes but fixed ones
        try:
            # From its path the runtime finds a compiled network without reading the tower.
            network: Any = path
            if tower == "image" and not _has_pixels(path):
                network = takes_pixels(ov, core.read_model(path), model)
            if self.one_by_one:
                network = core.read_model(path) if network is path else network
                network.reshape([1, *list(network.input().get_partial_shape())[1:]])
            self.compiled = _compile(core, network, device, options, cache)
            shape = self.compiled.output(0).get_partial_shape()
        except (RuntimeError, OSError) as error:
            raise _unusable(model, tower) from error
        if shape.rank.get_length() != 2 or shape[1].is_dynamic or shape[1].get_length() != model.dimension:
            raise _unusable(model, tower)


def _has_pixels(path: Path) -> bool:
    """Whether the tower takes ``uint8`` pictures already.  The input is the first thing in the file."""
    with path.open("rb") as file:
        return b'element_type="u8"' in file.read(2048)


def _compile(core: Any, network: Any, device: str, options: dict[str, Any], cache: Path | None) -> Any:
    if cache is None:
        return core.compile_model(network, device, options)
    try:
        compiled = core.compile_model(network, device, {**options, "CACHE_DIR": str(cache)})
    except RuntimeError:  # a folder that cannot be written to, a compiled network that is damaged
        return core.compile_model(network, device, options)
    with suppress(OSError):  # another process may be at it
        for old in sorted(cache.glob("*.blob"), key=lambda blob: blob.stat().st_mtime)[:-_KEPT]:
            old.unlink()
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
    return unit(np.array(result[0], dtype=np.float32))  # a copy: the request reuses its memory


def _without_padding(tokens: NDArray[np.int64]) -> NDArray[np.int64]:
    """The columns up to the end of the longest text, behind which there are zeros, and at most three of those."""
    import numpy as np

    used = int(np.flatnonzero(tokens.any(axis=0))[-1]) + 1
    return tokens[:, : -(-used // _STEP) * _STEP]


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length 1.  Not left to the network: in bf16 the lengths would differ by some thousandths."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), np.float32)
