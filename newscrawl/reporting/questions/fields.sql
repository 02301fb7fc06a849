-- Share of articles that have each field, by source.
SELECT
    source_id,
    count(*) AS articles,
    avg(has_date::INT) AS "date",
    avg(has_author::INT) AS author,
    avg(has_section::INT) AS section,
    avg(has_lead::INT) AS lead,
    avg(has_keywords::INT) AS keywords,
    avg(has_image::INT) AS image,
    avg(has_genre::INT) AS genre,
    avg(has_agency::INT) AS agency,
    avg((coalesce(len(leaders), 0) > 0)::INT) AS leaders,
    avg((coalesce(len(topics), 0) > 0)::INT) AS topics,
    median(words) AS "median words"
FROM chosen
GROUP BY source_id
ORDER BY source_id
