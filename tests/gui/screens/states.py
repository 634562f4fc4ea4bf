"""The states of the window: what the engine knows, what the person did, and then it looks like that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from mediasearch import protocol
from mediasearch.gui.filter_button import FilterButton
from mediasearch.gui.job import Job
from mediasearch.gui.model_dialogs import GetModel, HubModel, ImportModel, RemoveModel
from mediasearch.protocol import Hit, ModelInfo, Problem, RootInfo
from tests.gui.results_support import centre, point_at
from tests.gui.screens.album import registry
from tests.gui.screens.stage import Facts, Stage


@dataclass(frozen=True)
class State:
    """``facts``: from the hits there are.  ``does``: what the person does; called when the window has settled."""

    name: str
    facts: Callable[[list[Hit]], Facts]
    does: Callable[[Stage], object] = lambda stage: None


# -------------------------------------------------------------------------------------------------------- what is known


def models(**changed: dict[str, Any]) -> list[ModelInfo]:
    """The registry's models, the starter model active; ``changed``: name with _ → fields that are others."""
    made = []
    for body in registry():
        info = ModelInfo(
            name=body["name"], title=body["title"], description=body["description"], languages=body["languages"],
            licence=body["licence"], architecture=body["architecture"], pretrained=body["pretrained"],
            dimension=body["dimension"], size=body["size"], recommended=body.get("recommended", False),
            state="active" if body["name"] == "starter" else "absent",
            vectors=12_430 if body["name"] == "starter" else 0,
        )  # type: ignore[arg-type]  # fmt: skip
        made.append(replace(info, **changed.get(info.name.replace("-", "_"), {})))
    return made


PHOTOS: Final = RootInfo(1, "/photos/Pictures", "ready", files=12_430, indexed=12_430)
BUSY: Final = RootInfo(1, "/photos/Pictures", "indexing", files=48_200, indexed=12_430, pending=35_770, failed=3)
PHOTOS_ELSEWHERE: Final = RootInfo(3, "/photos/Scans", "ready", files=420, indexed=420)
AWAY: Final = RootInfo(2, "/media/NAS", "offline", files=8_210, indexed=8_210)
FULL: Final = {"starter": {"state": "ready"}, "clip_b32": {"state": "active", "vectors": 12_430, "runtime": "OpenVINO"}}
FOLDERS: Final = [protocol.FolderInfo(*each) for each in (("2024", 3_100), ("2024/Lake", 420), ("2023", 5_200))]
SEARCHES: Final = [
    protocol.SavedSearch(1, "saved", "Lake in summer", "lake in:2024"),
    protocol.SavedSearch(2, "history", "", "red flowers"),
    protocol.SavedSearch(3, "history", "", "a dog in the snow"),
]
CONCEPTS: Final = [protocol.ConceptInfo("our boat", "", 4, 1)]
VALUES: Final = {
    "in": [protocol.Value("2024", 3_100), protocol.Value("2023", 5_200)],
    "type": [protocol.Value("image", 12_000), protocol.Value("video", 430)],
    "camera": [protocol.Value("Pixel 8", 4_000)],
}
PROBLEMS: Final = [
    Problem(1, "file", "/photos/Pictures/2019/Coast/IMG_2041.JPG", "truncated", "image file is truncated", root=1),
    Problem(2, "file", "/photos/Pictures/2023/Alps/scan 17.tif", "too-many-pixels", "40000 × 30000", root=1),
    Problem(3, "file", "/photos/Pictures/notes.jpg", "not-an-image", root=1),
]  # fmt: skip


def library(hits: list[Hit], **changed: Any) -> Facts:
    """A library with a full model in which everything is indexed."""
    facts = Facts(
        roots=[PHOTOS], hits=hits, best=len(hits) // 3, models=models(**FULL), searches=SEARCHES, concepts=CONCEPTS,
        suggestions=["lake in summer", "lake at night", "laketown"], folders=FOLDERS, values=VALUES, model="clip-b32",
    )  # fmt: skip
    return replace(facts, **changed)


