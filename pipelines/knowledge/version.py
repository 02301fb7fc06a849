"""Which knowledge made a tag: the release and a hash over every data file, so that an edit shows."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipelines.knowledge.loading import OWN_FOLDER

_DATA = frozenset({".tsv", ".toml", ".txt"})


@cache
def knowledge_version(folders: tuple[Path, ...] = ()) -> str:
    """For example `0.1.0+3f9c2a7d51be`: the release, and the hash of names and bytes of all data files."""
    digest = hashlib.sha256()
    for folder in (OWN_FOLDER, *folders):
        for file in _data_files(folder):
            name = f"{'' if folder == OWN_FOLDER else folder.name}/{file.relative_to(folder).as_posix()}"
            digest.update(name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return f"{_release()}+{digest.hexdigest()[:12]}"


def _data_files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.suffix in _DATA and file.is_file())


def _release() -> str:
    try:
        return version("newscrawl")
    except PackageNotFoundError:
        return "0"  # run from a bare checkout
