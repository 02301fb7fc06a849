"""A page through the steps before the tags, for what they load on first use: for the fork server, before workers.

Word lists and patterns are then there once for all workers. Each would make them anew otherwise, and so would each
that takes the place of a worn-out one.
"""

import gc
from datetime import UTC, datetime
from pathlib import Path

from pipelines.duplicates.fingerprints import carry_fingerprint
from pipelines.language.judging import keep_arabic
from pipelines.reading import read
from pipelines.records import Candidate, Outlet, Page
from pipelines.refining import refine

_AT = datetime(2026, 3, 14, 9, tzinfo=UTC)
_URL = "https://example.org/news/1"

first_page = Page(
    outlet=Outlet("example", "example", ("example.org",)),
    candidate=Candidate(_URL, "warc", _AT),
    url=_URL,
    status=200,
    headers={"content-type": "text/html; charset=utf-8"},
    body=Path(__file__).with_name("first_page.html").read_bytes(),
    fetched_at=_AT,
    run_id="example-20260314T090000Z-0000",
    run_kind="ingest",
)
first_item = refine(first_page, (read, keep_arabic, carry_fingerprint))
gc.freeze()  # what is loaded stays shared with the workers: a collection would write into each object
