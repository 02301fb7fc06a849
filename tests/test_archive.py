import gzip
import io
import random
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.archive.responses import Archive, cut_torn_tails, read_answer
from newscrawl.warc.answers import read_answers
from newscrawl.warc.writing import Answer, warcinfo_of
from pipelines.layout import Layout
from pipelines.records import WarcPlace
from pipelines.storing.batches import StopStoring
from tests.builders import NOW, candidate

NAME = "archive/source=anba/2026-03-14.warc.gz"


def answer(number: int, at: datetime = NOW) -> Answer:
    return Answer(f"https://anba.example/news/{number}", 200, (("A", "b"),), f"صفحة {number}".encode() * 50, at)


def fill(layout: Layout, *numbers: int) -> list[WarcPlace]:
    with closing(Archive(layout, "anba")) as archive:
        places = [archive.write(answer(number), candidate()) for number in numbers]
        archive.sync()
    return places


def member_at(layout: Layout, place: WarcPlace) -> bytes:
    data = layout.archive_file(place.file).read_bytes()
    return data[place.offset : place.offset + place.length]


def numbers_in(path: Path) -> list[int]:
    with path.open("rb") as file:
        return [int(found.answer.url.rpartition("/")[2]) for found in read_answers(file)]


def test_offset_and_length_are_enough_to_read_a_response_back(tmp_path: Path):
    layout = Layout(tmp_path)
    for number, place in enumerate(fill(layout, 0, 1, 2)):
        member = gzip.decompress(member_at(layout, place))
        assert member.startswith(b"WARC/1.1\r\nWARC-Type: response\r\n") or b"\r\nWARC-Type: response\r\n" in member
        (found,) = read_answers(io.BytesIO(member_at(layout, place)))
        assert found.answer == answer(number)


def test_a_file_opens_with_who_wrote_it_and_a_second_run_appends(tmp_path: Path):
    layout = Layout(tmp_path)
    fill(layout, 1)
    (place,) = fill(layout, 2)
    data = layout.archive_file(NAME).read_bytes()
    assert gzip.decompress(data).count(b"WARC-Type: warcinfo") == 1
    assert numbers_in(layout.archive_file(NAME)) == [1, 2]
    assert next(read_answers(io.BytesIO(member_at(layout, place)))).answer == answer(2)


def test_what_the_listing_said_stands_beside_its_answer(tmp_path: Path):
    layout = Layout(tmp_path)
    with closing(Archive(layout, "anba")) as archive:
        archive.write(answer(1), candidate(title="عنوان"))
        archive.write(answer(2), None)
    with layout.archive_file(NAME).open("rb") as file:
        assert [found.said.get("title") for found in read_answers(file)] == ["عنوان", None]


def test_the_file_changes_with_the_day(tmp_path: Path):
    layout = Layout(tmp_path)
    with closing(Archive(layout, "anba")) as archive:
        first = archive.write(answer(1, datetime.fromisoformat("2026-03-14T23:59:59Z")), None)
        second = archive.write(answer(2, datetime.fromisoformat("2026-03-15T00:00:00Z")), None)
        third = archive.write(answer(3, NOW - timedelta(days=900)), None, date(2026, 3, 15))
        lengths = archive.sync()
    assert [place.file[-18:-8] for place in (first, second, third)] == ["2026-03-14", "2026-03-15", "2026-03-15"]
    assert lengths == {place.file: layout.archive_file(place.file).stat().st_size for place in (first, second)}
    assert all(member_at(layout, place) for place in (first, second, third))


def test_the_archive_may_lie_elsewhere_and_rows_name_it_the_same(tmp_path: Path):
    layout = Layout(tmp_path / "output", tmp_path / "big disk")
    (place,) = fill(layout, 1)
    assert place.file == NAME
    assert (tmp_path / "big disk" / "source=anba" / "2026-03-14.warc.gz").exists()
    assert not (tmp_path / "output").exists()


def test_sync_says_how_long_each_file_is(tmp_path: Path):
    layout = Layout(tmp_path)
    with closing(Archive(layout, "anba")) as archive:
        assert archive.sync() == {}
        archive.write(answer(1), candidate())
        before = archive.sync()
        assert before == {NAME: layout.archive_file(NAME).stat().st_size}
        archive.write(answer(2), candidate())
        assert archive.sync()[NAME] > before[NAME]


# Torn tails


def test_whole_files_are_left_alone(tmp_path: Path):
    layout = Layout(tmp_path)
    fill(layout, 1, 2)
    before = layout.archive_file(NAME).read_bytes()
    assert cut_torn_tails(layout, "anba", {}) == []
    assert cut_torn_tails(layout, "anba", {NAME: len(before)}) == []
    assert layout.archive_file(NAME).read_bytes() == before


def test_a_source_without_archive_has_nothing_torn(tmp_path: Path):
    assert cut_torn_tails(Layout(tmp_path), "anba", {NAME: 12}) == []


