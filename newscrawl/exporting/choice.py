"""Which articles are exported. The SQL in `choice.sql` writes them down in the table `chosen` of a session."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from newscrawl.views import Scope

STRATA = ("source", "day", "month", "section", "genre")
_SQL = Path(__file__).with_suffix(".sql")


@dataclass(frozen=True, slots=True)
class Sample:
    """`size` articles, of every stratum its share: the same ones for the same `seed`, wherever the rows lie."""

    size: int
    by: tuple[str, ...] = ("source", "day")
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """The default is all articles; `since` and `until` are both included."""

    sources: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    unique: Scope | None = None
    only_granted: bool = False
    sample: Sample | None = None


def choose(session: duckdb.DuckDBPyConnection, choice: Choice) -> int:
    """Make the table `chosen` (article_id, source, month, source_id, day); returns how many articles that are."""
    sample = choice.sample or Sample(0)
    parameters = {
        "sources": list(choice.sources),
        "since": choice.since or date.min,
        "until": choice.until or date.max,
        "scope": choice.unique or "",
        "only_granted": choice.only_granted,
        "size": choice.sample.size if choice.sample else None,
        "by": list(sample.by),
        "seed": sample.seed,
        "start": _start(sample.seed),
    }
    session.execute(_SQL.read_text(encoding="utf-8"), parameters)
    [(rows,)] = session.sql("SELECT count(*) FROM chosen").fetchall()
    return int(rows)


def in_words(choice: Choice) -> list[str]:
    """What was chosen, a line each; empty for everything."""
    lines = []
    if choice.sources:
        lines.append(f"only the sources {', '.join(choice.sources)}")
    if choice.since or choice.until:
        lines.append(f"only days from {choice.since or 'the first'} to {choice.until or 'the last'}")
    if choice.only_granted:
        lines.append("only sources whose terms grant text and data mining")
    if choice.unique:
        within = "over all of these sources" if choice.unique == "all" else "within each source"
        lines.append(f"one article of each cluster of copies {within}")
    if choice.sample:
        strata, seed = ", ".join(choice.sample.by), choice.sample.seed
        lines.append(f"a sample of {choice.sample.size} articles, stratified by {strata}, seed {seed}")
    return lines


def _start(seed: int) -> float:
    """Where the systematic sample begins, from 0 to 1: 32 bits of the seed's hash."""
    return int(hashlib.sha256(str(seed).encode()).hexdigest()[:8], 16) / 2**32
