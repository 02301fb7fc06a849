-- What the other questions are asked of: articles of the chosen sources and days, and which of them are covered.
-- `$since`, `$until` and `$sources` (empty: all) are filled in by `answers.py`.

CREATE TEMP TABLE days AS
SELECT source_id, day, status, articles, runs, detail
FROM coverage
WHERE day BETWEEN $since AND $until AND (len($sources) = 0 OR list_contains($sources, source_id));

-- A day counts where runs saw all of it; an article without a date counts by the day on which it was fetched.
CREATE TEMP TABLE chosen AS
SELECT
    a.*,
    coalesce(d.status = 'complete', false) AS is_covered
FROM (
    SELECT
        article_id, source_id, published_day, published_at, lead, authors, section, keywords, image_url, agencies,
        labels, genre, language, words, is_short, is_truncated, is_withdrawn, reservations, duplicate_kind,
        leaders, topics, stories, reader_version, knowledge_version,
        coalesce(published_day, fetched_at::DATE) AS day
    FROM articles
    WHERE len($sources) = 0 OR list_contains($sources, source_id)
) AS a
LEFT JOIN days AS d ON d.source_id = a.source_id AND d.day = a.published_day
WHERE a.day BETWEEN $since AND $until;
