SELECT source_id, count(*) AS n
FROM unique_articles('all')
WHERE contains(text, 'مصر')
GROUP BY ALL
ORDER BY ALL
