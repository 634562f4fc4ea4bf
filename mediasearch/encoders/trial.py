"""Which of the light runtime's devices encodes pictures fastest: tried once, when a model is prepared.

Drivers of GPUs and NPUs crash and hang, so each is tried in a process of its own, with a deadline.
"""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.connection import Connection
from typing import Final

from mediasearch.encoders import devices, runtime
from mediasearch.encoders.base import Model
from mediasearch.encoders.samples import pictures

#: The least cosine between what a device computes and what the processor does.
LEAST: Final = 0.995

#: Seconds a device gets, compiling included.
PATIENCE: Final = 120.0

#: A device has to be so much faster: the processor's own way is the tried one, and needs no compiling.
_GAIN: Final = 1.2


def fastest_device(model: Model) -> str:
    """``CPU``, or the name of a device that computes the same and faster."""
    others = devices.runtime_devices(runtime.import_openvino().Core())
    rates = (
        {"CPU": _GAIN * rate(model, "CPU"), **{each: rate(model, each) for each in others}} if others else {"CPU": 0}
    )
    return max(rates, key=lambda device: rates[device])


def rate(model: Model, device: str, patience: float = PATIENCE) -> float:
    """Pictures a second on ``device``; 0 where it fails, takes too long or computes something else."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=measure, args=(model, device, theirs), name=f"trial of {device}", daemon=True)
    with ours:
        with theirs:
            process.start()
        try:
            found = float(ours.recv()) if ours.poll(patience) else 0.0
        except (EOFError, OSError):
            found = 0.0
    process.kill()
    process.join()
    return found


def measure(model: Model, device: str, answer: Connection) -> None:
    """The child's part of :func:`rate`: send the number."""
    encoder = runtime.OpenVinoImageEncoder(model, device=device)
    seen = pictures(model.preprocess.size)
    vectors = encoder.encode(seen)
    cosine = (vectors * runtime.OpenVinoImageEncoder(model).encode(seen)).sum(axis=1).min()
    started, count = time.perf_counter(), 0
    while time.perf_counter() - started < 1.0:
        encoder.encode(seen)
        count += len(seen)
    answer.send(count / (time.perf_counter() - started) if cosine >= LEAST else 0.0)
