"""What flows: a candidate is found, a page fetched, an article read; or an outcome says why not.

Every stored column stands here once: its type and its meaning. The schemas of the Parquet files and the data
dictionary in the README are made from these classes (`pipelines/schema.py`), so that a new column needs a line here
and the step that fills it. Arrow itself is not needed here: who only tags a text spares its 30 MB.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypedDict

SCHEMA_VERSION = "1"

Long = Annotated[int, "int64"]
"""A whole number that may need more than 31 bits, as places in large files do."""

FoundIn = Literal["feed", "news_sitemap", "sitemap", "section", "archive", "warc"]
RunKind = Literal["live", "backfill", "ingest", "reprocess"]
Genre = Literal["news", "opinion", "interview", "live", "gallery", "video", "press_release", "unknown"]
Reason = Literal[
    "not_article", "listing_page", "media_only", "live_shell", "blocked", "consent", "parked", "js_shell",
    "soft_404", "http_error", "network_error", "robots_denied", "address_refused", "offsite", "too_large",
    "timeout", "reading_deadline", "no_text", "not_arabic", "mojibake", "out_of_range", "invalid_record",
]  # fmt: skip

# `from` is a Python keyword, so these structs are written in the functional form.
DateEvidence = TypedDict("DateEvidence", {"from": str, "raw": str, "value": datetime | None})
FieldSource = TypedDict("FieldSource", {"field": str, "from": str})


class Span(TypedDict):
    """Where a name stands: half-open, in Unicode code points, over `title` or `text` as stored."""

    field: str
    start: int
    end: int
    surface: str
    rule: str


class Leader(TypedDict):
    id: str
    qid: str | None
    name_ar: str
    name_en: str
    mentions: int
    in_title: bool
    confidence: float
    spans: list[Span]


class Topic(TypedDict):
    code: str
    name_ar: str
    name_en: str
    score: float
    evidence: list[str]


class Story(TypedDict):
    id: str
    name_ar: str
    name_en: str
    score: float


class Place(TypedDict):
    country: str
    mentions: int


def column(meaning: str) -> Any:  # noqa: ANN401 (a field fits any type)
    """A stored column: None until a step fills it, and null in the file only if its type says `| None`."""
    return dataclasses.field(default=None, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class ReadingRule:
    """One `[[reading]]` block of a source file: selectors for pages fetched before `until` (None: until today).

    A selector that starts with `/`, `./` or `(` is XPath, else CSS.
    """

    until: date | None = None
    body: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    prune: tuple[str, ...] = ()
    unwrap: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlet:
    """What the steps must know of a source; the part of its TOML file that travels with each page."""

    source_id: str
    name: str
    domains: tuple[str, ...]
    timezone: str = "UTC"
    keep_params: tuple[str, ...] = ()
    article_url: str | None = None
    feed_times_local: bool = False
    reading: tuple[ReadingRule, ...] = ()
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address found in a listing, with what the listing said of it."""

    url: str
    found_in: FoundIn
    found_at: datetime
    listing_url: str | None = None
    title: str | None = None
    published_raw: str | None = None
    modified_raw: str | None = None
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    section: str | None = None
    image_url: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class WarcPlace:
    """Where a response lies in our archive; `file` is relative to OUTPUT_DIR."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes fetched from one address; `body` is free of Content-Encoding, header names are in lower case."""

    outlet: Outlet
    candidate: Candidate
    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    fetched_at: datetime
    run_id: str
    run_kind: RunKind
    warc: WarcPlace | None = None


class CarriesFingerprint:
    """What travels beside the columns: the fingerprint made in the worker, for the index of duplicates."""

    __slots__ = ("fingerprint",)
    fingerprint: Any


