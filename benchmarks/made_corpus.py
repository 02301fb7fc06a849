"""A corpus as a year of crawls leaves it: made texts under the real layout, with the real state and runs' lines.

Rows are built column by column, for speed; a batch is a few days of one source, as small as batches are.
"""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.made_texts import Writer
from pipelines.addresses.canonical import article_id
from pipelines.duplicates.index import DuplicateIndex
from pipelines.duplicates.normalising import NORMALISER_VERSION
from pipelines.layout import Layout
from pipelines.records import SCHEMA_VERSION
from pipelines.schema import ARTICLES, OUTCOMES, REVISIONS, Table
from pipelines.state.file import transaction
from pipelines.state.known import Additions, Known, Refusal, StagedFile
from pipelines.state.source_state import State

END = datetime(2026, 3, 1, tzinfo=UTC)
_SOURCES = ("anba", "bayan", "carthage", "dhifaf", "fajr", "marsad", "ofoq", "sada")
_EVERY = timedelta(hours=6)
_REASONS = ("no_text", "http_error", "not_arabic", "media_only", "network_error")


@dataclass(frozen=True, slots=True)
class Size:
    """Of the articles a twentieth is revised, and a fifth as many addresses are refused; `batch` in articles."""

    articles: int = 100_000
    sources: int = 8
    days: int = 365
    batch: int = 240


@dataclass(frozen=True, slots=True)
class _Source:
    source_id: str
    state: State
    layout: Layout
    chance: np.random.Generator
    writer: Writer


def make_corpus(output: Path, size: Size = Size(), seed: int = 1) -> None:
    """Write it; the same seed makes the same rows."""
    layout, chance = Layout(output), np.random.default_rng(seed)
    writer = Writer(chance)
    for folder in ("runs", "state", "_staging"):
        (output / folder).mkdir(parents=True, exist_ok=True)
    for source_id in _SOURCES[: size.sources]:
        with contextlib.closing(State(layout.state_file(source_id), f"{source_id}.example")) as state:
            state._db.execute("PRAGMA synchronous=OFF")  # what is measured comes later
            _fill(_Source(source_id, state, layout, chance, writer), size)
    _tell_index(output, [batch for source_id in _SOURCES[: size.sources] for batch in _batches_of(source_id, size)])


