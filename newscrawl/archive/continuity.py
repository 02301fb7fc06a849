"""Whether an archive file is still the one that was written: its disk may not be mounted, or may be another.

What a run wrote into a folder under the mount point would stand at the places of other pages, and the file that
comes back with its disk would be taken for torn.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from newscrawl.archive.members import members_in
from pipelines.layout import Layout
from pipelines.storing.batches import StopStoring

_MEMBER = b"\x1f\x8b\x08"  # how a gzip member begins


def goes_on_at(path: Path, known: int) -> bool:
    """Whether a longer file than was known can be that file, with what a crash left behind `known` bytes.

    Behind them a record begins, or zeros that a crash left; for anything else all records before are looked at.
    """
    with path.open("rb") as file:
        file.seek(known)
        head = file.read(16)
    if _MEMBER.startswith(head[:3]) or not head.strip(b"\0"):
        return True
    return known == 0 or any(member.offset + member.length == known for member in members_in(path))


def check_goes_on(layout: Layout, name: str, known: Mapping[str, int]) -> None:
    """Raises StopStoring, with what to do, where an archive file is not the one whose length is known."""
    why = _why_not(layout, name, known)
    if why is not None:
        raise StopStoring(why)


def check_still_there(layout: Layout, name: str, file: BinaryIO, length: int) -> None:
    """Raises StopStoring where the file that is being written was moved, removed or cut under our hands.

    Writing it succeeds all the same, and rows would name pages that are nowhere.
    """
    path = layout.archive_file(name)
    now = path.stat() if path.exists() else None
    if now is None or now.st_size < length or not os.path.samestat(now, os.fstat(file.fileno())):
        raise StopStoring(f"{path}: it was taken away while it was written; {_what_to_do(name)}")


def check_all_is_there(layout: Layout, known: Mapping[str, int]) -> None:
    """The same for all of them, each by itself."""
    for name, length in known.items():
        check_goes_on(layout, name, {name: length})


def _why_not(layout: Layout, name: str, known: Mapping[str, int]) -> str | None:
    path, length = layout.archive_file(name), known.get(name, 0)
    size = path.stat().st_size if path.exists() else 0
    if size < length:
        return f"{path}: {length} bytes were stored in it, {size} are there; {_what_to_do(name)}"
    if size > length and not goes_on_at(path, length):
        return f"{path}: it holds other bytes than were stored in it; {_what_to_do(name)}"
    if not size and known and not any(layout.archive_file(each).exists() for each in known):
        return f"{path.parent}: its {len(known)} archive files are gone; {_what_to_do(name)}"
    return None


def _what_to_do(name: str) -> str:
    source_id = name.split("/")[1].removeprefix("source=")
    return (
        "mount the disk of ARCHIVE_DIR, or restore it from a copy;"
        f" if it is lost, `newscrawl status --rebuild {source_id}` takes what is there"
    )
