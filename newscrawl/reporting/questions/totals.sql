-- One row: what the page is about, in numbers.
SELECT
    count(*) AS articles,
    count(DISTINCT source_id) AS sources,
    min(published_day) AS first_day,
    max(published_day) AS last_day,
    count(*) FILTER (is_covered) AS covered,
    count(*) FILTER (published_day IS NULL) AS undated,
    count(*) FILTER (duplicate_kind IS NOT NULL) AS copies,
    count(*) FILTER (coalesce(is_truncated, false)) AS truncated,
    count(*) FILTER (coalesce(is_withdrawn, false)) AS withdrawn,
    count(*) FILTER (len(reservations) > 0) AS reserved
FROM chosen
