"""Figures for pictures whose order is known."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from mediasearch.evaluate.report import as_json, columns, evaluate, ranking_of, shown, with_ranking
from mediasearch.evaluate.table import Table
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


def test_right_labels_are_found_and_a_wrong_one_is_not() -> None:
    table, vectors = plain(["red", "green", "blue", "yellow"], ["red", "green", "blue", "purple"])
    figures = evaluate(table, vectors, {"raw": MODEL}, ColourTextEncoder()).text_to_image["raw"]
    assert figures["recall@1"] == 3 / 4
    assert figures["recall@5"] == 1.0 and figures["median rank"] == 1.0
    assert figures["precision@10"] == pytest.approx(1 / 10)
    assert figures["mAP"] is not None and 3 / 4 < figures["mAP"] < 1.0


def test_pictures_with_a_common_label_find_each_other_and_not_themselves() -> None:
    table, vectors = plain(["red", "red", "blue", "green"], ["warm", "warm", "cold", "fresh"])
    report = evaluate(table, vectors, {"raw": MODEL}, ColourTextEncoder())
    assert (report.texts, report.images) == (3, 2)
    assert report.image_to_image is not None
    assert report.image_to_image["recall@1"] == 1.0 and report.image_to_image["mAP"] == 1.0
    table, vectors = plain(["red", "green", "red", "green"], ["a", "a", "b", "b"])
    worst = evaluate(table, vectors, {"raw": MODEL}, ColourTextEncoder()).image_to_image
    assert worst is not None and worst["recall@1"] == 0.0


def test_without_common_labels_there_is_no_image_to_image() -> None:
    report = evaluate(*plain(["red", "blue"], ["red", "blue"]), {"raw": MODEL}, ColourTextEncoder())
    assert report.image_to_image is None and report.images == 0
    assert "image → image" not in shown(columns(report))


def test_two_rankings_stand_side_by_side() -> None:
    assert ranking_of(MODEL) == "raw" and ranking_of(with_ranking(MODEL, "centred")) == "centred"
    assert with_ranking(dataclasses.replace(MODEL, centring=0.5), "centred").centring == 0.5
    models = {name: with_ranking(MODEL, name) for name in ("raw", "centred")}
    report = evaluate(*plain(["red", "blue"], ["red", "blue"]), models, ColourTextEncoder())
    head = shown(columns(report)).splitlines()[0]
    assert "text → image, raw" in head and "text → image, centred" in head
    assert json.loads(json.dumps(as_json(report), allow_nan=False))["queries"] == {"text": 2, "image": 0}


def test_of_very_many_descriptions_some_are_asked() -> None:
    count = 5000
    table, vectors = plain(["red", "blue"] * (count // 2), [f"red {place}" for place in range(count)])
    few = Table(table.pictures[:2], tuple(place % 2 for place in range(count)), table.texts)
    report = evaluate(few, vectors[:2], {"raw": MODEL}, ColourTextEncoder())
    assert report.texts == 2000
