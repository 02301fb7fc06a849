SELECT source_id, url, title FROM latest ORDER BY fetched_at DESC, url LIMIT 1
