"""What `newscrawl sources` tells: of every source file what it says, or why it cannot be used."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from rich.table import Table
from rich.text import Text

from newscrawl.corpus.source_table import DESCRIBED, broken_row, described
from newscrawl.sources import BrokenSource, load_source, source_ids
from newscrawl.sources.catalogue import SHIPPED
from newscrawl.sources.checks import in_one_unit
from newscrawl.sources.reader import LISTINGS

SCHEMA = pa.schema(
    [
        *DESCRIBED,
        ("state", pa.string()),
        *((listing, pa.int32()) for listing in LISTINGS),
        ("every", pa.string()),
        ("is_own", pa.bool_()),
        ("file", pa.string()),
        ("wordpress", pa.bool_()),
    ]
)
"""One row per source: the columns of the view `sources`, and more.

`state` is enabled, disabled or broken; `is_own` is false of those that ship.
"""

_STYLES = {"enabled": "green", "disabled": "yellow", "broken": "red"}


def known_sources() -> pa.Table:
    """One row per source file, by id; the disabled and the broken ones too."""
    return pa.Table.from_pylist([_row(source_id) for source_id in source_ids()], schema=SCHEMA)


def table_for_screen(known: pa.Table) -> Table:
    """The same with fewer columns. Why a source is disabled would fill the table: `remarks` says it below."""
    table = Table(box=None, pad_edge=False)
    for name in ("source", "outlet", "kind", "state", "every", "terms", "evidence", "listings"):
        table.add_column(name, no_wrap=name not in ("outlet", "kind", "listings"))
    for row in known.to_pylist():
        counted = [_counted(name, row[name]) for name in LISTINGS if row[name]]
        listings = ", ".join([*counted, "wordpress"] if row["wordpress"] else counted)
        kind = " ".join(filter(None, (row["country"], row["kind"])))
        state = Text(row["state"], _STYLES[row["state"]])
        texts = [Text(word or "") for word in (row["source_id"], row["name"], kind)]
        table.add_row(*texts, state, row["every"], row["terms_tdm"], row["evidence_listings"], listings)
    return table


def remarks(known: pa.Table) -> Iterator[str]:
    """Why sources are not crawled, the commonest reason first, and which are the user's own."""
    rows = known.to_pylist()
    kept_out: dict[str, list[str]] = {}
    for row in rows:
        if row["state"] != "enabled":
            kept_out.setdefault(f"{row['state']}: {row['why']}", []).append(row["source_id"])
    for why, ids in sorted(kept_out.items(), key=lambda one: -len(one[1])):
        yield f"{why} ({', '.join(ids)})"
    own = [row["source_id"] for row in rows if row["is_own"]]
    if own:
        yield f"own, from $NEWSCRAWL_SOURCES: {', '.join(own)}"


def _row(source_id: str) -> dict[str, Any]:
    try:
        source = load_source(source_id)
    except BrokenSource as broken:
        return {**broken_row(source_id, broken), "state": "broken", **_place(broken.path)}
    return {
        **described(source),
        "state": "enabled" if source.enabled else "disabled",
        **{listing: len(getattr(source, listing)) for listing in LISTINGS},
        "wordpress": source.wordpress,
        "every": in_one_unit(source.every),
        **_place(source.path),
    }


def _place(path: Path) -> dict[str, Any]:
    return {"is_own": SHIPPED not in path.parents, "file": str(path)}


def _counted(name: str, count: int) -> str:
    return f"{count} {name.removesuffix('s') if count == 1 else name}"
