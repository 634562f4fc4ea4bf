"""Figures for pictures whose order is known."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from mediasearch.encoders.base import Model
from mediasearch.evaluate.report import Ranked, Report, as_json, columns, evaluate, ranking_of, shown, with_ranking
from mediasearch.evaluate.table import Table
from mediasearch.search.bands import Cuts
from mediasearch.search.ranking import Words
from tests.support.encoders import COLOURS, ColourEncoder, ColourTextEncoder, colour_model

MODEL = colour_model()


def plain(colours: Sequence[str], texts: Sequence[str]) -> tuple[Table, np.ndarray]:
    """Pictures of one colour each, every one with its text."""
    pixels = np.array([COLOURS[colour] for colour in colours], np.uint8).reshape(-1, 1, 1, 3)
    vectors = ColourEncoder().encode(np.broadcast_to(pixels, (len(colours), 8, 8, 3)))
    table = Table(
        tuple(Path(f"{place}.png") for place in range(len(colours))), tuple(range(len(colours))), tuple(texts)
    )
    return table, vectors


def measured(table: Table, vectors: np.ndarray, models: Mapping[str, Model] | None = None) -> Report:
    asked = models or {"raw": MODEL}
    return evaluate(table, {name: Ranked(vectors, Words(ColourTextEncoder(), each)) for name, each in asked.items()})


def test_right_labels_are_found_and_a_wrong_one_is_not() -> None:
    table, vectors = plain(["red", "green", "blue", "yellow"], ["red", "green", "blue", "purple"])
    figures = measured(table, vectors).text_to_image["raw"]
    assert figures["recall@1"] == 3 / 4
    assert figures["recall@5"] == 1.0 and figures["median rank"] == 1.0
    assert figures["precision@10"] == pytest.approx(1 / 10)
    assert figures["mAP"] is not None and 3 / 4 < figures["mAP"] < 1.0


def test_pictures_with_a_common_label_find_each_other_and_not_themselves() -> None:
    table, vectors = plain(["red", "red", "blue", "green"], ["warm", "warm", "cold", "fresh"])
    report = measured(table, vectors)
    assert (report.texts, report.images) == (3, 2)
    assert report.image_to_image["raw"]["recall@1"] == 1.0 and report.image_to_image["raw"]["mAP"] == 1.0
    table, vectors = plain(["red", "green", "red", "green"], ["a", "a", "b", "b"])
    assert measured(table, vectors).image_to_image["raw"]["recall@1"] == 0.0


def test_without_common_labels_there_is_no_image_to_image() -> None:
    report = measured(*plain(["red", "blue"], ["red", "blue"]))
    assert report.image_to_image == {} and report.images == 0
    assert "image → image" not in shown(columns(report))


def test_two_rankings_stand_side_by_side() -> None:
    assert ranking_of(MODEL) == "raw" and ranking_of(with_ranking(MODEL, "centred")) == "centred"
    assert with_ranking(dataclasses.replace(MODEL, centring=0.5), "centred").centring == 0.5
    models = {name: with_ranking(MODEL, name) for name in ("raw", "centred")}
    report = measured(*plain(["red", "blue"], ["red", "blue"]), models)
    head = shown(columns(report)).splitlines()[0]
    assert "text → image, raw" in head and "text → image, centred" in head
    assert json.loads(json.dumps(as_json(report), allow_nan=False))["queries"] == {"text": 2, "image": 0}


def test_of_very_many_descriptions_some_are_asked() -> None:
    count = 5000
    table, vectors = plain(["red", "blue"] * (count // 2), [f"red {place}" for place in range(count)])
    few = Table(table.pictures[:2], tuple(place % 2 for place in range(count)), table.texts)
    report = measured(few, vectors[:2])
    assert report.texts == 2000


def test_two_models_each_have_pictures_of_their_own() -> None:
    table, vectors = plain(["red", "red", "blue", "green"], ["red", "red", "cold", "fresh"])
    shuffled = Ranked(vectors[[2, 3, 0, 1]], Words(ColourTextEncoder(), MODEL))
    report = evaluate(table, {"colours": Ranked(vectors, shuffled.words), "other": shuffled})
    assert list(report.image_to_image) == ["colours", "other"]
    assert report.text_to_image["colours"]["mAP"] != report.text_to_image["other"]["mAP"]
    body = as_json(report)
    assert body["image_to_image"] == report.image_to_image["colours"]
    assert body["image_to_image_compared"] == {"other": report.image_to_image["other"]}
    assert "image → image, other" in shown(columns(report)).splitlines()[0]


def test_best_matches_are_judged_where_the_model_is_calibrated() -> None:
    colours = list(COLOURS)
    table, vectors = plain([colours[place % 12] for place in range(48)], [colours[place % 12] for place in range(48)])
    words = Words(ColourTextEncoder(), MODEL)
    free = evaluate(table, {"raw": Ranked(vectors, words)}).text_to_image["raw"]
    assert free["F1 of best matches"] is None and free["best F1 of one cut"] == 1.0
    found = evaluate(table, {"raw": Ranked(vectors, words, Cuts(1.5, 1.5, 1.0))})
    for figures in (found.text_to_image["raw"], found.image_to_image["raw"]):
        share = figures["F1 of best matches"]
        assert share is not None and 0.2 < share <= 1.0
    all_of_it = evaluate(table, {"raw": Ranked(vectors, words, Cuts(-1e9, -1e9, 1.0))}).text_to_image["raw"]
    assert all_of_it["F1 of best matches"] == pytest.approx(2 * 4 / (48 + 4))
