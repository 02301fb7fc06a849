"""The files of a manifest, wherever a replacement has moved them since.

They are mapped, not opened by name: a mapping outlives renaming and removal, so that a snapshot stays whole however
long somebody reads from it, and it costs no open file. A file system written in Python would do the same, but
DuckDB and Arrow wait for each other over one: the one holds Python's lock, the other a lock of its own.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from newscrawl.corpus.manifest import manifest_of
from pipelines.parts.errors import PartDamaged

_Found = TypeVar("_Found")


def mapped(output: Path, name: str) -> pa.Buffer:
    """The bytes of a committed part file, read from the disk where somebody looks at them."""
    return wherever_it_is(output, name, _map)


def wherever_it_is(output: Path, name: str, take: Callable[[Path], _Found]) -> _Found:
    """What `take` makes of a file of the manifest: in its place, else where the replacement that took it keeps it.

    Names are unique: a file that is found in either place is the one that the manifest meant.
    """
    for _ in range(10):  # it may be moved between the look and the opening
        for place in _places(output, name):
            try:
                return take(place)
            except FileNotFoundError:
                continue
    if name in manifest_of(output, name.split("/")[1].removeprefix("source=")):
        raise PartDamaged(name, "missing, though the manifest names it")
    raise FileNotFoundError(f"{output / name}: gone; it was replaced more than a day ago, open anew")


def unreadable(output: Path, names: Iterable[str]) -> list[str]:
    """Those of the files whose footer cannot be read: an error of Arrow does not say in which file it came."""
    return [name for name in names if not _has_footer(output, name)]


def _has_footer(output: Path, name: str) -> bool:
    try:
        wherever_it_is(output, name, pq.read_metadata)
    except (OSError, pa.ArrowException):
        return False
    return True


def _map(path: Path) -> pa.Buffer:
    if not path.stat().st_size:  # nothing can be mapped of it; Parquet says what is wrong with no bytes
        return pa.py_buffer(b"")
    with pa.memory_map(str(path)) as file:
        return file.read_buffer()


def _places(output: Path, name: str) -> Iterator[Path]:
    """The staging is looked through only for a file that has left its place: of thousands hardly one."""
    yield output / name
    with contextlib.suppress(FileNotFoundError):  # a folder of it went meanwhile
        yield from _replaced(output, name)


def _replaced(output: Path, name: str) -> list[Path]:
    table, source, *rest = name.split("/")
    folder = output / "_staging" / source.removeprefix("source=")
    # `<table>.old` is its place for a moment where folders are exchanged by three renames.
    return sorted(folder.glob("/".join(["*", f"{table}*", *rest])))
