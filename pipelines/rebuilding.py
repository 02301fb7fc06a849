"""State made anew from the Parquet files. Validators and watermarks are lost, which costs requests only."""

from collections.abc import Iterator
from typing import Any

import pyarrow.dataset as ds

from pipelines.addresses import registered_domain
from pipelines.layout import Layout
from pipelines.records import Outlet
from pipelines.schema import ARTICLES, OUTCOMES, REVISIONS, Table
from pipelines.state import Additions, Known, Refusal, State
from pipelines.storage import canonical_or_raw

_REBUILT = "rebuilt"


def rebuild_state(layout: Layout, outlet: Outlet) -> None:
    """Write the state file of a source that has none, from its rows; the first stored comes first."""
    additions = Additions()
    for row in _rows(layout, outlet, ARTICLES, ["url", "requested_url", "canonical_url"]):
        additions.articles.append(_known(row, 0, None))
        _map(additions, outlet, row, row["article_id"])
    for row in _rows(layout, outlet, REVISIONS, ["url", "requested_url", "revision", "kind"]):
        additions.revisions.append(_known(row, row["revision"], row["kind"]))
        _map(additions, outlet, row, row["article_id"])
    for row in _rows(layout, outlet, OUTCOMES, []):
        _add_outcome(additions, outlet, row)
    path = layout.state_file(outlet.source_id)
    unborn = path.with_name(path.name + ".rebuilding")
    unborn.unlink(missing_ok=True)
    state = State(unborn, registered_domain(outlet.domains[0]))
    state.prepare(_REBUILT, [], additions)
    state.commit(_REBUILT)
    state.close()
    unborn.replace(path)


def _rows(layout: Layout, outlet: Outlet, table: Table, more: list[str]) -> Iterator[dict[str, Any]]:
    folder = layout.output / table.name / f"source={outlet.source_id}"
    if not folder.exists():
        return
    wanted = ["article_id", "cluster_id", "url", "title", "text_hash", "words", "fetched_at", *more]
    if table is OUTCOMES:
        wanted = ["article_id", "requested_url", "outcome", "reason", "at"]
    order = "at" if table is OUTCOMES else "fetched_at"
    found = ds.dataset(folder, schema=table.schema, format="parquet").to_table(columns=list(dict.fromkeys(wanted)))
    yield from found.sort_by(order).to_pylist()


def _known(row: dict[str, Any], revision: int, kind: str | None) -> Known:
    names = ("article_id", "cluster_id", "url", "title", "text_hash", "words")
    return Known(**{name: row[name] for name in names}, revision=revision, kind=kind)


def _map(additions: Additions, outlet: Outlet, row: dict[str, Any], article_id: str) -> None:
    for name in ("canonical_url", "url", "requested_url"):
        if row.get(name):
            additions.addresses.setdefault(canonical_or_raw(row[name], outlet), article_id)


def _add_outcome(additions: Additions, outlet: Outlet, row: dict[str, Any]) -> None:
    address = canonical_or_raw(row["requested_url"], outlet)
    if row["article_id"] is not None:
        additions.addresses.setdefault(address, row["article_id"])
        return
    before = additions.refusals.get(address)
    additions.refusals[address] = Refusal(
        reason=row["reason"] or row["outcome"],
        at=row["at"],
        tries=1 if before is None else before.tries + 1,
    )
