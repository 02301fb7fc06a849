"""What the commands that rewrite a source share: which outlets there are, and their state under the lock."""

import contextlib
from collections.abc import Iterator, Sequence

from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.opening import locked, open_state
from newscrawl.sources import UnknownSource, load_source
from pipelines.layout import Layout
from pipelines.records import Outlet
from pipelines.schema import TABLES
from pipelines.state import State, StateDamaged


def outlets_with_rows(layout: Layout, wanted: Sequence[str]) -> list[Outlet]:
    """The outlets that were asked for, or all that have rows; EndWith(2) for one that has none."""
    return [_outlet(layout, source_id) for source_id in ids_with_rows(layout, wanted)]


def ids_with_rows(layout: Layout, wanted: Sequence[str]) -> list[str]:
    """The sources that were asked for, or all that have rows; EndWith(2) for one that has none."""
    folders = (folder for table in TABLES for folder in (layout.output / table.name).glob("source=*"))
    known = sorted({folder.name.removeprefix("source=") for folder in folders})
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        raise EndWith(ExitCode.USAGE, f"{unknown[0]}: {layout.output} holds no rows of this source")
    return list(wanted) or known


def _outlet(layout: Layout, source_id: str) -> Outlet:
    """As its source file says; a host that `ingest --any-source` took has none, and its state knows its domain."""
    try:
        return load_source(source_id).outlet()
    except UnknownSource:
        pass
    domain = _domain_in(layout, source_id) or source_id
    return Outlet(source_id=source_id, name=domain, domains=(domain,))


def _domain_in(layout: Layout, source_id: str) -> str | None:
    path = layout.state_file(source_id)
    if not path.exists():  # opening it would make an empty one, and all would be fetched again
        return None
    try:
        with contextlib.closing(State(path)) as state:
            return state.domain
    except StateDamaged as error:
        raise EndWith(ExitCode.OUTPUT, str(error)) from error


@contextlib.contextmanager
def opened_state(layout: Layout, outlet: Outlet) -> Iterator[State]:
    """The source's state under its lock, recovered."""
    with locked(layout, outlet.source_id), contextlib.closing(open_state(layout, outlet)) as state:
        yield state
