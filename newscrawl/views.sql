-- The views of `newscrawl/views.py`, over the tables stored_articles, revisions and outcomes of one snapshot.

CREATE VIEW articles AS FROM stored_articles;

-- The last look at each article that was looked at again, and the last of these that found a text. A tombstone's own
-- text is left aside: it repeats what was known when it was made.
CREATE VIEW last_looks AS
SELECT
    article_id,
    arg_max(kind, revision) = 'gone' AS is_gone,
    arg_max(fetched_at, revision) AS looked_at,
    max(revision) FILTER (kind <> 'gone') AS revision
FROM revisions
GROUP BY article_id;

-- One row per article as it reads now. How it was found and of what it is a copy stays as first stored.
CREATE VIEW latest AS
SELECT a.*, 0 AS revision, coalesce(l.is_gone, false) AS is_gone, if(l.is_gone, l.looked_at, NULL) AS gone_at
FROM stored_articles AS a
LEFT JOIN last_looks AS l USING (article_id)
WHERE l.revision IS NULL
UNION ALL BY NAME
SELECT
    r.* EXCLUDE (kind, changed, change_summary) REPLACE (
        a.source AS source,
        a.month AS month,
        a.found_in AS found_in,
        a.found_at AS found_at,
        a.listing_url AS listing_url,
        a.canonical_url AS canonical_url,
        a.published_at AS published_at,
        a.published_day AS published_day,
        a.published_raw AS published_raw,
        a.published_from AS published_from,
        a.published_precision AS published_precision,
        a.duplicate_kind AS duplicate_kind,
        a.duplicate_of AS duplicate_of,
        a.duplicate_score AS duplicate_score,
        a.cluster_id AS cluster_id,
        a.is_withdrawn AS is_withdrawn
    ),
    l.is_gone,
    if(l.is_gone, l.looked_at, NULL) AS gone_at
FROM revisions AS r
JOIN last_looks AS l USING (article_id, revision)
JOIN stored_articles AS a USING (article_id);

-- One article a cluster, or one a cluster and source: the first that was stored; a withdrawn one only where there is
-- no other.
CREATE MACRO unique_articles(scope := 'source') AS TABLE
SELECT *
FROM stored_articles
WHERE CASE WHEN scope IN ('source', 'all') THEN true ELSE error('scope is source or all') END
QUALIFY row_number() OVER (
    PARTITION BY cluster_id, if(scope = 'source', source_id, '')
    ORDER BY coalesce(is_withdrawn, false), article_id <> cluster_id, fetched_at, article_id
) = 1;

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
