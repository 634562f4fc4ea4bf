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
#:
#: ``words`` has a row per content (its id is the rowid), made by :mod:`.words`, which also cuts the text into tokens:
#: the tokenizer only has to split at spaces.  Triggers note in ``words_stale`` whose row is out of date, so that no
#: place that changes files, texts or dates can forget it; they write a row of one number, and nothing when the content
#: is noted already.  ``files.sidecar`` is the stamp of the side-cars that lie beside a file; ``files.unread``: the
#: words in it and beside it are to be read, soon (1) or some time (2: of a library that was made without them).
WORDS: Final = """
CREATE TABLE texts (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    content INTEGER REFERENCES contents (id) ON DELETE CASCADE,
    file INTEGER REFERENCES files (id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX texts_by_content ON texts (content) WHERE content IS NOT NULL;
CREATE INDEX texts_by_file ON texts (file) WHERE file IS NOT NULL;
ALTER TABLE files ADD COLUMN sidecar INTEGER NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN name TEXT NOT NULL DEFAULT '';
UPDATE files SET name = replace(display, rtrim(display, replace(display, '/', '')), '');
CREATE INDEX files_by_name ON files (name COLLATE NOCASE);
CREATE INDEX files_unread ON files (unread, root) WHERE unread > 0;
UPDATE files SET unread = 2 WHERE state = 'indexed';
CREATE VIRTUAL TABLE words USING fts5 (
    name, folder, caption, keyword, date, camera,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
);
CREATE TABLE words_stale (content INTEGER NOT NULL PRIMARY KEY);
INSERT INTO words_stale SELECT id FROM contents;
CREATE TRIGGER words_of_new_file AFTER INSERT ON files WHEN NEW.content IS NOT NULL
    BEGIN INSERT OR IGNORE INTO words_stale VALUES (NEW.content); END;
CREATE TRIGGER words_of_lost_file AFTER DELETE ON files WHEN OLD.content IS NOT NULL
    BEGIN INSERT OR IGNORE INTO words_stale VALUES (OLD.content); END;
CREATE TRIGGER words_of_changed_file AFTER UPDATE OF content, root, display ON files
    WHEN OLD.content IS NOT NEW.content OR OLD.root <> NEW.root OR OLD.display <> NEW.display
    BEGIN INSERT OR IGNORE INTO words_stale SELECT OLD.content WHERE OLD.content IS NOT NULL
    UNION SELECT NEW.content WHERE NEW.content IS NOT NULL; END;
CREATE TRIGGER words_of_changed_content AFTER UPDATE OF taken_at, camera ON contents
    BEGIN INSERT OR IGNORE INTO words_stale VALUES (NEW.id); END;
CREATE TRIGGER words_of_lost_content AFTER DELETE ON contents
    BEGIN INSERT OR IGNORE INTO words_stale VALUES (OLD.id); END;
CREATE TRIGGER words_of_new_text AFTER INSERT ON texts BEGIN INSERT OR IGNORE INTO words_stale
    SELECT coalesce(NEW.content, (SELECT content FROM files WHERE id = NEW.file)) AS of WHERE of IS NOT NULL; END;
CREATE TRIGGER words_of_lost_text AFTER DELETE ON texts BEGIN INSERT OR IGNORE INTO words_stale
    SELECT coalesce(OLD.content, (SELECT content FROM files WHERE id = OLD.file)) AS of WHERE of IS NOT NULL; END;
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
    origin TEXT NOT NULL DEFAULT '',
    at FLOAT NOT NULL
);
CREATE UNIQUE INDEX marks_once ON marks (hash, kind, value);
CREATE INDEX marks_by_kind ON marks (kind, value);
CREATE INDEX marks_by_path ON marks (path);
CREATE TABLE searches (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    images TEXT NOT NULL DEFAULT '[]',
    at FLOAT NOT NULL
);
CREATE UNIQUE INDEX searches_once ON searches (kind, key);
CREATE INDEX searches_by_kind ON searches (kind, at);
"""

#: ``revision``: the commit that the weights were downloaded from.
#: ``forgetting``: see :class:`.roots.Forgetting`.
MODELS: Final = """
ALTER TABLE models ADD COLUMN revision TEXT NOT NULL DEFAULT '';
ALTER TABLE models ADD COLUMN wanted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE roots ADD COLUMN forgetting INTEGER NOT NULL DEFAULT 0;
"""

