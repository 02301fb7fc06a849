-- One row: the articles of the chosen sources that lie outside the chosen days, and from when to when.
SELECT count(*) AS articles, min(day) AS first_day, max(day) AS last_day
FROM articles
WHERE day NOT BETWEEN $since AND $until AND (len($sources) = 0 OR list_contains($sources, source_id))
