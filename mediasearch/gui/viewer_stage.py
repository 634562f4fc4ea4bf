"""What the viewer shows of one hit: its preview at once, then the picture itself, and its frames when it moves."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from mediasearch.gui import files
from mediasearch.gui.viewer_canvas import Canvas
from mediasearch.gui.viewer_moving import Moving
from mediasearch.gui.viewer_pictures import Loaded, ViewerPictures
from mediasearch.protocol import Hit


class Stage(Canvas):
    """A canvas that fetches what it shows, and says why when it cannot."""

    animated = Signal(bool)  #: whether what is shown now has frames to play

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.autoplay = True
        self.pictures = ViewerPictures(self)
        self.pictures.loaded.connect(self._came)
        self.moving = Moving(self)
        self.moving.frame.connect(self._frame)
        self._hit: Hit | None = None
        self._around: Sequence[Hit] = ()
        self._shown: tuple[str, bool] | None = None  # path, and whether it is the real picture
        self.note = QLabel(self)
        self.note.setObjectName("note")
        self.note.setFixedHeight(30)
        self.note.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.note.hide()
        self.resized.connect(self._place_note)
        self.resized.connect(self._want)
        self.zoomed.connect(lambda _: None if self.fitted else self._want())  # in full, once somebody looks closer
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.moving.stop)

    @property
    def sharp(self) -> bool:
        """Whether the picture itself is shown, not its preview."""
        return self._shown is not None and self._shown[1]

    def show_hit(self, hit: Hit | None, around: Sequence[Hit]) -> None:
        """Show ``hit``; those ``around`` it are read next, in this order."""
        if hit is None or self._hit is None or hit.path != self._hit.path:
            self.moving.stop()
            self.animated.emit(False)
        self._hit, self._around = hit, around
        self._say("")
        self._shown = None
        if hit is None:
            self.show_image(QPixmap(), QSize(), keep=False)
        else:
            self._show_best()
        self._want()

    def preview_changed(self, hit: Hit) -> None:
        """A thumbnail came for what is shown."""
        if self._shown == (hit.path, False):
            self._hit, self._shown = hit, None
            self._show_best()

    def empty(self) -> None:
        """Show nothing, and keep nothing."""
        self.pictures.forget()
        self.show_hit(None, ())

    def set_playing(self, playing: bool) -> None:
        """Play the frames of what is shown, or hold them."""
        if self.moving.path is not None:
            self.moving.pause(not playing)

    # ------------------------------------------------------------------------------------------------- inside

    def _show_best(self) -> None:
        """The picture itself when it is here, else its thumbnail."""
        hit = self._hit
        if hit is None:
            return
        loaded = self.pictures.get(hit.path)
        if loaded is not None and not loaded.image.isNull():
            if self.moving.path == hit.path:
                return  # its frames are shown already
            same = self._shown is not None and self._shown[0] == hit.path
            self.show_image(loaded.image, loaded.full, keep=same)
            self._shown = (hit.path, True)
            self._say("")
            if loaded.moves:
                self.moving.start(hit.path, self.pictures.originals.open, self.screen_size(), paused=not self.autoplay)
                self.animated.emit(True)
            return
        if self._shown != (hit.path, False):
            stand_in = QPixmap()
            if hit.thumbnail is not None:
                with contextlib.suppress(OSError):
                    stand_in = QPixmap.fromImage(files.reader(hit.thumbnail).read())
            full = QSize(hit.width, hit.height)
            self.show_image(stand_in, full if full.isValid() and not full.isEmpty() else stand_in.size(), False)
            self._shown = (hit.path, False)
        if not hit.online:
            self._say(self.tr("Its drive or folder isn’t connected. This is the saved preview."))
        elif hit.kind == "video":
            self._say(self.tr("A moment of this video. Press Enter to play it in its program."))
        elif loaded is not None:
            self._say(self._why_preview(hit, loaded))

    def _why_preview(self, hit: Hit, loaded: Loaded) -> str:
        if hit.thumbnail is None:
            return self.tr("This picture can’t be shown here.")
        if loaded.absent:
            return self.tr("This is the preview: the file is not where it was.")
        if not loaded.full.isValid():
            return self.tr("This is the preview: the format can’t be shown here in full.")
        return self.tr("This is the preview: the picture couldn’t be read.")

    def _want(self) -> None:
        """Read what is shown, then its neighbours."""
        hit = self._hit
        if hit is None or not self.isVisible():
            return
        screen = self.screen_size()
        wishes: list[tuple[str, QSize | None]] = []
        for each in (hit, *self._around):
            if each.online and each.kind != "video":
                closer = each is hit and self.zoom > self._fit(hit, screen) * 1.01
                wishes.append((each.path, None if closer else screen))
        self.pictures.want(wishes)
        self.moving.set_screen(screen if self.fitted else None)

    def _fit(self, hit: Hit, screen: QSize) -> float:
        if not hit.width or not hit.height:
            return 1.0
        return min(screen.width() / hit.width, screen.height() / hit.height)

    def _came(self, path: str) -> None:
        if self._hit is not None and path == self._hit.path and self.isVisible():
            self._show_best()
            self._want()

    def _frame(self, image: QImage) -> None:
        loaded = self.pictures.get(self.moving.path or "")
        self.show_image(image, loaded.full if loaded is not None else image.size(), keep=True)

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self._place_note()

    def _place_note(self) -> None:
        self.note.adjustSize()
        area = self.rect()
        self.note.move((area.width() - self.note.width()) // 2, area.height() - self.note.height() - 20)
