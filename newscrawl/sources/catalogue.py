"""Which sources there are: the folder is the index, and only the file that is asked for is parsed.

So one broken file never disturbs another source. `$NEWSCRAWL_SOURCES` names further folders of the same shape as
this one; a later folder's file takes the place of an earlier one of the same id.
"""

import logging
import os
from collections import defaultdict
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from newscrawl.sources.reader import BrokenSource, parse_source
from newscrawl.sources.source import Source
from pipelines.addresses.covering import enclosing, host_or_none

logger = logging.getLogger(__name__)

SHIPPED = Path(__file__).parent

# Path, time of change and size of each file: whoever edits a source changes it.
Stamps = tuple[tuple[Path, int, int], ...]


class UnknownSource(KeyError):  # noqa: N818 (named by its effect)
    """Raised when no file has the id that was asked for; a KeyError, as Scrapy's spider loader raises."""

    def __str__(self) -> str:  # KeyError would show quotes around the whole sentence
        return str(self.args[0])


def source_folders() -> tuple[Path, ...]:
    """Our own folder, then those of `$NEWSCRAWL_SOURCES`."""
    named = os.environ.get("NEWSCRAWL_SOURCES", "").split(os.pathsep)
    further = tuple(Path(name).expanduser() for name in named if name.strip())
    for folder in further:
        # A misspelt folder passed over in silence would be a hole found months later.
        if not folder.is_dir():
            what = "a file, and no folder of sources" if folder.exists() else "no such folder"
            raise BrokenSource(Path("$NEWSCRAWL_SOURCES"), (f"{folder}: {what}",))
    return (SHIPPED, *further)


def source_ids() -> list[str]:
    """All ids, sorted; of file names alone, so that a broken file is listed and fails when it is asked for."""
    return sorted(_files())


def load_source(source_id: str) -> Source:
    """The source of this id; raises UnknownSource or BrokenSource."""
    files = _files()
    if source_id not in files:
        close = get_close_matches(source_id, files, n=3)
        hint = f"did you mean {' or '.join(close)}?" if close else "`newscrawl list` shows all"
        misplaced = _in_no_country(source_id)
        if misplaced is not None:
            hint = f"{misplaced} is not read there: it belongs into a country's folder, as {misplaced.parent}/eg"
        raise UnknownSource(f"no source {source_id!r}: {hint}")
    return _load(files[source_id])


def _in_no_country(source_id: str) -> Path | None:
    """A file of this id that lies in no country's folder."""
    lying = (path for folder in source_folders() for path in folder.glob("[!.]*.toml"))
    return next((path for path in lying if path.stem == source_id), None)


def broken_sources() -> list[BrokenSource]:
    """What is wrong with each file that cannot be used, by id."""
    return [loaded for paths in _sorted_files() if isinstance(loaded := _try_to_load(paths), BrokenSource)]


def claiming_source(url: str) -> str | None:
    """The id of the source to which an address belongs by its host, disabled ones too; the nearest domain wins."""
    host = host_or_none(url)
    if host is None:
        return None
    claims = _claims(_stamps())
    return next((claims[name] for name in enclosing(host) if name in claims), None)


def claimed_domains() -> frozenset[str]:
    """The domains that sources claim, each with all hosts below it."""
    return frozenset(_claims(_stamps()))


def _files() -> dict[str, list[Path]]:
    """The files of each id; more than one if a folder has the id in two countries."""
    files: dict[str, list[Path]] = {}
    for folder in source_folders():
        here: dict[str, list[Path]] = defaultdict(list)
        for path in sorted(folder.glob("[!.]*/[!.]*.toml")):
            here[path.stem].append(path)
        files.update(here)
    return files


def _sorted_files() -> list[list[Path]]:
    return [paths for _, paths in sorted(_files().items())]


def _load(paths: list[Path]) -> Source:
    try:
        return _read(paths)
    except BrokenSource as broken:
        broken.is_in_one_of_several = len(source_folders()) > len([SHIPPED, "the user's own"])
        raise


def _read(paths: list[Path]) -> Source:
    path, *others = paths
    if others:
        countries = ", ".join(other.parent.name for other in others)
        raise BrokenSource(path, (f"its id stands also under {countries}: an id names one source",))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BrokenSource(path, (f"cannot be read: {error.strerror}",)) from error
    return parse_source(content, path)


def _try_to_load(paths: list[Path]) -> Source | BrokenSource:
    try:
        return _load(paths)
    except BrokenSource as broken:
        return broken


def _stamps() -> Stamps:
    return tuple(_stamp(path) for paths in _sorted_files() for path in paths)


def _stamp(path: Path) -> tuple[Path, int, int]:
    try:
        status = path.stat()
    except OSError:  # gone since it was listed, or a dangling link: parsing it says so
        return path, 0, 0
    return path, status.st_mtime_ns, status.st_size


@lru_cache(maxsize=1)
def _claims(_: Stamps) -> MappingProxyType[str, str]:
    claims: dict[str, str] = {}
    for paths in _sorted_files():
        source = _try_to_load(paths)
        if isinstance(source, BrokenSource):
            logger.warning("%s (so no address is known as its own)", source)
            continue
        for domain in source.domains:
            first = claims.setdefault(domain, source.id)
            if first != source.id:
                logger.warning("%s: domain %s is already claimed by %s", source.id, domain, first)
    return MappingProxyType(claims)
