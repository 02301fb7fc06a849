-- The articles that are exported: filtered, then one of each cluster of copies, then a sample of what is left.
-- An undated article counts for the day on which it was fetched, as in the partition `month`.
CREATE OR REPLACE TEMP TABLE chosen AS
WITH kept AS (
    SELECT
        article_id, source, month, source_id, section, genre, cluster_id, fetched_at,
        coalesce(is_withdrawn, false) AS is_withdrawn,
        coalesce(published_day, fetched_at::DATE) AS day
    FROM articles
    WHERE
        (len($sources) = 0 OR list_contains($sources, source_id))
        AND coalesce(published_day, fetched_at::DATE) BETWEEN $since AND $until
        AND (
            NOT $only_granted
            OR source_id IN (SELECT s.source_id FROM sources AS s WHERE s.terms_tdm = 'granted')
        )
),
-- Of a cluster whose first article was filtered out, the next stands for it.
once AS (
    SELECT *
    FROM kept
    QUALIFY row_number() OVER (
        PARTITION BY if($scope = '', article_id, cluster_id), if($scope = 'source', source_id, '')
        ORDER BY is_withdrawn, article_id <> cluster_id, fetched_at, article_id
    ) = 1
),
-- A systematic sample: the articles stand in line by stratum, within it by chance, and every (total / size)th is
-- taken. So each stratum gives its share, rounded up or down, and each article has the same chance.
in_line AS (
    SELECT
        *,
        row_number() OVER (
            ORDER BY
                [
                    CASE stratum
                        WHEN 'source' THEN source_id
                        WHEN 'day' THEN day::VARCHAR
                        WHEN 'month' THEN month
                        WHEN 'section' THEN section
                        WHEN 'genre' THEN genre
                    END
                    FOR stratum IN $by
                ],
                sha256($seed::VARCHAR || article_id),
                article_id
        ) - 1 AS place,
        count(*) OVER () AS total
    FROM once
)
SELECT article_id, source, month, source_id, day
FROM in_line
WHERE
    $size IS NULL
    OR $size >= total
    OR floor((place + 1) * $size / total + $start) > floor(place * $size / total + $start);
