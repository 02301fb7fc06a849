"""Articles taken out of a source's rows for good: found by id and by every address, and removed from all tables."""

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.addresses.keys import canonical_or_raw
from pipelines.layout import Layout
from pipelines.parts.files import promised_parts
from pipelines.parts.reading import read_part, table_of_part
from pipelines.parts.rewriting import FewRows, rewrite
from pipelines.records import Outlet
from pipelines.schema import OUTCOMES, Table
from pipelines.state.source_state import State

_ADDRESSES = ("url", "requested_url", "canonical_url")


@dataclass(frozen=True, slots=True)
class Target:
    """What is to go: articles by id, and all their addresses, canonical and as written."""

    outlet: Outlet
    ids: frozenset[str]
    addresses: frozenset[str]

    def is_at(self, url: str | None) -> bool:
        return url is not None and (url in self.addresses or canonical_or_raw(url, self.outlet) in self.addresses)


@dataclass(slots=True)
class Found:
    """Its rows: how many of each table, and all addresses of its own that they name."""

    rows: Counter[str] = field(default_factory=Counter)
    addresses: set[str] = field(default_factory=set)


def known_target(state: State, outlet: Outlet, wanted: str) -> Target:
    """The article that an id or an address stands for, with every address that is known of it."""
    address = canonical_or_raw(wanted, outlet)
    article_id = state.article_at(address) or (wanted if state.known(wanted) is not None else None)
    if article_id is None:
        return Target(outlet, frozenset(), frozenset({wanted, address}))
    given = () if wanted == article_id else (wanted, address)
    return Target(outlet, frozenset({article_id}), frozenset([*given, *state.addresses_of(article_id)]))


def rows_of(layout: Layout, state: State, target: Target) -> Found:
    """Look through the source's rows, the few columns that tell."""
    found = Found()
    for part in promised_parts(layout, state, target.outlet.source_id):
        table = table_of_part(layout.output / part)
        for row in read_part(layout.output / part, ["article_id", *_ADDRESSES]).to_pylist():
            if _is_of(target, table, row):
                found.rows[table.name] += 1
                found.addresses |= _own_addresses(state, target, table, row)
    return found


def _own_addresses(state: State, target: Target, table: Table, row: dict[str, Any]) -> set[str]:
    """The addresses in a row that goes that are the target's: a look at another article may have led to it."""
    if table is not OUTCOMES:
        return {row[name] for name in _ADDRESSES}
    # Not the end of its redirects: that may be a page for all that is gone.
    asked: str = row["requested_url"]
    leads_to = row["article_id"] or state.article_at(canonical_or_raw(asked, target.outlet))
    return {asked} if leads_to is None or leads_to in target.ids else set()


def with_all_names(target: Target, found: Found) -> Target:
    """The target with every spelling that its rows have."""
    spelled = {*target.addresses, *found.addresses}
    canonical = {canonical_or_raw(each, target.outlet) for each in spelled}
    return Target(target.outlet, target.ids, frozenset(spelled | canonical))


def take_out(layout: Layout, state: State, target: Target, replacement_id: str) -> None:
    """Remove the rows; files that hold none of them stay the same. Raises StopStoring."""
    if state.batches.holds(replacement_id):
        return  # a crash came after the exchange, and recovery has finished it
    change = FewRows(partial(_without, target), partial(_holds_some, target))
    rewrite(layout, state, target.outlet, replacement_id, change, same_rows=False)


def _is_of(target: Target, table: Table, row: dict[str, Any]) -> bool:
    if row["article_id"] in target.ids:
        return True
    # Rows of articles are found by their id alone: a page may state another's address as its own.
    return table is OUTCOMES and (target.is_at(row["requested_url"]) or target.is_at(row["url"]))


def _holds_some(target: Target, table: Table, file: Path) -> bool:
    columns = read_part(file, ["article_id", *_ADDRESSES])
    return bool(pc.any(_are_of(target, table, columns)).as_py())


def _without(target: Target, table: Table, batch: pa.RecordBatch) -> pa.RecordBatch:
    goes = _are_of(target, table, batch)
    return batch.filter(pc.invert(goes)) if pc.any(goes).as_py() else batch


def _are_of(target: Target, table: Table, rows: pa.RecordBatch | pa.Table) -> pa.Array:
    """Which rows go; by now every spelling of every address is known."""
    goes = pc.is_in(rows.column("article_id"), pa.array(sorted(target.ids), pa.string()))
    if table is OUTCOMES:
        spelled = pa.array(sorted(target.addresses), pa.string())
        for name in ("requested_url", "url"):
            goes = pc.or_(goes, pc.is_in(rows.column(name), spelled))
    return goes
