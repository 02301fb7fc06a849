"""WARC records: answers to bytes and back. Format: WARC 1.1 (ISO 28500:2017)."""

import dataclasses
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.records import Candidate

# A page of an article is never larger; in a foreign archive this keeps a compression bomb out of memory.
MOST_BYTES = 8 * 2**20


class CutShort(Exception):  # noqa: N818 (named by its effect)
    """The stream ends inside a record; all records before it were handed out."""


class NoWarc(Exception):  # noqa: N818
    """The stream holds no WARC records."""


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
    if candidate is None:
        return [_bytes_of(response)]
    metadata = _writer().create_warc_record(
        answer.url,
        "metadata",
        payload=io.BytesIO(_said_as_json(candidate)),
        warc_content_type="application/json",
        warc_headers_dict={
            "WARC-Date": _warc_date(answer.at),
            "WARC-Refers-To": response.rec_headers.get_header("WARC-Record-ID"),
        },
    )
    return [_bytes_of(response), _bytes_of(metadata)]


def warcinfo_of(filename: str, at: datetime) -> bytes:
    """The record that opens a file and says what wrote it."""
    record = _writer().create_warcinfo_record(filename, {"software": "newscrawl", "format": "WARC File Format 1.1"})
    record.rec_headers.replace_header("WARC-Date", _warc_date(at))
    return _bytes_of(record)


def read_answers(stream: BinaryIO) -> Iterator[ArchivedAnswer]:
    """The HTTP answers of a WARC stream, gzip or plain; raises NoWarc or CutShort."""
    watched = _Watched(_unpacked(stream))
    waiting: ArchivedAnswer | None = None
    is_ours = False
    try:
        for record in ArchiveIterator(watched):
            if record.rec_type == "warcinfo":
                is_ours = b"software: newscrawl" in record.content_stream().read(MOST_BYTES)
            elif record.rec_type == "metadata" and waiting is not None:
                yield dataclasses.replace(waiting, said=_said_in(record))
                waiting = None
            elif record.rec_type == "response" and record.http_headers is not None:
                if waiting is not None:
                    yield waiting
                waiting = None  # should this record turn out to be cut, the one before has been handed out
                waiting = dataclasses.replace(_answer_in(record), is_ours=is_ours)
    except ArchiveLoadFailed as error:
        if waiting is not None:
            yield waiting
        raise (CutShort if watched.has_ended else NoWarc)(str(error).strip()) from error
    if waiting is not None:
        yield waiting
    if watched.is_torn:
        raise CutShort("the last record is incomplete")


class _Watched:
    """A stream that remembers how it ended: warcio takes a torn end for the end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.is_torn = False
        self.has_ended = False

    def read(self, size: int = -1) -> bytes:
        try:
            chunk = self._stream.read(size)
        except EOFError:
            self.is_torn = True
            chunk = b""
        except OSError as error:  # gzip.BadGzipFile: bytes between two members that are none
            raise ArchiveLoadFailed(str(error)) from error
        self.has_ended = self.has_ended or not chunk
        return chunk


def _unpacked(stream: BinaryIO) -> BinaryIO:
    buffered: Any = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(Any, stream))
    is_gzip = buffered.peek(2)[:2] == b"\x1f\x8b"
    return cast(BinaryIO, gzip.GzipFile(fileobj=buffered) if is_gzip else buffered)


def _answer_in(record: ArcWarcRecord) -> ArchivedAnswer:
    body = record.content_stream().read(MOST_BYTES + 1)
    if len(body) <= MOST_BYTES and record.raw_stream.limit > 0:
        raise ArchiveLoadFailed("the last record is incomplete")
    at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
    answer = Answer(
        url=record.rec_headers.get_header("WARC-Target-URI", ""),
        status=int(record.http_headers.get_statuscode() or 0),
        headers=tuple((name, value) for name, value in record.http_headers.headers),
        body=body[:MOST_BYTES],
        at=at.astimezone(UTC),
        protocol=record.http_headers.protocol,
    )
    return ArchivedAnswer(answer, {}, is_too_large=len(body) > MOST_BYTES)


def _said_in(record: ArcWarcRecord) -> dict[str, Any]:
    if record.rec_headers.get_header("Content-Type") != "application/json":
        return {}
    said = json.loads(record.content_stream().read())
    return said if isinstance(said, dict) else {}


def _said_as_json(candidate: Candidate) -> bytes:
    said = {name: value for name, value in dataclasses.asdict(candidate).items() if value not in (None, ())}
    return json.dumps(
        {"requested_url": said.pop("url"), **said}, ensure_ascii=False, default=datetime.isoformat
    ).encode()


def _bytes_of(record: ArcWarcRecord) -> bytes:
    out = io.BytesIO()
    WARCWriter(out, gzip=False, warc_version="1.1").write_record(record)
    return out.getvalue()


def _writer() -> WARCWriter:
    return WARCWriter(io.BytesIO(), gzip=False, warc_version="1.1")


def _warc_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
