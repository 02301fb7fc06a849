"""What is article text on the saved pages, and what their outlets say of it: written down by hand, page by page.

The gold holds selectors, facts and digests, never the text: the pages are other people's. `words` and `sha256` pin
the paragraphs and `title_sha256` the headline that the selectors find, so that a gold that points elsewhere is
noticed before it measures anything. `gold/README.md` says by which rules it was written.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "gold"


@dataclass(frozen=True, slots=True)
class Facts:
    """What an article's outlet says of it. `genre` lists what may be said; `published_at` keeps its offset."""

    labels: tuple[str, ...] = ()
    section: str | None = None
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    published_at: datetime | None = None
    precision: str | None = None
    modified_at: datetime | None = None
    genre: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selectors:
    """XPath. `optional` paragraphs may stand in the text or not; `furniture` is what other pages can be given."""

    text: tuple[str, ...]
    drop: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    title: str | None = None
    furniture: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gold:
    """One page. `label_words` open its headline; `outlet` and `timezone` are what a source file would say."""

    path: str
    encoding: str
    outlet: str
    timezone: str
    words: int
    sha256: str
    find: Selectors
    say: Facts
    title_sha256: str | None = None
    label_words: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a right reading of one article holds."""

    paragraphs: tuple[str, ...]
    say: Facts
    optional: frozenset[int] = frozenset()
    headings: tuple[int, ...] = ()
    title: str | None = None


@cache
def golds() -> tuple[Gold, ...]:
    """All article pages, in the order of the file."""
    pages = tomllib.loads((HERE / "articles.toml").read_text("utf-8"))
    return tuple(_gold(path, page) for path, page in pages.items())


@cache
def refusals() -> dict[str, frozenset[str]]:
    """For each other page by its path: the reasons for which it may be refused; `article` where it may be read."""
    groups = tomllib.loads((HERE / "refused.toml").read_text("utf-8"))["group"]
    return {path: frozenset(group["reasons"]) for group in groups for path in group["pages"]}


def _gold(path: str, page: dict[str, Any]) -> Gold:
    find, say = Selectors(**_frozen(page.pop("find"))), Facts(**_frozen(page.pop("say")))
    return Gold(path=path, find=find, say=say, **page)


def _frozen(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
