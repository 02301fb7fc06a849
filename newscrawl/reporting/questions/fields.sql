-- Share of articles that have each field, by source.
SELECT
    source_id,
    count(*) AS articles,
    avg((published_at IS NOT NULL)::INT) AS "date",
    avg((coalesce(len(authors), 0) > 0)::INT) AS author,
    avg((section IS NOT NULL)::INT) AS section,
    avg((lead IS NOT NULL)::INT) AS lead,
    avg((coalesce(len(keywords), 0) > 0)::INT) AS keywords,
    avg((image_url IS NOT NULL)::INT) AS image,
    avg((coalesce(genre, 'unknown') <> 'unknown')::INT) AS genre,
    avg((coalesce(len(agencies), 0) > 0)::INT) AS agency,
    avg((coalesce(len(leaders), 0) > 0)::INT) AS leaders,
    avg((coalesce(len(topics), 0) > 0)::INT) AS topics,
    median(words) AS "median words"
FROM chosen
GROUP BY source_id
ORDER BY source_id
