-- Which versions made the rows.
SELECT reader_version AS reader, coalesce(knowledge_version, 'not tagged') AS knowledge, count(*) AS articles
FROM chosen
GROUP BY ALL
ORDER BY articles DESC, reader, knowledge
