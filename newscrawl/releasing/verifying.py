"""Whether a release is still what its manifest says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from newscrawl.releasing.freezing import sha256
from newscrawl.releasing.release import MANIFEST, MANIFEST_HASH, read_manifest
from pipelines.parts.errors import PartDamaged
from pipelines.parts.reading import read_through
from pipelines.schema import TABLES


def damages(release: Path) -> Iterator[str]:
    """What is wrong, a line each; nothing where all is whole."""
    try:
        manifest = read_manifest(release)
    except ValueError as error:
        yield str(error)
        return
    yield from _of_the_manifest(release)
    for file in manifest["files"]:
        yield from _of_a_file(release, file)
    for table, totals in manifest["tables"].items():
        own = [file for file in manifest["files"] if file["path"].startswith(f"{table}/")]
        if totals != {"files": len(own), "rows": sum(file.get("rows", 0) for file in own)}:
            yield f"{MANIFEST}: its files do not add up to the totals of {table}"
    named = {file["path"] for file in manifest["files"]} | {MANIFEST, MANIFEST_HASH}
    for path in sorted(release.rglob("*")):
        if not path.is_dir() and path.relative_to(release).as_posix() not in named:
            yield f"{path.relative_to(release).as_posix()}: is no part of this release"


def _of_the_manifest(release: Path) -> Iterator[str]:
    try:
        words = (release / MANIFEST_HASH).read_text(encoding="utf-8").split()
    except (OSError, ValueError) as error:
        yield f"{MANIFEST_HASH}: {error}"
        return
    if words != [sha256(release / MANIFEST), MANIFEST]:
        yield f"{MANIFEST}: is not what {MANIFEST_HASH} says"


def _of_a_file(release: Path, file: dict[str, Any]) -> Iterator[str]:
    path = release / file["path"]
    try:
        if path.stat().st_size != file["bytes"]:
            yield f"{file['path']}: {path.stat().st_size} bytes, not {file['bytes']}"
        elif sha256(path) != file["sha256"]:
            yield f"{file['path']}: other bytes than were frozen"
        elif "rows" in file and (rows := _rows(path, file["path"])) != file["rows"]:
            yield f"{file['path']}: {rows} rows, not {file['rows']}"
    except FileNotFoundError:
        yield f"{file['path']}: is missing"
    except PartDamaged as error:
        yield f"{file['path']}: {error.what}"
    except (OSError, pa.ArrowException) as error:
        yield f"{file['path']}: cannot be read: {error}"


def _rows(path: Path, name: str) -> int:
    """Of a part file every page is read: an older newscrawl froze what was damaged already."""
    if name.partition("/")[0] in {table.name for table in TABLES}:
        return read_through(path)
    return int(pq.read_metadata(path).num_rows)
