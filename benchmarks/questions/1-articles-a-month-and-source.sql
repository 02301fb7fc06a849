SELECT source_id, date_trunc('month', published_day) AS month, count(*) AS n
FROM articles
GROUP BY ALL
ORDER BY ALL
