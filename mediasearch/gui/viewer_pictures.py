"""Whole pictures for the viewer, read off the window's thread: first as large as the screen, in full when zoomed."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import sqrt
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from mediasearch.gui.originals import Originals
from mediasearch.gui.source import Source
from mediasearch.gui.viewer_moving import moves
from mediasearch.opening import open_regular

KEPT_BYTES: Final = 256 << 20  #: a picture in full, and the neighbours at screen size
FULL_PIXELS: Final = 100_000_000  #: a larger picture is shown reduced even at 100 %: 400 MB in memory
ALLOCATION_MB: Final = 1024  #: what one picture may take while it is read; Qt's own 256 refuses a 64 MP PNG


@dataclass(frozen=True, slots=True)
class Loaded:
    """A picture as read.  ``full`` is its real size, upright; ``image`` may be smaller, or null: ``error`` says why."""

    image: QImage
    full: QSize
    complete: bool = False  #: not reduced for the screen
    error: str = ""
    moves: bool = False  #: there are more frames
    absent: bool = False  #: the file could not even be opened


class _Bell(QObject):
    """Rung by workers; kept alive by their jobs, so that none of them ever touches an object that is gone."""

    rung = Signal()


class _Reading:
    """A picture under way.  ``stop`` lets its decoder find the end of the file."""

    def __init__(self, path: str, screen: QSize | None, opened: Callable[[str], int]) -> None:
        self._opened = opened
        self.path = path
        self.screen = screen
        self.stopped = False
        self._source: Source | None = None

    def stop(self) -> None:
        self.stopped = True
        if self._source is not None:
            self._source.stop()

    def read(self) -> Loaded:
        try:
            self._source = source = Source(self.path, self._opened)
        except OSError as error:
            return Loaded(QImage(), QSize(), error=error.strerror or str(error), absent=True)
        if self.stopped:
            source.stop()
        loaded = read_from(source, self.screen)
        self._source = None
        source.close()
        return loaded


class ViewerPictures(QObject):
    """Reads pictures and keeps the last ones.  Paths are ``object`` (see :mod:`mediasearch.gui.files`)."""

    loaded = Signal(object)  #: path that :meth:`get` now knows (better)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.originals = Originals()  #: of the results that are shown
        self._kept: OrderedDict[str, Loaded] = OrderedDict()
        self._wishes: deque[tuple[str, QSize | None]] = deque()
        self._running: dict[str, _Reading] = {}
        self._done: deque[tuple[_Reading, Loaded]] = deque()
        self._bell = _Bell()
        self._bell.rung.connect(self._take, Qt.ConnectionType.QueuedConnection)
        # Two: a huge neighbour that is being read must not keep the next picture waiting.
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="viewer")
        QImageReader.setAllocationLimit(max(QImageReader.allocationLimit(), ALLOCATION_MB))
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.forget)

    def get(self, path: str) -> Loaded | None:
        """What is here of ``path``."""
        return self._kept.get(path)

    def want(self, wishes: list[tuple[str, QSize | None]]) -> None:
        """Read these, most urgent first, instead of what waits: reduced to fit a size in device pixels, or in full.

        What is being read and no longer wanted is given up.
        """
        self._wishes.clear()
        named = {path for path, _ in wishes}
        for path, running in self._running.items():
            if path not in named:
                running.stop()
        for path, screen in wishes:
            held = self._kept.get(path)
            if held is not None:
                self._kept.move_to_end(path)
            reading = self._running.get(path)
            under_way = reading is not None and not reading.stopped and reading.screen in (screen, None)
            if not under_way and (held is None or not _enough(held, screen)):
                self._wishes.append((path, screen))
        self._start()

    def forget(self) -> None:
        """Let go of everything that is kept, and give up what is being read."""
        self._wishes.clear()
        self._kept.clear()
        for reading in self._running.values():
            reading.stop()

    @property
    def idle(self) -> bool:
        return not (self._wishes or self._running or self._done)

    def _start(self) -> None:
        waiting = [wish for wish in self._wishes if wish[0] not in self._running]
        for path, screen in waiting[: 2 - len(self._running)]:
            self._wishes.remove((path, screen))
            reading = self._running[path] = _Reading(path, screen, self.originals.open)
            self._pool.submit(_work, self._done, self._bell, reading)

    def _take(self) -> None:
        while self._done:
            reading, loaded = self._done.popleft()
            path = reading.path
            self._running.pop(path, None)
            if reading.stopped:
                continue
            held = self._kept.get(path)
            if held is None or held.image.isNull() or loaded.image.width() >= held.image.width():
                self._kept[path] = loaded
            self._kept.move_to_end(path)
            used = sum(kept.image.sizeInBytes() for kept in self._kept.values())
            while used > KEPT_BYTES and len(self._kept) > 1:
                used -= self._kept.popitem(last=False)[1].image.sizeInBytes()
            self.loaded.emit(path)
        self._start()


def read(path: str, screen: QSize | None) -> Loaded:
    """The picture at ``path``, upright, reduced to fit ``screen`` when that is given.  Runs in any thread."""
    return _Reading(path, screen, open_regular).read()


def read_from(source: Source, screen: QSize | None) -> Loaded:
    """The same from a ``source`` that may be stopped."""
    reader = source.reader
    if not reader.canRead():  # also a source that was stopped meanwhile: the decoder would complain aloud
        return Loaded(QImage(), QSize(), error=reader.errorString())
    size = reader.size()
    sideways = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
    full = size.transposed() if sideways else size
    animated = moves(reader)
    limit = _limit(full, screen)
    if limit is not None:
        reader.setScaledSize(limit.transposed() if sideways else limit)  # the reader scales before it turns
    image = reader.read()
    if image.isNull():
        return Loaded(image, full, error=reader.errorString())
    # The format that is painted fastest; here, because the window's thread would convert it at every paint.
    image.convertTo(
        QImage.Format.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    )
    image.setDevicePixelRatio(1.0)
    complete = screen is None or limit is None
    return Loaded(image, full if full.isValid() else image.size(), complete=complete, moves=animated)


def _limit(full: QSize, screen: QSize | None) -> QSize | None:
    """The size to reduce to, None for none."""
    if not full.isValid() or full.isEmpty():
        return None
    if screen is not None:
        fitted = full.scaled(screen, Qt.AspectRatioMode.KeepAspectRatio)
        return fitted.expandedTo(QSize(1, 1)) if fitted.width() < full.width() else None
    pixels = full.width() * full.height()
    if pixels <= FULL_PIXELS:
        return None
    factor = sqrt(FULL_PIXELS / pixels)
    return QSize(max(int(full.width() * factor), 1), max(int(full.height() * factor), 1))


def _enough(held: Loaded, screen: QSize | None) -> bool:
    """Whether ``held`` need not be read again to fill ``screen`` (None: in full)."""
    if held.complete or held.error:
        return True
    if screen is None:
        return False
    fitted = held.full.scaled(screen, Qt.AspectRatioMode.KeepAspectRatio)
    return held.image.width() >= fitted.width() - 1


def _work(done: deque[tuple[_Reading, Loaded]], bell: _Bell, reading: _Reading) -> None:
    loaded = Loaded(QImage(), QSize(), error="interrupted")
    try:
        if not reading.stopped:
            loaded = reading.read()
    finally:
        done.append((reading, loaded))
        bell.rung.emit()
