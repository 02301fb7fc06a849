"""The memory of runs: the lines of `runs/*.jsonl`, read in a stream; a torn line is counted and costs no other."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

Line = dict[str, Any]

_BEGINS = b'{"run_id": '


@dataclass(slots=True)
class History:
    """`torn` counts, by file, lines that a crash or a full disk cut off; they are passed over."""

    output: Path
    torn: dict[str, int] = field(default_factory=dict)

    def lines(
        self, source_ids: Collection[str] | None = None, since: date | None = None, until: date | None = None
    ) -> Iterator[Line]:
        """The lines of runs that began on the days `since` to `until` (UTC, both included), file by file.

        Within a day they stand in the order in which the runs ended; `source_ids` None means every source.
        """
        for file in self._files():
            if not _is_within(file.stem, since, until):
                continue
            with file.open("rb") as raw:
                for line in raw:
                    yield from self._read(line, file.name, source_ids)

    def _files(self) -> list[Path]:
        folder = self.output / "runs"
        if not folder.exists():
            return []
        # Not by glob: it finds nothing in a folder that may not be read, as if nothing had ever run.
        return sorted(file for file in folder.iterdir() if file.suffix == ".jsonl")

    def _read(self, raw: bytes, name: str, source_ids: Collection[str] | None) -> Iterator[Line]:
        if source_ids is not None and not any(each.encode() in raw for each in source_ids):
            return  # parsing is what costs; a year of runs is half a gigabyte
        whole = _parsed(raw)
        if whole is None and raw.strip():
            self.torn[name] = self.torn.get(name, 0) + 1
            # Whoever was cut off wrote no line break: the next run's line stands behind the piece.
            whole = _parsed(raw[max(raw.rfind(_BEGINS), 0) :])
        if whole is not None and (source_ids is None or whole["source_id"] in source_ids):
            yield whole


def began_at(line: Line) -> datetime:
    """When the run began, in UTC."""
    return moment(line["started_at"])


@lru_cache(maxsize=1 << 15)  # a run's beginning is asked for five times, and many of a source's lines name it again
def moment(written: str) -> datetime:
    """A moment as lines write it, in UTC."""
    return datetime.fromisoformat(written).astimezone(UTC)


# What the downloader counted, versions, settings and errors are half of a line; a year of lines is held at once.
_LEFT_ASIDE = frozenset({"network", "versions", "settings", "errors", "walls"})


def by_source(lines: Iterator[Line]) -> dict[str, list[Line]]:
    """The lines of each source, in the order in which its runs began, without what tells of the machine."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        slim = {name: value for name, value in line.items() if name not in _LEFT_ASIDE}
        found.setdefault(line["source_id"], []).append(slim)
    for own in found.values():
        own.sort(key=began_at)
    return found


def _is_within(day: str, since: date | None, until: date | None) -> bool:
    return not (since is not None and day < since.isoformat()) and not (
        until is not None and day > until.isoformat()
    )


def _parsed(raw: bytes) -> Line | None:
    try:
        line = json.loads(raw)
        if isinstance(line, dict) and {"run_id", "source_id"} <= line.keys() and began_at(line):
            return line
    except (ValueError, KeyError, TypeError):
        pass
    return None
