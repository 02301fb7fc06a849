-- fingerprints: the version of what is kept here; others cannot be compared with it
CREATE TABLE marker (format TEXT NOT NULL, fingerprints TEXT NOT NULL);

-- committed batches whose articles are here
CREATE TABLE batches (batch_id TEXT PRIMARY KEY, day INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX batches_by_day ON batches (day);

-- day: the last one on which it, or a copy of it, was stored (proleptic Gregorian ordinal)
-- cluster_id: null for the first of its cluster; credits: of its whole cluster, as known when it or a copy came
CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL,
    cluster_id TEXT,
    source_id TEXT NOT NULL,
    day INTEGER NOT NULL,
    credits TEXT NOT NULL,
    words INTEGER NOT NULL,
    title_key BLOB NOT NULL,
    text_key BLOB NOT NULL,
    keys BLOB NOT NULL,
    shingles BLOB NOT NULL
);
CREATE INDEX entries_by_day ON entries (day);

-- the numbers of the articles that bear a key: those of the bands, and one made of the article's id
CREATE TABLE postings (key INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)) WITHOUT ROWID;
