import gzip
import io
import json
import sys
import zlib
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import BinaryIO, cast

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders

from newscrawl.warc.answers import Beginning, read_answers
from newscrawl.warc.records import NotWhole, NoWarc
from newscrawl.warc.writing import (
    Answer,
    ArchivedAnswer,
    records_of,
    warcinfo_of,
)
from pipelines.records import Candidate
from tests.builders import NOW, candidate

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HTML = "<html><body><p>افتتحت البلدية الحديقة الجديدة</p></body></html>".encode()
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def answer(number: int = 1, body: bytes = HTML, **headers: str) -> Answer:
    lines = (("Content-Type", "text/html; charset=utf-8"), *((k.replace("_", "-"), v) for k, v in headers.items()))
    return Answer(f"https://anba.example/news/{number}", 200, lines, body, NOW)


def record(
    block: bytes = HTTP + HTML, kind: str = "response", version: str = "1.0", **changes: str | None
) -> bytes:
    """A record as strangers write it; a header that is None is left out."""
    headers: dict[str, str | None] = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:3f2b8a52-4c75-4f0e-9f6e-0a4f8a0c0001>",
        "WARC-Target-URI": "https://khabar.example/1",
        "WARC-Date": "2026-03-14T08:00:00Z",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    lines = [f"WARC/{version}", *(f"{name}: {value}" for name, value in headers.items() if value is not None)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def read(data: bytes) -> list[ArchivedAnswer]:
    return list(read_answers(io.BytesIO(data)))


def bodies(data: bytes) -> tuple[list[bytes], str | None]:
    """What is handed out, and how the stream ends when it does not end well."""
    found: list[bytes] = []
    try:
        found.extend(archived.answer.body for archived in read_answers(io.BytesIO(data)))
    except (NotWhole, NoWarc) as end:
        return found, type(end).__name__
    return found, None


def ours(*answers: Answer, pack: Callable[[bytes], bytes] = gzip.compress) -> list[bytes]:
    """Our own records, each packed by itself: warcinfo first, then an answer and what was said of it."""
    records = [warcinfo_of("2026-03-14.warc.gz", NOW)]
    for each in answers:
        records += records_of(each, candidate(each.url))
    return [pack(each) for each in records]


def as_is(data: bytes) -> bytes:
    return data


# What we write, read back


@pytest.mark.parametrize("pack", [gzip.compress, as_is])
def test_an_answer_comes_back_as_it_was_with_what_its_listing_said(pack: Callable[[bytes], bytes]):
    named = candidate(
        "https://anba.example/news/1?a=ب",
        title="عنوان «مقتبس»",
        authors=("سلمى",),
        published_raw="Sat, 14 Mar 2026 08:00:00 GMT",
    )
    moment = datetime(2026, 3, 14, 12, 30, 1, 250_000, tzinfo=timezone(timedelta(hours=3)))
    first = Answer("https://anba.example/news/1", 404, (("Server", "x"), ("Server", "y")), HTML, moment, "HTTP/1.0")
    data = pack(warcinfo_of("x", NOW)) + b"".join(map(pack, records_of(first, named)))
    (found,) = read(data)
    assert found.answer == Answer(
        first.url, 404, first.headers, HTML, datetime(2026, 3, 14, 9, 30, 1, 250_000, UTC), "HTTP/1.0"
    )
    assert found.is_ours
    assert not found.is_too_large
    assert found.said == {
        "requested_url": named.url,
        "found_in": "feed",
        "found_at": NOW.isoformat(),
        "listing_url": named.listing_url,
        "title": named.title,
        "authors": ["سلمى"],
        "published_raw": named.published_raw,
    }


def test_an_answer_of_which_nothing_was_said_comes_back_alone():
    data = b"".join(
        gzip.compress(each)
        for each in [warcinfo_of("x", NOW), *records_of(answer(1), None), *records_of(answer(2), candidate())]
    )
    assert [(found.answer.url[-1], bool(found.said)) for found in read(data)] == [("1", False), ("2", True)]


def test_an_address_in_arabic_comes_back():
    first = Answer("https://anba.example/أخبار/1", 200, (), HTML, NOW)
    assert read(b"".join(records_of(first, None)))[0].answer.url == "https://anba.example/أخبار/1"


def test_a_lone_surrogate_in_what_a_listing_said_does_not_cost_the_record():
    (found,) = read(b"".join([warcinfo_of("x", NOW), *records_of(answer(), candidate(title="خبر \ud83d"))]))
    assert found.said["title"] == "خبر \ud83d"


def test_the_date_of_a_file_is_the_answers_and_its_format_the_newest():
    info = warcinfo_of("2026-03-14.warc.gz", NOW)
    assert info.startswith(b"WARC/1.1\r\n")
    assert b"WARC-Date: 2026-03-14T09:00:00.000000Z\r\n" in info
    assert b"software: newscrawl\r\n" in info


@given(
    body=st.binary(max_size=3000),
    status=st.integers(100, 599),
    headers=st.lists(
        st.tuples(
            st.text("abcdefgh-", min_size=1).map(lambda name: f"x-{name}"),
            st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30),
        ),
        max_size=4,
    ),
)
@settings(deadline=None, max_examples=60)
def test_whatever_a_server_sends_comes_back(body: bytes, status: int, headers: list[tuple[str, str]]):
    first = Answer("https://anba.example/1", status, tuple(headers), body, NOW)
    (found,) = read(b"".join(map(gzip.compress, records_of(first, None))))
    assert found.answer == first


