-- The days that were not seen whole, with the reason.
SELECT source_id, day, status, detail FROM days WHERE status <> 'complete' ORDER BY source_id, day
