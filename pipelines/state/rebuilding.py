"""State made anew from the Parquet files. Validators and watermarks are lost, which costs requests only.

What the runs said of themselves stands in no Parquet file: `newscrawl` puts it back.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

from pipelines.addresses.canonical import registered_domain
from pipelines.addresses.keys import canonical_or_raw
from pipelines.duplicates.shared_index import forget_batch
from pipelines.layout import Layout
from pipelines.parts.errors import PartDamaged
from pipelines.parts.files import part_names, parts_of
from pipelines.parts.reading import count_own_rows, read_part, table_of_part
from pipelines.parts.rows_in_order import rows_in_order
from pipelines.records import Outlet
from pipelines.schema import ARTICLES, OUTCOMES, REVISIONS, Table
from pipelines.state.file import put_in_place
from pipelines.state.known import Additions, Known, Refusal
from pipelines.state.rebuilt_visits import COLUMNS as OF_A_VISIT
from pipelines.state.rebuilt_visits import visits_in
from pipelines.state.source_state import State
from pipelines.storing.looks import LookPlan

_ADDRESSES = ("canonical_url", "url", "requested_url")
_OF_A_LOOK = ("cluster_id", "title", "text_hash", "words", "page_sha256")
_COLUMNS = {
    ARTICLES: ("article_id", *_ADDRESSES, *_OF_A_LOOK),
    REVISIONS: ("article_id", *_ADDRESSES, *_OF_A_LOOK, "revision", "kind"),
    OUTCOMES: ("article_id", *_ADDRESSES, "outcome", "reason", "at"),
}
_AT_ONCE = 5000  # rows; what they make known is some megabytes


def rebuild_state(
    layout: Layout,
    outlet: Outlet,
    also: Callable[[State], None] = lambda _: None,
    plan: LookPlan | None = None,
) -> None:
    """Write the state file of a source from its rows; what was there before is gone.

    `also` puts into it what stands in no row, before the file takes its name. `plan` is that of live runs.
    Raises PartDamaged, and PartIsNewer; then it stays as it was.
    """
    path = layout.state_file(outlet.source_id)
    unborn = path.with_name(path.name + ".rebuilding")
    unborn.unlink(missing_ok=True)
    batch_id, parts = f"{outlet.source_id}-rebuilt", parts_of(layout, outlet.source_id)
    for part in parts:
        count_own_rows(layout.output / part.final)
    with closing(State(unborn, registered_domain(outlet.domains[0]))) as state:
        state.batches.begin_replacing(batch_id, parts)
        try:
            state.batches.finish_replacing(batch_id, knowledge_in(layout, outlet))
        except sqlite3.IntegrityError as error:
            raise _standing_twice(layout, [part.final for part in parts]) or error from error
        rows = rows_in_order(layout, [part.final for part in parts], OF_A_VISIT.__getitem__)
        state.visits.put(visits_in(rows, plan or LookPlan()), batch_id)
        also(state)
    # Files may have come since a rebuilding before: what they hold is no part of the index yet.
    forget_batch(layout, batch_id)
    put_in_place(unborn, path)


def _standing_twice(layout: Layout, names: Iterable[str]) -> PartDamaged | None:
    """Which file repeats another's rows, as a copy under another name does."""
    seen: dict[tuple[str, int], str] = {}
    for name in names:
        table = table_of_part(layout.output / name)
        if table is not OUTCOMES:
            columns = ["article_id", "revision"] if table is REVISIONS else ["article_id"]
            for row in read_part(layout.output / name, columns).to_pylist():
                other = seen.setdefault((row["article_id"], row.get("revision", 0)), name)
                if other != name:
                    return PartDamaged(name, f"article {row['article_id']} stands in {other} too: move one away")
    return None


def knowledge_in(layout: Layout, outlet: Outlet) -> Iterator[Additions]:
    """All that a source's rows make known, some rows at a time; the first stored comes first.

    So an address stays with the article that it first led to.
    """
    names = part_names(layout.output, outlet.source_id)
    additions, tries = Additions(), dict[str, int]()
    for number, (table, row) in enumerate(rows_in_order(layout, names, _COLUMNS.__getitem__), 1):
        _add(additions, tries, outlet, table, row)
        if number % _AT_ONCE == 0:
            yield additions
            additions = Additions()
    yield additions


def _add(additions: Additions, tries: dict[str, int], outlet: Outlet, table: Table, row: dict[str, Any]) -> None:
    if row["article_id"] is None:
        # An address that led off the site may lead on it since the outlet has moved there: it keeps its own key.
        was = replace(outlet, domains=outlet.domains[:1]) if row["reason"] == "offsite" else outlet
        address = canonical_or_raw(row["requested_url"], was)
        tries[address] = tries.get(address, 0) + 1
        additions.refusals[address] = Refusal(row["reason"] or row["outcome"], row["at"], tries[address])
        return
    if table is ARTICLES:
        additions.articles.append(_known(row, 0, None))
    elif table is REVISIONS:
        additions.revisions.append(_known(row, row["revision"], row["kind"]))
    for name in _addresses_in(table, row):
        if row[name] is not None:
            additions.addresses.setdefault(canonical_or_raw(row[name], outlet), row["article_id"])


def _addresses_in(table: Table, row: dict[str, Any]) -> tuple[str, ...]:
    """The columns that lead to the row's article; an unchanged page may have come by an address of its own."""
    # What is gone may lead to a page for all that is gone: that is nobody's address.
    return ("requested_url",) if table is OUTCOMES and row["outcome"] == "gone" else _ADDRESSES


def _known(row: dict[str, Any], revision: int, kind: str | None) -> Known:
    names = ("article_id", "url", *_OF_A_LOOK)
    return Known(**{name: row[name] for name in names}, revision=revision, kind=kind)
