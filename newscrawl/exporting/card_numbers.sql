-- The numbers of a data set card, over the chosen articles.
SELECT
    count(*) AS articles,
    sum(words) AS words,
    count(published_at) AS dated,
    count(*) FILTER (len(authors) > 0) AS with_author,
    count(*) FILTER (len(leaders) > 0) AS with_leader,
    count(*) FILTER (len(topics) > 0) AS with_topic,
    count(*) FILTER (duplicate_kind IS NOT NULL) AS copies,
    count(*) FILTER (duplicate_kind = 'wire') AS wire_copies,
    count(*) FILTER (is_truncated) AS truncated,
    count(*) FILTER (is_withdrawn) AS withdrawn,
    count(*) FILTER (len(reservations) > 0) AS reserved_pages,
    count(*) FILTER (reservations IS NULL) AS unlooked_pages,
    coalesce(list_sort(list(DISTINCT knowledge_version) FILTER (knowledge_version IS NOT NULL)), [])
        AS knowledge_versions,
    coalesce(list_sort(list(DISTINCT reader || ' ' || reader_version) FILTER (reader IS NOT NULL)), []) AS readers,
    list_sort(list(DISTINCT schema_version)) AS schema_versions
FROM articles
WHERE article_id IN (SELECT article_id FROM chosen);
