"""Animated pictures: frames decoded beside the window, a few ahead, shown when they are due."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from threading import Condition, Thread
from typing import Final

from PySide6.QtCore import QIODevice, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader

from mediasearch.gui import apng, files

AHEAD: Final = 3  #: frames that wait, however long the animation is
MOST_PIXELS: Final = 16_000_000  #: of one frame; a larger picture stands still
MOST_BYTES: Final = 128 << 20  #: of the file
SHORTEST_MS: Final = 20  #: less is drawn as if nothing was said: 100 ms, as browsers do
UNSAID_MS: Final = 100


class Moving(QObject):
    """Plays one picture again and again until :meth:`stop`."""

    frame = Signal(QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path: str | None = None
        self._frames: _Frames | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._next)
        self._paused = False

    @property
    def playing(self) -> bool:
        return self._frames is not None and not self._paused

    def start(self, path: str, opened: Callable[[str], int], screen: QSize | None, paused: bool) -> None:
        """Play ``path``, its frames reduced to fit ``screen`` where they are larger.

        ``opened``: as in :func:`.files.reader`.
        """
        if path == self.path:
            return
        self.stop()
        self.path = path
        self._frames = _Frames(path, opened, screen)
        self._paused = paused
        if not paused:
            self._timer.start(UNSAID_MS)  # the first frame is on the screen already

    def set_screen(self, screen: QSize | None) -> None:
        """Frames of this size from now on, None for whole ones."""
        if self._frames is not None:
            self._frames.screen = screen

    def pause(self, paused: bool) -> None:
        self._paused = paused
        if paused:
            self._timer.stop()
        elif self._frames is not None:
            self._timer.start(0)

    def stop(self) -> None:
        """Play no more; the frames are let go."""
        self._timer.stop()
        if self._frames is not None:
            self._frames.stop()
        self._frames, self.path = None, None

    def _next(self) -> None:
        if self._frames is None:
            return
        if self._frames.broken:
            self.stop()
            return
        due = self._frames.take()
        if due is None:
            self._timer.start(SHORTEST_MS)  # the decoder is behind
            return
        image, stays = due
        self._timer.start(stays if stays >= SHORTEST_MS else UNSAID_MS)
        self.frame.emit(image)


class _Frames:
    """A thread that decodes, and waits while enough frames wait."""

    def __init__(self, path: str, opened: Callable[[str], int], screen: QSize | None) -> None:
        self.screen = screen
        self.broken = False
        self._path = path
        self._opened = opened
        self._ready: deque[tuple[QImage, int]] = deque()
        self._changed = Condition()
        self._stopped = False
        Thread(target=self._work, name="frames", daemon=True).start()

    def take(self) -> tuple[QImage, int] | None:
        with self._changed:
            due = self._ready.popleft() if self._ready else None
            self._changed.notify()
        return due

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def _work(self) -> None:
        while not self._stopped:
            any_frame = False
            try:
                for image, stays in decoded(self._path, self._opened):
                    any_frame = True
                    if not self._put(self._reduced(image), stays):
                        return
            except OSError:
                pass  # the file went away
            if not any_frame:
                self.broken = True
                return

    def _put(self, image: QImage, stays: int) -> bool:
        with self._changed:
            while len(self._ready) >= AHEAD and not self._stopped:
                self._changed.wait()
            self._ready.append((image, stays))
            return not self._stopped

    def _reduced(self, image: QImage) -> QImage:
        screen = self.screen
        if screen is None or (image.width() <= screen.width() and image.height() <= screen.height()):
            return image.copy()  # the decoder goes on painting on its own
        return image.scaled(screen, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def moves(reader: QImageReader) -> bool:
    """Whether what ``reader`` has read nothing of but the size is animated and small enough to play."""
    size = reader.size()
    if size.width() * size.height() > MOST_PIXELS or reader.device().size() > MOST_BYTES:
        return False
    if bytes(reader.format().data()) == b"png":
        return _png_moves(reader.device())
    return reader.supportsAnimation() and reader.imageCount() > 1


def _png_moves(device: QIODevice) -> bool:
    at = device.pos()
    device.seek(0)
    begins = bytes(device.read(1 << 16).data())
    device.seek(at)
    return apng.animated(begins)


def decoded(path: str, opened: Callable[[str], int]) -> Iterator[tuple[QImage, int]]:
    """The frames of ``path`` once, upright, and how long each stays (ms)."""
    with os.fdopen(opened(path), "rb") as file:
        data = file.read()
    if data.startswith(apng.SIGNATURE):
        yield from apng.frames(data)
        return
    reader = files.reader(path, opened)
    while not (image := reader.read()).isNull():
        yield image, reader.nextImageDelay()
        if not reader.canRead():
            return
