"""WARC records: answers to bytes and back. Format: WARC 1.1 (ISO 28500:2017)."""

import dataclasses
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

from dateutil.parser import isoparse
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newscrawl.http_block import read_block
from newscrawl.warc_records import CutShort, NoWarc, Record, records_in
from pipelines.records import Candidate

__all__ = ["Answer", "ArchivedAnswer", "CutShort", "NoWarc", "read_answers", "records_of", "warcinfo_of"]

# A page of an article is never larger; in a foreign archive this keeps a compression bomb out of memory.
MOST_BYTES = 8 * 2**20


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


def read_answers(stream: BinaryIO, set_aside: Counter[str] | None = None) -> Iterator[ArchivedAnswer]:
    """The HTTP answers of a WARC stream, gzip or plain; raises NoWarc or CutShort.

    A record that cannot be read is counted in `set_aside`, by what is wrong with it, and the others are read.
    """
    pairing = _Pairing(Counter() if set_aside is None else set_aside)
    try:
        for record in records_in(stream):
            yield from pairing.take(record)
    except CutShort:
        yield from pairing.rest()
        raise
    yield from pairing.rest()


class _Pairing:
    """Brings our answers together with what their listings said, which follows in a record of its own."""

    def __init__(self, broken: Counter[str]) -> None:
        self._broken = broken
        self._is_ours = False
        self._waiting: tuple[str | None, ArchivedAnswer] | None = None

    def take(self, record: Record) -> Iterator[ArchivedAnswer]:
        if record.kind == "warcinfo":
            self._is_ours = b"software: newscrawl\r\n" in record.block
        elif record.kind == "metadata" and self._waiting is not None:
            yield from self._with_what_was_said(record, *self._waiting)
            self._waiting = None
        elif record.kind == "response":
            yield from self.rest()
            yield from self._answer(record)

    def rest(self) -> Iterator[ArchivedAnswer]:
        if self._waiting is not None:
            yield self._waiting[1]
        self._waiting = None

    def _answer(self, record: Record) -> Iterator[ArchivedAnswer]:
        answer = _answer_in(record, self._broken)
        if answer is not None and self._is_ours:
            self._waiting = record.header("WARC-Record-ID"), dataclasses.replace(answer, is_ours=True)
        elif answer is not None:
            yield answer

    def _with_what_was_said(
        self, record: Record, answer_id: str | None, answer: ArchivedAnswer
    ) -> Iterator[ArchivedAnswer]:
        said = _said_in(record)
        if said is None or record.header("WARC-Refers-To") != answer_id:
            self._broken["broken record: metadata"] += 1
        else:
            yield dataclasses.replace(answer, said=said)


def _answer_in(record: Record, broken: Counter[str]) -> ArchivedAnswer | None:
    url = record.header("WARC-Target-URI")
    if url is not None and not url.startswith(("http:", "https:")):
        return None  # dns: and the like hold no HTTP answer
    why = _what_is_missing(record)
    if why is None:
        try:
            return _read_answer(record, url or "")
        except Exception as error:  # noqa: BLE001 (whatever a stranger wrote, it costs its own record only)
            why = f"{type(error).__name__}"
    broken[f"broken record: {why}"] += 1
    return None


def _what_is_missing(record: Record) -> str | None:
    if not record.is_sound:
        return "it does not end where it says"
    for name in ("WARC-Target-URI", "WARC-Date"):
        if not record.header(name):
            return f"no {name}"
    if not record.block:
        return "no HTTP headers"
    is_part = record.header("WARC-Segment-Number") or record.header("WARC-Truncated") not in (None, "length")
    return "a part of an answer" if is_part else None


def _read_answer(record: Record, url: str) -> ArchivedAnswer:
    at = isoparse(record.header("WARC-Date") or "")
    is_cut = record.is_cut or record.header("WARC-Truncated") == "length"
    http = read_block(record.block, MOST_BYTES, is_cut=is_cut)
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    answer = Answer(url, http.status, http.headers, http.body, at, http.protocol)
    return ArchivedAnswer(answer, {}, is_too_large=http.is_too_large)


def _said_in(record: Record) -> dict[str, Any] | None:
    try:
        said = json.loads(record.block)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


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
