"""The model behind the grid: ids for all rows, hits for those that are looked at."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import process_time
from urllib.parse import unquote_to_bytes

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from mediasearch.gui import hit_pages
from mediasearch.gui.hit_pages import KEPT_PAGES, PAGE
from mediasearch.gui.results_model import ContentRole, HitRole, ResultsModel
from mediasearch.protocol import RowsReply
from tests.gui.results_support import answer, make_hits, make_image, reply


@pytest.fixture
def model(qtbot: QtBot) -> ResultsModel:
    return ResultsModel()


def test_it_is_a_proper_item_model_through_its_life(model: ResultsModel, qtmodeltester: ModelTester) -> None:
    answer(model)
    qtmodeltester.check(model)
    model.set_result(reply(make_hits(250)))
    qtmodeltester.check(model)
    model.set_result(reply(make_hits(120), result=2), keep=True)
    qtmodeltester.check(model)
    model.clear()
    assert model.rowCount() == 0
    qtmodeltester.check(model)


def test_a_million_results_are_there_at_once(model: ResultsModel) -> None:
    found = reply(make_hits(100), count=1_000_000)
    start = process_time()
    model.set_result(found)
    assert process_time() - start < 1.0
    assert model.rowCount() == 1_000_000
    assert model.content(999_999) == 1_000_000
    assert model.row_of(765_432) == 765_431
    assert model.row_of(2_000_000) == -1
    assert model.data(model.index(999_999), ContentRole) == 1_000_000


def test_the_first_page_needs_no_further_request(model: ResultsModel, qtbot: QtBot) -> None:
    model.set_result(reply(make_hits(100), count=500))
    with qtbot.assertNotEmitted(model.rows_needed, wait=100):
        assert model.data(model.index(99)) == "IMG_0000099.JPG"


def test_rows_are_asked_for_by_page_once_and_arrive(model: ResultsModel, qtbot: QtBot) -> None:
    model.set_result(reply(make_hits(100), count=950))
    with qtbot.waitSignal(model.rows_needed) as asked:
        assert model.hit(250) is None
        assert model.data(model.index(251), HitRole) is None
        assert model.data(model.index(333)) == ""
        assert "…" in model.data(model.index(260), Qt.ItemDataRole.AccessibleTextRole)
    assert asked.args == [1, 200, 400]  # neighbouring pages are one request
    with qtbot.assertNotEmitted(model.rows_needed, wait=100):
        model.hit(255)
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.add_rows(RowsReply(0, 1, 200, make_hits(200, start=200)))
    assert (changed.args[0].row(), changed.args[1].row()) == (200, 399)
    hit = model.hit(399)
    assert hit is not None
    assert hit.content == 400
    assert model.row_of(400) == 399


def test_the_last_page_is_a_short_one(model: ResultsModel, qtbot: QtBot) -> None:
    model.set_result(reply(make_hits(100), count=230))
    with qtbot.waitSignal(model.rows_needed) as asked:
        model.hit(229)
    assert asked.args == [1, 200, 230]


def test_what_was_scrolled_past_is_not_asked_for(model: ResultsModel, qtbot: QtBot) -> None:
    model.set_result(reply(make_hits(100), count=100_000))
    for row in range(1000, 90_000, 700):  # a fling through the list, faster than the debounce
        model.set_visible(row, row + 30)
        model.hit(row)
    with qtbot.waitSignal(model.rows_needed):
        pass
    asked = answer(model)
    model.set_visible(50_000, 50_030)
    model.hit(50_000)
    qtbot.waitUntil(lambda: (1, 50_000, 50_100) in asked)
    assert all(start > 49_000 for _, start, _ in asked)


def test_visible_pages_go_first(model: ResultsModel, qtbot: QtBot) -> None:
    model.set_result(reply(make_hits(100), count=100_000))
    asked: list[int] = []
    model.rows_needed.connect(lambda _result, start, _stop: asked.append(start))
    model.set_visible(5_000, 5_030)
    model.hit(5_000)
    model.fetch(range(20_000, 80_000, 1_000))  # a large selection: sixty pages
    qtbot.waitUntil(lambda: bool(asked))
    assert 5_000 in asked
    assert len(asked) <= hit_pages.PAGES_UNDER_WAY


def test_a_selection_is_fetched_even_when_nobody_looks(model: ResultsModel, qtbot: QtBot) -> None:
    model.set_result(reply(make_hits(100), count=100_000))
    asked = answer(model)
    wanted = list(range(20_000, 22_000, 100))
    assert not model.fetch(wanted)
    model.set_visible(70_000, 70_030)
    qtbot.waitUntil(lambda: model.fetch(wanted))
    assert len(asked) >= 2


def test_an_answer_to_an_earlier_query_is_ignored(model: ResultsModel) -> None:
    model.set_result(reply(make_hits(100), count=500, result=7))
    model.add_rows(RowsReply(0, 6, 100, make_hits(100, start=100)))
    assert model.hit(150) is None


def test_contents_removed_meanwhile_leave_the_others_in_their_places(model: ResultsModel, qtbot: QtBot) -> None:
    model.set_result(reply(make_hits(100), count=300))
    with qtbot.waitSignal(model.rows_needed):
        model.hit(150)
    rows = make_hits(100, start=100)
    del rows[10:20]
    model.add_rows(RowsReply(0, 1, 100, rows))
    assert model.hit(115) is None
    hit = model.hit(190)
    assert hit is not None
    assert hit.content == 191
    with qtbot.assertNotEmitted(model.rows_needed, wait=100):
        model.hit(115)  # it is gone; asking again would never end


def test_a_lost_answer_is_asked_for_again(model: ResultsModel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hit_pages, "ASK_AGAIN_AFTER", 0.05)
    model.set_result(reply(make_hits(100), count=300))
    with qtbot.waitSignal(model.rows_needed):
        model.hit(150)
    qtbot.wait(60)
    with qtbot.waitSignal(model.rows_needed) as again:
        model.hit(150)
    assert again.args == [1, 100, 200]


def test_only_so_many_pages_are_kept(model: ResultsModel, qtbot: QtBot) -> None:
    count = (KEPT_PAGES + 5) * PAGE
    model.set_result(reply(make_hits(100), count=count))
    for start in range(PAGE, count, PAGE):
        model.add_rows(RowsReply(0, 1, start, make_hits(PAGE, start=start)))
    assert model.hit(count - 1) is not None
    with qtbot.waitSignal(model.rows_needed) as again:
        assert model.hit(0) is None  # let go of, and fetched again when somebody comes back
    assert again.args[1] == 0


def test_texts_for_eyes_and_screen_readers(model: ResultsModel) -> None:
    hits = make_hits(2)
    hits[1].online = False
    hits[1].files = [hits[1].path, "/else/copy.jpg"]
    model.set_result(reply(hits))
    assert model.data(model.index(0)) == "IMG_0000000.JPG"
    tip = model.data(model.index(0), Qt.ItemDataRole.ToolTipRole).splitlines()
    assert tip[0] == "IMG_0000000.JPG"
    assert "2019" in tip[1]
    assert tip[2] == "/photos"
    spoken = model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole)
    assert "IMG_0000001.JPG" in spoken
    assert "2019" in spoken
    assert "not connected" in spoken
    assert "2" in spoken


def test_dragging_out_hands_over_files_as_copies(model: ResultsModel, tmp_path: Path) -> None:
    hits = make_hits(3, tmp_path)
    hits[1].online = False
    model.set_result(reply(hits))
    mime = model.mimeData([model.index(row) for row in range(3)])
    assert [url.toLocalFile() for url in mime.urls()] == [hits[0].path, hits[2].path]
    assert not mime.hasImage()
    assert model.supportedDragActions() == Qt.DropAction.CopyAction


def test_a_single_picture_is_also_handed_over_as_pixels(model: ResultsModel, tmp_path: Path) -> None:
    model.set_result(reply(make_hits(3, tmp_path)))
    mime = model.mimeData([model.index(0)])
    assert mime.hasUrls()
    assert mime.hasImage()
    image = mime.imageData()
    assert isinstance(image, QImage)
    assert (image.width(), image.height()) == (320, 240)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be any bytes")
def test_a_name_that_is_no_text_survives(model: ResultsModel, tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9 \xff.png")
    Path(path).write_bytes(make_image(tmp_path / "plain.png").read_bytes())
    hits = make_hits(1)
    hits[0].path, hits[0].files = path, [path]
    model.set_result(reply(hits))
    assert model.data(model.index(0)) == "caf� �.png"
    mime = model.mimeData([model.index(0)])
    line = bytes(mime.data("text/uri-list").data()).strip()
    assert unquote_to_bytes(line.removeprefix(b"file://")) == os.fsencode(path)
    assert mime.imageData().width() == 320


def test_a_new_thumbnail_is_told(model: ResultsModel, qtbot: QtBot) -> None:
    model.set_result(reply(make_hits(3)))
    with qtbot.waitSignals([model.thumbnail_changed, model.dataChanged]):
        model.update_thumbnail(2, "/cache/2.jpg")
    hit = model.hit(1)
    assert hit is not None
    assert hit.thumbnail == "/cache/2.jpg"


def test_a_refresh_shows_what_was_fetched_until_the_rows_arrive(model: ResultsModel, qtbot: QtBot) -> None:
    model.set_result(reply(make_hits(100), count=300))
    with qtbot.waitSignal(model.rows_needed):
        model.hit(250)
    model.add_rows(RowsReply(0, 1, 200, make_hits(100, start=200)))
    refreshed = reply(make_hits(100), count=290, result=2)
    model.set_result(refreshed, keep=True)
    with qtbot.waitSignal(model.rows_needed) as asked:
        hit = model.hit(250)
    assert hit is not None  # no hole flashes while it is asked for again
    assert hit.content == 251
    assert asked.args == [2, 200, 290]


def test_a_refresh_with_the_same_ids_does_not_reset(model: ResultsModel, qtbot: QtBot) -> None:
    model.set_result(reply(make_hits(100)))
    hits = make_hits(100)
    hits[3].path = "/photos/renamed.jpg"
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.set_result(reply(hits, result=2), keep=True)
    assert model.data(model.index(3)) == "renamed.jpg"
    assert model.result_id == 2