# Bodies as they went over the wire


def chunked(body: bytes, size: int = 7) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


PACKED = {
    "gzip": gzip.compress(HTML),
    "x-gzip": gzip.compress(HTML),
    "deflate": zlib.compress(HTML),
    "br": brotli.compress(HTML),
    "zstd": zstd.compress(HTML),
    "identity": HTML,
    "GZIP": gzip.compress(HTML),
    "deflate, gzip": gzip.compress(zlib.compress(HTML)),
}


@pytest.mark.parametrize(("encoding", "body"), PACKED.items(), ids=PACKED)
def test_packed_bodies_are_unpacked(encoding: str, body: bytes):
    (found,) = read(b"".join(records_of(answer(body=body, Content_Encoding=encoding), None)))
    assert found.answer.body == HTML


def test_chunks_are_joined_also_of_a_packed_body():
    for headers, body in (
        (b"Transfer-Encoding: chunked\r\n", chunked(HTML)),
        (b"Transfer-Encoding: Chunked\r\nContent-Encoding: gzip\r\n", chunked(gzip.compress(HTML))),
        (b"Transfer-Encoding: chunked\r\n", HTML),  # joined by who archived it, and the header left
        (b"Content-Encoding: gzip\r\n", HTML),  # unpacked by who archived it, and the header left
        (b"Content-Encoding: br\r\n", HTML),
    ):
        (found,) = read(record(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n" + body))
        assert found.answer.body == HTML, headers


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (b"Content-Encoding: gzip\r\n", gzip.compress(HTML, mtime=0)[:-12]),
        (b"Content-Encoding: br\r\n", brotli.compress(HTML)[:-5]),
        (b"Transfer-Encoding: chunked\r\n", chunked(HTML)[:-30]),
        (b"Transfer-Encoding: chunked\r\n", chunked(HTML)[:-5]),
    ],
)
def test_half_an_answer_is_no_answer(headers: bytes, body: bytes):
    set_aside: Counter[str] = Counter()
    data = record(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n" + body) + record()
    assert len(list(read_answers(io.BytesIO(data), set_aside))) == 1
    assert set_aside.total() == 1


def test_a_body_over_the_limit_is_said_to_be_too_large(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("newscrawl.warc.answers.MOST_BYTES", 1000)
    exact, over = answer(1, bytes(1000)), answer(2, bytes(1001))
    bomb = answer(3, gzip.compress(bytes(10**6)), Content_Encoding="gzip")
    found = read(b"".join(each for one in (exact, over, bomb, answer(4)) for each in records_of(one, None)))
    assert [each.is_too_large for each in found] == [False, True, True, False]
    assert all(len(each.answer.body) <= 1000 for each in found)


def test_of_a_block_over_the_limit_only_its_head_is_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("newscrawl.warc.records.MOST_OF_A_BLOCK", 2000)
    found = read(b"".join(gzip.compress(each) for each in (record(HTTP + bytes(100_000)), record())))
    assert [each.is_too_large for each in found] == [True, False]
    assert len(found[0].answer.body) < 2000


# Archives of others


@pytest.mark.parametrize("version", ["0.18", "1.0", "1.1"])
@pytest.mark.parametrize("pack", [gzip.compress, as_is])
def test_the_answers_of_a_foreign_archive(version: str, pack: Callable[[bytes], bytes]):
    info = record(b"software: other/1.0\r\n", "warcinfo", version, WARC_Target_URI=None)
    (found,) = read(pack(info) + pack(record(version=version)))
    assert found == ArchivedAnswer(
        Answer(
            "https://khabar.example/1",
            200,
            (("Content-Type", "text/html"),),
            HTML,
            datetime(2026, 3, 14, 8, tzinfo=UTC),
        ),
        {},
    )


def test_all_in_one_gzip_member_is_read_too():
    assert len(read(gzip.compress(record() + record() + record()))) == 3


def test_requests_revisits_and_the_like_are_passed_over():
    others = [
        record(b"GET / HTTP/1.1\r\nHost: khabar.example\r\n\r\n", "request"),
        record(HTTP, "revisit", WARC_Profile="http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"),
        record(b"", "revisit"),
        record(b"\x89PNG", "resource", Content_Type="image/png"),
        record(b"text", "conversion", Content_Type="text/plain"),
        record(b"more", "continuation", WARC_Segment_Number="2"),
        record(b"20260314\nanswer", "response", WARC_Target_URI="dns:khabar.example", Content_Type="text/dns"),
        record(b"what is this", "of-a-later-standard"),
    ]
    set_aside: Counter[str] = Counter()
    data = b"".join(map(gzip.compress, [*others, record(), *others]))
    assert len(list(read_answers(io.BytesIO(data), set_aside))) == 1
    assert not set_aside


@pytest.mark.parametrize(
    "block", [b'{"requested_url": "https://x.example/"}', b"fetchTimeMs: 12\r\n", b"not json at all"]
)
def test_the_metadata_of_others_says_nothing_to_us(block: bytes):
    (found,) = read(record() + record(block, "metadata", Content_Type="application/json"))
    assert found.said == {}
    assert not found.is_ours


@pytest.mark.parametrize(
    "metadata",
    [
        record(b"not json", "metadata", Content_Type="application/json"),
        record(b"[1]", "metadata", Content_Type="application/json"),
        record(b'{"requested_url": "x"}', "metadata", WARC_Refers_To="<urn:uuid:of-another>"),
    ],
)
def test_our_answer_with_metadata_that_is_not_its_own_is_set_aside(metadata: bytes):
    set_aside: Counter[str] = Counter()
    data = b"".join([warcinfo_of("x", NOW), records_of(answer(), None)[0], metadata, *records_of(answer(2), None)])
    (found,) = read_answers(io.BytesIO(data), set_aside)
    assert found.answer.url.endswith("/2")
    assert set_aside == {"broken record: metadata": 1}


def test_joined_archives_are_ours_where_they_are_ours():
    info = record(b"software: other/1.0\r\n", "warcinfo", WARC_Target_URI=None)
    data = b"".join([*ours(answer()), *map(gzip.compress, (info, record())), *ours(answer())])
    assert [found.is_ours for found in read(data)] == [True, False, True]


BROKEN = {
    "no date": record(WARC_Date=None),
    "a bad date": record(WARC_Date="yesterday"),
    "an impossible date": record(WARC_Date="2026-13-45T99:00:00Z"),
    "a date out of range": record(WARC_Date="0001-01-01T00:00:00+14:00"),
    "no address": record(WARC_Target_URI=None),
    "no block": record(b""),
    "no HTTP": record(b"\x00\x01 what is this"),
    "a status of letters": record(b"HTTP/1.1 OK\r\n\r\n" + HTML),
    "no status": record(b"HTTP/1.1\r\n\r\n" + HTML),
    "a first segment": record(WARC_Segment_Number="1"),
    "a connection lost": record(WARC_Truncated="disconnect"),
    "a length too short": record(Content_Length=str(len(HTTP + HTML) - 5)),
}


@pytest.mark.parametrize("pack", [gzip.compress, as_is])
@pytest.mark.parametrize("bad", BROKEN.values(), ids=BROKEN)
def test_a_broken_record_is_counted_and_the_others_are_read(
    bad: bytes, pack: Callable[[bytes], bytes], capfd: pytest.CaptureFixture[str]
):
    set_aside: Counter[str] = Counter()
    data = b"".join(map(pack, [record(), bad, record()]))
    assert [found.answer.body for found in read_answers(io.BytesIO(data), set_aside)] == [HTML, HTML]
    assert list(set_aside.values()) == [1]
    assert next(iter(set_aside)).startswith("broken record: ")
    assert capfd.readouterr().err == ""


def test_what_is_cut_by_its_length_is_too_large():
    assert read(record(WARC_Truncated="length"))[0].is_too_large


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2026-03-14", datetime(2026, 3, 14, tzinfo=UTC)),
        ("2026-03", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-14T08:00:00.123456789Z", datetime(2026, 3, 14, 8, 0, 0, 123456, UTC)),
        ("2026-03-14T08:00:00+02:00", datetime(2026, 3, 14, 6, tzinfo=UTC)),
    ],
)
def test_dates_of_every_precision_are_utc(date: str, moment: datetime):
    assert read(record(WARC_Date=date))[0].answer.at == moment


def test_an_address_in_angle_brackets_is_the_address():
    assert read(record(WARC_Target_URI="<https://khabar.example/1>"))[0].answer.url == "https://khabar.example/1"


# Cut short


@pytest.mark.parametrize("pack", [gzip.compress, as_is])
def test_cut_anywhere_all_whole_records_are_handed_out_and_the_cut_is_said(pack: Callable[[bytes], bytes]):
    records = [pack(record(HTTP + HTML + bytes([65 + n]))) for n in range(3)]
    data, whole = b"".join(records), [HTML + bytes([65 + n]) for n in range(3)]
    ends = [sum(map(len, records[:n])) for n in range(4)]
    for size in range(ends[0] + 1, ends[3] + 1):
        count = sum(size >= end - (0 if pack is gzip.compress else 4) for end in ends[1:])
        found, end = bodies(data[:size])
        # A member's last 8 bytes are its checksum: its content is whole before that.
        assert found in (whole[:count], whole[: count + 1] if pack is gzip.compress else whole[:count]), size
        is_at_border = any(end - (0 if pack is gzip.compress else 4) <= size <= end for end in ends)
        is_within_first_line = size < (80 if pack is gzip.compress else len("WARC/1.0"))
        expected = {None} if is_at_border else {"NoWarc", "NotWhole"} if is_within_first_line else {"NotWhole"}
        assert end in expected, size


def test_a_long_member_before_the_cut_is_handed_out_whole():
    big = [gzip.compress(record(HTTP + bytes(70_000) + bytes([n]))) for n in range(3)]
    found, end = bodies(b"".join(big)[:-1])
    assert ([len(body) for body in found][:2], end) == ([70_001, 70_001], "NotWhole")


def test_our_last_answer_is_handed_out_when_its_metadata_is_cut():
    members = ours(answer(1), answer(2))
    found, end = bodies(b"".join(members)[: -len(members[-1]) // 2])
    assert (len(found), end) == (2, "NotWhole")


def test_bytes_behind_the_last_member_are_said():
    found, end = bodies(gzip.compress(record()) + b"<html>502 Bad Gateway</html>")
    assert (len(found), end) == (1, "NotWhole")
    found, end = bodies(record() + b"<html>502 Bad Gateway</html>")
    assert (len(found), end) == (1, "NotWhole")


def test_padding_with_zeros_is_no_cut():
    assert bodies(gzip.compress(record()) + bytes(512)) == ([HTML], None)


def test_a_member_that_is_not_as_it_was_written_is_not_handed_out():
    first, second = gzip.compress(record()), bytearray(zlib_stored(record()))
    second[-20] ^= 0x20  # within the text: only the checksum tells
    found, end = bodies(first + bytes(second) + first)
    assert (found, end) == ([HTML, HTML], "NotWhole")


def test_damage_in_the_middle_costs_itself_only_and_is_said():
    records = [gzip.compress(record(HTTP + HTML + bytes([65 + n]))) for n in range(4)]
    whole = [HTML + bytes([65 + n]) for n in range(4)]
    for damage in (
        records[0][: len(records[0]) // 2],  # torn, and another file behind it
        record(),  # not packed
        gzip.compress(HTML),  # packed, and no record
        b"<html>502 Bad Gateway</html>",
        b"\x1f\x8b\x08" + bytes(40),
    ):
        data = records[0] + records[1] + damage + records[2] + bytes(20) + records[3]
        assert bodies(data) == (whole, "NotWhole"), damage[:20]
        with pytest.raises(NotWhole, match=f"at byte {len(records[0] + records[1])}"):
            read(data)


def test_every_answer_of_a_packed_file_says_where_reading_can_begin_again():
    data = b"".join([*ours(answer(1), answer(2)), gzip.compress(record())])
    found = read(data)
    for number, each in enumerate(found):
        assert each.at is not None
        stream = io.BytesIO(data[each.at :])
        again = list(read_answers(stream, begins=Beginning(each.at, is_ours=each.is_ours)))
        assert again == found[number:]
        assert [one.at for one in again] == [one.at for one in found[number:]]
    assert [each.at for each in read(gzip.compress(record() + record()))] == [None, None]


@pytest.mark.parametrize("size", [1, 2, 13, 100, 1000])
def test_records_are_the_same_however_much_is_read_at_once(size: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("newscrawl.warc.packed_stream._CHUNK", size)
    data = b"".join([*ours(answer(1), answer(2)), gzip.compress(record()), gzip.compress(record())])
    found = read(data)
    assert [each.answer.url[-3:] for each in found] == ["s/1", "s/2", "e/1", "e/1"]
    assert [each.at for each in found[2:]] == [
        len(data) - 2 * len(gzip.compress(record())),
        len(data) - len(gzip.compress(record())),
    ]


def test_what_is_not_wanted_is_passed_over_with_what_its_listing_said():
    class OnlyTheSecond:
        def wants_record(self, headers: StatusAndHeaders, /) -> bool:
            return str(headers.get_header("WARC-Target-URI")).endswith("/2")

        def wants_answer(self, http: StatusAndHeaders, /) -> bool:
            return bool(http.get_statuscode() == "200")

    for pack in (gzip.compress, as_is):
        set_aside: Counter[str] = Counter()
        moved = Answer("https://anba.example/2", 301, (("Location", "/3"),), b"", NOW)
        data = b"".join(ours(answer(1), answer(2), moved, answer(3), answer(2), pack=pack))
        found = list(read_answers(io.BytesIO(data), set_aside, OnlyTheSecond()))
        assert [(each.answer.url[-1], bool(each.said)) for each in found] == [("2", True), ("2", True)]
        assert not set_aside


def zlib_stored(data: bytes) -> bytes:
    packer = zlib.compressobj(0, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize("length", [None, "-5", "many", ""])
def test_a_record_that_does_not_say_where_it_ends_ends_the_reading(length: str | None):
    assert bodies(record() + record(Content_Length=length) + record()) == ([HTML], "NotWhole")


def test_a_line_without_end_does_not_fill_the_memory():
    class Endless(io.RawIOBase):
        taken = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            chunk = record() if self.taken == 0 else b"x" * len(buffer)
            buffer[: len(chunk)] = chunk
            self.taken += len(chunk)
            assert self.taken < 10 * 2**20
            return len(chunk)

    endless = Endless()
    answers = read_answers(cast(BinaryIO, io.BufferedReader(endless)))
    with pytest.raises(NotWhole, match="without end"):
        list(answers)


def test_a_connection_that_breaks_cuts_the_stream_short():
    class Breaking(io.RawIOBase):
        def __init__(self) -> None:
            self.parts = [record(), record()[:100]]

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            if not self.parts:
                raise ConnectionResetError("by peer")
            part = self.parts.pop(0)
            buffer[: len(part)] = part
            return len(part)

    found = []
    with pytest.raises(NotWhole, match="by peer"):  # noqa: PT012 (what came before the end matters too)
        for archived in read_answers(cast(BinaryIO, io.BufferedReader(Breaking()))):
            found.append(archived.answer.body)  # noqa: PERF401 (the exception would take the list with it)
    assert found == [HTML]


# No WARC


@pytest.mark.parametrize(
    "data",
    [
        b"",
        gzip.compress(b"", mtime=0),  # a test is called by its data: not by the second of its collection
        b"\r\n\r\n",
        HTML,
        gzip.compress(HTML, mtime=0),
        b"one two three four five\nsix",  # the five fields of an ARC header
        b"http://x.example/ 127.0.0.1 20260314090000 text/html 12\nHTTP/1.1 200",
        bytes(5000),
        b"PK\x03\x04" + bytes(100),
        b"\x1f\x8b" + bytes(100),
    ],
)
def test_what_is_no_warc_is_said_to_be_none(data: bytes):
    with pytest.raises(NoWarc) as end:
        read(data)
    assert "\n" not in str(end.value)


ARCHIVE = b"".join(
    [*ours(answer(1), answer(2, gzip.compress(HTML), Content_Encoding="gzip")), gzip.compress(record())]
)
PLAIN = b"".join([*ours(answer(1), answer(2), pack=as_is), record(), BROKEN["no date"]])


@given(data=st.sampled_from([ARCHIVE, PLAIN]), cut=st.integers(0, 5000))
@settings(deadline=None, max_examples=150)
def test_cut_anywhere_nothing_unexpected_happens(data: bytes, cut: int):
    bodies(data[:cut])


@given(
    data=st.sampled_from([ARCHIVE, PLAIN]),
    changes=st.lists(st.tuples(st.integers(0, 5000), st.binary(min_size=1, max_size=8)), min_size=1, max_size=5),
)
@settings(deadline=None, max_examples=250)
def test_damaged_anywhere_nothing_unexpected_happens(data: bytes, changes: list[tuple[int, bytes]]):
    damaged = bytearray(data)
    for at, instead in changes:
        place = at % len(data)
        damaged[place : place + len(instead)] = instead
    bodies(bytes(damaged))


@given(
    data=st.binary(max_size=400),
    head=st.sampled_from([b"", b"WARC/1.0\r\n", b"WARC/1.1\r\nWARC-Type: response\r\n"]),
)
@settings(deadline=None, max_examples=100)
def test_whatever_the_bytes_nothing_unexpected_happens(data: bytes, head: bytes):
    bodies(head + data)


def test_what_was_said_is_plain_json_to_other_readers():
    metadata = records_of(answer(), Candidate(url="https://anba.example/1", found_in="feed", found_at=NOW))[1]
    head, _, block = metadata.partition(b"\r\n\r\n")
    assert b"Content-Type: application/json" in head
    assert json.loads(block.strip())["found_in"] == "feed"
