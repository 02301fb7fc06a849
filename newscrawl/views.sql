-- The views of `newscrawl/views.py`, over the tables stored_articles, revisions and outcomes of one snapshot.
-- A comment is what `newscrawl query --tables` says of a view or column; columns of the stored rows explain themselves.

CREATE VIEW articles AS FROM stored_articles;
COMMENT ON VIEW articles IS 'Every article as first published';

-- One row per article as it reads now. How it was found and of what it is a copy stays as first stored; $as_it_reads_now
-- are the other columns. A tombstone's own text is left aside, for it repeats what was known when it was made, unless
-- nothing but tombstones came. Each table is read once: opening its files is most of what a question costs.
CREATE VIEW latest AS
WITH looks AS (
    SELECT
        *,
        max(revision) FILTER (kind <> 'gone') OVER article AS last_with_text,
        arg_max(kind, revision) OVER article = 'gone' AS is_gone,
        arg_max(fetched_at, revision) OVER article AS looked_at
    FROM revisions
    WINDOW article AS (PARTITION BY article_id)
    QUALIFY revision = coalesce(last_with_text, max(revision) OVER article)
)
SELECT
    a.* REPLACE ($as_it_reads_now),
    coalesce(l.last_with_text, 0) AS revision,
    coalesce(l.is_gone, false) AS is_gone,
    if(l.is_gone, l.looked_at, NULL) AS gone_at
FROM stored_articles AS a
LEFT JOIN looks AS l USING (article_id);
COMMENT ON VIEW latest IS 'Every article as it reads now';
COMMENT ON COLUMN latest.revision IS 'The look that found this text: 0 the first, then as in `revisions`';
COMMENT ON COLUMN latest.is_gone IS 'Whether the outlet took it down; the text is the last that was seen';
COMMENT ON COLUMN latest.gone_at IS 'When it was found gone';

-- One article a cluster, or one a cluster and source: the first that was stored; a withdrawn one only where there is
-- no other. Ids are chosen first, so that texts are not held to be sorted.
CREATE MACRO unique_articles(scope := 'source') AS TABLE
SELECT *
FROM stored_articles
WHERE
    CASE WHEN scope IN ('source', 'all') THEN true ELSE error('scope is source or all') END
    AND article_id IN (
        SELECT article_id
        FROM stored_articles
        QUALIFY row_number() OVER (
            PARTITION BY cluster_id, if(scope = 'source', source_id, '')
            ORDER BY coalesce(is_withdrawn, false), article_id <> cluster_id, fetched_at, article_id
        ) = 1
    );

CREATE VIEW unique_articles AS FROM unique_articles('source');
COMMENT ON VIEW unique_articles IS
'One article of each cluster of copies within each source; unique_articles(''all'') is one over all sources';

-- One row per cluster that holds a wire copy. Who published first is told by published_at; a time that states the day
-- only may lie anywhere in it, so that it comes after the stated hours of that day.
CREATE VIEW wire_clusters AS
WITH members AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY cluster_id
            ORDER BY
                published_at + if(published_precision = 'day', INTERVAL 1 DAY, INTERVAL 0 DAY) NULLS LAST,
                fetched_at,
                article_id
        ) AS place
    FROM stored_articles
    WHERE cluster_id IN (SELECT cluster_id FROM stored_articles WHERE duplicate_kind = 'wire')
)
SELECT
    cluster_id,
    count(*) - 1 AS copies,
    count(DISTINCT source_id) AS sources,
    list_sort(list_distinct(flatten(list(coalesce(agencies, []))))) AS agencies,
    any_value(source_id) FILTER (place = 1) AS first_source_id,
    any_value(outlet) FILTER (place = 1) AS first_outlet,
    any_value(article_id) FILTER (place = 1) AS first_article_id,
    any_value(url) FILTER (place = 1) AS first_url,
    any_value(title) FILTER (place = 1) AS first_title,
    any_value(published_at) FILTER (place = 1) AS first_published_at,
    max(published_at) AS last_published_at,
    list(article_id ORDER BY place) AS article_ids
FROM members
GROUP BY cluster_id;
COMMENT ON VIEW wire_clusters IS 'One row per wire story: who published it first, and its copies';
COMMENT ON COLUMN wire_clusters.copies IS 'Articles of the cluster after the first stored one';
COMMENT ON COLUMN wire_clusters.sources IS 'Number of sources that have it';
COMMENT ON COLUMN wire_clusters.agencies IS 'Wire agencies credited in any of them';
COMMENT ON COLUMN wire_clusters.first_source_id IS 'Source that published it first';
COMMENT ON COLUMN wire_clusters.first_outlet IS 'Outlet that published it first';
COMMENT ON COLUMN wire_clusters.first_article_id IS 'The article that was published first';
COMMENT ON COLUMN wire_clusters.first_url IS 'Its address';
COMMENT ON COLUMN wire_clusters.first_title IS 'Its headline';
COMMENT ON COLUMN wire_clusters.first_published_at IS 'When it was published';
COMMENT ON COLUMN wire_clusters.last_published_at IS 'When the last of them was published';
COMMENT ON COLUMN wire_clusters.article_ids IS 'All of them, first published first';

COMMENT ON VIEW revisions IS 'One row per later change of a stored article, whole text';
COMMENT ON VIEW outcomes IS 'One row per candidate that was asked for and neither stored nor revised';

-- What articles are about, one row each. `cluster_id` is there so that copies can be counted once.

