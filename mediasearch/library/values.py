"""What there is of a filter: years, kinds and formats, cameras, each with how many pictures it lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from mediasearch.library.database import Database

if TYPE_CHECKING:
    from sqlalchemy import TextClause

#: The most values of one filter.
MOST: Final = 100


class Values(Database):
    """Reads all contents, which takes a moment in a large library: not on the engine's loop."""

    def values(self, name: str) -> list[tuple[str, int]]:
        """Values of the filter ``name`` (in, type or camera) and counts; nothing for any other."""
        with self.transaction() as connection:
            found: list[tuple[str, int]] = []
            for query in _QUERIES.get(name, ()):
                rows = connection.execute(query, {"most": MOST})
                found += [(str(value), int(count)) for value, count in rows]
        return found


def _query(value: str, order: str) -> TextClause:
    return text(
        f"SELECT {value} AS value, count(*) AS count FROM contents WHERE {value} <> ''"  # noqa: S608 - our own words only
        f" GROUP BY 1 ORDER BY {order} LIMIT :most"
    )


_QUERIES: Final = {
    "in": [_query("substr(taken_at, 1, 4)", "value DESC")],
    "type": [_query("kind", "count DESC, value"), _query("lower(format)", "count DESC, value")],
    "camera": [_query("camera", "count DESC, value")],
}
