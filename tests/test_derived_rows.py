from pipelines.storing.derived_rows import outcome_of
from tests.builders import NOW, SOURCE, URL, article
from tests.desk import OTHER


def test_an_outcome_of_an_article_says_where_it_came_from():
    read = article(OTHER, requested_url=URL, warc_file="archive/x", warc_offset=7, reader_version="3")
    made = outcome_of(read, "unchanged", None, "why")
    assert (made.url, made.requested_url, made.warc_file, made.warc_offset) == (OTHER, URL, "archive/x", 7)
    assert (made.source_id, made.run_id, made.at, made.reader_version) == (SOURCE, read.run_id, NOW, "3")
    assert made.article_id is None
