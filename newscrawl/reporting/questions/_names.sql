-- What the leaders, topics and stories of the table `read` are called.
SELECT 'leaders' AS kind, tag.id, any_value(tag.name_ar) AS name_ar, any_value(tag.name_en) AS name_en
FROM (SELECT unnest(leaders) AS tag FROM read)
GROUP BY tag.id
UNION ALL
SELECT 'topics', tag.code, any_value(tag.name_ar), any_value(tag.name_en)
FROM (SELECT unnest(topics) AS tag FROM read)
GROUP BY tag.code
UNION ALL
SELECT 'stories', tag.id, any_value(tag.name_ar), any_value(tag.name_en)
FROM (SELECT unnest(stories) AS tag FROM read)
GROUP BY tag.id
