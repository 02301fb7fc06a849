"""Which archives were read to their end, and where in the others to go on.

Both only save a second reading: pages that are met again are known by then.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from newscrawl.ingesting.selection import Selection, selection_of
from newscrawl.warc.answers import Beginning
from newscrawl.warc.input import WarcInput
from pipelines.layout import Layout
from pipelines.storing.batches import StopStoring


class FinishedWarcs:
    """A line each in `state/_ingested.jsonl`: the archive's fingerprint, and what was taken of it."""

    def __init__(self, layout: Layout) -> None:
        self._path = layout.output / "state" / "_ingested.jsonl"

    def when(self, warc: WarcInput, selection: Selection) -> str | None:
        """When all that the selection takes of this archive was read, or None."""
        if warc.fingerprint is None:
            return None
        for line in self._lines():
            taken = selection_of(line.get("selection"))
            if line.get("fingerprint") == warc.fingerprint and taken is not None and taken.covers(selection):
                return str(line.get("at"))
        return None

    def remember(self, warc: WarcInput, at: datetime, selection: Selection) -> None:
        """Raises StopStoring when the disk refuses."""
        if warc.fingerprint is None:
            return
        line = {"fingerprint": warc.fingerprint, "name": warc.name, "selection": selection.as_json()}
        line["at"] = at.isoformat()
        try:
            with self._path.open("a", encoding="utf-8") as file:
                # A line of its own also behind one that a crash has torn.
                file.write("\n" + json.dumps(line, ensure_ascii=True) + "\n")
        except OSError as error:
            raise StopStoring(f"{self._path}: {error}") from error

    def _lines(self) -> Iterator[dict[str, Any]]:
        if not self._path.exists():
            return
        for text in self._path.read_bytes().splitlines():
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict):
                yield line


@dataclass(frozen=True, slots=True)
class Position:
    """Up to where an archive was settled: all before it is committed. Damage seen so far is not to be forgotten."""

    at: int
    is_ours: bool
    damage: tuple[str, ...] = ()

    @property
    def beginning(self) -> Beginning:
        return Beginning(self.at, self.is_ours)


class Positions:
    """A file each in `state/_ingesting/`, for an archive and a selection; gone when the archive is finished."""

    def __init__(self, layout: Layout) -> None:
        self._folder = layout.output / "state" / "_ingesting"

    def of(self, warc: WarcInput, selection: Selection) -> Position | None:
        path = self._path(warc, selection)
        if path is None or not path.exists():
            return None
        try:
            written = json.loads(path.read_bytes())
            return Position(int(written["at"]), bool(written["is_ours"]), tuple(map(str, written["damage"])))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def remember(self, warc: WarcInput, selection: Selection, position: Position) -> None:
        """Raises StopStoring when the disk refuses."""
        path = self._path(warc, selection)
        if path is None:
            return
        unborn = path.with_suffix(".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unborn.write_text(json.dumps({"name": warc.name, **asdict(position)}), "utf-8")
            unborn.replace(path)  # whole, or as it was
        except OSError as error:
            raise StopStoring(f"{path}: {error}") from error

    def forget(self, warc: WarcInput, selection: Selection) -> None:
        path = self._path(warc, selection)
        if path is not None:
            path.unlink(missing_ok=True)

    def _path(self, warc: WarcInput, selection: Selection) -> Path | None:
        if warc.fingerprint is None:
            return None
        name = hashlib.sha256(f"{warc.fingerprint} {selection.digest}".encode()).hexdigest()[:32]
        return self._folder / f"{name}.json"
