"""One source file -> Source, or BrokenSource with all that is wrong with it in one line.

First each value is looked at alone, and when every one is sound, whether they agree with each other.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import get_args

from newscrawl.sources import checks, web_checks
from newscrawl.sources.checks import list_of, one_of, some_of
from newscrawl.sources.source import DELAY, EVERY, Certainty, Evidence, FeedTimes, Kind, Source, Terms, TextMining
from newscrawl.sources.table import Table
from pipelines.addresses.covering import host_or_none, is_covered
from pipelines.records import ReadingRule

ID = re.compile(r"[a-z][a-z0-9_]{0,39}")  # a folder name, a partition value and a spider's name at once
COUNTRY = re.compile(r"[a-z]{2}")
LISTINGS = ("feeds", "sitemaps", "sections", "archives")
KEYS = frozenset(field.name for field in fields(Source)) - {"id", "country", "path"}
SELECTORS = frozenset(field.name for field in fields(ReadingRule)) - {"until"}


class BrokenSource(ValueError):  # noqa: N818 (named by its effect)
    """Raised when a source file cannot be used; every other source still can. One line, for people."""

    def __init__(self, path: Path, problems: tuple[str, ...]) -> None:
        super().__init__(path, problems)
        self.path = path
        self.problems = problems
        self.is_in_one_of_several = False

    def __str__(self) -> str:
        # Country and id tell which file it is; where the sources folder lies, its owner knows, if there is one.
        is_file = self.path.suffix == ".toml" and not self.is_in_one_of_several
        place = f"{self.path.parent.name}/{self.path.name}" if is_file else str(self.path)
        return " ".join(f"{place}: {'; '.join(self.problems)}".splitlines())


def parse_source(content: bytes, path: Path) -> Source:
    """The source that a file's bytes describe; its path gives the id and the country."""
    problems = _misplaced(path)
    source = _source(path, _toml(content, path), problems)
    if not problems:
        problems = _contradictions(source)
    if problems:
        raise BrokenSource(path, tuple(problems))
    return source


def _misplaced(path: Path) -> list[str]:
    problems = []
    if COUNTRY.fullmatch(path.parent.name) is None:
        problems.append("folder: a country is two lower-case letters, such as eg")
    if ID.fullmatch(path.stem) is None:
        problems.append("file name: an id is a-z, then at most 39 of a-z, 0-9 and _")
    return problems


def _toml(content: bytes, path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))  # some editors still write a BOM
    except UnicodeDecodeError as error:
        raise BrokenSource(path, (f"not UTF-8: byte {error.start}",)) from error
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError, and so are too many digits
        raise BrokenSource(path, (f"not TOML: {error}",)) from error


def _source(path: Path, values: Mapping[str, object], problems: list[str]) -> Source:
    table = Table(values, problems)
    source = Source(
        id=path.stem,
        country=path.parent.name,
        path=path,
        name=table.need("name", checks.text, ""),
        domains=table.need("domains", some_of(web_checks.domain), ()),
        timezone=table.need("timezone", checks.timezone, "UTC"),
        name_en=table.take("name_en", checks.text, None),
        kind=table.take("kind", one_of(get_args(Kind)), None),
        feeds=table.take("feeds", list_of(web_checks.url), ()),
        sitemaps=table.take("sitemaps", list_of(web_checks.url), ()),
        sections=table.take("sections", list_of(web_checks.url), ()),
        archives=table.take("archives", list_of(web_checks.archive), ()),
        wordpress=table.take("wordpress", checks.truth, default=False),
        article_url=table.take("article_url", web_checks.pattern, None),
        examples=table.take("examples", list_of(web_checks.url), ()),
        keep_params=table.take("keep_params", list_of(web_checks.parameter), ()),
        feed_times=table.take("feed_times", one_of(get_args(FeedTimes)), None),
        per_day=table.take("per_day", checks.volume, None),
        every=table.take("every", checks.duration, EVERY),
        delay=table.take("delay", checks.seconds, DELAY),
        enabled=table.take("enabled", checks.truth, default=True),
        why=table.take("why", checks.text, None),
        terms=_terms(table.table("terms")),
        evidence=_evidence(table.table("evidence")),
        reading=_reading(table),
    )
    table.close(KEYS)
    return source


def _terms(table: Table | None) -> Terms:
    if table is None:
        return Terms()
    terms = Terms(
        url=table.take("url", web_checks.url, None),
        seen=table.take("seen", checks.year, None),
        tdm=table.take("tdm", one_of(get_args(TextMining)), "unknown"),
    )
    table.close(("url", "seen", "tdm"))
    return terms


def _evidence(table: Table | None) -> Evidence:
    if table is None:
        return Evidence()
    evidence = Evidence(
        year=table.take("year", checks.year, None),
        listings=table.take("listings", one_of(get_args(Certainty)), "inferred"),
    )
    table.close(("year", "listings"))
    return evidence


def _reading(table: Table) -> tuple[ReadingRule, ...]:
    rules: list[ReadingRule] = []
    for inner in table.tables("reading"):
        rule = _rule(inner)
        if rules and (rule.until or date.max) > (rules[-1].until or date.max):
            inner.report("until", "is later than in the rule before: the newest rule comes first")
        rules.append(rule)
    return tuple(rules)


def _rule(table: Table) -> ReadingRule:
    until = table.take("until", checks.day, None)
    nothing: tuple[str, ...] = ()
    selectors = {key: table.take(key, list_of(checks.selector), nothing) for key in sorted(SELECTORS)}
    table.close(SELECTORS | {"until"})
    return ReadingRule(until=until, **selectors)


def _contradictions(source: Source) -> list[str]:
    problems = []
    if not source.wordpress and not any(getattr(source, key) for key in LISTINGS):
        problems.append(f"missing: one listing, as {', '.join(LISTINGS)} or wordpress = true")
    if not source.enabled and source.why is None:
        problems.append("why: missing: a source that is not enabled says why")
    for key in (*LISTINGS, "examples"):
        problems += [f"{key}: {problem}" for url in getattr(source, key) if (problem := _stray(url, source))]
    for url in source.examples:
        if not source.is_article_url(url):
            problems.append(f"examples: {checks.shown(url)} does not match article_url")
    return problems


def _stray(url: str, source: Source) -> str | None:
    host = host_or_none(url)
    if host is not None and is_covered(host, source.domains):
        return None
    return f"{checks.shown(url)} is on {host}, which is not under domains: add the host there if it is the outlet's"
