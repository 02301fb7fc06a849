"""Which sources hold an article, by its id or any of its addresses; and which articles are copies of it."""

import contextlib
from dataclasses import dataclass

import pyarrow.dataset as ds

from newscrawl import dataset
from newscrawl.damaged_state import damaged
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.hosts import SourceFinder
from newscrawl.maintenance import outlets_with_rows
from pipelines.addresses.keys import canonical_or_raw
from pipelines.layout import Layout
from pipelines.parts.taking_out import known_target
from pipelines.records import Outlet
from pipelines.state.source_state import State, StateDamaged


@dataclass(frozen=True, slots=True)
class Copy:
    """An article of the same cluster."""

    article_id: str
    source_id: str
    url: str


def holders_of(layout: Layout, wanted: str) -> dict[Outlet, frozenset[str]]:
    """The outlets that know the id or address, each with the ids of the articles that it leads to there.

    One that was only ever refused has no article. A source that claims an unknown address counts too, if it has an
    archive: after a crash a page may lie there that nothing else tells of.
    """
    found = {
        outlet: ids
        for outlet in outlets_with_rows(layout, [])
        if (ids := _ids_in(layout, outlet, wanted)) is not None
    }
    if found or "://" not in wanted:
        return found
    outlet = SourceFinder(layout, any_source=True).outlet_of(wanted)
    has_archive = outlet is not None and layout.archive_file(f"archive/source={outlet.source_id}").exists()
    return {outlet: frozenset()} if outlet is not None and has_archive else {}


def copies_of(layout: Layout, ids: frozenset[str]) -> list[Copy]:
    """The other articles of the clusters that these are in, of all sources."""
    if not ids:
        return []
    articles = dataset.open(layout.output)
    clusters = articles.to_table(columns=["cluster_id"], filter=ds.field("article_id").isin(ids))["cluster_id"]
    is_copy = ds.field("cluster_id").isin(clusters.unique()) & ~ds.field("article_id").isin(ids)
    rows = articles.to_table(columns=["article_id", "source_id", "url"], filter=is_copy).to_pylist()
    return [Copy(**row) for row in rows]


def _ids_in(layout: Layout, outlet: Outlet, wanted: str) -> frozenset[str] | None:
    path = layout.state_file(outlet.source_id)
    if not path.exists():
        raise EndWith(
            ExitCode.OUTPUT, f"{path} is gone; `newscrawl status {outlet.source_id} --rebuild` makes it anew"
        )
    try:
        with contextlib.closing(State(path)) as state:
            ids = known_target(state, outlet, wanted).ids
            is_known = ids or state.refusal(canonical_or_raw(wanted, outlet)) is not None
    except StateDamaged as error:
        raise damaged(error) from error
    return ids if is_known else None