def indexing(hits: list[Hit], **changed: Any) -> Facts:
    """The first hour: the starter model answers, most is still to be read."""
    first = {
        "roots": [BUSY],
        "progress": protocol.Progress("indexing", 12_430, 48_200, 33.0, 1_080, problems=3),
        "models": models(),
        "model": "starter",
        "problems": PROBLEMS,
    }
    return library(hits, **first | changed)


# -------------------------------------------------------------------------------------------------------- what is done


def pane(stage: Stage) -> None:
    """Show the library pane, everything in it opened."""
    stage.window.actions_by_name["library"].trigger()
    stage.window.pane.tree.expandAll()


def search(text: str) -> Callable[[Stage], None]:
    return lambda stage: stage.search(text)


def then(*steps: Callable[[Stage], object]) -> Callable[[Stage], None]:
    def does(stage: Stage) -> None:
        for step in steps:
            step(stage)
            stage.settle()

    return does


def by_date(stage: Stage) -> None:
    stage.window.header.sort_chosen.emit("date")
    stage.until(lambda: stage.window.showing.reply.months)


def refine(stage: Stage) -> None:
    stage.window.refining.call([2, 5], True)
    stage.window.refining.call([7], False)


def suggest(stage: Stage, text: str) -> None:
    """Type ``text`` and wait for what is suggested, and for the answer."""
    before = stage.window.showing.reply
    QTest.keyClicks(stage.window.search_bar.line, text)
    stage.until(lambda: stage.window.recalling.offers.isVisible() and stage.window.showing.reply is not before)


def with_picture(stage: Stage) -> None:
    stage.window.asking.find_similar([4])
    stage.window.search_bar.line.setFocus()
    suggest(stage, "at night")


def view(stage: Stage) -> None:
    stage.window.viewing.open(5)


def details(stage: Stage) -> None:
    view(stage)
    stage.settle()
    stage.window.viewer.act("information")


def menu(make: Callable[[Stage], QMenu], at: QPoint = QPoint(400, 200)) -> Callable[[Stage], None]:  # noqa: B008
    """Open a menu as the window does, without waiting for an answer."""

    def does(stage: Stage) -> None:
        made = make(stage)
        made.popup(stage.window.mapToGlobal(at))

    return does


def select(stage: Stage) -> None:
    stage.window.view.select_contents({3, 4, 6})
    stage.window.view.setFocus()


def many(hits: list[Hit]) -> Facts:
    """More pictures than go to the trash without a question."""
    return library([replace(hits[at % len(hits)], content=at + 1, rank=at + 1) for at in range(60)])


def trash(stage: Stage) -> None:
    stage.window.view.selectAll()
    stage.window.filing.act("trash")


def stack(stage: Stage) -> None:
    """Open what stands for several pictures, in its place."""
    row = next(row for row in range(9) if (hit := stage.window.model.hit(row)) is not None and hit.stack > 1)
    stage.window.view.toggle_stack(row)
    stage.until(lambda: stage.window.model.opened)


def hover(stage: Stage) -> None:
    point_at(stage.window.view, centre(stage.window.view, 1))


def copying(stage: Stage) -> None:
    """A third of the pictures are copied, the rest takes its time."""
    job: Job[None] = Job(lambda tell: tell(20) and None, lambda _: None, stage.window)
    stage.window.filing.card.follow(
        job, stage.window.filing.exporting.tr("Copying to “{folder}”").format(folder="Anna"), 60
    )
    stage.until(lambda: stage.window.filing.card.bar.value() == 20)


def filter_menu(stage: Stage) -> None:
    """Click on “Date” and wait for the years."""
    filters = stage.window.parts.filters
    next(button for button in filters.findChildren(FilterButton) if button.name == "in").click()
    stage.until(lambda: filters.menu is not None)


