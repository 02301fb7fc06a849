"""The zoo: pages made as the systems of the Arabic press make them, around articles of our own.

A page is one table of `zoo/pages/<set>.toml`: its template, its article, what the template prints of dates and
bylines, and what a right reading says. The gold is what the template was given, so it is known without any reader.
`zoo/README.md` says by which rules it was written.
"""

import re
import tomllib
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from benchmarks.cases import Case
from benchmarks.gold import Facts, Wanted
from pipelines.records import Candidate, Outlet, Page

HERE = Path(__file__).parent / "zoo"
SETS = ("development", "held_out", "fresh", "last")
NOW = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)  # when a page was fetched that says nothing else
_TAKEN = re.compile(r"([a-z_]+) (\d+)(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as its page is told it; `kind` is paragraph, heading, optional or row, made of its cells."""

    text: str
    kind: str = "paragraph"
    cells: tuple[str, ...] = ()


def zoo_pages(name: str) -> list[Case]:
    """The pages of one set, in the order of its file."""
    tables = tomllib.loads((HERE / "pages" / f"{name}.toml").read_text("utf-8"))
    return [_case(page, table) for page, table in tables.items()]


def inputs() -> Iterator[Path]:
    """Every file that a page or its gold depends on."""
    yield from (file for file in HERE.rglob("*") if file.is_file() and file.suffix != ".md")


def _case(name: str, table: dict[str, Any]) -> Case:
    lines = [line for entry in table.get("text", ()) for line in _lines(entry)]
    encoding = table.get("encoding", "utf-8")
    html = _environment().get_template(f"{table['template']}.html").render(_fields(name, table, lines))
    page = _page(table, html.encode(encoding, "xmlcharrefreplace"))
    family = str(table["template"])
    if "reasons" in table:
        return Case(name, family, page, reasons=frozenset(table["reasons"]))
    return Case(name, family, page, _wanted(table, lines))


def _page(table: dict[str, Any], body: bytes) -> Page:
    url, at = str(table["url"]), table.get("at", NOW)
    host = urlsplit(url).hostname or ""
    outlet = Outlet("bench", table["outlet"], (host.removeprefix("www."),), table.get("timezone", "UTC"))
    headers = {"content-type": table.get("content_type", "text/html; charset=utf-8")}
    candidate = Candidate(url=url, found_in="warc", found_at=at)
    return Page(outlet, candidate, url, 200, headers, body, at, "bench-20200101T000000Z-0000", "ingest")


def _wanted(table: dict[str, Any], lines: list[Line]) -> Wanted:
    lead = [Line(table["lead"])] if "lead" in table else []
    everything = [*lead, *lines]
    say: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table["say"].items()
    }
    return Wanted(
        tuple(line.text for line in everything),
        Facts(**say),
        frozenset(number for number, line in enumerate(everything) if line.kind == "optional"),
        tuple(number for number, line in enumerate(everything) if line.kind == "heading"),
        table["title"],
    )


def _lines(entry: str) -> Iterator[Line]:
    """The lines of an entry of `text`, a story's or one of its own; the README of the zoo tells the marks."""
    taken = _TAKEN.fullmatch(entry)
    if taken is not None:
        first, last = int(taken[2]), int(taken[3] or taken[2])
        yield from (Line(text) for text in _story(taken[1])[first - 1 : last])
    elif entry.startswith("| "):
        cells = tuple(cell.strip() for cell in entry[2:].split("|"))
        yield Line(" ".join(cells), "row", cells)
    elif entry.startswith("## "):
        yield Line(entry[3:], "heading")
    elif entry.startswith("? "):
        yield Line(entry[2:], "optional")
    else:
        yield Line(entry)


@cache
def _story(name: str) -> list[str]:
    return (HERE / "stories" / f"{name}.txt").read_text("utf-8").splitlines()


@cache
def _furniture() -> dict[str, list[str]]:
    return tomllib.loads((HERE / "furniture.toml").read_text("utf-8"))


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(HERE / "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    environment.filters["linked"] = _linked
    return environment


def _fields(name: str, table: dict[str, Any], lines: list[Line]) -> dict[str, Any]:
    printed = {"name": name, "lead": None, "title": "", **table, **table.get("with", {}), "lines": lines}
    return printed | {kind: _drawn(name, words) for kind, words in _furniture().items()}


def _drawn(name: str, words: Sequence[str]) -> Callable[[int], list[str]]:
    """So many of the words, others at each call, and other ones on each page."""
    place = [zlib.crc32(name.encode()) % len(words)]

    def draw(count: int) -> list[str]:
        start = place[0]
        place[0] += count
        return [words[(start + number) % len(words)] for number in range(count)]

    return draw


def _linked(text: str, first: int = 3, count: int = 2) -> Markup:
    """A paragraph with a few of its words as an inline link."""
    words = text.split(" ")
    link = Markup('<a href="/topic/{0}" target="_blank">{1}</a>').format(
        first, " ".join(words[first : first + count])
    )
    head, tail = " ".join(words[:first]), " ".join(words[first + count :])
    return Markup("{0} {1} {2}").format(head, link, tail)
