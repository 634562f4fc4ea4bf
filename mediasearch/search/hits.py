"""What a person gets: one hit for each content, with all its files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mediasearch.library.records import ContentRow
from mediasearch.protocol import Hit

if TYPE_CHECKING:
    from mediasearch.search.answer import Answer


def hit_of(row: ContentRow, answer: Answer, place: int, locate: Callable[[str], str | None]) -> Hit:
    """One row of an answer.  ``place`` counts from 0; the rank a person sees from 1."""
    path, online = row.files[0]
    return Hit(
        content=row.id,
        rank=place + 1,
        score=round(answer.scores.get(row.id, 0.0), 6),
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
        duration=row.duration,
        favourite=row.favourite,
        band="" if answer.best is None else "best" if place < answer.best else "less",
        why=list(answer.why.get(row.id, ())),
        stack=len(answer.stacks.get(row.id, (row.id,))),
    )
