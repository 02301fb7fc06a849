-- What is kept of each outcome.
SELECT source_id, coalesce(reason, outcome) AS reason, "at"::DATE AS day FROM read
