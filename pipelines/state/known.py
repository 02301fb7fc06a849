"""What a source's state holds, as records."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Known:
    """The last known state of a stored article: as first published, or of its latest revision."""

    article_id: str
    cluster_id: str
    url: str
    title: str | None
    text_hash: str | None
    words: int | None
    revision: int
    kind: str | None
    page_sha256: str | None = None
    """Of the page that was read; None in what the first states noted."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An address that was asked for and not stored, and how often."""

    reason: str
    at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Visit:
    """A stored article that is to be looked at again, with what its last answer and its listing said."""

    article_id: str
    url: str
    found_in: str
    found_at: datetime
    listing_url: str | None
    first_at: datetime
    due_at: datetime | None
    """The next look; None when there is none left."""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class ListingMemory:
    """What makes the next look at a listing cheap: its validators, and how new it was."""

    url: str
    etag: str | None
    last_modified: str | None
    modified_at: datetime | None
    fetched_at: datetime


@dataclass(slots=True)
class Additions:
    """What one batch adds to the state."""

    addresses: dict[str, str] = field(default_factory=dict)
    articles: list[Known] = field(default_factory=list)
    revisions: list[Known] = field(default_factory=list)
    refusals: dict[str, Refusal] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)
    archive_lengths: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A part file of a batch: where it waits and where it belongs, relative to OUTPUT_DIR."""

    staged: str
    final: str
    rows: int
