"""A folder that is there whole or not at all."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from newscrawl.exit_codes import EndWith, ExitCode
from pipelines.layout import sync_folder

_UNBORN = ".unborn"


@contextlib.contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A folder to write into, which takes its name at the end; after an error nothing is left of it.

    EndWith(2) where something stands in its place, EndWith(3) when the disk refuses.
    """
    target = target.expanduser().absolute()
    refuse_taken(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unborn = Path(tempfile.mkdtemp(prefix=f".{target.name}-", suffix=_UNBORN, dir=target.parent))
    except OSError as error:
        raise EndWith(ExitCode.OUTPUT, f"{target}: {error}") from error
    try:
        yield unborn
        _seal(unborn)
        unborn.rename(target)  # takes the place of an empty folder, and of no other
        sync_folder(target.parent)
    except OSError as error:
        raise EndWith(ExitCode.OUTPUT, f"{target}: {error}") from error
    finally:
        shutil.rmtree(unborn, ignore_errors=True)


def unborn_folders(parent: Path) -> list[Path]:
    """What a process left here that was killed while it wrote a folder; nobody else's hidden files."""
    return sorted(folder for folder in parent.glob(f".*{_UNBORN}") if folder.is_dir())


def refuse_taken(target: Path) -> None:
    if target.is_dir() and any(target.iterdir()):
        raise EndWith(ExitCode.USAGE, f"{target}: is not empty; name a folder that is not there yet")
    if target.exists() and not target.is_dir():
        raise EndWith(ExitCode.USAGE, f"{target}: is a file; name a folder")


def _seal(folder: Path) -> None:
    """Sync all of it, and let others read it as they may read any new folder; mkdtemp lets nobody."""
    umask = os.umask(0)
    os.umask(umask)
    folder.chmod(0o777 & ~umask)
    for path in (folder, *folder.rglob("*")):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
