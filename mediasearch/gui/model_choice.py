"""What a click about models leads to, wherever it was: on the banner, in the settings, on the line below."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from mediasearch import protocol
from mediasearch.gui import file_dialogs, messages, model_words
from mediasearch.gui.engine_client import EngineClient
from mediasearch.gui.engine_watch import MODEL_TOPIC
from mediasearch.gui.folders import Folders, name
from mediasearch.gui.model_dialogs import GetModel, HubModel, ImportModel, RemoveModel
from mediasearch.gui.models import STARTER, Models
from mediasearch.gui.parts import Parts
from mediasearch.protocol import ModelInfo

#: From where models come unless the person has set another place; what the banner says before anything is asked.
HOST: Final = "huggingface.co"
#: A download that is larger than was said by more than this is asked about once more.
_LARGER: Final = 1.05


class ModelChoice(QObject):
    """``offered``: whether the offer of a full model may be made; False once the person has said “Not now”."""

    later = Signal()  #: “Not now”
    page_requested = Signal(str)  #: the settings, at this model

    def __init__(
        self,
        models: Models,
        client: EngineClient,
        parts: Parts,
        folders: Folders,
        offered: bool,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._models = models
        self._client = client
        self._banner = banner = parts.banner
        self._status = status = parts.status
        self._folders = folders
        self._notice = parts.notice
        self._answering = ""
        self._offered = offered
        self._window = window
        self._progress = protocol.Progress("idle")
        self._question = 0  # the server is being asked for the size of what the banner offers
        self._wanted = ""  # asked for, and not yet in the list as such
        self._refusal = ""
        self._hidden = ""  # the model whose progress the person does not want over the pictures
        self.dialog: QDialog | None = None
        models.changed.connect(self._changed)
        models.refused.connect(self._refused)
        folders.changed.connect(self.refresh)
        banner.acted.connect(self._banner_acted)
        status.model_requested.connect(self._show_page)
        client.progress.connect(self._take_progress)
        client.ready.connect(self._engine_ready)

    # ------------------------------------------------------------------------------------------------ what is seen

    def refresh(self) -> None:
        """Say on the banner and on the line below what is to be said now."""
        models, coming = self._models, self._models.coming
        if coming is None or coming.name != self._hidden:
            self._hidden = ""
        starter = models.active is not None and models.active.name == STARTER
        self._status.set_offline([name(root.path) for root in self._folders.roots if root.state == "offline"])
        shown = self._show_banner(coming, starter)
        offer = self.tr("Get the full model") if self._only_starter() else self.tr("Use a full model")
        self._status.set_starter(starter, "" if shown else offer)
        self._status.set_coming(None if shown else coming)

    def _show_banner(self, coming: ModelInfo | None, starter: bool) -> bool:
        banner, broken, full = self._banner, self._models.broken, self._models.recommended
        if self._question or self._wanted:
            banner.ask(HOST)
        elif coming is not None and not self._hidden and (self._offered or not coming.paused):
            banner.show_coming(coming, model_words.waits(coming, self._progress.state))
        elif broken is not None:
            text = self.tr("{model} cannot be used: its files are gone or damaged. Names, folders and dates can be "
                           "searched meanwhile.").format(model=broken.title)  # fmt: skip
            again = () if broken.name == STARTER else (("repair", self.tr("Get it again")),)
            banner.show_trouble(text, *again, ("choose", self.tr("Choose another…")))
        elif not (starter and self._offered and self._folders.roots and full is not None and self._only_starter()):
            banner.hide()
            return False
        elif self._refusal or full.trouble:
            banner.show_trouble(
                self._refusal or full.trouble, ("again", self.tr("Try again")), ("later", self.tr("Not now"))
            )
        else:
            banner.offer(full, HOST)
        return True

    def _only_starter(self) -> bool:
        return all(info.state == "absent" for info in self._models.infos if info.name != STARTER)

    def _show_page(self) -> None:
        coming = self._models.coming
        self.page_requested.emit(coming.name if coming is not None else self._full())

    def _full(self) -> str:
        full = self._models.recommended
        return full.name if full is not None else ""

    def _changed(self) -> None:
        wanted = self._models.find(self._wanted) if self._wanted else None
        if wanted is not None and (wanted.state != "absent" or wanted.trouble):
            self._wanted = ""
        active, broken = self._models.active, self._models.broken
        answering = active.name if active is not None else ""
        if broken is not None or answering != self._answering:
            self._notice.take_back(MODEL_TOPIC)  # the banner says it, or it is over
        if active is not None and self._answering not in ("", answering):
            self._notice.say(self.tr("{model} searches your pictures from now on.").format(model=active.title))
        self._answering = answering or self._answering
        self.refresh()

    def _refused(self, name: str, sentence: str) -> None:
        if name == self._wanted:
            self._wanted = ""
            self._refusal = sentence
            self.refresh()

    def _take_progress(self, progress: protocol.Progress) -> None:
        changed = progress.state != self._progress.state
        self._progress = progress
        if changed:
            self.refresh()

    def _engine_ready(self) -> None:
        self._question, self._wanted = 0, ""  # an engine that ended answers nothing
        self.refresh()

    # ------------------------------------------------------------------------------------------------ the banner

    def _banner_acted(self, what: str) -> None:
        coming, broken = self._models.coming, self._models.broken
        if what in ("download", "again"):
            self._ask_size()
        elif what == "file":
            self.choose_file()
        elif what == "later":
            self._offered = False
            self._refusal = ""
            self.later.emit()
        elif what == "choose":
            self.page_requested.emit(self._full())
        elif what == "repair" and broken is not None:
            self._wanted = broken.name
            self._models.download(broken.name)
        elif what == "stop" and self._question:
            self._models.forget(self._question)
            self._question = 0
        elif what == "hide" and coming is not None:
            self._hidden = coming.name
        elif coming is not None:
            self.act(what, coming.name)
        self.refresh()

    def _ask_size(self) -> None:
        """What was clicked said size, place and promise.  Only when the server says otherwise it is asked again."""
        self._refusal = ""
        full = self._models.recommended
        if full is not None and not self._question:
            self._question = self._models.ask_size(full.name, lambda event: self._sized(full, event))

    def _sized(self, info: ModelInfo, event: protocol.Event) -> None:
        self._question = 0
        if isinstance(event, protocol.Failure):
            self._refusal = messages.failure(event)
        elif isinstance(event, protocol.ModelSize):
            as_said = event.host == HOST and event.size <= info.size * _LARGER
            if as_said and event.size <= event.free:
                self._download(info.name)
            else:
                self._ask(info)
        self.refresh()

    # ------------------------------------------------------------------------------------------------ everywhere

    def act(self, what: str, name: str) -> None:
        """``what`` as in :attr:`mediasearch.gui.model_row.ModelRow.acted`."""
        info = self._models.find(name)
        if info is None:
            return
        if what == "download":
            self._ask(info)
        elif what == "stop":
            self._models.stop(name)
        elif what in ("use", "hurry"):
            self._models.use(name)
        elif what == "go-on":
            self._go_on(info)
        elif what == "remove" and info.state == "absent":
            self._models.remove(name, vectors=False)
        elif what == "remove":
            dialog = RemoveModel(info, self._over())
            dialog.remove_requested.connect(self._models.remove)
            self._open(dialog)

    def _go_on(self, info: ModelInfo) -> None:
        if info.state != "filling":
            self._models.download(info.name)
        elif self._progress.state in ("paused", "battery"):
            self.resume()  # it is not the model that was stopped
        else:
            self._models.use(info.name)

    def resume(self) -> None:
        """Go on with indexing, and so with filling a model."""
        self._client.request(protocol.SetPaused(0, False))

    def choose_file(self) -> None:
        """A safetensors file the person has."""
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        dialog = QFileDialog(self._over(), self.tr("Choose the weights of a model"), start or str(Path.home()))
        file_dialogs.word(dialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Weights (*.safetensors)"))
        dialog.fileSelected.connect(self.take_file)
        self._open(dialog)

    def take_file(self, path: str) -> None:
        """Ask of which architecture these weights are, then import them."""
        dialog = ImportModel(self._models, path, self._over())
        dialog.chosen.connect(self._models.take_file)
        self._open(dialog)

    def choose_from_hub(self) -> None:
        """Any open_clip repository."""
        dialog = HubModel(self._over())
        dialog.named.connect(self._named)
        self._open(dialog)

    def _named(self, name: str) -> None:
        title = name.partition("/")[2]
        info = self._models.find(name) or ModelInfo(name, title, "", [], "", "", "", 0, 0, "absent")
        self._ask(info)

    def _ask(self, info: ModelInfo) -> None:
        dialog = GetModel(self._models, info, self._over())
        dialog.download_requested.connect(self._download)
        self._open(dialog)

    def _download(self, name: str) -> None:
        if name == self._full():
            self._wanted, self._refusal = name, ""
        self._models.download(name)
        self.refresh()

    def _over(self) -> QWidget:
        """Over which window a question stands."""
        active = self._window.window().findChildren(QDialog)
        above = [dialog for dialog in active if dialog.isVisible() and dialog.isActiveWindow()]
        return above[0] if above else self._window

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
