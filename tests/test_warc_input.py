import gc
import gzip
import io
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newscrawl.exit_codes import EndWith
from newscrawl.warc.answers import read_answers
from newscrawl.warc.input import WarcInput
from tests.hostile import Asked, Hostile, hostile, in_turn, raw, reply
from tests.test_warc import HTML, record

MEMBERS = b"".join(gzip.compress(record()) for _ in range(3))


@pytest.fixture(scope="module")
def site() -> Iterator[Hostile]:
    with hostile() as running:
        yield running


@pytest.fixture
def warc(tmp_path: Path) -> str:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(MEMBERS)
    return str(path)


def read(name: str) -> list[bytes]:
    with closing(WarcInput(name)) as opened:
        return [found.answer.body for found in read_answers(opened.stream)]


def test_a_path_is_read_to_its_end(warc: str):
    assert read(warc) == [HTML] * 3


def test_standard_input_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MEMBERS)))
    with closing(WarcInput("-")) as opened:
        assert len(list(read_answers(opened.stream))) == 3
        assert opened.broke_off is None


def test_a_url_is_read_in_a_stream(site: Hostile):
    site.answers["127.0.0.1/a.warc.gz"] = reply(MEMBERS)
    assert read(site.url("127.0.0.1", "/a.warc.gz")) == [HTML] * 3


def test_a_download_that_ends_early_is_cut_short_even_at_a_members_border(site: Hostile):
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(MEMBERS)}\r\n\r\n".encode()
    member = MEMBERS[: len(MEMBERS) // 3]
    site.answers["127.0.0.1/early"] = raw(head + member)
    site.answers["127.0.0.1/chunks"] = raw(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n" % (len(member), member)
    )
    for path in ("/early", "/chunks"):
        with closing(WarcInput(site.url("127.0.0.1", path))) as opened:
            assert [found.answer.body for found in read_answers(opened.stream)] == [HTML], path
            assert opened.broke_off is not None, path


@pytest.mark.parametrize(
    "name", ["", "no/such/file.warc.gz", "http://127.0.0.1:1/x", "http://", "https://[/x", "\0"]
)
def test_what_cannot_be_opened_is_a_usage_error(name: str):
    with pytest.raises(EndWith) as end:
        WarcInput(name)
    assert end.value.code == 2


def test_a_folder_and_a_missing_page_are_usage_errors(tmp_path: Path, site: Hostile):
    for name in (str(tmp_path), site.url("127.0.0.1", "/missing")):
        with pytest.raises(EndWith, match=r"directory|404") as end:
            WarcInput(name)
        assert end.value.code == 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the library leaves its socket
def test_an_answer_that_is_no_http_is_a_usage_error(site: Hostile):
    site.answers["127.0.0.1/raw"] = raw(b"SSH-2.0-server\r\n\r\n")
    with pytest.raises(EndWith) as end:
        WarcInput(site.url("127.0.0.1", "/raw"))
    assert end.value.code == 2
    del end
    gc.collect()  # here, or the warning of the library's socket meets another test


def test_a_url_is_asked_for_once(site: Hostile):
    site.answers["127.0.0.1/once"] = reply(MEMBERS)
    read(site.url("127.0.0.1", "/once"))
    assert len(site.times("127.0.0.1", "/once")) == 1
    asked: Asked = site.asked[-1]
    assert asked.path == "/once"


# Going on further in

THIRD = 2 * len(MEMBERS) // 3


def test_a_file_and_a_server_that_knows_ranges_are_read_from_further_on(warc: str, site: Hostile):
    of_all = f"bytes {THIRD}-{len(MEMBERS) - 1}/{len(MEMBERS)}"
    rest = reply(MEMBERS[THIRD:], status=206, Content_Range=of_all)
    site.answers["127.0.0.1/ranged"] = in_turn(reply(MEMBERS), rest)
    for name in (warc, site.url("127.0.0.1", "/ranged")):
        with closing(WarcInput(name)) as opened:
            assert opened.skip_to(THIRD), name
            assert (opened.taken, opened.size) == (THIRD, len(MEMBERS))
            assert opened.stream.read() == MEMBERS[THIRD:], name
            assert (opened.taken, opened.broke_off) == (len(MEMBERS), None)
    assert site.asked[-1].headers["range"] == f"bytes={THIRD}-"


def test_what_cannot_be_read_from_further_on_is_read_from_its_beginning(
    site: Hostile, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MEMBERS)))
    site.answers["127.0.0.1/whole"] = reply(MEMBERS)
    for name in ("-", site.url("127.0.0.1", "/whole")):
        with closing(WarcInput(name)) as opened:
            assert not opened.skip_to(THIRD), name
            assert opened.stream.read() == MEMBERS, name
