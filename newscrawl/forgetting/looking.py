"""What is to go of a source, found before anything goes: whoever meets damage halfway has erased pages already."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from newscrawl.archive.continuity import check_all_is_there
from newscrawl.archive.traces import Places, traces_of
from newscrawl.damaged_state import damaged
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.forgetting.removing import is_unfinished
from newscrawl.opening import locked
from pipelines.addresses.canonical import registered_domain
from pipelines.layout import Layout
from pipelines.parts.files import promised_parts
from pipelines.parts.reading import read_through
from pipelines.parts.taking_out import Found, Target, known_target, rows_of, with_all_names
from pipelines.records import Outlet
from pipelines.state.source_state import State, StateDamaged


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to go of one source; its state is open, under its lock."""

    outlet: Outlet
    state: State
    target: Target
    found: Found
    places: Places


def check_is_whole(layout: Layout, state: State, outlet: Outlet) -> None:
    """Raises PartDamaged and StopStoring for what would end a forgetting halfway.

    Every page of every part file is read: that is what checks its checksum.
    """
    check_all_is_there(layout, state.archive_lengths())  # else the page would come back with its disk
    for part in promised_parts(layout, state, outlet.source_id):
        read_through(layout.output / part)


def plan_for(layout: Layout, state: State, outlet: Outlet, wanted: str) -> Plan:
    known = known_target(state, outlet, wanted)
    found = rows_of(layout, state, known)
    target = with_all_names(known, found)
    return Plan(outlet, state, target, found, traces_of(layout, target))


@contextlib.contextmanager
def state_as_it_lies(layout: Layout, outlet: Outlet) -> Iterator[State]:
    """The source's state under its lock, not recovered; EndWith(3) where opening it would finish something."""
    source_id = outlet.source_id
    with locked(layout, source_id), contextlib.closing(_state(layout, outlet)) as state:
        if is_unfinished(layout, outlet) or state.batches.replacing() or state.batches.prepared():
            line = (
                f"{source_id}: a crash left work half done, and a dry run finishes nothing;"
                f" `newscrawl compact {source_id}` does"
            )
            raise EndWith(ExitCode.OUTPUT, line)
        yield state


def _state(layout: Layout, outlet: Outlet) -> State:
    try:
        return State(layout.state_file(outlet.source_id), registered_domain(outlet.domains[0]))
    except StateDamaged as error:
        raise damaged(error) from error
