"""A text encoder that is in memory only while somebody searches."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from mediasearch.encoders.base import TextEncoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Seconds without a text after which the memory is given back.
IDLE: Final = 45.0


class Resting:
    """The :class:`~mediasearch.encoders.base.TextEncoder` that ``factory`` makes, let go after ``idle_seconds`` without
    a text and made again for the next one.

    With a compiled network coming back takes 0.1 to 0.3 s, and a tower of ViT-B/32 gives 200 MB back.  The first one is
    made at once, so that a model that cannot be loaded is noticed here: raises what ``factory`` raises.
    May be called from several threads; they take turns.
    """

    def __init__(self, factory: Callable[[], TextEncoder], idle_seconds: float = IDLE) -> None:
        self._factory = factory
        self._idle_seconds = idle_seconds
        self._turn = threading.Condition()
        self._used = 0.0
        self._made = 0  # how often it was
        self._encoder: TextEncoder | None = None
        self.wake()

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        with self._turn:
            vectors = self._awake().encode(texts)
            self._used = time.monotonic()
        return vectors

    def wake(self) -> None:
        """Be in memory: somebody has begun to type."""
        with self._turn:
            self._awake()

    @property
    def awake(self) -> bool:
        """Whether the encoder is in memory now."""
        return self._encoder is not None

    def close(self) -> None:
        """Give the memory back at once.  A later text brings the encoder back."""
        with self._turn:
            self._release()
            self._turn.notify_all()

    def _awake(self) -> TextEncoder:
        self._used = time.monotonic()
        if self._encoder is None:
            self._encoder = self._factory()
            self._made += 1
            threading.Thread(target=self._watch, args=(self._made,), name="text encoder", daemon=True).start()
        return self._encoder

    def _watch(self, number: int) -> None:
        """Let the encoder go when nobody has used it for a while; holds no reference to it itself."""
        with self._turn:
            while self._encoder is not None and self._made == number:
                left = self._used + self._idle_seconds - time.monotonic()
                if left <= 0:
                    self._release()
                else:
                    self._turn.wait(left)

    def _release(self) -> None:
        encoder, self._encoder = self._encoder, None
        close = getattr(encoder, "close", None)
        if close is not None:  # one that runs in a process of its own
            close()
