SELECT leader.name_ar AS name, count(DISTINCT cluster_id) AS n
FROM (SELECT cluster_id, unnest(leaders) AS leader FROM articles)
GROUP BY ALL
ORDER BY n DESC, name
LIMIT 20
