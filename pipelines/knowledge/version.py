"""Which knowledge made a tag: the release and a hash over every data file, so that an edit shows."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from pipelines.knowledge.folders import OWN, KnowledgeFolder


@cache
def knowledge_version(folders: tuple[KnowledgeFolder, ...] = (OWN,)) -> str:
    """For example `0.1.0+3f9c2a7d51be`: the release, and the hash of names and bytes of all data files."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in folder.data_files():
            name = f"{folder.prefix}/{file.relative_to(folder.path).as_posix()}"
            digest.update(name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return f"{_release()}+{digest.hexdigest()[:12]}"


def _release() -> str:
    try:
        return version("newscrawl")
    except PackageNotFoundError:
        return "0"  # run from a bare checkout