@given(torn=st.integers(1, 100), knows=st.booleans())
@settings(deadline=None, max_examples=30)
def test_a_torn_tail_is_cut_back_to_the_last_whole_record(
    tmp_path_factory: pytest.TempPathFactory, torn: int, knows: bool
):
    layout = Layout(tmp_path_factory.mktemp("torn"))
    first, second = fill(layout, 1, 2)
    path = layout.archive_file(NAME)
    data = path.read_bytes()
    path.write_bytes(data[: second.offset + torn % second.length])
    known = {NAME: first.offset + first.length} if knows else {}
    done = cut_torn_tails(layout, "anba", known)
    assert path.stat().st_size == second.offset
    assert bool(done) == bool(torn % second.length)
    fill(layout, 3)
    assert numbers_in(path) == [1, 3]


def test_a_tail_of_zeros_or_garbage_is_cut(tmp_path: Path):
    layout = Layout(tmp_path)
    fill(layout, 1)
    path = layout.archive_file(NAME)
    whole = path.read_bytes()
    for tail in (bytes(4096), b"garbage", b"\x1f\x8b"):
        path.write_bytes(whole + tail)
        assert cut_torn_tails(layout, "anba", {}) == [f"cut {len(tail)} torn bytes off {NAME}"]
        assert path.read_bytes() == whole


def test_known_bytes_are_not_read_again(tmp_path: Path):
    layout = Layout(tmp_path)
    fill(layout, 1)
    path = layout.archive_file(NAME)
    known = path.stat().st_size
    path.write_bytes(bytes(known) + gzip.compress(warcinfo_of("x", NOW)))  # not read, so not found to be no gzip
    assert cut_torn_tails(layout, "anba", {NAME: known}) == []


def test_a_file_shorter_than_known_is_not_made_longer(tmp_path: Path):
    layout = Layout(tmp_path)
    fill(layout, 1)
    size = layout.archive_file(NAME).stat().st_size
    assert cut_torn_tails(layout, "anba", {NAME: size + 10**6}) == []
    assert layout.archive_file(NAME).stat().st_size == size


# A disk that is not mounted, or another


def length_of(layout: Layout) -> dict[str, int]:
    return {NAME: layout.archive_file(NAME).stat().st_size}


def refused(layout: Layout, known: dict[str, int], at: datetime = NOW) -> str:
    with closing(Archive(layout, "anba", known)) as archive, pytest.raises(StopStoring) as why:
        archive.write(answer(9, at), candidate())
    return str(why.value)


def test_a_file_of_other_bytes_is_neither_cut_nor_appended_to(tmp_path: Path):
    own, other = Layout(tmp_path / "own"), Layout(tmp_path / "other")
    fill(own, 1, 2, 3)
    fill(other, 30)
    known, whole = {NAME: length_of(other)[NAME] + 7}, own.archive_file(NAME).read_bytes()
    assert cut_torn_tails(own, "anba", known) == []
    assert "other bytes" in refused(own, known)
    assert own.archive_file(NAME).read_bytes() == whole


def test_nothing_is_appended_where_stored_bytes_are_missing(tmp_path: Path):
    layout = Layout(tmp_path)
    fill(layout, 1)
    known = length_of(layout)
    layout.archive_file(NAME).unlink()
    assert f"{known[NAME]} bytes were stored in it, 0 are there" in refused(layout, known)
    says = refused(layout, known, NOW + timedelta(days=1))  # the next day begins a file of its own
    assert "1 archive files are gone" in says
    assert "newscrawl status --rebuild anba" in says


def test_a_known_file_goes_on_behind_what_a_crash_left_whole(tmp_path: Path):
    layout = Layout(tmp_path)
    fill(layout, 1)
    known = length_of(layout)
    fill(layout, 2)
    assert cut_torn_tails(layout, "anba", known) == []
    with closing(Archive(layout, "anba", known)) as archive:
        archive.write(answer(3), candidate())
        archive.write(answer(4, NOW + timedelta(days=1)), candidate())
        archive.write(answer(5), candidate())
    assert numbers_in(layout.archive_file(NAME)) == [1, 2, 3, 5]


# A disk that refuses


def test_a_folder_that_cannot_be_made_stops_storing(tmp_path: Path):
    (tmp_path / "archive").write_text("a file, where a folder has to be")
    with closing(Archive(Layout(tmp_path), "anba")) as archive, pytest.raises(StopStoring, match="Not a directory"):
        archive.write(answer(1), None)


def test_a_full_disk_stops_storing(tmp_path: Path):
    layout = Layout(tmp_path)
    with closing(Archive(layout, "anba")) as archive:
        archive.write(answer(1), None)
        archive.sync()
        whole = layout.archive_file(NAME).stat().st_size
        assert archive._file is not None
        archive._file.close()
        archive._file = Path("/dev/full").open("ab", buffering=0)  # noqa: SIM115 (closed with the archive)
        with pytest.raises(StopStoring, match="No space left"):
            archive.write(answer(2), None)
    assert cut_torn_tails(layout, "anba", {}) == []
    assert layout.archive_file(NAME).stat().st_size == whole


