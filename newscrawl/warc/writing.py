"""WARC records as we write them: answers to bytes. Format: WARC 1.1 (ISO 28500:2017)."""

import dataclasses
import io
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.records import Candidate


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP response. As archived, its body may be compressed; as read back, it is free of Content-Encoding."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: datetime
    protocol: str = "HTTP/1.1"


@dataclass(frozen=True, slots=True)
class ArchivedAnswer:
    answer: Answer
    said: dict[str, Any]
    """What its listing said, from our own metadata records; empty in archives of others."""
    is_ours: bool = False
    """Whether newscrawl wrote the file; then an answer of which nothing was said is no page of a candidate."""
    is_too_large: bool = False
    at: int | None = field(default=None, compare=False)
    """Where in its file the gzip member of its record begins, if it has one of its own."""
    packed: "PackedAnswer | None" = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class PackedAnswer:
    """A response record as it lies in its file: one gzip member, such as we write ourselves."""

    member: bytes
    record_id: str


def records_of(answer: Answer, candidate: Candidate | None) -> list[bytes]:
    """The answer as a response record, and what its listing said as a metadata record beside it."""
    http = StatusAndHeaders(str(answer.status), list(answer.headers), protocol=answer.protocol)
    response = _writer().create_warc_record(
        answer.url,
        "response",
        payload=io.BytesIO(answer.body),
        http_headers=http,
        warc_headers_dict={"WARC-Date": _warc_date(answer.at)},
    )
    response_id = response.rec_headers.get_header("WARC-Record-ID")
    said = [] if candidate is None else [metadata_of(answer, candidate, response_id)]
    return [_bytes_of(response), *said]


def metadata_of(answer: Answer, candidate: Candidate, response_id: str) -> bytes:
    """What its listing said, as a record that refers to the answer's."""
    metadata = _writer().create_warc_record(
        answer.url,
        "metadata",
        payload=io.BytesIO(_said_as_json(candidate)),
        warc_content_type="application/json",
        warc_headers_dict={"WARC-Date": _warc_date(answer.at), "WARC-Refers-To": response_id},
    )
    return _bytes_of(metadata)


def warcinfo_of(filename: str, at: datetime) -> bytes:
    """The record that opens a file and says what wrote it."""
    record = _writer().create_warcinfo_record(filename, {"software": "newscrawl", "format": "WARC File Format 1.1"})
    record.rec_headers.replace_header("WARC-Date", _warc_date(at))
    return _bytes_of(record)


def _said_as_json(candidate: Candidate) -> bytes:
    said = {name: value for name, value in dataclasses.asdict(candidate).items() if value not in (None, ())}
    return json.dumps(
        {"requested_url": said.pop("url"), **said}, ensure_ascii=False, default=datetime.isoformat
    ).encode("utf-8", "backslashreplace")  # a lone surrogate, from a listing in JSON, becomes its JSON escape


def _bytes_of(record: ArcWarcRecord) -> bytes:
    out = io.BytesIO()
    WARCWriter(out, gzip=False, warc_version="1.1").write_record(record)
    record.raw_stream.close()  # warcio has put a temporary file there
    return out.getvalue()


def _writer() -> WARCWriter:
    return WARCWriter(io.BytesIO(), gzip=False, warc_version="1.1")


def _warc_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
