-- What `newscrawl query --tables` shows: every view that has a comment, and each of its columns.
-- A column's meaning is the view's own comment, else that of the stored table of this name, else that of articles.
SELECT
    v.view_name AS "view",
    v.comment AS about,
    c.column_name AS "column",
    c.data_type AS "type",
    coalesce(c.comment, own.meaning, article.meaning) AS meaning
FROM duckdb_views() AS v
JOIN duckdb_columns() AS c ON c.table_name = v.view_name AND c.schema_name = v.schema_name
LEFT JOIN stored_columns AS own ON own.view_name = v.view_name AND own.column_name = c.column_name
LEFT JOIN stored_columns AS article ON article.view_name = 'articles' AND article.column_name = c.column_name
WHERE v.comment IS NOT NULL AND NOT v.internal
ORDER BY v.view_name, c.column_index;