CREATE VIEW leaders AS
SELECT
    article_id, source_id, published_day, published_at, cluster_id, duplicate_kind,
    leader.id AS leader_id, leader.qid, leader.name_ar, leader.name_en,
    leader.mentions, leader.in_title, leader.confidence
FROM (SELECT * EXCLUDE (leaders), unnest(leaders) AS leader FROM stored_articles);
COMMENT ON VIEW leaders IS 'One row per article and leader that it names';
COMMENT ON COLUMN leaders.leader_id IS 'The leader''s id, as in the column `leaders` of articles';
COMMENT ON COLUMN leaders.qid IS 'The leader''s Wikidata id';
COMMENT ON COLUMN leaders.name_ar IS 'Name in Arabic';
COMMENT ON COLUMN leaders.name_en IS 'Name in English';
COMMENT ON COLUMN leaders.mentions IS 'How often headline and text name the leader';
COMMENT ON COLUMN leaders.in_title IS 'Whether the headline does';
COMMENT ON COLUMN leaders.confidence IS 'How sure it is that the leader is meant, 0 to 1';

CREATE VIEW topics AS
SELECT
    article_id, source_id, published_day, published_at, cluster_id, duplicate_kind,
    topic.code, topic.name_ar, topic.name_en, topic.score, topic.evidence
FROM (SELECT * EXCLUDE (topics), unnest(topics) AS topic FROM stored_articles);
COMMENT ON VIEW topics IS 'One row per article and topic';
COMMENT ON COLUMN topics.code IS 'IPTC Media Topics code';
COMMENT ON COLUMN topics.name_ar IS 'Name in Arabic';
COMMENT ON COLUMN topics.name_en IS 'Name in English';
COMMENT ON COLUMN topics.score IS 'How sure it is, 0.5 to 1';
COMMENT ON COLUMN topics.evidence IS 'The words that say so';

CREATE VIEW stories AS
SELECT
    article_id, source_id, published_day, published_at, cluster_id, duplicate_kind,
    story.id AS story_id, story.name_ar, story.name_en, story.score
FROM (SELECT * EXCLUDE (stories), unnest(stories) AS story FROM stored_articles);
COMMENT ON VIEW stories IS 'One row per article and story: a dated composition of themes and places';
COMMENT ON COLUMN stories.story_id IS 'The story''s id';
COMMENT ON COLUMN stories.name_ar IS 'Name in Arabic';
COMMENT ON COLUMN stories.name_en IS 'Name in English';
COMMENT ON COLUMN stories.score IS 'How sure it is, 0 to 1';

CREATE VIEW places AS
SELECT
    article_id, source_id, published_day, published_at, cluster_id, duplicate_kind,
    place.country, place.mentions
FROM (SELECT * EXCLUDE (places), unnest(places) AS place FROM stored_articles);
COMMENT ON VIEW places IS 'One row per article and country that it names';
COMMENT ON COLUMN places.country IS 'Country by ISO 3166';
COMMENT ON COLUMN places.mentions IS 'How often it is named';

COMMENT ON VIEW sources IS 'One row per source: each that has a source file or rows';
COMMENT ON COLUMN sources.source_id IS 'The source''s id';
COMMENT ON COLUMN sources.name IS 'The outlet''s name; of a host that only `ingest --any-source` took, its domain';
COMMENT ON COLUMN sources.name_en IS 'The outlet''s name in English';
COMMENT ON COLUMN sources.country IS 'Country by ISO 3166, as `outlet_country` of the articles has it';
COMMENT ON COLUMN sources.kind IS 'agency, broadcaster, newspaper, portal, official';
COMMENT ON COLUMN sources.domains IS 'Its domains, those that it left too';
COMMENT ON COLUMN sources.timezone IS 'The time zone of its `published_day`';
COMMENT ON COLUMN sources.is_enabled IS 'Whether it is crawled; null = it has no source file';
COMMENT ON COLUMN sources.why IS 'Why it is not crawled';
COMMENT ON COLUMN sources.terms_tdm IS 'What its terms say of text and data mining: granted, reserved, unknown';
COMMENT ON COLUMN sources.terms_url IS 'Where they say so';
COMMENT ON COLUMN sources.terms_seen IS 'The year in which somebody looked';
COMMENT ON COLUMN sources.articles_per_day IS 'How many articles a day are usual: fewest, most';
COMMENT ON COLUMN sources.evidence_listings IS
'How sure its listings are: measured (seen to answer), listed (in other programs), inferred (from a habit)';
COMMENT ON COLUMN sources.evidence_year IS 'The year in which that was so';
COMMENT ON COLUMN sources.has_file IS 'Whether a source file describes it';
COMMENT ON COLUMN sources.has_rows IS 'Whether anything of it is stored';

COMMENT ON VIEW coverage IS
'One row per source and calendar day of its time zone, from its first run to today: whether runs saw all of it';
COMMENT ON COLUMN coverage.source_id IS 'The source''s id';
COMMENT ON COLUMN coverage.day IS 'The day, in the source''s time zone';
COMMENT ON COLUMN coverage.status IS 'complete, gap, blocked, not_run: a zero is silence where it is complete';
COMMENT ON COLUMN coverage.articles IS 'How many stored articles were published on it';
COMMENT ON COLUMN coverage.runs IS 'How many runs began on it';
COMMENT ON COLUMN coverage.detail IS 'Why, in words';
