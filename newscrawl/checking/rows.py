"""What came of a check: a row per listing, one per page that was asked for, and one for the source itself."""

from collections.abc import Collection, Iterator
from typing import Any

import pyarrow as pa

from newscrawl.checking.judging import Verdict, counted
from newscrawl.checking.trial import Trial
from newscrawl.exit_codes import in_words

SCHEMA = pa.schema(
    [
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("row", pa.string(), nullable=False),
        ("url", pa.string()),
        ("found_in", pa.string()),
        pa.field("outcome", pa.string(), nullable=False),
        ("why", pa.string()),
        ("entries", pa.int32()),
        ("candidates", pa.int32()),
        ("newest", pa.string()),
        ("title", pa.string()),
        ("published_at", pa.timestamp("us", "UTC")),
        ("published_day", pa.date32()),
        ("published_precision", pa.string()),
        ("words", pa.int32()),
        ("authors", pa.list_(pa.string())),
        ("agencies", pa.list_(pa.string())),
        ("language", pa.string()),
        ("is_known", pa.bool_()),
        ("exit_code", pa.int32()),
    ]
)
"""`row` says what the row is of: listing, page or source. `outcome`: of a listing read or failed; of a page stored,
revised or as in `outcomes/`; of a source how a crawl of it would end. `candidates` are the entries that a first
crawl would ask for; `is_known` articles are stored already, and a crawl would not ask for them."""


def rows_of(trial: Trial, verdict: Verdict, known: Collection[str]) -> Iterator[dict[str, Any]]:
    """The rows of one source; `known` are the ids of articles that OUTPUT_DIR has already."""
    source_id = trial.run.source_id
    for facts in trial.listings:
        yield {"source_id": source_id, "row": "listing", **_listing(facts)}
    for page in trial.pages:
        yield {**_page(page, known), "source_id": source_id, "row": "page"}
    yield {"source_id": source_id, "row": "source", **_source(trial, verdict)}


def _listing(facts: dict[str, Any]) -> dict[str, Any]:
    problem = facts.get("problem")
    return {
        "url": facts["url"],
        "found_in": facts["kind"],
        "outcome": "failed" if problem else "read",
        "why": problem or counted(facts.get("skipped", {}).items()) or None,
        "entries": facts.get("entries"),
        "candidates": facts.get("new"),
        "newest": facts.get("newest"),
    }


def _page(page: dict[str, Any], known: Collection[str]) -> dict[str, Any]:
    if "article_id" in page:
        own = {name: page[name] for name in SCHEMA.names if name in page}
        return {**own, "is_known": page["article_id"] in known}
    return {
        "url": page["url"] or page["requested_url"],
        "found_in": page["found_in"],
        "outcome": page["outcome"],
        "why": ": ".join(filter(None, (page["reason"], page["detail"]))) or None,
    }


def _source(trial: Trial, verdict: Verdict) -> dict[str, Any]:
    code, why = verdict
    entries = sum(facts.get("entries") or 0 for facts in trial.listings)
    return {
        "outcome": in_words(code),
        "why": why or None,
        "entries": entries,
        "candidates": trial.candidates,
        "exit_code": int(code),
    }