@pytest.mark.parametrize(
    "take_away",
    [Path.unlink, lambda path: path.rename(path.with_suffix(".away")), lambda path: path.write_bytes(b"")],
    ids=["removed", "moved", "cut"],
)
def test_a_file_that_is_taken_away_while_it_is_written_stops_storing(
    tmp_path: Path, take_away: Callable[[Path], object]
):
    layout = Layout(tmp_path)
    with closing(Archive(layout, "anba")) as archive:
        archive.write(answer(1), candidate())
        archive.sync()
        take_away(layout.archive_file(NAME))
        archive.write(answer(2), candidate())
        with pytest.raises(StopStoring, match="taken away while it was written"):
            archive.sync()


def test_closing_after_a_full_disk_says_so_too(tmp_path: Path):
    archive = Archive(Layout(tmp_path), "anba")
    archive.write(answer(1), None)
    assert archive._file is not None
    archive._file.close()
    archive._file = Path("/dev/full").open("ab")  # noqa: SIM115
    archive.write(answer(1), None)  # fits the buffer
    with pytest.raises(StopStoring, match="No space left"):
        archive.close()
    archive.close()


# One answer by its place


def test_an_answer_is_read_back_by_its_place_with_what_was_said_of_it(tmp_path: Path):
    layout = Layout(tmp_path)
    with closing(Archive(layout, "anba")) as archive:
        places = [archive.write(answer(n), candidate(title=f"عنوان {n}") if n != 1 else None) for n in range(3)]
    for number, place in enumerate(places):
        found = read_answer(layout.archive_file(place.file), place.offset)
        assert found is not None
        assert found.answer == answer(number)
        assert found.said.get("title") == (None if number == 1 else f"عنوان {number}")
        assert found.is_ours


def test_a_large_answer_is_read_back_whole(tmp_path: Path):
    body = random.Random(1).randbytes(300_000)
    large = Answer("https://anba.example/news/1", 200, (), body, NOW)
    with closing(Archive(Layout(tmp_path), "anba")) as archive:
        place = archive.write(large, candidate())
        archive.write(answer(2), candidate())
    found = read_answer(tmp_path / NAME, place.offset)
    assert found is not None
    assert found.answer == large


@given(offset=st.integers(0, 5000))
@settings(deadline=None, max_examples=30)
def test_a_wrong_place_gives_nothing_or_a_whole_answer(tmp_path_factory: pytest.TempPathFactory, offset: int):
    layout = Layout(tmp_path_factory.mktemp("place"))
    places = {place.offset: number for number, place in enumerate(fill(layout, 0, 1))}
    found = read_answer(layout.archive_file(NAME), offset)
    assert (found is None) == (offset not in places)
    assert found is None or found.answer == answer(places[offset])


def test_a_record_that_is_damaged_or_cut_gives_nothing(tmp_path: Path):
    layout = Layout(tmp_path)
    place = fill(layout, 1, 2)[1]
    path = layout.archive_file(NAME)
    whole = path.read_bytes()
    damaged = bytearray(whole)
    damaged[place.offset + 15 : place.offset + 60] = bytes(45)
    for data in (bytes(damaged), whole[: place.offset + place.length - 5], whole[: place.offset]):
        path.write_bytes(data)
        assert read_answer(path, place.offset) is None


# Answers that are held back


def test_an_answer_that_is_held_and_let_go_is_not_archived(tmp_path: Path):
    layout = Layout(tmp_path)
    with closing(Archive(layout, "anba")) as archive:
        archive.hold(answer(1), candidate("https://anba.example/news/1"))
        archive.let_go("https://anba.example/news/1")
        archive.let_go("https://anba.example/news/2")
        assert archive.keep("https://anba.example/news/1") is None
        assert archive.sync() == {}
    assert not layout.archive_file(NAME).exists()


def test_an_answer_that_is_held_and_kept_is_archived_once(tmp_path: Path):
    layout = Layout(tmp_path)
    with closing(Archive(layout, "anba")) as archive:
        for number in (1, 2):
            archive.hold(answer(number), candidate(f"https://anba.example/news/{number}", title="عنوان"))
        place = archive.keep("https://anba.example/news/2")
        assert archive.keep("https://anba.example/news/2") is None
    assert place is not None
    found = read_answer(layout.archive_file(place.file), place.offset)
    assert found is not None
    assert (found.answer, found.said["title"]) == (answer(2), "عنوان")
    assert numbers_in(layout.archive_file(NAME)) == [2]


def test_a_held_answer_is_kept_in_the_file_of_the_day_that_was_asked_for(tmp_path: Path):
    with closing(Archive(Layout(tmp_path), "anba")) as archive:
        archive.hold(answer(1), candidate("u"), date(2026, 3, 20))
        place = archive.keep("u")
    assert place is not None
    assert place.file.endswith("2026-03-20.warc.gz")