@dataclass(slots=True)
class Article(CarriesFingerprint):
    """What was read from a page: one row of `articles/`."""

    article_id: str = column(
        "First 32 hex digits of sha256 of `canonical_url` when first stored; never changes afterwards"
    )
    source_id: str = column("Source id, as in the partition key `source`")
    outlet: str = column("The outlet's name")
    section: str | None = column("The outlet's own section")
    outlet_country: str | None = column(
        "ISO 3166 code of the outlet's country (`EG`), as its source file or, without one, its domain says"
    )
    url: str = column("Address after redirects")
    requested_url: str = column("Address as asked for")
    canonical_url: str = column("Address that identifies the article (`docs/addresses.md`)")
    listing_url: str | None = column("Listing in which the address was found")
    found_in: str = column("Kind of listing: feed, news_sitemap, sitemap, section, archive, warc")
    found_at: datetime = column("When it was found")
    run_kind: str = column("live, backfill, ingest, reprocess")
    title: str | None = column("Headline without the outlet's name and labels")
    title_raw: str | None = column("Headline as written")
    labels: list[str] | None = column("Labels taken off the headline: «عاجل», «خاص», «بالفيديو» …")
    lead: str | None = column("Standfirst, if any; it also opens `text`")
    text: str = column("Paragraphs separated by one blank line, without boilerplate, as written")
    headings: list[int] | None = column("Numbers (from 0) of the paragraphs of `text` that are subheadings")
    genre: str | None = column(
        "news, opinion, interview, live, gallery, video, press_release, unknown; null = not looked"
    )
    genre_from: str | None = column("What says so")
    authors: list[str] | None = column("Persons credited")
    agencies: list[str] | None = column("Wire agencies credited, by code: reuters, afp, ap, dpa, spa …")
    published_at: datetime | None = column(
        "When it was published; null rather than a guess, never later than `fetched_at` plus a day"
    )
    modified_at: datetime | None = column("When the outlet says it was last changed")
    published_day: date | None = column("Calendar day of `published_at` in the source's time zone")
    published_raw: str | None = column("The publication date as written")
    modified_raw: str | None = column("The date of change as written")
    published_from: str | None = column("Where it was read: feed, news_sitemap, json_ld, meta, markup, text, url")
    published_precision: str | None = column("second, minute or day")
    date_evidence: list[DateEvidence] | None = column("Every date seen, those not chosen too")
    fetched_at: datetime = column("When the page was fetched")
    language: str | None = column("Language by ISO 639-1: langdetect, guarded by letters")
    language_confidence: float | None = column("0 to 1")
    arabic_share: float | None = column("Share of the text's letters that are Arabic, 0 to 1")
    words: int | None = column("Runs of letters or digits in `text`")
    keywords: list[str] | None = column("The outlet's own keywords, verbatim")
    image_url: str | None = column("The article's main image")
    field_sources: list[FieldSource] | None = column("Where each field was read")
    leaders: list[Leader] | None = column("Leaders named; null = not tagged, empty = none")
    topics: list[Topic] | None = column("IPTC Media Topics; null = not tagged, empty = none")
    stories: list[Story] | None = column("Dated compositions of themes and places")
    places: list[Place] | None = column("Countries named, by ISO 3166")
    text_hash: str | None = column("sha256 of the body under the normaliser of `normaliser_version`")
    duplicate_kind: str | None = column("exact, near or wire; marked, never dropped")
    duplicate_of: str | None = column("The cluster's first stored article, never a chain")
    duplicate_score: float | None = column("Similarity to `duplicate_of`, 0 to 1")
    cluster_id: str = column("Id of the cluster's first stored article, or its own")
    is_short: bool | None = column("A one-line urgent item; null = not looked")
    is_truncated: bool | None = column("A paywall's teaser; null = not looked")
    is_withdrawn: bool | None = column("Today's rules would reject it, but other rows name it; null = never asked")
    reservations: list[str] | None = column(
        "AI and text-mining reservations of the page; null = not looked, empty = none"
    )
    page_sha256: str = column("sha256 of the page's bytes, free of Content-Encoding")
    warc_file: str | None = column("The archive file of the response, relative to OUTPUT_DIR")
    warc_offset: Long | None = column("Where its record begins, in bytes")
    warc_length: Long | None = column("How long its record is, in bytes")
    run_id: str = column("The run that made this row")
    reader: str | None = column("What read the page")
    reader_version: str | None = column("Version of the reader")
    knowledge_version: str | None = column(
        "Version of the leaders, topics and places that last changed the tags; null = not tagged"
    )
    normaliser_version: str | None = column("Version of the normaliser under `text_hash`")
    address_rules_version: str | None = column("Version of the rules under `canonical_url`")
    schema_version: str = column("Version of these columns")


@dataclass(slots=True)
class Revision(Article):
    """A later look at a stored article that found something else: one row of `revisions/`, whole text."""

    revision: int = column("Number of this revision of the article, from 1")
    kind: str = column("changed, gone, restored")
    changed: list[str] | None = column("Columns that differ from the last known state")
    change_summary: str | None = column("What changed, in a few words and numbers")


@dataclass(slots=True)
class Outcome:
    """What became of a candidate that was asked for and neither stored nor revised: one row of `outcomes/`."""

    source_id: str = column("Source id, as in the partition key `source`")
    article_id: str | None = column("The stored article that was looked at, if any; null for `rejected`")
    url: str | None = column("Address after redirects, if there was an answer")
    requested_url: str = column("Address as asked for")
    canonical_url: str | None = column("Address that identifies the page (`docs/addresses.md`)")
    listing_url: str | None = column("Listing in which the address was found")
    found_in: str = column("Kind of listing, as in articles")
    run_id: str = column("The run that asked")
    at: datetime = column("When the outcome was known")
    http_status: int | None = column("Status of the answer, if there was one")
    outcome: str = column("rejected, unchanged, gone")
    reason: str | None = column("Why rejected: one of a closed list (`docs/outcomes.md`)")
    detail: str | None = column("The reason in particular")
    warc_file: str | None = column("The archive file of the response, relative to OUTPUT_DIR")
    warc_offset: Long | None = column("Where its record begins, in bytes")
    reader_version: str | None = column("Version of the reader that rejected it")


def published_on(day: date | None, moment: datetime | None) -> date | None:
    """The day on which an article appeared: that of its outlet's zone, else that of the moment itself."""
    return day or (moment.date() if moment is not None else None)


class RejectPage(Exception):  # noqa: N818 (named by its effect)
    """Raised by a step: the page becomes an outcome with this reason, and no later step sees it."""

    def __init__(self, reason: Reason, detail: str | None = None) -> None:
        super().__init__(reason, detail)
        self.reason: Reason = reason
        self.detail = detail
