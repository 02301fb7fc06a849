"""When an article was published and changed: every date seen, and the one to trust."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from lxml import etree
from lxml.html import HtmlElement

from pipelines.reading.dates import Moment, Precision, parse_date
from pipelines.reading.inline import fold
from pipelines.reading.metas import Metas
from pipelines.reading.structured import Node
from pipelines.records import Candidate, DateEvidence, Outlet

_METAS = tomllib.loads(Path(__file__).with_name("date_metas.toml").read_text(encoding="utf-8"))
_DATED = etree.XPath("//time | //*[@itemprop][not(self::meta)]")
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the web: an empty field of a database, such as 1970
_FINENESS: dict[Precision, int] = {"second": 2, "minute": 1, "day": 0}
_MOST_EVIDENCE = 30


@dataclass(frozen=True, slots=True)
class Stated:
    """A date that something states: where, which (published or modified), its words and what they mean."""

    origin: str
    role: str
    raw: str
    moment: Moment | None


@dataclass(frozen=True, slots=True)
class Dates:
    published: Stated | None
    modified: Stated | None
    evidence: list[DateEvidence]
    day: date | None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where dates of an article may stand."""

    candidate: Candidate
    article: Node | None
    metas: Metas
    tree: HtmlElement
    ruled: Sequence[str] = ()


def read_dates(sources: Sources, outlet: Outlet, fetched_at: datetime) -> Dates:
    """The article's dates; a time without an offset is in the outlet's zone."""
    zone = ZoneInfo(outlet.timezone)
    stated = [
        Stated(origin, role, raw, parse_date(raw, zone, ignore_offset=outlet.feed_times_local and origin == "feed"))
        for origin, role, raw in dict.fromkeys(_offers(sources))
    ]
    sound = [
        item for item in stated if item.moment and _EARLIEST <= item.moment.at <= fetched_at + timedelta(days=1)
    ]
    published = _finest([item for item in sound if item.role == "published"])
    modified = next((item for item in sound if item.role == "modified" and _after(item, published)), None)
    return Dates(published, modified, _evidence(stated), _day(published, zone))


def _offers(sources: Sources) -> Iterator[tuple[str, str, str]]:
    candidate = sources.candidate
    yield from (("markup", "published", fold(raw)) for raw in sources.ruled)
    if candidate.found_in in ("feed", "news_sitemap") and candidate.published_raw:
        yield candidate.found_in, "published", fold(candidate.published_raw)
    for key, role in (("datePublished", "published"), ("dateCreated", "published"), ("dateModified", "modified")):
        value = (sources.article or {}).get(key)
        if isinstance(value, str) and value.strip():
            yield "json_ld", role, fold(value)
    for role in ("published", "modified"):
        yield from (("meta", role, raw) for name in _METAS[role] for raw in sources.metas.get(name, [])[:2])
    yield from _marked(sources.tree)
    if candidate.modified_raw:
        yield candidate.found_in, "modified", fold(candidate.modified_raw)


def _marked(tree: HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Dates in microdata and in <time>, each only where the page has one: a list of teasers has many."""
    found: dict[str, list[str]] = {"datepublished": [], "datemodified": [], "time": []}
    for element in cast("list[HtmlElement]", _DATED(tree)):
        label = (element.get("itemprop") or "").lower()
        raw = fold(element.get("datetime") or element.get("content") or "")
        if label not in found and element.tag != "time":
            continue
        if label in found and not _in_list(element):
            found[label].append(raw or fold(element.text_content())[:100])
        elif raw and not _in_list(element):
            found["time"].append(raw)
    for label, raws in found.items():
        if len(set(raws)) == 1:
            yield "markup", "modified" if label == "datemodified" else "published", raws[0]


def _in_list(element: HtmlElement) -> bool:
    """Whether a date belongs to a teaser or to the page's own header, which shows today, not to the article."""
    around = [parent.tag for parent in element.iterancestors()]
    if "header" in around and "article" not in around and "main" not in around:
        return True
    return bool({"a", "li", "aside", "footer", "nav"} & set(around))


def _finest(items: list[Stated]) -> Stated | None:
    """The most trusted date; a finer statement of the same moment stands in for a coarse one."""
    if not items:
        return None
    best = items[0]
    for item in items[1:]:
        assert best.moment is not None
        assert item.moment is not None
        near = abs(item.moment.at - best.moment.at) < timedelta(days=1)
        if best.moment.precision == "day" and near and _FINENESS[item.moment.precision] > 0:
            best = item
    return best


def _after(modified: Stated, published: Stated | None) -> bool:
    """Whether a change comes after publication; an earlier one is a mistake of the outlet's system."""
    if published is None or published.moment is None or modified.moment is None:
        return True
    slack = (
        timedelta(days=1)
        if "day" in (published.moment.precision, modified.moment.precision)
        else timedelta(minutes=1)
    )
    return modified.moment.at >= published.moment.at - slack


def _evidence(stated: list[Stated]) -> list[DateEvidence]:
    return [
        {"from": item.origin, "raw": item.raw[:200], "value": item.moment.at if item.moment else None}
        for item in stated[:_MOST_EVIDENCE]
    ]


def _day(published: Stated | None, zone: ZoneInfo) -> date | None:
    if published is None or published.moment is None:
        return None
    return published.moment.at.astimezone(zone).date()
