"""The text tower on torch, for a model that could not be prepared; in a process of its own, out of the engine."""

from __future__ import annotations

import functools
import json
import multiprocessing
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING, Final

from mediasearch.encoders import child
from mediasearch.encoders.base import Model
from mediasearch.encoders.tokens import open_tokenizer
from mediasearch.encoders.torch_clip import keep_only, load_network
from mediasearch.errors import MediaSearchError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Seconds in which torch must have been imported and the model loaded, and in which a text must have been encoded.
_PATIENCE: Final = 120.0


class TorchTextEncoder:
    """``n`` texts → ``float32 (n, dimension)``, rows of length 1; torch in this process."""

    def __init__(self, model: Model) -> None:
        self._network = load_network(model.directory)
        keep_only(self._network, "text")
        self._tokenize = open_tokenizer(model)

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        import torch

        with torch.inference_mode():
            tokens = torch.from_numpy(self._tokenize(texts))
            vectors: NDArray[np.float32] = self._network.encode_text(tokens, normalize=True).numpy()
        return vectors


class TextProcess:
    """A :class:`TorchTextEncoder` in a child, which is started for the first text and ended by :meth:`close`.

    One owner, one call at a time.  Raises :class:`MediaSearchError` when the child cannot answer.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        import numpy as np

        if not texts:
            return np.zeros((0, self._model.dimension), np.float32)
        try:
            connection = self._connected()
            connection.send_bytes(json.dumps(texts).encode("ascii"))
            kind, body = self._answer(connection)
        except (OSError, EOFError) as error:
            self.close()
            raise self._trouble("it ended unexpectedly") from error
        if kind != child.VECTORS:
            raise self._trouble(body.decode("utf-8"))
        return np.frombuffer(body, np.float32).reshape(len(texts), -1)

    def close(self) -> None:
        """End the child; the next text starts another one."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is not None:
            process.kill()
            process.join()

    def _connected(self) -> Connection:
        if self._connection is None:
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            factory = functools.partial(TorchTextEncoder, self._model)
            process = context.Process(target=child.text_main, args=(factory, theirs), name="text encoder", daemon=True)
            with theirs:
                process.start()
            self._process, self._connection = process, ours
            kind, body = self._answer(ours)
            if kind != child.READY:
                self.close()
                raise self._trouble(body.decode("utf-8"))
        return self._connection

    def _answer(self, connection: Connection) -> tuple[int, bytes]:
        assert self._process is not None
        wait([connection, self._process.sentinel], _PATIENCE)
        if not connection.poll():
            raise EOFError
        message = connection.recv_bytes()
        return message[0], message[1:]

    def _trouble(self, detail: str) -> MediaSearchError:
        return MediaSearchError(
            f"The text part of the model {self._model.name} does not work: {detail}",
            "Search again, or choose another model.",
        )
