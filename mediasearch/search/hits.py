"""What a person gets: one hit for each content, with all its files."""

from __future__ import annotations

from collections.abc import Callable

from mediasearch.library.records import ContentRow
from mediasearch.protocol import Hit


def hit_of(row: ContentRow, index: int, score: float, locate: Callable[[str], str | None]) -> Hit:
    """One row of an answer.  ``index`` counts from 0; the rank a person sees from 1."""
    path, online = row.files[0]
    return Hit(
        content=row.id,
        rank=index + 1,
        score=round(float(score), 6),
        kind=row.kind,
        width=row.width,
        height=row.height,
        taken_at=row.taken_at,
        path=path,
        files=[name for name, _ in row.files],
        online=online,
        thumbnail=locate(row.hash),
        palette=row.palette,
        size=row.size,
        camera=row.camera,
        latitude=row.latitude,
        longitude=row.longitude,
        favourite=row.favourite,
    )
