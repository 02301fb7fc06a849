"""The part files that lie in a source's folders, and whether they are those of its manifest."""

import contextlib
from collections.abc import Sequence
from pathlib import Path

from pipelines.layout import Layout
from pipelines.parts.errors import PartDamaged
from pipelines.parts.reading import count_own_rows, count_rows
from pipelines.schema import TABLES
from pipelines.state.file import read_files
from pipelines.state.known import StagedFile
from pipelines.state.source_state import State


def parts_of(layout: Layout, source_id: str) -> list[StagedFile]:
    """Those of its three folders, each where it belongs, whatever its state says of them."""
    names = part_names(layout.output, source_id)
    return [StagedFile(name, name, count_rows(layout.output / name)) for name in names]


def part_names(output: Path, source_id: str) -> list[str]:
    """The same by their names alone, relative to OUTPUT_DIR and sorted within each table."""
    found = [sorted((output / table.name / f"source={source_id}").rglob("*.parquet")) for table in TABLES]
    return [file.relative_to(output).as_posix() for files in found for file in files]


def refuse_newer(layout: Layout, manifest: Sequence[str]) -> None:
    """Raises PartIsNewer where a newer newscrawl stored last: one older row more, and nobody knows which is which.

    Whatever else is wrong with the file is told of when it is read.
    """
    for name in manifest[-1:]:
        with contextlib.suppress(OSError):
            count_rows(layout.output / name)


def promised_parts(layout: Layout, state: State, source_id: str) -> list[str]:
    """The names of the part files, after a look that these are the manifest's and no others, each with its rows.

    Whoever rewrites a source makes what lies there its manifest: a hole, or rows that stand twice, would be
    official. Raises PartDamaged, and PartIsNewer.
    """
    promised = {file.final: file.rows for file in read_files(state.path)}
    lying = part_names(layout.output, source_id)
    for name in sorted(promised.keys() - set(lying)):
        accept = f"`newscrawl status {source_id} --rebuild` goes on without it"
        raise PartDamaged(name, f"missing, though the manifest names it: restore it, or {accept}")
    for name in lying:
        if name not in promised:
            raise _stray(name, source_id)
        rows = count_own_rows(layout.output / name)
        if rows != promised[name]:
            raise PartDamaged(name, f"{rows} rows, the manifest says {promised[name]}")
    return lying


def stray_parts(layout: Layout, source_id: str) -> list[str]:
    """Files that pandas would read, and that no batch put there; none where there is no state to say so.

    Nothing is locked: a batch or a replacement under way has named its files before it puts them there.
    """
    lying, state = part_names(layout.output, source_id), layout.state_file(source_id)
    if not state.exists():
        return []
    named = {part.final for part in read_files(state, only_committed=False)}
    return [name for name in lying if name not in named and (layout.output / name).exists()]


def refuse_strays(layout: Layout, source_id: str) -> None:
    """Raises PartDamaged."""
    for name in stray_parts(layout, source_id):
        raise _stray(name, source_id)


def _stray(name: str, source_id: str) -> PartDamaged:
    accept = f"`newscrawl status {source_id} --rebuild` takes it in, if its rows stand nowhere else"
    return PartDamaged(name, f"no manifest names it: move it away, or {accept}")
