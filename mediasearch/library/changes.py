"""How a batch of changes turns into rows: read what is concerned, play the changes in memory, write the difference.

Changes depend on each other (a file is added, renamed, and another takes its name), so they are played one by one;
reading and writing happen in a handful of statements however many changes there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, text, update

from mediasearch.library.contents import settle
from mediasearch.library.convert import displayed, storable_inode, storable_time
from mediasearch.library.marks import follow
from mediasearch.library.outcomes import Applied
from mediasearch.library.records import Change, ChangeKind, FileState
from mediasearch.library.tables import files, roots

#: Paths asked for in one statement; SQLite allows 32,766 parameters, and long statements are slow to prepare.
_PATHS: Final = 400

_Key = tuple[int, bytes]


@dataclass(slots=True)
class _File:
    """A row of ``files``; ``id`` 0 while it is not in the database."""

    id: int
    root: int
    path: bytes
    size: int
    mtime_ns: int
    inode: int
    content: int | None
    state: str
    held: int
    attempts: int
    reason: str
    detail: str
    sidecar: int
    unread: int


_NAMES: Final = tuple(_File.__dataclass_fields__)
_COLUMNS: Final = tuple(files.c[name] for name in _NAMES)
_as_tuple: Final = attrgetter(*_NAMES)


class Batch:
    """One batch of changes inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._files: dict[_Key, _File] = {}
        self._before: dict[int, tuple[object, ...]] = {}
        self._deleted: list[int] = []
        self._to_decode: set[_Key] = set()
        self.applied = Applied()

    def run(self, changes: Sequence[Change]) -> Applied:
        known = set(self._connection.scalars(select(roots.c.id).where(roots.c.forgetting < 2)))
        # A root may have been removed while its changes were waiting.
        changes = [change for change in changes if change.root in known]
        self._read(changes)
        for change in changes:
            if change.kind is ChangeKind.REMOVED:
                self._remove((change.root, change.path))
            elif change.kind is ChangeKind.MOVED and change.source is not None:
                self._move(change, (change.source_root or change.root, change.source))
            else:
                self._upsert(change)
        self._write()
        self.applied.pending = sum(
            self._files[key].state == FileState.PENDING for key in self._to_decode if key in self._files
        )
        return self.applied

    # ------------------------------------------------------------------------------------------------ one change

    def _upsert(self, change: Change) -> None:
        key = (change.root, change.path)
        size, mtime_ns, inode = change.size, storable_time(change.mtime_ns), storable_inode(change.inode)
        file = self._files.get(key)
        if file is None:
            state = FileState.SKIPPED if change.skip else FileState.PENDING
            file = _File(0, *key, size, mtime_ns, inode, None, state, 0, 0, change.skip, "", change.sidecar, 0)
            self._files[key] = file
            self._to_decode.add(key)
            return
        file.inode = inode
        self._beside(file, change)
        if file.held:
            file.held = 0
            self._touch(file)
        same = (file.size, file.mtime_ns) == (size, mtime_ns)
        file.size, file.mtime_ns = size, mtime_ns
        if change.skip:
            if not (same and file.state == FileState.SKIPPED):
                self._skip(file, change.skip)
        elif not same:
            self._decode_again(file, key)

    def _move(self, change: Change, source: _Key) -> None:
        key = (change.root, change.path)
        file = self._files.get(source)
        if source == key or file is None:
            self._upsert(change)
            return
        if (file.size, file.mtime_ns) != (change.size, storable_time(change.mtime_ns)):
            self._remove(source)
            self._upsert(change)
            return
        self._remove(key)
        self._files[key] = self._files.pop(source)
        if source in self._to_decode:
            self._to_decode.add(key)
        file.root, file.path = key
        file.inode = storable_inode(change.inode)
        self._beside(file, change)
        file.held = 0
        self._touch(file)
        self.applied.moved += 1
        if change.skip:
            self._skip(file, change.skip)
        elif file.state == FileState.SKIPPED and file.reason != "ignored":
            self._decode_again(file, key)  # its old name may have been why it was skipped

    def _remove(self, key: _Key) -> None:
        file = self._files.pop(key, None)
        if file is None:
            return
        self._touch(file)
        self.applied.removed += 1
        if file.id:
            self._deleted.append(file.id)

    def _skip(self, file: _File, reason: str) -> None:
        self._touch(file)
        file.content, file.state, file.reason, file.detail, file.attempts = None, FileState.SKIPPED, reason, "", 0

    def _decode_again(self, file: _File, key: _Key) -> None:
        # What it held stays referenced, and is shown, until it was read again.
        file.state, file.attempts, file.reason, file.detail = FileState.PENDING, 0, "", ""
        self._to_decode.add(key)

    def _beside(self, file: _File, change: Change) -> None:
        """Other side-cars than before: their words are read again, and nothing else."""
        if file.sidecar != change.sidecar:
            file.sidecar, file.unread = change.sidecar, 1

    def _touch(self, file: _File) -> None:
        if file.content is not None:
            self.applied.contents.add(file.content)

    # ------------------------------------------------------------------------------------------- database and back

    def _read(self, changes: Iterable[Change]) -> None:
        paths: dict[int, set[bytes]] = {}
        for change in changes:
            paths.setdefault(change.root, set()).add(change.path)
            if change.source is not None:
                paths.setdefault(change.source_root or change.root, set()).add(change.source)
        query = select(*_COLUMNS).where(
            files.c.root == bindparam("of"), files.c.path.in_(bindparam("at", expanding=True))
        )
        for root, names in paths.items():
            ordered = sorted(names)
            for start in range(0, len(ordered), _PATHS):
                for row in self._connection.execute(query, {"of": root, "at": ordered[start : start + _PATHS]}):
                    file = _File(*row)
                    self._files[file.root, file.path] = file
                    self._before[file.id] = tuple(row)

    def _write(self) -> None:
        connection = self._connection
        if self._deleted:
            connection.execute(_DELETE, {"ids": json.dumps(self._deleted)})
        renamed: list[_File] = []
        rewritten: list[_File] = []
        for file in self._files.values():
            before = self._before.get(file.id)
            if before is not None and before != _as_tuple(file):
                (rewritten if before[1:3] == (file.root, file.path) else renamed).append(file)
        if renamed:
            # Two files may have swapped names: all let go of theirs first.  No path contains a NUL.
            connection.execute(_RENAME, [{"of": file.id, "to": b"\0%d" % file.id} for file in renamed])
            connection.execute(_UPDATE, [{"of": file.id, **_values(file), **_place(file)} for file in renamed])
            follow(connection, {file.content for file in renamed if file.content is not None})
        if rewritten:  # leaving out the place spares an index
            connection.execute(_UPDATE, [{"of": file.id, **_values(file)} for file in rewritten])
        created = [{**_values(file), **_place(file)} for file in self._files.values() if not file.id]
        if created:
            connection.execute(insert(files), created)
        settle(connection, self.applied.contents)


def _values(file: _File) -> dict[str, object]:
    return {
        "size": file.size,
        "mtime_ns": file.mtime_ns,
        "inode": file.inode,
        "content": file.content,
        "state": file.state,
        "held": file.held,
        "attempts": file.attempts,
        "reason": file.reason,
        "detail": file.detail,
        "sidecar": file.sidecar,
        "unread": file.unread,
    }


def _place(file: _File) -> dict[str, object]:
    shown = displayed(file.path)
    return {"root": file.root, "path": file.path, "display": shown, "name": shown.rpartition("/")[2]}


_DELETE: Final = text("DELETE FROM files WHERE id IN (SELECT value FROM json_each(:ids))")
_RENAME: Final = update(files).where(files.c.id == bindparam("of")).values(path=bindparam("to"))
_UPDATE: Final = update(files).where(files.c.id == bindparam("of"))
