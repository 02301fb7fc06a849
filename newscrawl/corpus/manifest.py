"""Which files hold the corpus: those of committed batches, by each source's state, and no others."""

from pathlib import Path

from pipelines.parts.files import part_names
from pipelines.schema import TABLES
from pipelines.state.file import read_batches


def manifest(output: Path) -> list[str]:
    """Every part file of committed rows, relative to OUTPUT_DIR; each source's as of one moment."""
    return [name for source_id in sources_with_rows(output) for name in manifest_of(output, source_id)]


def manifest_of(output: Path, source_id: str) -> list[str]:
    """Those of one source."""
    state = output / "state" / f"{source_id}.sqlite"
    if not state.exists():
        return part_names(output, source_id)  # a copy may come without its state; nothing replaces its files
    return [part for _, parts in read_batches(state) for part in parts]


def sources_with_rows(output: Path) -> list[str]:
    """The ids of the sources of which anything is stored, sorted."""
    folders = (folder for table in TABLES for folder in (output / table.name).glob("source=*"))
    return sorted({folder.name.removeprefix("source=") for folder in folders})
