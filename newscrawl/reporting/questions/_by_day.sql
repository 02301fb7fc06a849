-- How many articles were published on each day of their source's calendar: what coverage is told.
SELECT source_id, published_day, count(*) FROM articles WHERE published_day IS NOT NULL GROUP BY ALL
