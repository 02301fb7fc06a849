"""Every date that an article's page, address and listing state, the most trusted places first."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from pipelines.reading.dates import parse_date
from pipelines.reading.inline import fold
from pipelines.reading.metas import Metas
from pipelines.reading.moments import Moment
from pipelines.reading.structured import Node
from pipelines.reading.vicinity import Near
from pipelines.reading.visible_dates import shown_dates
from pipelines.reading.written_dates import dates_in
from pipelines.records import Candidate

_METAS = tomllib.loads(Path(__file__).with_name("date_metas.toml").read_text(encoding="utf-8"))
_NAMED = etree.XPath("(//@itemprop | //@property)/..")
# hAtom, as Sahifa and other themes print it for search engines: their readers see «9 ساعات مضت».
_HIDDEN = etree.XPath("//span[contains(concat(' ', @class, ' '), ' updated ') and contains(@style, 'none')]")
# Drupal 7 prints RDFa: property="dc:date dc:created" content="2026-03-07T22:10:00+00:00".
_RDFA = frozenset({"dc:created", "dc:date", "dcterms:created", "dcterms:date", "schema:datepublished"})
_LIVE_CLOCK = timedelta(minutes=15)
_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<sign>[/-]?)(?P<month>0?[1-9]|1[0-2])(?P=sign)(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A date that something states: where, which (published or modified), its words and what they mean.

    `kind` marks what was worked out: hijri, relative.
    """

    origin: str
    role: str
    raw: str
    moment: Moment | None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where dates of an article may stand."""

    candidate: Candidate
    article: Node | None
    metas: Metas
    tree: HtmlElement
    ruled: Sequence[str] = ()
    near: Sequence[Near] = field(default=())
    url: str = ""
    state: Node | None = None  # what the page's program knows of its article
    film: Node | None = None


def stated_dates(sources: Sources, zone: tzinfo, fetched_at: datetime, *, feed_times_local: bool) -> list[Stated]:
    """All dates, in the order of trust."""
    found = [
        Stated(origin, role, raw, _parsed(raw, zone, ignore_offset=feed_times_local and origin == "feed"))
        for origin, role, raw in _written(sources)
    ]
    found = [item for item in found if not _is_clock_of_page(item, sources, fetched_at)]
    shown = [
        Stated("text", item.role, item.raw, item.moment, item.kind)
        for item in shown_dates(sources.near, zone, fetched_at)
    ]
    sure = [item for item in shown if not item.kind]
    worked_out = [item for item in shown if item.kind]
    return list(dict.fromkeys([*found, *sure, *_in_address(sources.url, zone), *worked_out]))


def _is_clock_of_page(item: Stated, sources: Sources, fetched_at: datetime) -> bool:
    """Whether a <meta name="date"> says when the page was made, not when the article was published."""
    is_loose = item.origin == "meta" and item.raw in sources.metas.get("date", ())
    return is_loose and item.moment is not None and abs(item.moment.at - fetched_at) < _LIVE_CLOCK


def _parsed(raw: str, zone: tzinfo, *, ignore_offset: bool) -> Moment | None:
    """What a field holds, or the one date in it: some put a label or two calendars into it."""
    moment = parse_date(raw, zone, ignore_offset=ignore_offset)
    if moment is not None:
        return moment
    dates = [written for written in dates_in(raw, zone) if not written.is_hijri]
    is_free = len(dates) == 1 and not raw.strip()[:1].isdigit()
    return dates[0].moment if is_free and len(raw) < 120 else None


def _written(sources: Sources) -> Iterator[tuple[str, str, str]]:
    candidate = sources.candidate
    yield from (("markup", "published", fold(raw)) for raw in sources.ruled)
    if candidate.found_in in ("feed", "news_sitemap") and candidate.published_raw:
        yield candidate.found_in, "published", fold(candidate.published_raw)
    for key, role in (("datePublished", "published"), ("dateCreated", "published"), ("dateModified", "modified")):
        value = (sources.article or {}).get(key)
        if isinstance(value, str) and value.strip():
            yield "json_ld", role, fold(value)
    uploaded = (sources.film or {}).get("uploadDate")
    if isinstance(uploaded, str) and uploaded.strip():
        yield "json_ld", "published", fold(uploaded)
    for key, role in (("datePublished", "published"), ("dateModified", "modified")):
        value = (sources.state or {}).get(key)
        if isinstance(value, str) and value.strip():
            yield "markup", role, fold(value)
    for role in ("published", "modified"):
        yield from (("meta", role, raw) for name in _METAS[role] for raw in sources.metas.get(name, [])[:2])
    yield from _marked(sources.tree)
    if candidate.modified_raw:
        yield candidate.found_in, "modified", fold(candidate.modified_raw)


def _marked(tree: HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Dates in microdata and in <time>, each only where the page has one: a list of teasers has many."""
    found: dict[str, list[str]] = {"datepublished": [], "datemodified": [], "time": []}
    named = (each for each in cast("list[HtmlElement]", _NAMED(tree)) if each.tag not in ("time", "meta"))
    for element in (*tree.iter("time"), *named):
        label = (element.get("itemprop") or "").lower()
        if _RDFA & set((element.get("property") or "").lower().split()):
            label = "datepublished"
        titled = element.get("title") if element.tag == "abbr" else None  # hCard, as Blogger still prints it
        raw = fold(element.get("datetime") or element.get("content") or titled or "")
        if label not in found and element.tag != "time":
            continue
        if label in found and not _in_list(element, may_link=True):
            found[label].append(raw or fold(element.text_content())[:100])
        elif raw and not _in_list(element):
            found["time"].append(raw)
    found["hidden"] = [fold(element.text_content()) for element in cast("list[HtmlElement]", _HIDDEN(tree))]
    for label, raws in found.items():
        if len(set(raws)) == 1:
            yield "markup", "modified" if label == "datemodified" else "published", raws[0]


def _in_list(element: HtmlElement, *, may_link: bool = False) -> bool:
    """Whether a date belongs to a teaser or to the page's own header, which shows today, not to the article.

    With `may_link`, the article's own date may link to the article, as microdata does.
    """
    around = [parent.tag for parent in element.iterancestors()]
    if "header" in around and "article" not in around and "main" not in around:
        return True
    away = {"li", "aside", "footer", "nav"} if may_link else {"a", "li", "aside", "footer", "nav"}
    return bool(away & set(around))


def _in_address(url: str, zone: tzinfo) -> Iterator[Stated]:
    """The day in an address, where it holds exactly one."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return
    found = list(_IN_ADDRESS.finditer(path))
    if len({match.group() for match in found}) != 1:
        return
    match = found[0]
    try:
        local = datetime(int(match["year"]), int(match["month"]), int(match["day"]), tzinfo=zone)
        yield Stated("url", "published", match.group(), Moment(local.astimezone(UTC), "day"))
    except (ValueError, OverflowError):
        return
