-- In how many counted articles each of the most frequent stories stands, by source and period.
WITH named AS (
    SELECT source_id, period(day) AS period, tag.id AS id, tag.name_ar, tag.name_en
    FROM (SELECT source_id, day, unnest(stories) AS tag FROM counted)
),
most AS (SELECT id FROM named GROUP BY id ORDER BY count(*) DESC, id LIMIT 12)
SELECT id, any_value(name_ar) AS name_ar, any_value(name_en) AS name_en, source_id, period, count(*) AS articles
FROM named
WHERE id IN (FROM most)
GROUP BY id, source_id, period
ORDER BY ALL
