"""Where things lie under OUTPUT_DIR.

articles|revisions|outcomes/source=<id>/month=YYYY-MM/<batch>.parquet
archive/source=<id>/<YYYY-MM-DD>.warc.gz       (ARCHIVE_DIR may put it elsewhere)
runs/<YYYY-MM-DD>.jsonl
state/<id>.sqlite  state/<id>.lock
_staging/                                      what is not committed yet; readers ignore the underscore
"""

import os
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pipelines.records import Article, Outcome, Revision
from pipelines.schema import table_of

SOURCE_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Layout:
    output: Path
    archive_dir: Path | None = None

    @property
    def staging(self) -> Path:
        return self.output / "_staging"

    def state_file(self, source_id: str) -> Path:
        return self.output / "state" / f"{source_id}.sqlite"

    @property
    def duplicates_file(self) -> Path:
        return self.output / "state" / "_duplicates.sqlite"

    def lock_file(self, source_id: str) -> Path:
        return self.output / "state" / f"{source_id}.lock"

    def runs_file(self, day: date) -> Path:
        return self.output / "runs" / f"{day:%Y-%m-%d}.jsonl"

    def archive_name(self, source_id: str, day: date) -> str:
        """The archive file's name in rows; the same wherever ARCHIVE_DIR lies."""
        return f"archive/source={source_id}/{day:%Y-%m-%d}.warc.gz"

    def archive_file(self, name: str) -> Path:
        if self.archive_dir is None:
            return self.output / name
        return self.archive_dir / name.removeprefix("archive/")


def part_folder(record: Article | Outcome) -> str:
    """The folder of a record's part file, relative to OUTPUT_DIR."""
    if not SOURCE_ID.fullmatch(record.source_id):
        raise ValueError(f"no source id: {record.source_id!r}")  # a path is made of it: `..` must not pass
    month = month_of(record)  # strftime writes years before 1000 with fewer digits
    return f"{table_of(record).name}/source={record.source_id}/month={month.year:04d}-{month.month:02d}"


def month_of(record: Article | Outcome) -> date | datetime:
    """Articles lie in the month they were published, else fetched; revisions by fetch; outcomes by when known."""
    if isinstance(record, Outcome):
        return record.at
    if isinstance(record, Revision):
        return record.fetched_at
    return record.published_day or record.fetched_at


def sync_folder(folder: Path) -> None:
    """A rename or a new file survives a power cut only when its folder is synced too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that whoever reads it, even after a power cut, finds it as it was or as it is to be."""
    unborn = path.with_name(path.name + ".new")
    with unborn.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unborn.replace(path)
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it so that they survive a power cut."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)
