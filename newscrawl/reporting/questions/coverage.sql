-- Each source and period: how many of its days runs saw whole, what stood in the way of the others, and the articles.
SELECT
    source_id,
    period(day) AS period,
    count(*) AS days,
    count(*) FILTER (status = 'complete') AS complete,
    count(*) FILTER (status = 'gap') AS gap,
    count(*) FILTER (status = 'blocked') AS blocked,
    count(*) FILTER (status = 'not_run') AS not_run,
    sum(articles) AS articles,
    string_agg(DISTINCT detail, '; ') FILTER (status <> 'complete' AND detail <> '') AS detail
FROM days
GROUP BY ALL
ORDER BY ALL
