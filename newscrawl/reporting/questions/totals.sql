-- One row: what the page is about, in numbers.
SELECT
    count(*) AS articles,
    count(DISTINCT source_id) AS sources,
    min(published_day) AS first_day,
    max(published_day) AS last_day,
    count(*) FILTER (is_covered) AS covered,
    count(*) FILTER (published_day IS NULL) AS undated,
    count(*) FILTER (duplicate_kind IS NOT NULL) AS copies,
    count(*) FILTER (is_truncated) AS truncated,
    count(*) FILTER (is_withdrawn) AS withdrawn,
    count(*) FILTER (is_reserved) AS reserved
FROM chosen
