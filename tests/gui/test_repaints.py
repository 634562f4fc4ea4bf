"""Thousands of paints: PySide6 6.12.0 on Python 3.11 lost a reference to ``None`` with each and aborted."""

from __future__ import annotations

import sys
from pathlib import Path

from mediasearch.gui.results_view import ResultsView
from tests.gui.results_support import answer, fill

PAINTS = 20_000


def test_twenty_thousand_paints_cost_no_reference(view: ResultsView, tmp_path: Path) -> None:
    """A few tiles that scroll, so that every paint draws something else."""
    answer(view.results, tmp_path)
    fill(view, 1000, tmp_path)
    view.resize(260, 200)
    bar = view.verticalScrollBar()
    view.viewport().repaint()
    before = sys.getrefcount(None)
    for paint in range(PAINTS):
        bar.setValue(paint * 37 % bar.maximum())
        view.viewport().repaint()
    assert sys.getrefcount(None) > before - PAINTS // 20
