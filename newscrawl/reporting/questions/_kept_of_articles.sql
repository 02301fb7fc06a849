-- What is kept of each article while the questions are asked: by the table `read`, of some files at a time. No text.
SELECT
    source_id,
    published_day,
    coalesce(published_day, fetched_at::DATE) AS day,
    published_at IS NOT NULL AS has_date,
    coalesce(len(authors), 0) > 0 AS has_author,
    section IS NOT NULL AS has_section,
    lead IS NOT NULL AS has_lead,
    coalesce(len(keywords), 0) > 0 AS has_keywords,
    image_url IS NOT NULL AS has_image,
    coalesce(genre, 'unknown') <> 'unknown' AS has_genre,
    coalesce(len(agencies), 0) > 0 AS has_agency,
    words,
    coalesce(is_truncated, false) AS is_truncated,
    coalesce(is_withdrawn, false) AS is_withdrawn,
    coalesce(len(reservations), 0) > 0 AS is_reserved,
    duplicate_kind,
    leaders,
    topics,
    stories,
    reader_version,
    knowledge_version
FROM read
