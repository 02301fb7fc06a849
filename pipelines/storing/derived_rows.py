"""Rows made of other rows: the outcome of a page that was read, a revision, a tombstone."""

import dataclasses
from typing import Any

from pipelines.records import Article, Outcome, Revision
from pipelines.schema import what_is_wrong
from pipelines.state.known import Known

_OF_THE_TOMBSTONE = {"article_id", "cluster_id", "fetched_at", "warc_file", "warc_offset", "warc_length"}


def outcome_of(article: Article, outcome: str, reason: str | None, detail: str | None) -> Outcome:
    """The outcome of a page that was read and did not become a row of its own."""
    shared = {field.name for field in dataclasses.fields(Outcome)} & {f.name for f in dataclasses.fields(Article)}
    same = {name: getattr(article, name) for name in shared - {"article_id"}}
    at = article.fetched_at
    return Outcome(**same, at=at, http_status=200, outcome=outcome, reason=reason, detail=detail)


def changes(article: Article, known: Known) -> list[str]:
    """The columns whose change makes a revision, as far as they differ."""
    pairs = {"title": (article.title, known.title), "text": (article.text_hash, known.text_hash)}
    return [name for name, (now, before) in pairs.items() if now != before]


def revision_of(article: Article, known: Known, changed: list[str]) -> Revision:
    """What a later look found, with all the text."""
    kind = "restored" if known.kind == "gone" else "changed"
    what = " and ".join(changed) + " changed" if changed else "as it was"
    summary = f"{what}; {known.words or 0} -> {article.words or 0} words"
    return _revision(_columns(article), known, kind=kind, changed=changed, change_summary=summary)


def tombstone_of(last_row: dict[str, Any], known: Known, gone: Outcome) -> Revision:
    """An article that its outlet took down: its last known text, and who found it gone, and when."""
    names = {field.name for field in dataclasses.fields(Article)}
    columns = {name: value for name, value in last_row.items() if name in names}
    columns |= {"fetched_at": gone.at, "run_id": gone.run_id}
    columns |= {"warc_file": gone.warc_file, "warc_offset": gone.warc_offset, "warc_length": None}
    return _revision(columns, known, kind="gone", changed=[], change_summary=gone.detail)


def read_anew(tombstone: Revision, last: Article) -> None:
    """Let a tombstone repeat what its article's last page says by other rules; when it was found stays."""
    for name, value in _columns(last).items():
        if name not in _OF_THE_TOMBSTONE:
            setattr(tombstone, name, value)


def known_of(article: Article, revision: int = 0, kind: str | None = None) -> Known:
    """What the state keeps of a row."""
    return Known(
        article_id=article.article_id,
        cluster_id=article.cluster_id,
        url=article.url,
        title=article.title,
        text_hash=article.text_hash,
        words=article.words,
        revision=revision,
        kind=kind,
        page_sha256=article.page_sha256,
    )


def scrub(outcome: Outcome) -> None:
    """Escape or leave out what cannot be stored: an outcome that cost its batch would hide them all."""
    for field in dataclasses.fields(Outcome):
        value = getattr(outcome, field.name)
        if isinstance(value, str):
            setattr(outcome, field.name, storable(value))
    if what_is_wrong(outcome) is not None:  # an impossible offset or status: nothing that an outcome needs
        for name in ("http_status", "warc_file", "warc_offset", "listing_url", "reader_version"):
            setattr(outcome, name, None)


def storable(text: str) -> str:
    """The text with escapes for what neither Parquet nor SQLite take; leaving it out could make another address."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")


def _columns(article: Article) -> dict[str, Any]:
    return {field.name: getattr(article, field.name) for field in dataclasses.fields(Article)}


def _revision(columns: dict[str, Any], known: Known, **more: Any) -> Revision:  # noqa: ANN401 (columns)
    columns |= {"article_id": known.article_id, "cluster_id": known.cluster_id}
    return Revision(**columns, revision=known.revision + 1, **more)
