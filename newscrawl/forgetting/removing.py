"""Removing an article for good: from rows, revisions, outcomes, state, the index of duplicates and the archive.

What is to go is written down first, in `state/<id>.forgetting.json`. A crash at any later point is made good when
the source is next opened: every step can be done again.

    1. written down       2. on the list: never fetched again       3. its records overwritten in the archive
    4. rows exchanged     5. old files, state's free pages and index cleared       6. the note removed
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from newscrawl.archive.erasing import erase
from newscrawl.archive.traces import Places
from pipelines.addresses.keys import all_keys
from pipelines.duplicates.shared_index import forget_articles
from pipelines.layout import Layout, sync_folder, write_whole
from pipelines.parts.reading import read_part
from pipelines.parts.replacing import clear_replaced, nobody_listens
from pipelines.parts.taking_out import Target, take_out
from pipelines.records import Outlet
from pipelines.schema import TABLES
from pipelines.state.source_state import State
from pipelines.storing.batches import CANNOT_STORE, StopStoring
from pipelines.storing.forgotten import Forgotten, id_of


@dataclass(frozen=True, slots=True)
class Note:
    """What is to go, why, and where it lies in the archive."""

    ids: list[str]
    addresses: list[str]
    places: Places
    replacement_id: str
    day: str
    why: str


def note_of(target: Target, places: Places, replacement_id: str, day: date, why: str) -> Note:
    return Note(sorted(target.ids), sorted(target.addresses), places, replacement_id, day.isoformat(), why)


def forget(
    layout: Layout, state: State, outlet: Outlet, note: Note, at: Callable[[str], None] = nobody_listens
) -> None:
    """Write the note down and do what it says; the caller holds the source's lock. Raises StopStoring."""
    try:
        _write(_path(layout, outlet), note)
        at("written down")
        _do(layout, state, outlet, note, at)
    except CANNOT_STORE as error:
        raise StopStoring(f"{layout.output}: {error}") from error


def finish_forgetting(layout: Layout, state: State, outlet: Outlet) -> list[str]:
    """Do what a crash has left undone; says so."""
    path = _path(layout, outlet)
    if not path.exists():
        return []
    note = Note(**json.loads(path.read_text(encoding="utf-8")))
    forget(layout, state, outlet, note)
    return ["finished forgetting an article"]


def is_unfinished(layout: Layout, outlet: Outlet) -> bool:
    """Whether a crash has left a forgetting that opening the source would finish."""
    return _path(layout, outlet).exists()


def releases_with(output: Path, ids: list[str]) -> list[str]:
    """Frozen releases that hold one of the articles: they are citable as they are, and stay so."""
    found = sorted((output / "releases").glob("*"))  # one that was left half-made holds it too
    return [release.name for release in found if any(_holds(file, ids) for file in _parts(release))]


def _parts(release: Path) -> Iterator[Path]:
    return (file for table in TABLES for file in (release / table.name).rglob("*.parquet"))


def _holds(file: Path, ids: list[str]) -> bool:
    found = read_part(file, ["article_id"])["article_id"]
    return bool(pc.any(pc.is_in(found, pa.array(ids, pa.string()))).as_py())


def _do(layout: Layout, state: State, outlet: Outlet, note: Note, at: Callable[[str], None]) -> None:
    # By its former domains too: a move may be undone, and the list alone knows what was there.
    addresses = {key for each in note.addresses for key in (each, *all_keys(each, outlet))}
    Forgotten(layout).add([*note.ids, *map(id_of, addresses)], date.fromisoformat(note.day), note.why)
    at("listed")
    for name, places in note.places.items():
        if layout.archive_file(name).exists():  # else it has aged out
            erase(layout.archive_file(name), [(offset, length) for offset, length in places])
        at(f"erased in {name}")
    target = Target(outlet, frozenset(note.ids), frozenset(note.addresses))
    take_out(layout, state, target, note.replacement_id)
    at("rows taken out")
    clear_replaced(layout, state, outlet.source_id, keep=None)
    at("old files removed")
    state.wipe_traces()
    forget_articles(layout, note.ids)
    at("index cleared")
    _path(layout, outlet).unlink()
    sync_folder(_path(layout, outlet).parent)


def _path(layout: Layout, outlet: Outlet) -> Path:
    return layout.state_file(outlet.source_id).with_suffix(".forgetting.json")


def _write(path: Path, note: Note) -> None:
    write_whole(path, json.dumps(asdict(note)))  # ASCII: an address may hold what UTF-8 does not
