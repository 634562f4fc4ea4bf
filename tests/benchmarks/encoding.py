"""One way of encoding, measured in a process of its own: ``python -m tests.benchmarks.encoding COMMAND FOLDER …``.

``make FOLDER ARCHITECTURE``: random weights of an open_clip architecture in ``FOLDER/source``, its image tower as ONNX
in ``FOLDER/image.onnx`` where that can be written ("small" is an architecture of ours, for trying this out).
``prepare FOLDER`` prepares it, ``onnx FOLDER`` only writes that ONNX.  ``pictures FOLDER RUNTIME COUNT`` and ``texts
FOLDER RUNTIME COUNT`` encode with ``prepared``, ``torch`` or ``onnx``.  Each prints a JSON object.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from mediasearch.encoders.torch_clip import import_open_clip, load_network

#: Pictures encoded at once: what the engine sends.
BATCH = 16


def make(folder: Path, architecture: str) -> dict[str, Any]:
    from tests.encoders.sources import MODELS, write_config, write_weights

    open_clip = import_open_clip()
    model = MODELS["clip"][0] if architecture == "small" else open_clip.get_model_config(architecture)
    write_config(folder / "source", model, {})
    write_weights(folder / "source")
    return {"onnx": _write_onnx(folder)}


def onnx(folder: Path) -> dict[str, Any]:
    return {"onnx": _write_onnx(folder)}


def _write_onnx(folder: Path) -> str:
    """Why there is no ``image.onnx``; empty when there is."""
    try:
        import onnxruntime  # noqa: F401
        import torch

        torch.backends.mha.set_fastpath_enabled(False)
        tower = load_network(folder / "source").visual
        example = torch.rand(2, 3, tower.image_size[0], tower.image_size[1])
        batch = {"pixels": {0: "n"}, "vectors": {0: "n"}}
        torch.onnx.export(
            tower, (example,), str(folder / "image.onnx"), input_names=["pixels"], output_names=["vectors"],
            dynamic_axes=batch, opset_version=17, dynamo=False,
        )  # fmt: skip
    except Exception as error:  # not installed, or torch's exporter does without neither onnx nor onnxscript
        return f"{type(error).__name__}: {error}"
    return ""


def prepare(folder: Path) -> dict[str, Any]:
    from mediasearch.encoders.prepare import prepare as really

    started = time.perf_counter()
    model = really(folder / "source", folder / "ready")
    return {"seconds": time.perf_counter() - started, "runtime": model.runtime, "peak": _peak()}


def pictures(folder: Path, runtime: str, count: str) -> dict[str, Any]:
    """``rate``: pictures a second; ``cost``: seconds of processor time for each; ``memory`` after it, in MB."""
    encode, size = _RUNTIMES[runtime](folder)
    batch = np.random.default_rng(1).integers(0, 256, (BATCH, size, size, 3), dtype=np.uint8)
    encode(batch)
    batches = int(count) // BATCH
    started, spent = time.perf_counter(), time.process_time()
    for _ in range(batches):
        encode(batch)
    done = batches * BATCH
    return {
        "rate": done / (time.perf_counter() - started),
        "cost": (time.process_time() - spent) / done,
        "memory": _memory(),
    }


def texts(folder: Path, runtime: str, count: str) -> dict[str, Any]:
    """``ready``: seconds from importing to the first vector; ``query``: of one more text, the median."""
    started = time.perf_counter()
    encode = _prepared_text(folder) if runtime == "prepared" else _torch_text(folder)
    encode(["a red car"])
    ready = time.perf_counter() - started
    seconds = []
    for number in range(int(count)):
        started = time.perf_counter()
        encode([f"a photo of a red car in the snow, number {number}"])
        seconds.append(time.perf_counter() - started)
    heavy = sorted({"torch", "open_clip", "transformers"} & set(sys.modules))
    return {"ready": ready, "query": float(np.median(seconds)), "memory": _memory(), "heavy": heavy}


def _prepared(folder: Path) -> tuple[Callable[[Any], Any], int]:
    from mediasearch.encoders.runtime import open_image_encoder
    from mediasearch.encoders.store import load_model

    model = load_model(folder / "ready" if (folder / "ready").is_dir() else folder)
    return open_image_encoder(model).encode, model.preprocess.size


def _torch(folder: Path) -> tuple[Callable[[Any], Any], int]:
    """A plain loop of open_clip: single precision."""
    open_clip = import_open_clip()
    import torch

    network = open_clip.create_model(f"local-dir:{folder / 'source'}").eval()

    def encode(pixels: Any) -> Any:
        with torch.inference_mode():
            return network.encode_image(torch.from_numpy(_planes(pixels)), normalize=True).numpy()

    return encode, network.visual.image_size[0]


def _onnx(folder: Path) -> tuple[Callable[[Any], Any], int]:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(folder / "image.onnx"), providers=["CPUExecutionProvider"])
    return lambda pixels: session.run(None, {"pixels": _planes(pixels)})[0], session.get_inputs()[0].shape[2]


def _planes(pixels: Any) -> Any:
    mean, spread = np.float32([0.481, 0.458, 0.408]), np.float32([0.269, 0.261, 0.276])
    return np.ascontiguousarray(((pixels / np.float32(255) - mean) / spread).transpose(0, 3, 1, 2))


_RUNTIMES = {"prepared": _prepared, "torch": _torch, "onnx": _onnx}


def _prepared_text(folder: Path) -> Callable[[list[str]], Any]:
    from mediasearch.encoders.runtime import open_text_encoder
    from mediasearch.encoders.store import load_model

    return open_text_encoder(load_model(folder / "ready")).encode


def _torch_text(folder: Path) -> Callable[[list[str]], Any]:
    open_clip = import_open_clip()
    import torch

    network = open_clip.create_model(f"local-dir:{folder / 'source'}").eval()
    tokenize = open_clip.get_tokenizer(f"local-dir:{folder / 'source'}")

    def encode(asked: list[str]) -> Any:
        with torch.inference_mode():
            return network.encode_text(tokenize(asked), normalize=True).numpy()

    return encode


def _memory() -> float:
    return float(psutil.Process().memory_info().rss / 1e6)


def _peak() -> float:
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset / 1e6)
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


if __name__ == "__main__":
    commands: dict[str, Callable[..., dict[str, Any]]] = {
        "make": make, "prepare": prepare, "onnx": onnx, "pictures": pictures, "texts": texts,
    }  # fmt: skip
    print(json.dumps(commands[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])))
