"""Deleting some files is deleting; losing a fifth of the library at once is not believed."""

from __future__ import annotations

from mediasearch.ingest.disappearance import judge
from mediasearch.library.records import KnownFile


def missing(count: int, *, held: bool = False, first: int = 1) -> list[KnownFile]:
    return [KnownFile(first + n, b"%d.jpg" % n, 1, 1, 1, "indexed", held) for n in range(count)]


def test_a_small_root_may_lose_everything() -> None:
    verdict = judge(100, missing(100))
    assert (len(verdict.remove), len(verdict.hold)) == (100, 0)


def test_a_small_share_of_a_large_root_may_go() -> None:
    verdict = judge(10_000, missing(2_000))
    assert (len(verdict.remove), len(verdict.hold)) == (2_000, 0)


def test_many_and_a_large_share_are_held() -> None:
    verdict = judge(500, missing(101))
    assert (len(verdict.remove), len(verdict.hold)) == (0, 101)


def test_files_held_stay_held_however_few_they_are() -> None:
    verdict = judge(10_000, [*missing(3, held=True), *missing(2, first=50), *missing(1, first=90)], frozenset({90}))
    assert {file.id for file in verdict.hold} == {1, 2, 3, 90}
    assert {file.id for file in verdict.remove} == {50, 51}


def test_what_vanishes_bit_by_bit_adds_up() -> None:
    verdict = judge(600, [*missing(90, held=True), *missing(40, first=500)])
    assert len(verdict.hold) == 130


def test_nothing_missing_is_nothing() -> None:
    verdict = judge(0, [])
    assert (verdict.remove, verdict.hold) == ([], [])
