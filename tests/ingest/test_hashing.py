"""Contents are named by their bytes; very large ones by samples."""

from __future__ import annotations

from pathlib import Path

import pytest

from mediasearch.ingest.hashing import FULL, FULL_LIMIT, SAMPLED, hash_bytes, hash_file


def test_small_files_are_read_whole(folder: Path) -> None:
    (folder / "a").write_bytes(b"content")
    assert hash_file(folder / "a") == hash_bytes(b"content") == (hash_bytes(b"content")[0], FULL)
    (folder / "a").write_bytes(b"Content")
    assert hash_file(folder / "a") != hash_bytes(b"content")


@pytest.fixture
def large(folder: Path) -> Path:
    """A file above the limit that takes no room on disk."""
    path = folder / "large"
    with path.open("wb") as file:
        file.truncate(FULL_LIMIT + 12_345)
    return path


def test_large_files_are_sampled(large: Path) -> None:
    name, method = hash_file(large)
    assert method == SAMPLED
    assert hash_file(large) == (name, method)


@pytest.mark.parametrize("at", [0, 10, FULL_LIMIT + 12_344])
def test_head_and_tail_of_large_files_count(large: Path, at: int) -> None:
    before = hash_file(large)
    with large.open("r+b") as file:
        file.seek(at)
        file.write(b"x")
    assert hash_file(large) != before


def test_the_size_of_large_files_counts(large: Path) -> None:
    before = hash_file(large)
    with large.open("r+b") as file:
        file.truncate(FULL_LIMIT + 12_346)
    assert hash_file(large) != before


def test_samples_are_spread_over_the_whole(large: Path) -> None:
    before = hash_file(large)
    changed = 0
    for tenth in range(1, 10):
        at = large.stat().st_size * tenth // 10
        with large.open("r+b") as file:
            file.seek(at)
            file.write(b"x" * (5 << 20))
        changed += hash_file(large) != before
        with large.open("r+b") as file:
            file.seek(at)
            file.write(b"\0" * (5 << 20))
    assert changed == 9
