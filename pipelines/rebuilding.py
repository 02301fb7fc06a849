"""State made anew from the Parquet files. Validators and watermarks are lost, which costs requests only."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pyarrow.dataset as ds
import pyarrow.parquet as pq

from pipelines.addresses import registered_domain
from pipelines.layout import Layout
from pipelines.records import Outlet
from pipelines.schema import ARTICLES, OUTCOMES, REVISIONS, TABLES, Table
from pipelines.state import Additions, Known, Refusal, StagedFile, State, put_in_place
from pipelines.storage import canonical_or_raw

_ADDRESSES = ("canonical_url", "url", "requested_url")
_OF_A_LOOK = ("cluster_id", "title", "text_hash", "words")


def rebuild_state(layout: Layout, outlet: Outlet) -> None:
    """Write the state file of a source from its rows; what was there before is gone."""
    path = layout.state_file(outlet.source_id)
    unborn = path.with_name(path.name + ".rebuilding")
    unborn.unlink(missing_ok=True)
    state = State(unborn, registered_domain(outlet.domains[0]))
    batch_id = f"{outlet.source_id}-rebuilt"
    state.prepare(batch_id, parts_of(layout, outlet.source_id), knowledge_in(layout, outlet))
    state.commit(batch_id)
    state.close()
    put_in_place(unborn, path)


def parts_of(layout: Layout, source_id: str) -> list[StagedFile]:
    """The part files that lie in a source's three folders."""
    found = [
        path for table in TABLES for path in (layout.output / table.name / f"source={source_id}").rglob("*.parquet")
    ]
    names = [path.relative_to(layout.output).as_posix() for path in sorted(found)]
    return [StagedFile(name, name, pq.read_metadata(layout.output / name).num_rows) for name in names]


def knowledge_in(layout: Layout, outlet: Outlet) -> Additions:
    """All that a source's rows make known; the first stored comes first."""
    additions = Additions()
    looks = []
    for row in _rows(layout, outlet, ARTICLES, []):
        additions.articles.append(_known(row, 0, None))
        looks.append(row)
    for row in _rows(layout, outlet, REVISIONS, ["revision", "kind"]):
        additions.revisions.append(_known(row, row["revision"], row["kind"]))
        looks.append(row)
    for row in _rows(layout, outlet, OUTCOMES, []):
        if row["article_id"] is None:
            _add_refusal(additions, outlet, row)
        else:  # unchanged: it may have come by an address of its own
            looks.append(row)
    for row in sorted(looks, key=_time):  # an address stays with the article that it first led to
        _map(additions, outlet, row)
    return additions


def _rows(layout: Layout, outlet: Outlet, table: Table, more: list[str]) -> Iterator[dict[str, Any]]:
    folder = layout.output / table.name / f"source={outlet.source_id}"
    if not folder.exists():
        return
    wanted = ["article_id", *_ADDRESSES, *more]
    wanted += ["outcome", "reason", "at"] if table is OUTCOMES else [*_OF_A_LOOK, "fetched_at"]
    found = ds.dataset(folder, schema=table.schema, format="parquet").to_table(columns=wanted)
    yield from sorted(found.to_pylist(), key=_time)


def _time(row: dict[str, Any]) -> datetime:
    at: datetime = row["at"] if "at" in row else row["fetched_at"]
    return at


def _known(row: dict[str, Any], revision: int, kind: str | None) -> Known:
    names = ("article_id", "url", *_OF_A_LOOK)
    return Known(**{name: row[name] for name in names}, revision=revision, kind=kind)


def _map(additions: Additions, outlet: Outlet, row: dict[str, Any]) -> None:
    for name in _ADDRESSES:
        if row[name] is not None:
            additions.addresses.setdefault(canonical_or_raw(row[name], outlet), row["article_id"])


def _add_refusal(additions: Additions, outlet: Outlet, row: dict[str, Any]) -> None:
    address = canonical_or_raw(row["requested_url"], outlet)
    before = additions.refusals.get(address)
    additions.refusals[address] = Refusal(
        reason=row["reason"] or row["outcome"],
        at=row["at"],
        tries=1 if before is None else before.tries + 1,
    )
