"""The tables as queries see them.  How a database gets there, step by step, is written in :mod:`.migrations`.

Paths are BLOBs of ``os.fsencode`` (SQLite refuses surrogate-escaped strings) with text for display beside them.
Times are seconds since the epoch.  Vectors are float16, little-endian.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

metadata: Final = MetaData()

#: Facts about the database itself.  ``generation`` is a random name made when it is created or restored.
properties: Final = Table(
    "properties",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

roots: Final = Table(
    "roots",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", LargeBinary, nullable=False, unique=True),
    Column("display", Text, nullable=False),
    Column("identity", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False, server_default="ready"),
    Column("forgetting", Integer, nullable=False, server_default="0"),
    sqlite_autoincrement=True,
)

#: ``size`` is the number of bytes, so a file of another size cannot be the same content.
#: ``orphaned_since``: when the last file went; NULL exactly while there is a file.
contents: Final = Table(
    "contents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("hash_method", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("taken_at", Text),
    Column("camera", Text),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("duration", Float),
    Column("palette", Text, nullable=False),
    Column("orphaned_since", Float),
    sqlite_autoincrement=True,
)
Index("contents_by_size", contents.c.size)
Index("contents_shown", contents.c.taken_at, contents.c.id, sqlite_where=contents.c.orphaned_since.is_(None))
Index("contents_orphaned", contents.c.orphaned_since, sqlite_where=contents.c.orphaned_since.is_not(None))

#: ``content`` is what the file held when it was last read; while ``state`` is pending the file may hold something else.
#: ``name``: the last part of ``display``.  ``sidecar``: the stamp of the side-cars beside it; ``unread``: the words in
#: and beside it are to be read, soon (1) or some time (2).
files: Final = Table(
    "files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("root", Integer, ForeignKey("roots.id"), nullable=False),
    Column("path", LargeBinary, nullable=False),
    Column("display", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("mtime_ns", Integer, nullable=False),
    Column("inode", Integer, nullable=False),
    Column("content", Integer, ForeignKey("contents.id")),
    Column("state", Text, nullable=False),
    Column("held", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("detail", Text, nullable=False, server_default=""),
    Column("since", Float, nullable=False, server_default="0"),
    Column("sidecar", Integer, nullable=False, server_default="0"),
    Column("unread", Integer, nullable=False, server_default="0"),
    Column("name", Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)
Index("files_by_path", files.c.root, files.c.path, unique=True)
Index("files_by_content", files.c.content)
Index("files_by_state", files.c.root, files.c.state)
Index("files_pending", files.c.mtime_ns, files.c.id, sqlite_where=text("state = 'pending'"))
Index("files_held", files.c.root, sqlite_where=text("held = 1"))
Index("files_attempted", files.c.attempts, sqlite_where=text("attempts > 0"))
Index("files_left_out", files.c.state, files.c.reason, sqlite_where=text("reason <> ''"))
Index("files_by_name", files.c.name)
Index("files_unread", files.c.unread, files.c.root, sqlite_where=text("unread > 0"))

#: ``complete``: no indexed file lacks an embedding of this model.  Cleared by whatever may break it, set again by the
#: search that finds nothing lacking, so that the search over all files is rare.  ``wanted``: see
#: :class:`.models.Wanted`.
models: Final = Table(
    "models",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("identity", Text, nullable=False, unique=True),
    Column("dimension", Integer, nullable=False),
    Column("active", Integer, nullable=False, server_default="0"),
    Column("complete", Integer, nullable=False, server_default="0"),
    Column("revision", Text, nullable=False, server_default=""),
    Column("wanted", Integer, nullable=False, server_default="0"),
    sqlite_autoincrement=True,
)

embeddings: Final = Table(
    "embeddings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("content", Integer, ForeignKey("contents.id"), nullable=False),
    Column("model", Integer, ForeignKey("models.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
Index("embeddings_by_content", embeddings.c.content, embeddings.c.model, embeddings.c.source)
Index("embeddings_one_image", embeddings.c.content, embeddings.c.model, unique=True,
      sqlite_where=text("source = 'image'"))  # fmt: skip
Index("embeddings_by_model", embeddings.c.model)

#: What is written about a picture: in its file (``content``) or beside it (``file``).
texts: Final = Table(
    "texts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("content", Integer, ForeignKey("contents.id", ondelete="CASCADE")),
    Column("file", Integer, ForeignKey("files.id", ondelete="CASCADE")),
    Column("source", Text, nullable=False),
    Column("text", Text, nullable=False),
    sqlite_autoincrement=True,
)
Index("texts_by_content", texts.c.content, sqlite_where=texts.c.content.is_not(None))
Index("texts_by_file", texts.c.file, sqlite_where=texts.c.file.is_not(None))

#: Contents whose row in the full-text table ``words`` is to be written anew.
words_stale: Final = Table("words_stale", metadata, Column("content", Integer, primary_key=True, autoincrement=False))

#: What the person made of a picture; ``hash`` is its content's, so that a mark outlives the content's row.  ``path`` is
#: where it was last.  ``origin``: the hash of the content that this one replaced there, and that the mark was made for.
#: ``value``: the concept's key for the kinds more and less.
marks: Final = Table(
    "marks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("path", LargeBinary),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False, server_default=""),
    Column("origin", Text, nullable=False, server_default=""),
    Column("at", Float, nullable=False),
    sqlite_autoincrement=True,
)
Index("marks_once", marks.c.hash, marks.c.kind, marks.c.value, unique=True)
Index("marks_by_kind", marks.c.kind, marks.c.value)
Index("marks_by_path", marks.c.path)

#: Searches under a name (``kind`` saved), those made lately (history), and the names and words of concepts (concept).
#: ``key``: what two of a kind have in common when they are the same one.
searches: Final = Table(
    "searches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("text", Text, nullable=False, server_default=""),
    Column("images", Text, nullable=False, server_default="[]"),
    Column("at", Float, nullable=False),
    sqlite_autoincrement=True,
)
Index("searches_once", searches.c.kind, searches.c.key, unique=True)
Index("searches_by_kind", searches.c.kind, searches.c.at)

#: What is counted of files and contents, kept by triggers: see :mod:`.tallies`.
tallies: Final = Table(
    "tallies",
    metadata,
    Column("root", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, primary_key=True),
    Column("held", Integer, primary_key=True, autoincrement=False),
    Column("lacking", Integer, primary_key=True, autoincrement=False),
    Column("files", Integer, nullable=False),
)
shown: Final = Table("shown", metadata, Column("contents", Integer, nullable=False))

#: What is the matter with a root, or with the folder ``path`` in it; see :mod:`.troubles`.
troubles: Final = Table(
    "troubles",
    metadata,
    Column("root", Integer, ForeignKey("roots.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("path", LargeBinary, primary_key=True),
    Column("sentence", Text, nullable=False),
    Column("since", Float, nullable=False),
)
