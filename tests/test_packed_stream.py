import gzip
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.warc.packed_stream import MAGIC, Damaged, Member, PackedStream, Torn, opens_with


def stream_of(data: bytes, begins_at: int = 0) -> PackedStream:
    return PackedStream(io.BufferedReader(io.BytesIO(data)), begins_at)


def content(member: Member, most: int = 2**16) -> bytes:
    return b"".join(iter(lambda: member.read(most), b""))


@given(
    st.lists(st.binary(max_size=5000), min_size=1, max_size=6), st.sampled_from([1, 7, 2**16]), st.integers(0, 9)
)
@settings(deadline=None, max_examples=80)
def test_members_come_one_by_one_with_their_places(contents: list[bytes], most: int, begins_at: int):
    members = [gzip.compress(each) for each in contents]
    stream = stream_of(b"".join(members), begins_at)
    for each, packed in zip(contents, members, strict=True):
        stream.mark()
        member = Member(stream)
        assert content(member, most) == each
        assert stream.since_mark() == packed
        assert stream.at == member.at + len(packed)
    assert not stream.skip_zeros()


def test_what_was_marked_can_be_had_again_however_much_it_is():
    data = bytes(range(256)) * 5000
    stream = stream_of(data)
    stream.take(100)
    stream.mark()
    while stream.take(10_000):
        pass
    assert stream.since_mark() == data[100:]
    stream.back_to_mark()
    assert (stream.at, bytes(stream.take(3))) == (100, data[100:103])


def test_without_a_mark_memory_stays_flat():
    stream = stream_of(bytes(4_000_000))
    while stream.take(10_000):
        assert len(stream._data) <= 2**19
    assert stream.since_mark() is None


def test_bytes_are_found_also_across_the_borders_of_what_is_read_at_once():
    for at in (0, 2**18 - 2, 2**18 - 1, 2**18, 700_001):
        stream = stream_of(bytes(at) + MAGIC + b"rest")
        assert stream.find(MAGIC)
        assert (stream.at, stream.peek(7)) == (at, MAGIC + b"rest")
    assert not stream_of(bytes(600_000)).find(MAGIC)


def test_a_torn_member_and_a_wrong_checksum_are_told_apart():
    packed = gzip.compress(b"x" * 1000)
    with pytest.raises(Torn):
        content(Member(stream_of(packed[:-1])))
    with pytest.raises(Damaged, match="incorrect data check"):
        content(Member(stream_of(packed[:-8] + bytes(8))))


def test_an_error_of_the_stream_is_its_end_and_is_said():
    class Breaking(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            raise ConnectionResetError("by peer")

    stream = PackedStream(io.BufferedReader(Breaking()))
    assert not stream.take(10)
    assert stream.problem == "by peer"


def test_a_member_is_known_by_how_its_content_begins():
    assert opens_with(gzip.compress(b"WARC/1.0\r\n"), b"WARC/")
    assert not opens_with(gzip.compress(b"<html>"), b"WARC/")
    assert not opens_with(MAGIC + b"\xff" * 20, b"WARC/")
