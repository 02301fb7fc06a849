-- What was asked for and not stored, by source and reason.
SELECT source_id, reason, count(*) AS pages
FROM outcomes
WHERE day BETWEEN $since AND $until AND (len($sources) = 0 OR list_contains($sources, source_id))
GROUP BY ALL
ORDER BY source_id, pages DESC, reason
