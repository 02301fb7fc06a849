"""Reading the corpus: `open()` sees one consistent state of every source, whatever is being replaced meanwhile.

    import newscrawl.dataset
    articles = newscrawl.dataset.open("output").to_table()

It reads by the manifest in each source's state: the files of committed batches and no others. A file that a
replacement has moved away since is read from where the replacement keeps it for a day.
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
from pyarrow import fs

from newscrawl.snapshot import CommittedFiles
from pipelines.schema import TABLES, Table
from pipelines.state import read_batches

_PARTITIONS = pa.schema([("source", pa.string()), ("month", pa.string())])


def open(output: str | Path = "output", table: str = "articles") -> ds.Dataset:  # noqa: A001 (its promised name)
    """A table of the corpus (articles, revisions, outcomes) as a pyarrow dataset.

    The partition keys `source` and `month` are columns of it.
    """
    names = [each.name for each in TABLES]
    if table not in names:
        raise ValueError(f"no table {table!r}; there are {', '.join(names)}")
    return open_all(output)[table]


def open_all(output: str | Path = "output") -> dict[str, ds.Dataset]:
    """All tables by name, as of one moment: a revision's article is there, and a copy's first."""
    root = Path(output).expanduser().absolute()
    names = manifest(root)
    return {table.name: _dataset(root, table, names) for table in TABLES}


def _dataset(root: Path, table: Table, names: list[str]) -> ds.Dataset:
    whole = pa.schema([*table.schema, *_PARTITIONS], metadata=table.schema.metadata)
    own = [name for name in names if name.startswith(f"{table.name}/")]
    if not own:
        return ds.dataset(whole.empty_table())
    return ds.dataset(
        own,
        schema=whole,
        format="parquet",
        partitioning=ds.partitioning(_PARTITIONS, flavor="hive"),
        filesystem=fs.PyFileSystem(CommittedFiles(root)),
    )


def manifest(output: Path) -> list[str]:
    """Every part file of committed rows, relative to OUTPUT_DIR; each source's as of one moment."""
    names: list[str] = []
    for source_id in _sources(output):
        state = output / "state" / f"{source_id}.sqlite"
        batches = read_batches(state) if state.exists() else [("", _listed(output, source_id))]
        names += [part for _, parts in batches for part in parts]
    return names


def _sources(output: Path) -> list[str]:
    folders = (folder for table in TABLES for folder in (output / table.name).glob("source=*"))
    return sorted({folder.name.removeprefix("source=") for folder in folders})


def _listed(output: Path, source_id: str) -> list[str]:
    """The files of a copy that came without its state: nothing replaces them."""
    found = [file for table in TABLES for file in (output / table.name / f"source={source_id}").rglob("*.parquet")]
    return [file.relative_to(output).as_posix() for file in sorted(found)]
