-- The articles that shares are of, by source and period.
SELECT source_id, period(day) AS period, count(*) AS articles
FROM counted
GROUP BY ALL
ORDER BY ALL
