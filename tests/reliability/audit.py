"""Whether a library agrees with itself and with the disk; SQLite is asked directly, past the program's own code."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from mediasearch.paths import Library
from tests.support.below import files_below


def complaints(library: Library, roots: Iterable[Path], bad: Iterable[Path] = ()) -> list[str]:
    """What is wrong, in sentences; none when every picture below ``roots`` has its row, content and vector, nothing
    stands there twice and nothing stands there that is not on the disk.  ``bad``: files that cannot be read.

    To be asked of a library that has settled.
    """
    on_disk = {os.fsencode(path): path for root in roots for path in _files(root)}
    unreadable = {os.fsencode(path) for path in bad}
    said: list[str] = []
    with closing(sqlite3.connect(f"{library.database.absolute().as_uri()}?mode=ro", uri=True)) as raw:
        rows = raw.execute(
            "SELECT roots.path || '/' || files.path, files.state, files.content, files.size"
            " FROM files JOIN roots ON roots.id = files.root"
        ).fetchall()
        said += [f"{line[0]}" for line in raw.execute("PRAGMA integrity_check") if line[0] != "ok"]
        (active,) = raw.execute("SELECT id FROM models WHERE active = 1").fetchone()
        vectors = dict(
            raw.execute(
                "SELECT content, count(*) FROM embeddings WHERE model = ? GROUP BY content", (active,)
            ).fetchall()
        )
        contents = {content for (content,) in raw.execute("SELECT id FROM contents")}
        stray = raw.execute("SELECT count(*) FROM embeddings WHERE content NOT IN (SELECT id FROM contents)").fetchone()
    known = {bytes(path) if isinstance(path, bytes) else path.encode(): rest for path, *rest in rows}
    if len(known) != len(rows):
        said.append(f"{len(rows) - len(known)} files have two rows")
    said += [f"missing: {path!r}" for path in on_disk.keys() - known.keys()]
    said += [f"not on the disk: {path!r}" for path in known.keys() - on_disk.keys()]
    by_digest: dict[str, set[int | None]] = defaultdict(set)
    by_content: dict[int, set[str]] = defaultdict(set)
    for path in on_disk.keys() & known.keys():
        state, content, _ = known[path]
        if path in unreadable:
            if state not in ("failed", "quarantined", "skipped"):
                said.append(f"{path!r} cannot be read and is {state}")
            continue
        if state != "indexed" or content not in contents:
            said.append(f"{path!r} is {state} with content {content}")
            continue
        digest = hashlib.sha256(on_disk[path].read_bytes()).hexdigest()
        by_digest[digest].add(content)
        by_content[content].add(digest)
    said += [f"one picture is {len(ids)} contents" for ids in by_digest.values() if len(ids) > 1]
    said += [f"content {content} is {len(found)} pictures" for content, found in by_content.items() if len(found) > 1]
    said += [
        f"content {content} has {vectors.get(content, 0)} vectors"
        for content in by_content
        if vectors.get(content) != 1
    ]
    if stray != (0,):
        said.append(f"{stray[0]} vectors without a content")
    return said


def stray_previews(library: Library) -> list[str]:
    """Files among the previews that belong to no content."""
    with closing(sqlite3.connect(f"{library.database.absolute().as_uri()}?mode=ro", uri=True)) as raw:
        names = {f"{content_hash}.jpg" for (content_hash,) in raw.execute("SELECT hash FROM contents")}
    return [path.name for path in _files(library.thumbnails) if path.name not in names]


def _files(root: Path) -> Iterable[Path]:
    return (path for path in files_below(root) if path.is_file() and not path.is_symlink())
