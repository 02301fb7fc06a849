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
FROM articles AS a
LEFT JOIN days AS d ON d.source_id = a.source_id AND d.day = a.published_day
WHERE a.day BETWEEN $since AND $until AND (len($sources) = 0 OR list_contains($sources, a.source_id));
