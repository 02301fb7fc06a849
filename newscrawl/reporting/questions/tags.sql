-- In how many counted articles each of the most frequent leaders, topics and stories stands, by source and period.
WITH named AS (
    SELECT 'leaders' AS kind, source_id, period(day) AS period, tag.id, tag.name_ar, tag.name_en
    FROM (SELECT source_id, day, unnest(leaders) AS tag FROM counted)
    UNION ALL
    SELECT 'topics', source_id, period(day), tag.code, tag.name_ar, tag.name_en
    FROM (SELECT source_id, day, unnest(topics) AS tag FROM counted)
    UNION ALL
    SELECT 'stories', source_id, period(day), tag.id, tag.name_ar, tag.name_en
    FROM (SELECT source_id, day, unnest(stories) AS tag FROM counted)
),
most AS (
    SELECT kind, id
    FROM named
    GROUP BY kind, id
    QUALIFY row_number() OVER (PARTITION BY kind ORDER BY count(*) DESC, id) <= 12
)
SELECT kind, id, any_value(name_ar) AS name_ar, any_value(name_en) AS name_en, source_id, period, count(*) AS articles
FROM named
SEMI JOIN most USING (kind, id)
GROUP BY kind, id, source_id, period
ORDER BY ALL
