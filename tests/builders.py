"""Records as the steps make them, for tests: whole and storable unless a test changes a column."""

import dataclasses
import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

from pipelines.addresses.canonical import article_id, registered_domain
from pipelines.addresses.keys import canonical_or_raw
from pipelines.duplicates.normalising import NORMALISER_VERSION, count_words, text_hash
from pipelines.layout import Layout
from pipelines.records import SCHEMA_VERSION, Article, Candidate, Outcome, Outlet, Page, Revision
from pipelines.run import Run
from pipelines.state.known import Additions, Known, StagedFile
from pipelines.state.source_state import State
from pipelines.storing.holdings import Holdings
from pipelines.storing.kept_answers import KeepsAnswers
from pipelines.storing.looks import LookPlan
from pipelines.storing.storage import Store

NOW = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
SOURCE = "anba"
RUN_ID = f"{SOURCE}-20260314T090000Z-1a2b"
LISTING = "https://anba.example/feed"
URL = "https://anba.example/news/1001"
TITLE = "المجلس البلدي يقر خطة لتشجير الشوارع الرئيسية"
LONG_TEXT = (
    "أقر المجلس البلدي في جلسته الأسبوعية خطة لتشجير الشوارع الرئيسية في المدينة خلال العام الحالي، "
    "وتشمل الخطة زراعة عشرة آلاف شجرة على ثلاث مراحل.\n\n"
    "وقال رئيس المجلس إن العمل سيبدأ في الأحياء الشرقية قبل نهاية الشهر المقبل بمشاركة متطوعين."
)
FILES = [StagedFile("_staging/anba/b.0.parquet", "articles/source=anba/month=2026-03/b.parquet", 3)]
SHORT_TEXT = "التفاصيل بعد قليل"


def outlet(**changes: Any) -> Outlet:
    columns: dict[str, Any] = {"source_id": SOURCE, "name": "أنباء المدينة", "domains": ("anba.example",)}
    return Outlet(**(columns | changes))


def candidate(url: str = URL, **changes: Any) -> Candidate:
    columns: dict[str, Any] = {"found_in": "feed", "found_at": NOW, "listing_url": LISTING}
    return Candidate(url=url, **(columns | changes))


def page(url: str = URL, **changes: Any) -> Page:
    columns: dict[str, Any] = {
        "outlet": outlet(),
        "candidate": candidate(url),
        "url": url,
        "status": 200,
        "headers": {"content-type": "text/html; charset=utf-8"},
        "body": b"<html></html>",
        "fetched_at": NOW,
        "run_id": RUN_ID,
        "run_kind": "live",
    }
    return Page(**(columns | changes))


def article(url: str = URL, **changes: Any) -> Article:
    """An article as the pure steps leave it; what hangs on a changed column (id, hash, words) follows it."""
    columns = _article_columns(url) | changes
    columns.setdefault("article_id", article_id(columns["canonical_url"]))
    read = f"{columns['title']} {columns['text']}".encode("utf-8", "replace")
    columns.setdefault("page_sha256", hashlib.sha256(read).hexdigest())
    columns.setdefault("cluster_id", columns["article_id"])
    if isinstance(columns["text"], str):
        columns.setdefault("words", count_words(columns["text"]))
        columns.setdefault("text_hash", text_hash(columns["text"].encode("utf-8", "replace").decode()))
    return Article(**columns)


def _article_columns(url: str) -> dict[str, Any]:
    return {
        "source_id": SOURCE,
        "outlet": "أنباء المدينة",
        "url": url,
        "requested_url": url,
        "canonical_url": canonical_or_raw(url, outlet()),
        "listing_url": LISTING,
        "found_in": "feed",
        "found_at": NOW,
        "run_kind": "live",
        "title": TITLE,
        "text": LONG_TEXT,
        "fetched_at": NOW,
        "run_id": RUN_ID,
        "normaliser_version": NORMALISER_VERSION,
        "schema_version": SCHEMA_VERSION,
    }


def revision(url: str = URL, **changes: Any) -> Revision:
    own: dict[str, Any] = {"revision": 1, "kind": "changed", "changed": ["text"], "change_summary": "text changed"}
    own |= {name: changes.pop(name) for name in tuple(changes) if name in own}
    same = article(url, **changes)
    columns: dict[str, Any] = {field.name: getattr(same, field.name) for field in dataclasses.fields(same)}
    return Revision(**columns, **own)


def outcome(url: str = URL, **changes: Any) -> Outcome:
    columns: dict[str, Any] = {
        "source_id": SOURCE,
        "url": url,
        "requested_url": url,
        "listing_url": LISTING,
        "found_in": "feed",
        "run_id": RUN_ID,
        "at": NOW,
        "http_status": 200,
        "outcome": "rejected",
        "reason": "no_text",
    }
    return Outcome(**(columns | changes))


def known_article(number: int, **changes: Any) -> Known:
    """What a state holds of an article."""
    columns: dict[str, Any] = {"article_id": f"id-{number}", "cluster_id": f"id-{number}", "title": "عنوان"}
    columns |= {"url": f"https://anba.example/{number}", "text_hash": f"hash-{number}", "words": 40}
    return Known(**({**columns, "revision": 0, "kind": None} | changes))


def commit_batch(state: State, batch_id: str, **additions: Any) -> None:
    """Let a state know something, as if a batch had been stored."""
    state.batches.prepare(batch_id, FILES, Additions(**additions))
    state.batches.commit(batch_id)


def open_state(output: Path) -> State:
    state = State(Layout(output).state_file(SOURCE), registered_domain("anba.example"))
    state._db.execute(
        "PRAGMA synchronous=OFF"
    )  # a test kills no machine; waiting for the disk took most of its time
    return state


class NoArchive:
    """Keeps nothing."""

    def sync(self) -> dict[str, int]:
        return {}

    def keep(self, requested_url: str) -> None:
        return None

    def let_go(self, requested_url: str) -> None:
        return None

    def erase(self, file: str, offset: int) -> None:
        return None


def open_store(
    output: Path,
    state: State,
    run_id: str = RUN_ID,
    archive: KeepsAnswers | None = None,
    plan: LookPlan | None = None,
    **outlet_changes: Any,
) -> Store:
    """A store without an archive but for a given one; a second of an OUTPUT_DIR needs a `run_id` of its own."""
    holdings = Holdings(Layout(output), state, outlet(**outlet_changes), run_id)
    return Store(holdings, archive or NoArchive(), plan)


def open_run(output: Path, state: State, **changes: Any) -> Run:
    """A run whose clock stands at NOW and that commits when it is told to."""
    run_id = changes.pop("run_id", RUN_ID)
    columns: dict[str, Any] = {
        "outlet": outlet(),
        "kind": "live",
        "started_at": NOW,
        "now": lambda: NOW,
        "state": state,
        "store": open_store(output, state, run_id, plan=changes.get("plan")),
        "batch_rows": 1000,
    }
    return Run(run_id, **(columns | changes))


class Runs:
    """Makes runs of one source, each with a name and a clock of its own."""

    def __init__(self, output: Path, state: State) -> None:
        self.output = output
        self.state = state
        self._count = 0

    def __call__(self, at: datetime = NOW, **changes: Any) -> Run:
        self._count += 1
        return open_run(
            self.output, self.state, run_id=f"{RUN_ID}{self._count}", now=lambda: at, started_at=at, **changes
        )


def rows_of(output: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table, as any reader of the folder sees them; none where nothing was ever stored."""
    if not (output / table).exists():
        return []
    found = ds.dataset(output / table, format="parquet", partitioning="hive").to_table()
    return [dict(row) for row in found.to_pylist()]
