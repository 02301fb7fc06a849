"""Reading the corpus: `open()` sees one consistent state of every source, whatever is being replaced meanwhile.

    import newscrawl.dataset
    articles = newscrawl.dataset.open("output").to_table()

It reads by the manifest in each source's state: the files of committed batches and no others. A file that a
replacement has moved away since is read from where the replacement keeps it for a day. All are mapped at once
(`newscrawl/corpus/snapshot.py`), so that what is open stays readable whatever is removed.
"""

from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

from newscrawl.corpus.manifest import manifest
from newscrawl.corpus.snapshot import mapped
from pipelines.parts.reading import refuse_newer_layout
from pipelines.schema import TABLES, Table

# Files carry checksums; a flipped bit must not pass for another word.
_FORMAT = ds.ParquetFileFormat(
    default_fragment_scan_options=ds.ParquetFragmentScanOptions(page_checksum_verification=True)
)
_PARTITIONS = pa.schema(
    [
        pa.field("source", pa.string(), metadata={"meaning": "Partition key: the source's id"}),
        pa.field("month", pa.string(), metadata={"meaning": "Partition key: YYYY-MM (`output/README.md`)"}),
    ]
)


def open(output: str | Path = "output", table: str = "articles") -> ds.Dataset:  # noqa: A001 (its promised name)
    """A table of the corpus (articles, revisions, outcomes) as a pyarrow dataset.

    The partition keys `source` and `month` are columns of it. Raises PartIsNewer for a file of a newer newscrawl,
    and PartDamaged for one that is missing.
    """
    names = [each.name for each in TABLES]
    if table not in names:
        raise ValueError(f"no table {table!r}; there are {', '.join(names)}")
    return open_all(output)[table]


def open_all(output: str | Path = "output", names: list[str] | None = None) -> dict[str, ds.Dataset]:
    """All tables by name, as of one moment: a revision's article is there, and a copy's first.

    `names` is the manifest of that moment, where the caller has it.
    """
    root = Path(output).expanduser().absolute()
    names = manifest(root) if names is None else names
    return {table.name: _dataset(root, table, names) for table in TABLES}


def whole_schema(table: Table) -> pa.Schema:
    """The columns of a table's files, then its partition keys."""
    return pa.schema([*table.schema, *_PARTITIONS], metadata=table.schema.metadata)


def _dataset(root: Path, table: Table, names: list[str]) -> ds.Dataset:
    whole = whole_schema(table)
    own = [name for name in names if name.startswith(f"{table.name}/")]
    if not own:
        return ds.dataset(whole.empty_table())
    return ds.FileSystemDataset([fragment_of(root, name) for name in own], whole, _FORMAT)


def fragment_of(root: Path, name: str) -> ds.Fragment:
    """A part file with what its path says; of those of other sources or months a question reads the footer only."""
    _, source, month, _ = name.split("/")
    keys = _keys(source.removeprefix("source="), month.removeprefix("month="))
    content = mapped(root, name)
    refuse_newer_layout(root / name, content)
    return _FORMAT.make_fragment(content, partition_expression=keys)


@cache  # thirty files of a month have the same
def _keys(source: str, month: str) -> ds.Expression:
    return (ds.field("source") == source) & (ds.field("month") == month)
