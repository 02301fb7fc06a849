"""A record overwritten in place: every other one reads as before, by our reader and by warcio's own."""

import gzip
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from newscrawl.archive.erasing import TooShort, blank_member, erase, erase_answer
from newscrawl.archive.members import kind_of
from newscrawl.archive.responses import Archive, cut_torn_tails, read_answer
from newscrawl.warc.answers import read_answers
from newscrawl.warc.writing import Answer
from pipelines.layout import Layout
from pipelines.records import WarcPlace
from tests.builders import NOW, candidate

SECRET = "سر لا يذاع"


def answer(number: int) -> Answer:
    body = (SECRET if number == 2 else "خبر").encode() * (200_000 if number == 4 else 300)
    return Answer(f"https://anba.example/news/{number}", 200, (("A", "b"),), body, NOW)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


@pytest.fixture
def places(layout: Layout) -> list[WarcPlace]:
    with closing(Archive(layout, "anba")) as archive:
        found = [archive.write(answer(n), candidate(answer(n).url) if n != 3 else None) for n in range(6)]
        archive.sync()
    return found


def path_of(layout: Layout, places: list[WarcPlace]) -> Path:
    return layout.archive_file(places[0].file)


def urls_in(path: Path) -> list[str]:
    with path.open("rb") as file:
        return [found.answer.url for found in read_answers(file)]


def test_all_others_read_as_before_and_stay_in_their_place(layout, places):
    path, size = path_of(layout, places), path_of(layout, places).stat().st_size
    said = [read_answer(path, place.offset) for place in places]
    erase_answer(path, places[2].offset)
    assert path.stat().st_size == size
    for number, place in enumerate(places):
        assert read_answer(path, place.offset) == (None if number == 2 else said[number])
    assert urls_in(path) == [answer(number).url for number in (0, 1, 3, 4, 5)]
    assert SECRET.encode() not in gzip.decompress(path.read_bytes())
    assert b"news/2" not in gzip.decompress(path.read_bytes())


def test_warcio_reads_it_and_finds_a_record_of_blanks(layout, places):
    path = path_of(layout, places)
    erase_answer(path, places[2].offset)
    with path.open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file, check_digests="raise")]
    before = ["warcinfo", *["response", "metadata"] * 2]
    assert kinds == [*before, "resource", "resource", "response", *["response", "metadata"] * 2]


def test_no_tail_is_taken_for_torn(layout, places):
    erase_answer(path_of(layout, places), places[5].offset)
    assert cut_torn_tails(layout, "anba", {}) == []


def test_a_listing_has_no_record_beside_it_and_the_next_answer_stays(layout, places):
    erase_answer(path_of(layout, places), places[3].offset)
    assert urls_in(path_of(layout, places)) == [answer(number).url for number in (0, 1, 2, 4, 5)]


def test_done_twice_or_over_a_torn_record_it_is_the_same(layout, places):
    path, place = path_of(layout, places), places[2]
    erase(path, [(place.offset, place.length)])
    once = path.read_bytes()
    with path.open("r+b") as file:
        file.seek(place.offset + 20)
        file.write(b"torn")
    erase(path, [(place.offset, place.length)])
    assert path.read_bytes() == once


@given(st.integers(300, 300_000))
def test_any_length_can_be_met(length):
    member = blank_member(length, "name")
    assert len(member) == length
    assert kind_of(gzip.decompress(member)) == "resource"


@pytest.mark.parametrize("length", [65_535 + 23 + at for at in range(-2, 8)])
def test_lengths_where_a_block_ends(length):
    assert len(blank_member(length, "name")) == length


def test_a_place_too_short_for_any_record_is_refused():
    with pytest.raises(TooShort, match="too short to be overwritten"):
        blank_member(100, "name")
