-- In how many counted articles each of the most frequent leaders, topics and stories stands, by source and period.
WITH named AS (
    SELECT 'leaders' AS kind, source_id, period(day) AS period, tag.id
    FROM (SELECT source_id, day, unnest(leaders) AS tag FROM counted)
    UNION ALL
    SELECT 'topics', source_id, period(day), tag.code
    FROM (SELECT source_id, day, unnest(topics) AS tag FROM counted)
    UNION ALL
    SELECT 'stories', source_id, period(day), tag.id
    FROM (SELECT source_id, day, unnest(stories) AS tag FROM counted)
),
most AS (
    SELECT kind, id
    FROM named
    GROUP BY kind, id
    QUALIFY row_number() OVER (PARTITION BY kind ORDER BY count(*) DESC, id) <= 12
)
SELECT kind, id, source_id, period, count(*) AS articles
FROM named
SEMI JOIN most USING (kind, id)
GROUP BY kind, id, source_id, period
ORDER BY ALL
