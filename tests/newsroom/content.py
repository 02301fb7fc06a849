"""The invented articles, read from `content/`, as they stand in one edition of the newsroom."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

from pipelines.records import Reason

NOW = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
OUTLETS = ("fajr", "marsad", "sada")
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Edition:
    """What the rendering depends on, and all it depends on: which edition, at which port, at what time."""

    number: int
    port: int
    now: datetime = NOW

    def __post_init__(self) -> None:
        # The pages show minutes, so that a finer time could not be read back.
        object.__setattr__(self, "now", self.now.astimezone(UTC).replace(second=0, microsecond=0))

    def base(self, outlet: str) -> str:
        return f"http://{outlet}.example:{self.port}"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a subheading; [words] in it are an inline link."""

    marked: str
    is_heading: bool

    @property
    def text(self) -> str:
        return self.marked.replace("[", "").replace("]", "")


@dataclass(frozen=True, slots=True)
class Story:
    """One article as its outlet publishes it in one edition."""

    id: int
    outlet: str
    section: str
    headline: str
    label: str | None
    title_raw: str
    lead: str | None
    blocks: tuple[Block, ...]
    author: str | None
    credit: str | None
    tags: tuple[str, ...]
    genre: str
    images: tuple[str, ...]
    published_at: datetime
    modified_at: datetime | None
    wire: str | None
    refused: Reason | None
    wrong_charset: bool
    is_gone: bool
    is_steady: bool  # the same in both editions, so that others may link to it and stay the same too

    @property
    def changed_at(self) -> datetime:
        return self.modified_at or self.published_at

    @property
    def summary(self) -> str:
        return self.lead or self.blocks[0].text


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """What an outlet's listings offer and what is no article."""

    outlet: str
    path: str
    section: str
    title: str
    reason: Reason
    file: str
    status: int = 200
    location: str | None = None


def stories(outlet: str, edition: Edition) -> list[Story]:
    """The outlet's articles in this edition, newest first."""
    entries = [entry for entry in _entries(outlet) if entry.get("edition", 1) <= edition.number]
    return sorted((_story(outlet, entry, edition) for entry in entries), key=lambda s: s.published_at, reverse=True)


@cache
def refused_pages(outlet: str) -> tuple[RefusedPage, ...]:
    entries = tomllib.loads((HERE / "content" / "refused.toml").read_text("utf-8"))["page"]
    return tuple(RefusedPage(**entry) for entry in entries if entry["outlet"] == outlet)


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a small table in `content/`."""
    lines = (HERE / "content" / name).read_text("utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if not line.startswith("#"))


@cache
def _entries(outlet: str) -> tuple[dict[str, Any], ...]:
    files = sorted((HERE / "content" / outlet).glob("*.toml"))
    return tuple(entry for file in files for entry in tomllib.loads(file.read_text("utf-8"))["article"])


def _story(outlet: str, entry: dict[str, Any], edition: Edition) -> Story:
    later = entry.get("edition2", {}) if edition.number > 1 else {}
    headline = later.get("headline", entry["headline"])
    label = entry.get("label")
    gone_from = entry.get("gone")
    return Story(
        id=entry["id"],
        outlet=outlet,
        section=entry["section"],
        headline=headline,
        label=label,
        title_raw=headline if label is None else f"{label}{entry['joint']}{headline}",
        lead=entry.get("lead"),
        blocks=_blocks(later.get("text", entry["text"])),
        author=entry.get("author"),
        credit=entry.get("agency"),
        tags=tuple(entry["tags"]),
        genre=entry.get("genre", "news"),
        images=tuple(entry.get("images", ())),
        published_at=edition.now - timedelta(minutes=entry["age"]),
        modified_at=_modified_at(entry, later, edition),
        wire=entry.get("wire"),
        refused=cast(Reason | None, entry.get("refused")),
        wrong_charset=entry.get("wrong_charset", False),
        is_gone=gone_from is not None and edition.number >= gone_from,
        is_steady=not entry.keys() & {"edition", "edition2", "gone", "refused"},
    )


def _modified_at(entry: dict[str, Any], later: dict[str, Any], edition: Edition) -> datetime | None:
    if "age" in later:
        return edition.now - timedelta(minutes=later["age"])
    if "modified" in entry:
        return edition.now - timedelta(minutes=entry["age"] - entry["modified"])
    return None


def _blocks(text: str) -> tuple[Block, ...]:
    parts = text.strip().split("\n\n")
    return tuple(Block(part.removeprefix("## "), part.startswith("## ")) for part in parts)
