"""What an ingest takes of an archive: whose pages, of which hosts, of which days."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

from newscrawl.exit_codes import EndWith, ExitCode
from pipelines.addresses.canonical import RefuseAddress
from pipelines.addresses.covering import is_covered
from pipelines.addresses.registered_domains import normal_host


@dataclass(frozen=True, slots=True)
class Selection:
    """None means no bound. Days are those of UTC on which a page was fetched, both included."""

    claimed: frozenset[str] | None
    """The domains whose sources are known; None: pages of all hosts are taken."""
    hosts: frozenset[str] | None = None
    """Each with all hosts below it."""
    since: date | None = None
    until: date | None = None

    def has_host(self, host: str) -> bool:
        return self.hosts is None or is_covered(host, self.hosts)

    def has_moment(self, moment: datetime) -> bool:
        day = moment.date()
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def has_days(self) -> bool:
        return self.since is not None or self.until is not None

    def covers(self, other: Self) -> bool:
        """Whether what the other takes is all taken by this one."""
        return (
            _has_all(self.claimed, other.claimed)
            and _has_all(self.hosts, other.hosts)
            and (self.since or date.min) <= (other.since or date.min)
            and (self.until or date.max) >= (other.until or date.max)
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "claimed": None if self.claimed is None else sorted(self.claimed),
            "hosts": None if self.hosts is None else sorted(self.hosts),
            "since": None if self.since is None else self.since.isoformat(),
            "until": None if self.until is None else self.until.isoformat(),
        }

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(self.as_json()).encode()).hexdigest()


def selection_of(written: object) -> Selection | None:
    """What `as_json` wrote; None if it is none."""
    if not isinstance(written, dict):
        return None
    try:
        claimed, hosts = (_names(written[name]) for name in ("claimed", "hosts"))
        since, until = (_day(written[name]) for name in ("since", "until"))
        return Selection(claimed, hosts, since, until)
    except (KeyError, TypeError, ValueError):
        return None


def _names(written: list[str] | None) -> frozenset[str] | None:
    return None if written is None else frozenset(map(str, written))


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def hosts_named(text: str) -> frozenset[str]:
    """The hosts of `a.example,b.example`, or of the lines of a file (`@FILE`); raises EndWith(2)."""
    words = [word.strip() for word in (_lines(Path(text[1:])) if text.startswith("@") else text.split(","))]
    hosts = frozenset(_host(word) for word in words if word)
    if not hosts:
        raise EndWith(ExitCode.USAGE, f"--hosts {text}: it names no host")
    return hosts


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EndWith(ExitCode.USAGE, f"--hosts @{path}: {error}") from error
    return [line.partition("#")[0] for line in lines]


def _host(word: str) -> str:
    try:
        if "/" not in word:  # an address would seem to name a part of a host
            return normal_host(word.removeprefix("*.").removeprefix("."))
        why = "write the host alone"
    except RefuseAddress as error:
        why = str(error)
    raise EndWith(ExitCode.USAGE, f"--hosts: {word!r} is no host ({why})")


def _has_all(mine: frozenset[str] | None, others: frozenset[str] | None) -> bool:
    if mine is None or others is None:
        return mine is None
    return all(is_covered(name, mine) for name in others)
