"""Which knowledge made a tag: the release and a hash over every data file, so that an edit shows."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipelines.knowledge.folders import OWN, KnowledgeFolder


@cache
def knowledge_version(folders: tuple[KnowledgeFolder, ...] = (OWN,)) -> str:
    """For example `0.1.0+3f9c2a7d51be`: the release, and the hash of names and bytes of all data files."""
    return f"{_release()}+{digest_of(data_files(folders))[:12]}"


def data_files(folders: Iterable[KnowledgeFolder]) -> Iterator[tuple[str, Path]]:
    """Every data file, under the name of its folder."""
    for folder in folders:
        for file in folder.data_files():
            yield f"{folder.prefix}/{file.relative_to(folder.path).as_posix()}", file


def digest_of(files: Iterable[tuple[str, Path]], beginning: str = "") -> str:
    """Over names and bytes, in their order."""
    digest = hashlib.sha256(beginning.encode())
    for name, file in files:
        digest.update(name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _release() -> str:
    try:
        return version("newscrawl")
    except PackageNotFoundError:
        return "0"  # run from a bare checkout
