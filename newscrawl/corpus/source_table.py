"""The sources as a table: what their files say, and the hosts that only `ingest --any-source` knows.

The view `sources` is this table; `newscrawl sources` tells the same columns of every file (`known_sources.py`).
"""

import contextlib
from pathlib import Path
from typing import Any

import pyarrow as pa

from newscrawl.corpus.manifest import sources_with_rows
from newscrawl.sources import BrokenSource, Source, load_source, source_ids
from pipelines.state.file import StateDamaged, read_domain

DESCRIBED = pa.schema(
    [
        pa.field("source_id", pa.string(), nullable=False),
        ("name", pa.string()),
        ("name_en", pa.string()),
        ("country", pa.string()),
        ("kind", pa.string()),
        ("domains", pa.list_(pa.string())),
        ("timezone", pa.string()),
        ("is_enabled", pa.bool_()),
        ("why", pa.string()),
        ("terms_tdm", pa.string()),
        ("terms_url", pa.string()),
        ("terms_seen", pa.int32()),
        ("articles_per_day", pa.list_(pa.int32())),
        ("evidence_listings", pa.string()),
        ("evidence_year", pa.int32()),
    ]
)
"""What a source file tells. `country` is written as in `outlet_country` of the articles."""

SCHEMA = pa.schema([*DESCRIBED, ("has_file", pa.bool_()), ("has_rows", pa.bool_())])


def source_table(output: Path) -> pa.Table:
    """One row per source that has a file or rows, by id. What is unknown of it is null, its terms «unknown»."""
    stored = set(sources_with_rows(output))
    told = {source_id: _told(source_id) for source_id in source_ids()}
    rows = [
        {
            **(told.get(source_id) or _undescribed(output, source_id)),
            "source_id": source_id,
            "has_file": source_id in told,
            "has_rows": source_id in stored,
        }
        for source_id in sorted(stored | told.keys())
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def described(source: Source) -> dict[str, Any]:
    """What its file says."""
    return {
        "source_id": source.id,
        "name": source.name,
        "name_en": source.name_en,
        "country": source.country.upper(),
        "kind": source.kind,
        "domains": list(source.domains),
        "timezone": source.timezone,
        "is_enabled": source.enabled,
        "why": source.why,
        "terms_tdm": source.terms.tdm,
        "terms_url": source.terms.url,
        "terms_seen": source.terms.seen,
        "articles_per_day": list(source.per_day) if source.per_day else None,
        "evidence_listings": source.evidence.listings,
        "evidence_year": source.evidence.year,
    }


def broken_row(source_id: str, broken: BrokenSource) -> dict[str, Any]:
    """Why its file cannot be used: it cannot be crawled, but its rows can still be asked about."""
    return {"source_id": source_id, "is_enabled": False, "why": str(broken), "terms_tdm": "unknown"}


def _told(source_id: str) -> dict[str, Any]:
    try:
        return described(load_source(source_id))
    except BrokenSource as broken:
        return broken_row(source_id, broken)


def _undescribed(output: Path, source_id: str) -> dict[str, Any]:
    """A host that no source claims has its domain in its state; a copy without state has not even that."""
    domain = None
    with contextlib.suppress(StateDamaged):  # `status` tells of that; here only a name is missing
        domain = read_domain(output / "state" / f"{source_id}.sqlite")
    return {"name": domain, "domains": [domain] if domain else None, "terms_tdm": "unknown"}