def command(text: str) -> Callable[[Stage], None]:
    """Open the palette and type ``text``."""

    def does(stage: Stage) -> None:
        stage.window.commands.open_palette()
        QTest.keyClicks(stage.window.commands.palette.line, text)

    return does


def resized(width: int, height: int) -> Callable[[Stage], None]:
    return lambda stage: stage.window.resize(width, height)


def gone(stage: Stage) -> None:
    """Show a picture whose file is not there any more."""
    view(stage)
    stage.settle()
    stage.window.viewing.tell_gone("/photos/Pictures/2019/Coast/IMG_2041.JPG")


def node(stage: Stage, kind: str) -> Any:
    """The first line of the library pane that is of ``kind``."""
    return stage.window.pane.tree.nodes(kind)[0]


def preferences(page: str) -> Callable[[Stage], None]:
    return lambda stage: stage.window.dialogs.open_preferences(page)


def dialog(make: Callable[[Stage], Any]) -> Callable[[Stage], None]:
    def does(stage: Stage) -> None:
        made = make(stage)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.open()

    return does


def _model(stage: Stage, name: str) -> ModelInfo:
    found = stage.window.models.find(name)
    assert found is not None
    return found


def away(hits: list[Hit]) -> Facts:
    return library([replace(hit, online=at % 3 > 0) for at, hit in enumerate(hits)], roots=[PHOTOS, AWAY])


def held(hits: list[Hit]) -> Facts:
    return library(hits, problems=_TROUBLES, roots=[replace(PHOTOS, held=312), AWAY])


def filtered_out(hits: list[Hit]) -> Facts:
    return library([], total=0)


_DOWNLOADING: Final = {
    "state": "downloading", "done": 214_000_000, "total": 605_200_000, "rate": 4_200_000.0, "seconds_left": 93.0,
}  # fmt: skip
_TROUBLES: Final = [
    *PROBLEMS,
    Problem(4, "root-offline", "/media/NAS", "The folder is not connected.", root=2),
    Problem(5, "root-held", "/photos/Pictures", "312 files disappeared at once. They are kept until you say what "
            "happened.", "312", root=1),
]  # fmt: skip

_UNWATCHED: Final = Problem(
    6, "root-watch", "/photos/Scans", "Changes in this folder are noticed late, because the system’s limit of folders "
    "that may be watched is used up. To raise it, run: sudo sysctl fs.inotify.max_user_watches=524288", root=3,
)  # fmt: skip

