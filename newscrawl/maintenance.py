"""What the commands that rewrite a source share: which outlets there are, and their state under the lock."""

import contextlib
from collections.abc import Callable, Iterator, Sequence

from newscrawl.corpus.manifest import sources_with_rows
from newscrawl.damaged_state import damaged
from newscrawl.error_ends import end_of
from newscrawl.exit_codes import EndWith, ExitCode, most_serious
from newscrawl.hosts import unclaimed
from newscrawl.opening import locked, open_state
from newscrawl.saying import say
from newscrawl.sources import UnknownSource, load_source, source_ids
from pipelines.addresses.registered_domains import source_id_for_host
from pipelines.layout import Layout
from pipelines.records import Outlet
from pipelines.state.source_state import State, StateDamaged
from pipelines.storing.looks import LookPlan


def outlets_with_rows(layout: Layout, wanted: Sequence[str]) -> list[Outlet]:
    """The outlets that were asked for, or all that have rows; EndWith(2) for one that has none."""
    return [outlet_of(layout, source_id) for source_id in ids_with_rows(layout, wanted)]


def ids_with_rows(layout: Layout, wanted: Sequence[str]) -> list[str]:
    """The sources that were asked for, or all that have rows; EndWith(2) for one that has none."""
    known = sources_with_rows(layout.output)
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        raise EndWith(ExitCode.USAGE, f"{unknown[0]}: {layout.output} holds no rows of this source")
    if not known:
        say(f"{layout.output} holds no rows yet")
    return list(wanted) or known


def each_by_itself(source_ids: Sequence[str], do: Callable[[str], ExitCode]) -> ExitCode:
    """Does it for each; one that is under lock, broken or damaged is said and costs the others nothing."""
    return most_serious([_by_itself(source_id, do) for source_id in source_ids])


def _by_itself(source_id: str, do: Callable[[str], ExitCode]) -> ExitCode:
    try:
        return do(source_id)
    except Exception as error:
        end = end_of(error)
        if end is None:
            raise
    line = " ".join(str(end).split())
    say(line if source_id in line else f"{source_id}: {line}")
    return end.code


def outlet_of(layout: Layout, source_id: str) -> Outlet:
    """As its source file says; a host that `ingest --any-source` took has none, and its state knows its domain."""
    try:
        return load_source(source_id).outlet()
    except UnknownSource:
        domain = _domain_in(layout, source_id) or source_id
        return unclaimed(source_id, domain)


def outlet_with_rules(layout: Layout, source_id: str) -> Outlet:
    """The same for who reads its pages anew; EndWith(4) when the file that they were read by is gone.

    Without it they would get other dates, titles and authors, and nothing would say so.
    """
    outlet = outlet_of(layout, source_id)
    if source_id not in (*source_ids(), *_ids_made_of(outlet.domains[0])):
        line = f"{source_id}: the source file that its rows were read by is gone; is $NEWSCRAWL_SOURCES as it was?"
        raise EndWith(ExitCode.CONFIGURATION, line)
    return outlet


def _ids_made_of(domain: str) -> tuple[str, str]:
    """The id of a host that no source claims, and the one it has where another domain took that first."""
    readable = source_id_for_host(domain, {})
    return readable, source_id_for_host(domain, {readable: ""})


def _domain_in(layout: Layout, source_id: str) -> str | None:
    path = layout.state_file(source_id)
    if not path.exists():  # opening it would make an empty one, and all would be fetched again
        return None
    try:
        with contextlib.closing(State(path)) as state:
            return state.domain
    except StateDamaged as error:
        raise damaged(error) from error


@contextlib.contextmanager
def opened_state(layout: Layout, outlet: Outlet, plan: LookPlan | None = None) -> Iterator[State]:
    """The source's state under its lock, recovered; `plan` is that of live runs, should it have to be made anew."""
    with locked(layout, outlet.source_id), contextlib.closing(open_state(layout, outlet, plan)) as state:
        yield state
