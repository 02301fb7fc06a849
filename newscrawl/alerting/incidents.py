"""Incidents: troubles of sources from their beginning to the end that was told.

They stand in `state/_incidents.json` under a lock, so that overlapping runs tell each once. Losing the file costs a
second message about what goes on still.
"""

import contextlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

from pipelines.layout import Layout, make_folder, write_whole

Kind = Literal["failed", "silent"]

_FILE = "_incidents.json"
# Seconds. Whoever holds the lock may wait for two channels that do not answer, and has many messages to hand over.
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What a run found of one trouble of one source: that it is there, or that it is not."""

    source_id: str
    kind: Kind
    is_there: bool
    why: str = ""
    exit_code: int | None = None
    run_id: str | None = None


@dataclass(slots=True)
class Incident:
    source_id: str
    kind: Kind
    since: str
    """When a run first found it; ISO 8601, as `over`."""
    why: str
    exit_code: int | None = None
    run_id: str | None = None
    over: str | None = None
    told: list[str] = field(default_factory=list)
    """The channels that took the message of its beginning."""
    told_over: list[str] = field(default_factory=list)
    """Those that took the message of its end."""

    @property
    def key(self) -> tuple[str, str]:
        return self.source_id, self.kind

    def message(self) -> dict[str, Any]:
        """What a channel is given. `text` is for people; chat programs show it as it is."""
        event = self.kind if self.over is None else "recovered"
        words = {"failed": "fails", "silent": "has fallen silent", "recovered": "has recovered"}[event]
        details = asdict(self)
        del details["told"], details["told_over"]
        return {"text": f"newscrawl: {self.source_id} {words}: {self.why}", "event": event, **details}


def updated(incidents: Iterable[Incident], findings: Iterable[Finding], now: str) -> list[Incident]:
    """The incidents after a run: new ones opened, others marked as over, or dropped if nobody was told of them."""
    known = {incident.key: incident for incident in incidents}
    for found in findings:
        incident = known.get((found.source_id, found.kind))
        if incident is None and found.is_there:
            opened = Incident(found.source_id, found.kind, now, found.why, found.exit_code, found.run_id)
            known[opened.key] = opened
        elif incident is not None and found.is_there:
            incident.over = None  # it came back before its end was told
        elif incident is not None:
            incident.over = incident.over or now
    return [each for each in known.values() if each.over is None or each.told]


@contextlib.contextmanager
def remembered(layout: Layout) -> Iterator[list[Incident]]:
    """The incidents, to be changed in place; written when the block ends, however it does. One process at a time.

    Raises OSError and filelock.Timeout.
    """
    path = layout.output / "state" / _FILE
    make_folder(path.parent)
    with FileLock(path.with_suffix(".lock"), timeout=_PATIENCE):
        incidents = _read(path)
        try:
            yield incidents
        finally:
            _write(path, incidents)


def _read(path: Path) -> list[Incident]:
    try:
        return [Incident(**each) for each in json.loads(path.read_text(encoding="utf-8"))]
    except (FileNotFoundError, ValueError, TypeError):  # a damaged one is as good as none
        return []


def _write(path: Path, incidents: Iterable[Incident]) -> None:
    write_whole(path, json.dumps([asdict(each) for each in incidents], ensure_ascii=False, indent=1))