STATES: Final = (
    State("empty", lambda hits: Facts(models=models())),
    State("scanning", lambda hits: Facts(
        roots=[RootInfo(1, "/photos/Pictures", "scanning")], models=models(), progress=protocol.Progress("scanning"))),
    State("indexing", indexing),
    State("indexing-search", lambda hits: indexing(hits, best=None), search("a lake")),
    State("paused", lambda hits: indexing(hits, progress=protocol.Progress("battery", 12_430, 48_200))),
    State("results", library, then(search("lake"), select)),
    State("nearest", lambda hits: library(hits, best=0), search("a unicorn")),
    State("dates", library, then(search("lake"), by_date)),
    State("browsing", library),
    State("filters", library, then(search("lake in:2024 type:image -folder:Alps is:favourite"))),
    State("like-pictures", library, then(with_picture, refine)),
    State("other-language", lambda hits: library(hits, suggestion="siglip2-b32"), search("湖")),
    State("no-match-for-filters", filtered_out, search("lake in:2019 camera:Leica")),
    State("nothing-found", lambda hits: library([], total=12_430), search("lake")),
    State("viewer", library, then(search("lake"), view)),
    State("viewer-details", library, then(search("lake"), details)),
    State("picture-gone", library, then(search("lake"), gone)),
    State("hover", library, then(search("lake"), hover)),
    State("stack", library, then(search("lake"), stack)),
    State("smallest", library, then(resized(560, 420), search("lake in:2024 type:image"))),
    State("smallest-pane", indexing, then(resized(640, 480), pane)),
    State("copying", library, then(select, copying)),
    State("to-trash", many, trash),
    State("no-problems", library, lambda stage: stage.window.dialogs.open_problems()),
    State("problems", held,
          lambda stage: stage.window.dialogs.open_problems()),
    *(State(f"settings-{page.lower()}", lambda hits: library(hits, roots=[BUSY, AWAY]), preferences(page))
      for page in ("folders", "Indexing", "Searching", "Look", "Background", "keys")),
    State("settings-folders-watched", lambda hits: library(hits, problems=[_UNWATCHED], roots=[
        replace(BUSY, polled=True), PHOTOS_ELSEWHERE]), preferences("folders")),
    State("settings-model", indexing, preferences("model")),
    State("model-downloading", lambda hits: indexing(hits, models=models(clip_b32=_DOWNLOADING)), preferences("model")),
    State("banner-downloading", lambda hits: indexing(hits, models=models(clip_b32=_DOWNLOADING))),
    State("model-broken", lambda hits: library(hits, models=models(starter={"state": "broken"}))),
    State("palette", library, lambda stage: stage.window.commands.open_palette()),
    State("palette-typed", library, command("thumb")),
    State("history", library, lambda stage: stage.window.recalling.toggle_history()),
    State("suggestions", library, lambda stage: suggest(stage, "lak")),
    State("pane", lambda hits: library(hits, roots=[BUSY, AWAY]), then(pane, pane, pane)),
    State("offline", away, pane),
    State("new-results", library, then(
        search("lake"), select, lambda stage: stage.window.header.show_held(18, False))),
    State("menu", library, menu(lambda stage: stage.window.top.menu.menu())),
    State("menu-results", library, then(select, menu(lambda stage: stage.window.view.result_actions.menu()))),
    State("menu-filter", library, filter_menu),
    State("menu-folder", library, menu(lambda stage: stage.window.pane.menu(node(stage, "root")))),
    State("menu-tray", library, menu(lambda stage: stage.window.background.make_menu())),
    State("menu-viewer", library, then(search("lake"), view, lambda stage: stage.window.viewer.menu_requested.emit(
        stage.window.mapToGlobal(QPoint(700, 60))))),
    State("left-out", library, then(select, lambda stage: stage.window.filing.act("exclude"))),
    State("drop", library, lambda stage: stage.window.incoming.overlay.show_for("pictures", False, False)),
    State("stopped", library, lambda stage: stage.engine.died.emit()),
    State("failure", library, lambda stage: stage.engine.tell(protocol.Failure(0, "The disk of /photos is full",
                                                              "Free some space; nothing that was known is lost."))),
    State("shortcuts", library, lambda stage: stage.window.dialogs.open_shortcuts()),
    State("about", library, lambda stage: stage.window.dialogs.open_about()),
    State("save-search", library, then(search("lake"), lambda stage: stage.window.recalling.save())),
    State("clear-history", library, lambda stage: stage.window.recalling.ask_to_clear()),
    State("remove-folder", library, lambda stage: stage.window.folders.ask_to_remove(1)),
    State("get-model", indexing, dialog(lambda stage: _get_model(stage))),
    State("hub-model", indexing, dialog(lambda stage: HubModel(stage.window))),
    State("import-model", indexing, dialog(
        lambda stage: ImportModel(stage.window.models, "/photos/ViT-B-32.safetensors", stage.window))),
    State("remove-model", library, dialog(lambda stage: RemoveModel(_model(stage, "starter"), stage.window))),
)  # fmt: skip


def _get_model(stage: Stage) -> GetModel:
    made = GetModel(stage.window.models, _model(stage, "clip-b32"), stage.window)
    made.ask()
    return made