#: What is counted of files, kept by triggers: counting a million rows after every change would keep queries waiting.
#: ``tallies.lacking`` is 1 for indexed files whose content has no image embedding of the active model (``recount`` of
#: :mod:`.tallies` makes them anew when another becomes active); ``shown`` has one row, the number of contents that have
#: a file.
#:
#: ``troubles``: what is the matter with a root or a folder in it, and since when.  Files that are held are noted here
#: by triggers, so that the time is that of the first of them.
TALLIES: Final = """
CREATE TABLE tallies (
    root INTEGER NOT NULL,
    state TEXT NOT NULL,
    held INTEGER NOT NULL,
    lacking INTEGER NOT NULL,
    files INTEGER NOT NULL,
    PRIMARY KEY (root, state, held, lacking)
) WITHOUT ROWID;
CREATE TABLE shown (contents INTEGER NOT NULL);
CREATE TABLE troubles (
    root INTEGER NOT NULL REFERENCES roots (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    path BLOB NOT NULL,
    sentence TEXT NOT NULL,
    since FLOAT NOT NULL,
    PRIMARY KEY (root, kind, path)
);
CREATE TRIGGER tally_of_new_file AFTER INSERT ON files BEGIN
    INSERT INTO tallies VALUES (NEW.root, NEW.state, NEW.held, NEW.state = 'indexed' AND NOT EXISTS
        (SELECT 1 FROM embeddings WHERE content = NEW.content AND source = 'image'
         AND +model = (SELECT id FROM models WHERE active = 1)), 1) ON CONFLICT DO UPDATE SET files = files + 1; END;
CREATE TRIGGER tally_of_lost_file AFTER DELETE ON files BEGIN
    UPDATE tallies SET files = files - 1 WHERE root = OLD.root AND state = OLD.state AND held = OLD.held
        AND lacking = (OLD.state = 'indexed' AND NOT EXISTS
        (SELECT 1 FROM embeddings WHERE content = OLD.content AND source = 'image'
         AND +model = (SELECT id FROM models WHERE active = 1))); END;
CREATE TRIGGER tally_of_changed_file AFTER UPDATE OF root, state, held, content ON files
    WHEN OLD.root <> NEW.root OR OLD.state <> NEW.state OR OLD.held <> NEW.held OR OLD.content IS NOT NEW.content BEGIN
    UPDATE tallies SET files = files - 1 WHERE root = OLD.root AND state = OLD.state AND held = OLD.held
        AND lacking = (OLD.state = 'indexed' AND NOT EXISTS
        (SELECT 1 FROM embeddings WHERE content = OLD.content AND source = 'image'
         AND +model = (SELECT id FROM models WHERE active = 1)));
    INSERT INTO tallies VALUES (NEW.root, NEW.state, NEW.held, NEW.state = 'indexed' AND NOT EXISTS
        (SELECT 1 FROM embeddings WHERE content = NEW.content AND source = 'image'
         AND +model = (SELECT id FROM models WHERE active = 1)), 1) ON CONFLICT DO UPDATE SET files = files + 1; END;
CREATE TRIGGER tally_of_new_embedding AFTER INSERT ON embeddings
    WHEN NEW.source = 'image' AND NEW.model = (SELECT id FROM models WHERE active = 1) BEGIN
    UPDATE tallies SET files = files - (SELECT count(*) FROM files WHERE content = NEW.content AND +state = 'indexed'
        AND +root = tallies.root AND held = tallies.held) WHERE state = 'indexed' AND lacking = 1;
    INSERT INTO tallies SELECT root, state, held, 0, count(*) FROM files WHERE content = NEW.content
        AND +state = 'indexed' GROUP BY root, held ON CONFLICT DO UPDATE SET files = files + excluded.files; END;
CREATE TRIGGER tally_of_lost_embedding AFTER DELETE ON embeddings
    WHEN OLD.source = 'image' AND OLD.model = (SELECT id FROM models WHERE active = 1) BEGIN
    UPDATE tallies SET files = files - (SELECT count(*) FROM files WHERE content = OLD.content AND +state = 'indexed'
        AND +root = tallies.root AND held = tallies.held) WHERE state = 'indexed' AND lacking = 0;
    INSERT INTO tallies SELECT root, state, held, 1, count(*) FROM files WHERE content = OLD.content
        AND +state = 'indexed' GROUP BY root, held ON CONFLICT DO UPDATE SET files = files + excluded.files; END;
CREATE TRIGGER tally_of_lost_root AFTER DELETE ON roots BEGIN DELETE FROM tallies WHERE root = OLD.id; END;
CREATE TRIGGER shown_new AFTER INSERT ON contents WHEN NEW.orphaned_since IS NULL
    BEGIN UPDATE shown SET contents = contents + 1; END;
CREATE TRIGGER shown_lost AFTER DELETE ON contents WHEN OLD.orphaned_since IS NULL
    BEGIN UPDATE shown SET contents = contents - 1; END;
CREATE TRIGGER shown_changed AFTER UPDATE OF orphaned_since ON contents
    WHEN (OLD.orphaned_since IS NULL) <> (NEW.orphaned_since IS NULL)
    BEGIN UPDATE shown SET contents = contents + CASE WHEN NEW.orphaned_since IS NULL THEN 1 ELSE -1 END; END;
CREATE TRIGGER trouble_of_held_file AFTER UPDATE OF held, root ON files
    WHEN (OLD.held = 1 OR NEW.held = 1) AND (OLD.held <> NEW.held OR OLD.root <> NEW.root) BEGIN
    INSERT OR IGNORE INTO troubles SELECT NEW.root, 'held', x'', '',
        coalesce((SELECT since FROM troubles WHERE root = OLD.root AND kind = 'held'),
        (julianday('now') - 2440587.5) * 86400.0) WHERE NEW.held = 1;
    DELETE FROM troubles WHERE OLD.held = 1 AND root = OLD.root AND kind = 'held'
        AND NOT EXISTS (SELECT 1 FROM files WHERE root = OLD.root AND held = 1); END;
CREATE TRIGGER trouble_of_lost_file AFTER DELETE ON files WHEN OLD.held = 1 BEGIN
    DELETE FROM troubles WHERE root = OLD.root AND kind = 'held'
        AND NOT EXISTS (SELECT 1 FROM files WHERE root = OLD.root AND held = 1); END;
"""
