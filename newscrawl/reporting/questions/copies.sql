-- Copies by source and kind.
SELECT
    source_id,
    count(*) AS articles,
    count(*) FILTER (duplicate_kind = 'exact') AS exact,
    count(*) FILTER (duplicate_kind = 'near') AS near,
    count(*) FILTER (duplicate_kind = 'wire') AS wire,
    count(*) FILTER (has_agency) AS credited
FROM chosen
GROUP BY source_id
ORDER BY source_id
