CREATE TABLE marker (format TEXT NOT NULL, domain TEXT NOT NULL);

-- every known address of every stored article; canonical form
CREATE TABLE addresses (
    address TEXT PRIMARY KEY,
    article_id TEXT NOT NULL,
    batch_id TEXT NOT NULL
) WITHOUT ROWID;

-- by which rules addresses were made canonical, and pages read; no row: by those of their time
CREATE TABLE rules (what TEXT PRIMARY KEY, rules TEXT NOT NULL) WITHOUT ROWID;

-- revision 0 is the article as first published
CREATE TABLE looks (
    article_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    cluster_id TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT,
    text_hash TEXT,
    words INTEGER,
    kind TEXT,
    batch_id TEXT NOT NULL,
    page_sha256 TEXT,
    UNIQUE (article_id, revision)
);
CREATE INDEX looks_by_text ON looks (text_hash) WHERE revision = 0;
CREATE INDEX looks_by_batch ON looks (batch_id);

-- addresses that were asked for and not stored; the most tries are the last, the others are for a batch's undoing
-- (the key's columns come first: else quick_check of SQLite 3.40 sees NULLs that are not there)
CREATE TABLE refusals (
    address TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    tries INTEGER NOT NULL,
    PRIMARY KEY (address, batch_id)
) WITHOUT ROWID;

CREATE TABLE listings (
    url TEXT PRIMARY KEY,
    etag TEXT,
    last_modified TEXT,
    modified_at TEXT,
    fetched_at TEXT NOT NULL
) WITHOUT ROWID;

-- stage: prepared (its rows above are written, its files may still wait in _staging) or committed
CREATE TABLE batches (
    batch_id TEXT PRIMARY KEY,
    stage TEXT NOT NULL,
    files TEXT NOT NULL
);

CREATE TABLE archives (name TEXT PRIMARY KEY, length INTEGER NOT NULL);

CREATE TABLE runs (run_id TEXT PRIMARY KEY, started_at TEXT NOT NULL, kind TEXT NOT NULL, line TEXT);

-- stored articles that are to be looked at again; due_at is null when no look is left
CREATE TABLE visits (
    article_id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    found_in TEXT NOT NULL,
    found_at TEXT NOT NULL,
    listing_url TEXT,
    first_at TEXT NOT NULL,
    due_at TEXT,
    etag TEXT,
    last_modified TEXT,
    batch_id TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX visits_due ON visits (due_at) WHERE due_at IS NOT NULL;
