-- Articles by source and period (a day or a week).
SELECT source_id, period(day) AS period, count(*) AS articles
FROM chosen
GROUP BY ALL
ORDER BY ALL
