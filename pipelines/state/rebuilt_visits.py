"""Which stored articles are due for another look, worked out from the rows alone.

A state that was made anew without it would never look at them again: corrections and removals would go unnoticed.
Validators are lost, which costs whole answers instead of 304s.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pipelines.schema import ARTICLES, OUTCOMES, REVISIONS, Table
from pipelines.state.known import Visit
from pipelines.storing.looks import LookPlan

COLUMNS = {
    ARTICLES: ("article_id", "url", "found_in", "found_at", "listing_url", "fetched_at", "run_kind"),
    REVISIONS: ("article_id", "fetched_at"),
    OUTCOMES: ("article_id", "at"),
}
_NOT_LOOKED_AT = ("backfill", "ingest")  # kinds of runs that plan no looks
_OF_AN_ARCHIVE = "warc"  # `found_in` of what was ingested, whatever was done with the row since


def visits_in(rows: Iterable[tuple[Table, dict[str, Any]]], plan: LookPlan) -> list[Visit]:
    """The looks that are left, of a source's rows by time; of articles that are too old for any there is none."""
    visits: dict[str, Visit] = {}
    for table, row in rows:
        at: datetime = row["at"] if table is OUTCOMES else row["fetched_at"]
        if table is ARTICLES:
            if row["found_in"] != _OF_AN_ARCHIVE and row["run_kind"] not in _NOT_LOOKED_AT:
                visits[row["article_id"]] = _first(row, plan)
        elif row["article_id"] in visits:
            visits[row["article_id"]] = plan.looked(visits[row["article_id"]], at)
        _drop_old(visits, plan, at)
    return [visit for visit in visits.values() if visit.due_at is not None]


def _first(row: dict[str, Any], plan: LookPlan) -> Visit:
    named = {name: row[name] for name in ("article_id", "url", "found_in", "found_at", "listing_url")}
    visit = Visit(**named, first_at=row["fetched_at"], due_at=None)
    return plan.looked(visit, row["fetched_at"])


def _drop_old(visits: dict[str, Visit], plan: LookPlan, now: datetime) -> None:
    """So that of years only the last weeks are held; they stand by time, so the oldest is the first."""
    while visits:
        oldest = next(iter(visits.values()))
        if not plan.is_over(oldest, now):
            return
        del visits[oldest.article_id]
