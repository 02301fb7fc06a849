"""What was removed for good does not come back by other rules; all else is in test_reprocessing.py."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from newscrawl.archive.responses import Archive, read_answer
from newscrawl.renewing import Renewal
from newscrawl.reprocessing import _Archived
from newscrawl.warc.writing import Answer
from pipelines.addresses.canonical import article_id
from pipelines.layout import Layout
from pipelines.storing.holdings import Holdings
from pipelines.storing.looks import LookPlan
from pipelines.storing.storage import Store
from tests.builders import NOW, RUN_ID, SOURCE, URL, article, candidate, open_state, outlet, rows_of

OTHER = "https://anba.example/print/1001"


@pytest.mark.parametrize("named", [[], [article_id(OTHER)]], ids=["a row of its own", "named by other rows"])
def test_a_row_whose_page_turns_out_to_be_forgotten_goes_and_so_does_the_page(tmp_path: Path, named):
    layout, pages = Layout(tmp_path), _Archived()
    with closing(Archive(layout, SOURCE)) as archive:
        place = archive.write(Answer(OTHER, 200, (), b"page", NOW), candidate(OTHER))
    columns = {"warc_file": place.file, "warc_offset": place.offset, "warc_length": place.length}
    with closing(open_state(tmp_path)) as state:
        store = Store(Holdings(layout, state, outlet(), RUN_ID), pages, LookPlan(after=()))
        store.forgotten.add([article_id(URL)], NOW.date(), "why")
        renewal = Renewal(store, Counter(), frozenset([article_id(OTHER)]), frozenset(named), {})
        renewal.take(article(OTHER, **columns), article(OTHER, canonical_url=URL, **columns))
        store.commit()
    assert dict(renewal.counts) == {"article before, today what was removed for good": 1}
    assert rows_of(tmp_path, "articles") == []
    path = layout.archive_file(place.file)
    assert read_answer(path, place.offset) is not None  # until the new rows are in place
    pages.erase_now(layout)
    assert read_answer(path, place.offset) is None
