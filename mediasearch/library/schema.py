"""The statements of each step of :mod:`.migrations`; released ones never change."""

from __future__ import annotations

from typing import Final

FIRST: Final = """
CREATE TABLE properties (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE roots (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    path BLOB NOT NULL UNIQUE,
    display TEXT NOT NULL,
    identity TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'ready'
);
CREATE TABLE contents (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL UNIQUE,
    hash_method TEXT NOT NULL,
    size INTEGER NOT NULL,
    kind TEXT NOT NULL,
    format TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    taken_at TEXT,
    camera TEXT,
    latitude FLOAT,
    longitude FLOAT,
    duration FLOAT,
    palette TEXT NOT NULL,
    orphaned_since FLOAT
);
CREATE INDEX contents_by_size ON contents (size);
CREATE INDEX contents_orphaned ON contents (orphaned_since) WHERE orphaned_since IS NOT NULL;
CREATE INDEX contents_shown ON contents (taken_at, id) WHERE orphaned_since IS NULL;
CREATE TABLE files (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    root INTEGER NOT NULL REFERENCES roots (id),
    path BLOB NOT NULL,
    display TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    content INTEGER REFERENCES contents (id),
    state TEXT NOT NULL,
    held INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    since FLOAT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX files_by_path ON files (root, path);
CREATE INDEX files_by_content ON files (content);
CREATE INDEX files_by_state ON files (root, state);
CREATE INDEX files_pending ON files (mtime_ns, id) WHERE state = 'pending';
CREATE INDEX files_held ON files (root) WHERE held = 1;
CREATE INDEX files_attempted ON files (attempts) WHERE attempts > 0;
CREATE INDEX files_left_out ON files (state, reason) WHERE reason <> '';
CREATE TABLE models (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    identity TEXT NOT NULL UNIQUE,
    dimension INTEGER NOT NULL,
    active INTEGER NOT NULL DEFAULT 0,
    complete INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE embeddings (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    content INTEGER NOT NULL REFERENCES contents (id),
    model INTEGER NOT NULL REFERENCES models (id),
    source TEXT NOT NULL,
    vector BLOB NOT NULL
);
CREATE INDEX embeddings_by_content ON embeddings (content, model, source);
CREATE UNIQUE INDEX embeddings_one_image ON embeddings (content, model) WHERE source = 'image';
CREATE INDEX embeddings_by_model ON embeddings (model);
"""

#: What is written about a picture, in its file or beside it, and a full-text table over it and over names and dates.
WORDS: Final = """
CREATE TABLE texts (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    content INTEGER REFERENCES contents (id),
    file INTEGER REFERENCES files (id),
    source TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX texts_by_content ON texts (content) WHERE content IS NOT NULL;
CREATE INDEX texts_by_file ON texts (file) WHERE file IS NOT NULL;
CREATE VIRTUAL TABLE words USING fts5 (name, folder, caption, keyword, date, camera);
CREATE TABLE words_stale (content INTEGER NOT NULL PRIMARY KEY);
INSERT INTO words_stale SELECT id FROM contents;
"""

#: What the person made.  A mark names the content by its hash and survives the content's row.  ``origin``: the hash of
#: the content that this one replaced at ``path``, from which the mark was copied.
#: ``key``: what two searches of one kind have in common when they are the same one.
MARKS: Final = """
CREATE TABLE marks (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL,
    path BLOB,
    kind TEXT NOT NULL,
    value TEXT NOT NULL DEFAULT '',
    at FLOAT NOT NULL
);
CREATE UNIQUE INDEX marks_once ON marks (hash, kind, value);
CREATE INDEX marks_by_kind ON marks (kind, value);
CREATE TABLE searches (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    images TEXT NOT NULL DEFAULT '[]',
    at FLOAT NOT NULL
);
CREATE UNIQUE INDEX searches_once ON searches (kind, key);
CREATE INDEX searches_by_kind ON searches (kind, at);
"""

#: ``calibration``: JSON of what ranking knows about the model.  ``revision``: where its weights came from, pinned.
MODELS: Final = """
ALTER TABLE models ADD COLUMN calibration TEXT NOT NULL DEFAULT '';
ALTER TABLE models ADD COLUMN revision TEXT NOT NULL DEFAULT '';
ALTER TABLE models ADD COLUMN wanted INTEGER NOT NULL DEFAULT 0;
"""
    origin TEXT NOT NULL DEFAULT '',
CREATE INDEX marks_by_path ON marks (path);
    key TEXT NOT NULL,
