"""What flows: a candidate is found, a page fetched, an article read; or an outcome says why not.

Every stored column stands here once: its Python type, its Arrow type and its meaning. The schemas of the
Parquet files and the data dictionary in the README are made from these classes (`pipelines/schema.py`), so that
a new column needs a line here and the step that fills it.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypedDict

import pyarrow as pa

SCHEMA_VERSION = "1"

TEXT = pa.string()
TEXTS = pa.list_(pa.string())
MOMENT = pa.timestamp("us", tz="UTC")

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


def _struct(**fields: pa.DataType) -> pa.DataType:
    return pa.struct(list(fields.items()))


_SPAN = _struct(field=TEXT, start=pa.int32(), end=pa.int32(), surface=TEXT, rule=TEXT)
_LEADER = _struct(
    id=TEXT, qid=TEXT, name_ar=TEXT, name_en=TEXT, mentions=pa.int32(), in_title=pa.bool_(),
    confidence=pa.float32(), spans=pa.list_(_SPAN),
)  # fmt: skip
_TOPIC = _struct(code=TEXT, name_ar=TEXT, name_en=TEXT, score=pa.float32(), evidence=TEXTS)
_STORY = _struct(id=TEXT, name_ar=TEXT, name_en=TEXT, score=pa.float32())
_PLACE = _struct(country=TEXT, mentions=pa.int32())
_DATE_EVIDENCE = pa.struct([("from", TEXT), ("raw", TEXT), ("value", MOMENT)])
_FIELD_SOURCE = pa.struct([("field", TEXT), ("from", TEXT)])


def column(arrow: pa.DataType, meaning: str, *, never_null: bool = False) -> Any:  # noqa: ANN401 (a field fits any type)
    """A stored column: null until a step fills it."""
    return dataclasses.field(default=None, metadata={"arrow": arrow, "meaning": meaning, "never_null": never_null})


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
        TEXT,
        "First 32 hex digits of sha256 of `canonical_url` when first stored; never changes afterwards",
        never_null=True,
    )
    source_id: str = column(TEXT, "Source id, as in the partition key `source`", never_null=True)
    outlet: str = column(TEXT, "The outlet's name", never_null=True)
    section: str | None = column(TEXT, "The outlet's own section")
    url: str = column(TEXT, "Address after redirects", never_null=True)
    requested_url: str = column(TEXT, "Address as asked for", never_null=True)
    canonical_url: str = column(TEXT, "Address that identifies the article (`docs/addresses.md`)", never_null=True)
    listing_url: str | None = column(TEXT, "Listing in which the address was found")
    found_in: str = column(
        TEXT, "Kind of listing: feed, news_sitemap, sitemap, section, archive, warc", never_null=True
    )
    found_at: datetime = column(MOMENT, "When it was found", never_null=True)
    run_kind: str = column(TEXT, "live, backfill, ingest, reprocess", never_null=True)
    title: str | None = column(TEXT, "Headline without the outlet's name and labels")
    title_raw: str | None = column(TEXT, "Headline as written")
    labels: list[str] | None = column(TEXTS, "Labels taken off the headline: «عاجل», «خاص», «بالفيديو» …")
    lead: str | None = column(TEXT, "Standfirst, if any; it also opens `text`")
    text: str = column(
        TEXT, "Paragraphs separated by one blank line, without boilerplate, as written", never_null=True
    )
    headings: list[int] | None = column(
        pa.list_(pa.int32()), "Numbers (from 0) of the paragraphs of `text` that are subheadings"
    )
    genre: str | None = column(
        TEXT, "news, opinion, interview, live, gallery, video, press_release, unknown; null = not looked"
    )
    genre_from: str | None = column(TEXT, "What says so")
    authors: list[str] | None = column(TEXTS, "Persons credited")
    agencies: list[str] | None = column(TEXTS, "Wire agencies credited, by code: reuters, afp, ap, dpa, spa …")
    published_at: datetime | None = column(
        MOMENT, "When it was published; null rather than a guess, never later than `fetched_at` plus a day"
    )
    modified_at: datetime | None = column(MOMENT, "When the outlet says it was last changed")
    published_day: date | None = column(pa.date32(), "Calendar day of `published_at` in the source's time zone")
    published_raw: str | None = column(TEXT, "The publication date as written")
    modified_raw: str | None = column(TEXT, "The date of change as written")
    published_from: str | None = column(
        TEXT, "Where it was read: feed, news_sitemap, json_ld, meta, markup, text, url"
    )
    published_precision: str | None = column(TEXT, "second, minute or day")
    date_evidence: list[DateEvidence] | None = column(
        pa.list_(_DATE_EVIDENCE), "Every date seen, those not chosen too"
    )
    fetched_at: datetime = column(MOMENT, "When the page was fetched", never_null=True)
    language: str | None = column(TEXT, "Language by ISO 639-1: langdetect, guarded by letters")
    language_confidence: float | None = column(pa.float32(), "0 to 1")
    arabic_share: float | None = column(pa.float32(), "Share of the text's letters that are Arabic, 0 to 1")
    words: int | None = column(pa.int32(), "Runs of letters or digits in `text`")
    keywords: list[str] | None = column(TEXTS, "The outlet's own keywords, verbatim")
    image_url: str | None = column(TEXT, "The article's main image")
    field_sources: list[FieldSource] | None = column(pa.list_(_FIELD_SOURCE), "Where each field was read")
    leaders: list[Leader] | None = column(pa.list_(_LEADER), "Leaders named; null = not tagged, empty = none")
    topics: list[Topic] | None = column(pa.list_(_TOPIC), "IPTC Media Topics; null = not tagged, empty = none")
    stories: list[Story] | None = column(pa.list_(_STORY), "Dated compositions of themes and places")
    places: list[Place] | None = column(pa.list_(_PLACE), "Countries named, by ISO 3166")
    text_hash: str | None = column(TEXT, "sha256 of the body under the normaliser of `normaliser_version`")
    duplicate_kind: str | None = column(TEXT, "exact, near or wire; marked, never dropped")
    duplicate_of: str | None = column(TEXT, "The cluster's first stored article, never a chain")
    duplicate_score: float | None = column(pa.float32(), "Similarity to `duplicate_of`, 0 to 1")
    cluster_id: str = column(TEXT, "Id of the cluster's first stored article, or its own", never_null=True)
    is_short: bool | None = column(pa.bool_(), "A one-line urgent item; null = not looked")
    is_truncated: bool | None = column(pa.bool_(), "A paywall's teaser; null = not looked")
    is_withdrawn: bool | None = column(
        pa.bool_(), "Today's rules would reject it, but other rows name it; null = never asked"
    )
    reservations: list[str] | None = column(
        TEXTS, "AI and text-mining reservations of the page; null = not looked, empty = none"
    )
    page_sha256: str = column(TEXT, "sha256 of the page's bytes, free of Content-Encoding", never_null=True)
    warc_file: str | None = column(TEXT, "The archive file of the response, relative to OUTPUT_DIR")
    warc_offset: int | None = column(pa.int64(), "Where its record begins, in bytes")
    warc_length: int | None = column(pa.int64(), "How long its record is, in bytes")
    run_id: str = column(TEXT, "The run that made this row", never_null=True)
    reader: str | None = column(TEXT, "What read the page")
    reader_version: str | None = column(TEXT, "Version of the reader")
    knowledge_version: str | None = column(
        TEXT, "Version of the leaders, topics and places that last changed the tags; null = not tagged"
    )
    normaliser_version: str | None = column(TEXT, "Version of the normaliser under `text_hash`")
    address_rules_version: str | None = column(TEXT, "Version of the rules under `canonical_url`")
    schema_version: str = column(TEXT, "Version of these columns", never_null=True)


@dataclass(slots=True)
class Revision(Article):
    """A later look at a stored article that found something else: one row of `revisions/`, whole text."""

    revision: int = column(pa.int32(), "Number of this revision of the article, from 1", never_null=True)
    kind: str = column(TEXT, "changed, gone, restored", never_null=True)
    changed: list[str] | None = column(TEXTS, "Columns that differ from the last known state")
    change_summary: str | None = column(TEXT, "What changed, in a few words and numbers")


@dataclass(slots=True)
class Outcome:
    """What became of a candidate that was asked for and neither stored nor revised: one row of `outcomes/`."""

    source_id: str = column(TEXT, "Source id, as in the partition key `source`", never_null=True)
    article_id: str | None = column(TEXT, "The stored article that this address leads to, if any")
    url: str | None = column(TEXT, "Address after redirects, if there was an answer")
    requested_url: str = column(TEXT, "Address as asked for", never_null=True)
    canonical_url: str | None = column(TEXT, "Address that identifies the page (`docs/addresses.md`)")
    listing_url: str | None = column(TEXT, "Listing in which the address was found")
    found_in: str = column(TEXT, "Kind of listing, as in articles", never_null=True)
    run_id: str = column(TEXT, "The run that asked", never_null=True)
    at: datetime = column(MOMENT, "When the outcome was known", never_null=True)
    http_status: int | None = column(pa.int32(), "Status of the answer, if there was one")
    outcome: str = column(TEXT, "rejected, unchanged, gone", never_null=True)
    reason: str | None = column(TEXT, "Why rejected: one of a closed list (`docs/outcomes.md`)")
    detail: str | None = column(TEXT, "The reason in particular")
    warc_file: str | None = column(TEXT, "The archive file of the response, relative to OUTPUT_DIR")
    warc_offset: int | None = column(pa.int64(), "Where its record begins, in bytes")
    reader_version: str | None = column(TEXT, "Version of the reader that rejected it")


class RejectPage(Exception):  # noqa: N818 (named by its effect)
    """Raised by a step: the page becomes an outcome with this reason, and no later step sees it."""

    def __init__(self, reason: Reason, detail: str | None = None) -> None:
        super().__init__(reason, detail)
        self.reason: Reason = reason
        self.detail = detail
