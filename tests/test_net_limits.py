import gzip
import sys
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.test import get_crawler

from newscrawl.net.limits import BoundedDecompression
from newscrawl.net.refusals import AnswerBroken, AnswerTooLarge
from newscrawl.unpacking import whole_brotli, whole_deflate, whole_gzip, whole_zstd

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = Request("http://news.test/")
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress,
}  # fmt: skip
WHOLE = {"gzip": whole_gzip, "deflate": whole_deflate, "br": whole_brotli, "zstd": whole_zstd}


@pytest.fixture
def limits() -> BoundedDecompression:
    return build_from_crawler(BoundedDecompression, get_crawler(settings_dict={"DOWNLOAD_MAXSIZE": 10_000}))


def _read(limits: BoundedDecompression, body: bytes, *encodings: str, **meta: int) -> bytes:
    response = Response(PAGE.url, body=body, headers={"Content-Encoding": list(encodings)})
    answer = limits.process_response(Request(PAGE.url, meta=meta), response)
    assert isinstance(answer, Response)
    assert "Content-Encoding" not in answer.headers
    return answer.body


def test_two_layers_are_read(limits: BoundedDecompression) -> None:
    assert _read(limits, gzip.compress(zlib.compress(b"text")), "deflate, gzip") == b"text"
    assert _read(limits, gzip.compress(gzip.compress(b"text")), "gzip", "x-gzip") == b"text"


@pytest.mark.parametrize("encodings", [["gzip"] * 3, ["gzip, gzip", "br"], [", ".join(["gzip"] * 50)]])
def test_three_layers_are_not(limits: BoundedDecompression, encodings: list[str]) -> None:
    with pytest.raises(AnswerTooLarge, match="times"):
        _read(limits, b"x", *encodings)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_bombs_are_refused_and_a_sitemap_may_be_larger(limits: BoundedDecompression, encoding: str) -> None:
    content = bytes(50_000)
    body = COMPRESS[encoding](content)
    with pytest.raises(AnswerTooLarge, match="more than"):
        _read(limits, body, encoding)
    assert _read(limits, body, encoding, download_maxsize=60_000) == content
    assert limits.stats is not None
    assert limits.stats.get_value("net/answer_too_large") == 1


@pytest.mark.parametrize("encoding", COMPRESS)
def test_an_answer_without_a_body_may_name_an_encoding(limits: BoundedDecompression, encoding: str) -> None:
    assert _read(limits, b"", encoding) == b""


@pytest.mark.parametrize("body", [b"<html>not compressed</html>", b"\x1f\x8b\x08broken"])
def test_what_does_not_decompress_is_broken(limits: BoundedDecompression, body: bytes) -> None:
    with pytest.raises(AnswerBroken) as broken:
        _read(limits, body, "gzip")
    assert broken.value.reason == "network_error"


@pytest.mark.parametrize("encoding", COMPRESS)
@given(content=st.binary(max_size=3000), missing=st.integers(min_value=1, max_value=3000))
@settings(deadline=None, max_examples=60)
def test_half_a_body_is_never_taken_for_a_whole(encoding: str, content: bytes, missing: int) -> None:
    body = COMPRESS[encoding](content)
    assert WHOLE[encoding](body, 0) == content
    assume(len(body) > 1)
    with pytest.raises((EOFError, zlib.error)):
        WHOLE[encoding](body[: max(1, len(body) - missing)], 0)


@pytest.mark.parametrize("encoding", COMPRESS)
def test_long_bodies_come_whole(encoding: str) -> None:
    content = "".join(f"خبر {number} " for number in range(60_000)).encode()
    assert WHOLE[encoding](COMPRESS[encoding](content), len(content)) == content
    with pytest.raises(ValueError, match="more than"):
        WHOLE[encoding](COMPRESS[encoding](content), len(content) - 1)


def test_deflate_without_its_header() -> None:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert whole_deflate(stream.compress(b"text" * 99) + stream.flush(), 0) == b"text" * 99


@given(st.lists(st.binary(max_size=500), min_size=1, max_size=4), st.sampled_from([b"", b"\0" * 9, b"tail"]))
@settings(deadline=None, max_examples=100)
def test_members_and_padding(parts: list[bytes], padding: bytes) -> None:
    body = b"".join(map(gzip.compress, parts)) + padding
    assert whole_gzip(body, 0) == b"".join(parts)


def test_a_bomb_of_many_members_is_stopped() -> None:
    with pytest.raises(ValueError, match="more than"):
        whole_gzip(gzip.compress(bytes(1000)) * 100, 5000)


def test_members_without_content_are_stopped_too() -> None:
    """No size is ever reached, and a crawl stood still for the minute that a million of them take."""
    with pytest.raises(ValueError, match="members"):
        whole_gzip(gzip.compress(b"") * 10_001, 5000)