def _fill(source: _Source, size: Size) -> None:
    number = size.articles // size.sources
    at = _moments(size, number)
    articles = _articles(source, at)
    refused = _outcomes(source, at[::5])
    revised = _revisions(articles, np.arange(0, number, 20))
    for place, batch_id in enumerate(_batches_of(source.source_id, size)):
        rows = {
            ARTICLES: articles.slice(place * size.batch, size.batch),
            REVISIONS: revised.slice(place * size.batch // 20, size.batch // 20),
            OUTCOMES: refused.slice(place * size.batch // 5, size.batch // 5),
        }
        _commit(source, batch_id, rows)
    _write_runs(source, size)


def _moments(size: Size, number: int) -> list[datetime]:
    apart = timedelta(days=size.days) / number
    return [END - timedelta(days=size.days) + place * apart for place in range(number)]


def _batches_of(source_id: str, size: Size) -> list[str]:
    """Named by the run that began when the batch's last article was out."""
    number = size.articles // size.sources
    at = _moments(size, number)
    ends = [at[min(begin + size.batch, number) - 1] for begin in range(0, number, size.batch)]
    return [f"{_run_id(source_id, end)}-0001" for end in ends]


def _run_id(source_id: str, at: datetime) -> str:
    began = END - ((END - at) // _EVERY) * _EVERY
    return f"{source_id}-{began:%Y%m%dT%H%M%SZ}-0000"


def _articles(source: _Source, at: list[datetime]) -> pa.Table:
    number, texts = len(at), source.writer.texts(len(at))
    urls = [f"https://{source.source_id}.example/news/{place}000" for place in range(number)]
    ids = [article_id(url) for url in urls]
    fetched = [moment + timedelta(minutes=20) for moment in at]
    copies = source.chance.random(number) < 0.1
    clusters = [ids[place // 2] if is_copy else ids[place] for place, is_copy in enumerate(copies)]
    columns: dict[str, Any] = {
        "article_id": ids, "source_id": source.source_id, "outlet": source.source_id, "url": urls,
        "requested_url": urls, "canonical_url": urls, "listing_url": f"https://{source.source_id}.example/feed",
        "found_in": "feed", "found_at": fetched, "run_kind": "live", "title": source.writer.titles(number),
        "text": texts, "genre": "news", "published_at": at, "published_day": [each.date() for each in at],
        "published_from": "feed", "published_precision": "second", "fetched_at": fetched, "language": "ar",
        "language_confidence": 1.0, "arabic_share": 1.0, "words": [text.count(" ") + 1 for text in texts],
        "authors": [[f"كاتب {place % 50}"] for place in range(number)], "keywords": [["أخبار"]] * number,
        "leaders": _some_of(source, _leaders(), number), "topics": _some_of(source, _topics(), number),
        "stories": [[]] * number, "places": [[{"country": "EG", "mentions": 1}]] * number,
        "text_hash": [article_id(text) * 2 for text in texts], "cluster_id": clusters,
        "duplicate_kind": ["near" if each else None for each in copies],
        "duplicate_of": [cluster if each else None for cluster, each in zip(clusters, copies, strict=True)],
        "page_sha256": [article_id(url) * 2 for url in urls],
        "run_id": [_run_id(source.source_id, each) for each in at], "reader": "made",
        "reader_version": "1", "knowledge_version": "1", "normaliser_version": NORMALISER_VERSION,
        "address_rules_version": "1", "schema_version": SCHEMA_VERSION,
    }  # fmt: skip
    return _table(ARTICLES, columns, number)


def _outcomes(source: _Source, at: list[datetime]) -> pa.Table:
    urls = [f"https://{source.source_id}.example/video/{place}" for place in range(len(at))]
    columns: dict[str, Any] = {
        "source_id": source.source_id, "url": urls, "requested_url": urls, "canonical_url": urls,
        "found_in": "feed", "run_id": [_run_id(source.source_id, each) for each in at], "at": at,
        "http_status": 200, "outcome": "rejected",
        "reason": [_REASONS[place % len(_REASONS)] for place in range(len(at))], "reader_version": "1",
    }  # fmt: skip
    return _table(OUTCOMES, columns, len(at))


def _revisions(articles: pa.Table, places: "np.ndarray[Any, Any]") -> pa.Table:
    rows = articles.take(pa.array(places))
    later = pc.add(rows["fetched_at"], pa.scalar(timedelta(days=1)))
    columns = {name: rows[name] for name in rows.column_names} | {
        "fetched_at": later, "revision": 1, "kind": "changed", "changed": [["text"]] * len(places),
        "change_summary": "text changed",
    }  # fmt: skip
    return _table(REVISIONS, columns, len(places))


def _table(table: Table, columns: dict[str, Any], rows: int) -> pa.Table:
    """Single values are repeated; what is not named is null."""
    return pa.Table.from_arrays(
        [_column(columns.get(f.name), f.type, rows) for f in table.schema], schema=table.schema
    )


def _column(values: Any, arrow: pa.DataType, rows: int) -> Any:  # noqa: ANN401 (Arrow has no types)
    if isinstance(values, list):
        return pa.array(values, arrow)
    if isinstance(values, pa.ChunkedArray):
        return values
    return pa.nulls(rows, arrow) if values is None else pa.repeat(pa.scalar(values, arrow), rows)


def _some_of(source: _Source, pool: list[dict[str, Any]], number: int) -> list[list[dict[str, Any]]]:
    """None to three of them, the first the likeliest."""
    chance = source.chance
    counts = chance.integers(0, 4, number)
    drawn = (chance.random(int(counts.sum())) ** 2 * len(pool)).astype(int)
    ends = np.cumsum(counts)
    return [[pool[at] for at in drawn[end - count : end]] for count, end in zip(counts, ends, strict=True)]


def _leaders() -> list[dict[str, Any]]:
    span = {"field": "text", "start": 10, "end": 20, "surface": "الرئيس", "rule": "full"}
    return [
        {"id": f"leader-{n}", "qid": f"Q{n}", "name_ar": f"زعيم {n}", "name_en": f"Leader {n}", "mentions": 2,
         "in_title": False, "confidence": 0.9, "spans": [span, span]}
        for n in range(200)
    ]  # fmt: skip


def _topics() -> list[dict[str, Any]]:
    words = ["كلمة", "أخرى"]
    return [
        {"code": f"medtop:{n}", "name_ar": f"موضوع {n}", "name_en": f"Topic {n}", "score": 0.8, "evidence": words}
        for n in range(80)
    ]


def _commit(source: _Source, batch_id: str, rows: dict[Table, pa.Table]) -> None:
    files = [file for table, part in rows.items() for file in _written(source, batch_id, table, part)]
    source.state.batches.prepare(batch_id, files, _additions(rows))
    source.state.batches.commit(batch_id)


def _written(source: _Source, batch_id: str, table: Table, rows: pa.Table) -> Iterator[StagedFile]:
    days = rows["at" if table is OUTCOMES else "fetched_at" if table is REVISIONS else "published_day"]
    months = pc.strftime(days, format="%Y-%m")
    for month in months.unique().to_pylist():
        name = f"{table.name}/source={source.source_id}/month={month}/{batch_id}.parquet"
        path = source.layout.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = rows.filter(pc.equal(months, month))
        pq.write_table(part, path, compression="zstd", write_page_checksum=True)
        yield StagedFile(name, name, part.num_rows)


def _additions(rows: dict[Table, pa.Table]) -> Additions:
    names = ("article_id", "cluster_id", "url", "title", "text_hash", "words", "page_sha256")
    articles = rows[ARTICLES].select(names).to_pylist()
    refused = rows[OUTCOMES].select(["requested_url", "reason", "at"]).to_pylist()
    return Additions(
        addresses={row["url"]: row["article_id"] for row in articles},
        articles=[Known(**row, revision=0, kind=None) for row in articles],
        revisions=[Known(**row, revision=1, kind="changed") for row in rows[REVISIONS].select(names).to_pylist()],
        refusals={row["requested_url"]: Refusal(row["reason"], row["at"], 1) for row in refused},
    )


def _write_runs(source: _Source, size: Size) -> None:
    """Four runs a day, a line each, as `newscrawl/opening.py` writes them."""
    stored = size.articles // size.sources * _EVERY // timedelta(days=size.days)
    days = [END - timedelta(days=size.days - day) for day in range(size.days)]
    with transaction(source.state._db):
        for day in days:
            lines = [_line(source.source_id, day + at * _EVERY, stored) for at in range(4)]
            for line in lines:
                source.state.runs.begin(line["run_id"], datetime.fromisoformat(line["started_at"]), "live")
                source.state.runs.end(line["run_id"], json.dumps(line))
            with source.layout.runs_file(day.date()).open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(line) + "\n" for line in lines)


def _line(source_id: str, began: datetime, stored: int) -> dict[str, Any]:
    reach, newest = (began - 2 * _EVERY).isoformat(), began.isoformat()
    since = (began - timedelta(days=7)).date().isoformat()
    listing = {"url": f"https://{source_id}.example/feed", "kind": "feed", "named": True, "status": 200}
    seen = {"entries": 2 * stored + 5, "new": stored, "oldest": reach, "newest": newest, "reach": reach}
    fates = {"stored": stored, "revised": 0, "unchanged": 0, "gone": 0, "rejected": 2}
    return {
        "run_id": _run_id(source_id, began), "source_id": source_id, "kind": "live", "started_at": newest,
        "ended_at": (began + timedelta(minutes=3)).isoformat(), "exit_code": 0,
        "accounts": {"seen": 2 * stored + 5, "due": 0, "known": stored + 3, **fates, "pending": 0,
                     "looks_dropped": 0, "reasons": {"no_text": 2}},
        "listings": [listing | seen], "timezone": "UTC",
        "articles": {"count": stored, "with_published_at": stored, "with_authors": stored, "median_words": 250},
        "left": {}, "errors": [], "versions": {"newscrawl": "made"}, "months_merged": 0, "end": "finished",
        "scope": {"since": since, "until": began.date().isoformat()}, "walls": [], "network": {},
    }  # fmt: skip


def _tell_index(output: Path, batches: list[str]) -> None:
    """Else the first command that opens the index would read a month of texts for it."""
    with contextlib.closing(DuplicateIndex(output / "state" / "_duplicates.sqlite")) as index:
        for batch_id in batches:
            index.note_merged(batch_id)
