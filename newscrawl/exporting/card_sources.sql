-- Each source of the chosen articles, with its terms and how far its days are covered.
WITH counted AS (
    SELECT source_id, count(*) AS articles, min(day) AS first_day, max(day) AS last_day
    FROM chosen
    GROUP BY source_id
),
days AS (
    SELECT source_id, count(*) FILTER (status = 'complete') AS complete_days
    FROM coverage
    JOIN counted USING (source_id)
    WHERE coverage.day BETWEEN first_day AND last_day
    GROUP BY source_id
)
SELECT
    source_id, s.name, s.name_en, s.country, s.kind,
    c.articles, c.first_day, c.last_day,
    coalesce(s.terms_tdm, 'unknown') AS terms_tdm, s.terms_url, s.terms_seen,
    last_day - first_day + 1 AS days, coalesce(d.complete_days, 0) AS complete_days
FROM counted AS c
LEFT JOIN sources AS s USING (source_id)
LEFT JOIN days AS d USING (source_id)
ORDER BY source_id;
