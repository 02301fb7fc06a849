"""The HTTP answers in a WARC stream, each with what its listing said, as far as they are wanted."""

import dataclasses
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO, Protocol

from dateutil.parser import isoparse
from warcio.statusandheaders import StatusAndHeaders

from newscrawl.warc.http_block import read_block
from newscrawl.warc.members import members_in
from newscrawl.warc.records import NotWhole, Record
from newscrawl.warc.writing import Answer, ArchivedAnswer, PackedAnswer

__all__ = ["Beginning", "moment_in", "read_answers"]

# A page of an article is never larger; in a foreign archive this keeps a compression bomb out of memory.
MOST_BYTES = 8 * 2**20


class Chooses(Protocol):
    """Says which answers of an archive are wanted, each as early as it can be told."""

    def wants_record(self, headers: StatusAndHeaders, /) -> bool:
        """By the headers of its record: what is not wanted is neither kept nor unpacked."""

    def wants_answer(self, http: StatusAndHeaders, /) -> bool:
        """By the headers of the answer: its body is not unpacked yet."""


class _All:
    def wants_record(self, _headers: StatusAndHeaders, /) -> bool:
        return True

    def wants_answer(self, _http: StatusAndHeaders, /) -> bool:
        return True


def read_answers(
    stream: BinaryIO,
    set_aside: Counter[str] | None = None,
    choose: Chooses | None = None,
    begins: "Beginning | None" = None,
    damage: list[str] | None = None,
) -> Iterator[ArchivedAnswer]:
    """The wanted HTTP answers of a WARC stream, gzip or plain; raises NoWarc or NotWhole.

    A record that cannot be read is counted in `set_aside`, by what is wrong with it, and the others are read.
    `damage` is that of `members_in`.
    """
    begins = begins or Beginning()
    pairing = _Pairing(Counter() if set_aside is None else set_aside, choose or _All(), begins.is_ours)
    try:
        for record in members_in(stream, pairing.wants, begins.at, [] if damage is None else damage):
            yield from pairing.take(record)
    except NotWhole:
        yield from pairing.rest()
        raise
    yield from pairing.rest()


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where in its file a stream begins, and whether newscrawl wrote the file: its first record would say it."""

    at: int = 0
    is_ours: bool = False


class _Pairing:
    """Brings our answers together with what their listings said, which follows in a record of its own."""

    def __init__(self, broken: Counter[str], choose: Chooses, is_ours: bool) -> None:
        self._broken = broken
        self._choose = choose
        self._is_ours = is_ours
        self._waiting: tuple[str | None, ArchivedAnswer] | None = None
        self._is_last_wanted = True

    def wants(self, headers: StatusAndHeaders) -> bool:
        kind = headers.get_header("WARC-Type")
        if kind == "response":
            self._is_last_wanted = _is_http(headers) and self._choose.wants_record(headers)
            return self._is_last_wanted
        # The metadata of an answer that was passed over belongs to none that waits.
        return kind == "warcinfo" or (kind == "metadata" and self._is_ours and self._is_last_wanted)

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
        answer = _answer_in(record, self._broken, self._choose)
        self._is_last_wanted = answer is not None
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


def _is_http(headers: StatusAndHeaders) -> bool:
    """Not so of dns: and the like, which hold no HTTP answer; what names no address is to be counted as broken."""
    url = headers.get_header("WARC-Target-URI")
    return url is None or url.startswith(("http:", "https:"))


def _answer_in(record: Record, broken: Counter[str], choose: Chooses) -> ArchivedAnswer | None:
    why = _what_is_missing(record)
    if why is None:
        try:
            return _read_answer(record, choose)
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


def _read_answer(record: Record, choose: Chooses) -> ArchivedAnswer | None:
    at = moment_in(record.headers)
    is_cut = record.is_cut or record.header("WARC-Truncated") == "length"
    http = read_block(record.block, MOST_BYTES, is_cut=is_cut, is_wanted=choose.wants_answer)
    if http is None:
        return None
    answer = Answer(record.header("WARC-Target-URI") or "", http.status, http.headers, http.body, at, http.protocol)
    return ArchivedAnswer(answer, {}, is_too_large=http.is_too_large, at=record.at, packed=_packed(record))


def moment_in(headers: StatusAndHeaders) -> datetime:
    """When the record says that its answer came, in UTC; raises ValueError or OverflowError."""
    at = isoparse(headers.get_header("WARC-Date") or "")
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _packed(record: Record) -> PackedAnswer | None:
    record_id = record.header("WARC-Record-ID")
    return PackedAnswer(record.packed, record_id) if record.packed is not None and record_id else None


def _said_in(record: Record) -> dict[str, Any] | None:
    try:
        said = json.loads(record.block)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None
