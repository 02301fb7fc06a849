-- The coverage of all days, handed over column by column.
CREATE TEMP TABLE coverage AS
SELECT
    unnest($source_id::VARCHAR []) AS source_id,
    unnest($day::DATE []) AS day,
    unnest($status::VARCHAR []) AS status,
    unnest($articles::BIGINT []) AS articles,
    unnest($runs::BIGINT []) AS runs,
    unnest($detail::VARCHAR []) AS detail;
