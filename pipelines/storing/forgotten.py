"""What was removed for good and is never fetched again: the list OUTPUT_DIR/forgotten.tsv.

A line holds an id (first 32 hex digits of the address's sha256, as in `article_id`), the day and why. So the list
does not itself keep what was to be forgotten, and it outlives state, which is made anew from rows that are gone.
"""

import re
from collections.abc import Iterable
from datetime import date

from filelock import FileLock

from pipelines.addresses.canonical import article_id
from pipelines.layout import Layout, write_whole

_HEADER = "id\tday\twhy"
_LINE = re.compile(r"(?P<id>[0-9a-f]{32})\t\d{4}-\d{2}-\d{2}\t[^\t]*")


class ListDamaged(Exception):  # noqa: N818 (named by its effect)
    """A line of the list cannot be read: what it names would be fetched again. Commands end with 4."""


class Forgotten:
    """The list as it stands; another process may add to it at any time."""

    def __init__(self, layout: Layout, *, is_kept: bool = True) -> None:
        """Without `is_kept`, for dry runs, nothing can be added."""
        self._is_kept = is_kept
        self.path = layout.output / "forgotten.tsv"
        self._lock = layout.output / "state" / "_forgotten.lock"
        self._read_at: tuple[int, int] | None = None
        self._ids: set[str] = set()

    def holds(self, *addresses: str | None) -> bool:
        """Whether any of the addresses, canonical or as written, is on the list. Raises ListDamaged."""
        return self.holds_any(filter(None, addresses))

    def holds_any(self, addresses: Iterable[str]) -> bool:
        """The same of very many; the file is looked at once. Raises ListDamaged."""
        self._look()
        return bool(self._ids) and any(id_of(each) in self._ids for each in addresses)

    def holds_id(self, article_id: str) -> bool:
        """Whether an article of this id was forgotten. Raises ListDamaged."""
        self._look()
        return article_id in self._ids

    def is_empty(self) -> bool:
        self._look()
        return not self._ids

    def add(self, ids: Iterable[str], day: date, why: str) -> None:
        """Put ids on the list, durably; those that are there keep their line."""
        if not self._is_kept:
            return
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._lock):
            self._look()
            new = sorted(set(ids) - self._ids)
            if not new:
                return
            lines = self._lines() or [_HEADER]
            reason = " ".join(why.split())
            lines += [f"{each}\t{day.isoformat()}\t{reason}" for each in new]
            write_whole(self.path, "\n".join(lines) + "\n")
            self._look()

    def _look(self) -> None:
        """Read the list again where somebody has changed it."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            self._read_at, self._ids = None, set()
            return
        if self._read_at != (found.st_mtime_ns, found.st_ino):
            self._ids = {self._id_in(number, line) for number, line in enumerate(self._lines()[1:], 2)}
            self._read_at = found.st_mtime_ns, found.st_ino

    def _id_in(self, number: int, line: str) -> str:
        found = _LINE.fullmatch(line)
        if found is None:
            raise ListDamaged(f"{self.path}:{number}: no line of id, day and why")
        return found["id"]

    def _lines(self) -> list[str]:
        if not self.path.exists():
            return []
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError as error:
            raise ListDamaged(f"{self.path}: {error}") from error
        if lines[:1] != [_HEADER]:
            raise ListDamaged(f"{self.path}:1: it does not begin with the columns id, day and why")
        return lines


def id_of(address: str) -> str:
    """What the list holds of an address: the id that an article of this address would have."""
    return article_id(address.encode("utf-8", "backslashreplace").decode())
