import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.layout import Layout, month_of, part_folder, sync_folder, write_whole
from tests.builders import NOW, article, outcome, revision

OUTPUT = Path("/data/press")


def _open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


def test_everything_lies_where_it_was_promised():
    layout = Layout(OUTPUT)
    assert layout.staging == OUTPUT / "_staging"
    assert layout.state_file("anba") == OUTPUT / "state/anba.sqlite"
    assert layout.lock_file("anba") == OUTPUT / "state/anba.lock"
    assert layout.runs_file(date(2026, 3, 4)) == OUTPUT / "runs/2026-03-04.jsonl"
    name = layout.archive_name("anba", date(2026, 3, 4))
    assert name == "archive/source=anba/2026-03-04.warc.gz"
    assert layout.archive_file(name) == OUTPUT / name


def test_the_archive_may_lie_elsewhere_and_rows_name_it_alike():
    here, there = Layout(OUTPUT), Layout(OUTPUT, Path("/mnt/big"))
    day = date(2026, 3, 4)
    assert there.archive_name("anba", day) == here.archive_name("anba", day)
    assert there.archive_file(there.archive_name("anba", day)) == Path("/mnt/big/source=anba/2026-03-04.warc.gz")
    assert there.staging == here.staging
    assert there.state_file("anba") == here.state_file("anba")


@pytest.mark.parametrize(
    ("record", "folder"),
    [
        (article(published_day=date(2025, 12, 31)), "articles/source=anba/month=2025-12"),
        (article(published_day=None), "articles/source=anba/month=2026-03"),
        (revision(published_day=date(2025, 12, 31)), "revisions/source=anba/month=2026-03"),
        (outcome(at=datetime(2024, 2, 29, 23, 59, tzinfo=UTC)), "outcomes/source=anba/month=2024-02"),
        (article(source_id="x9_z"), "articles/source=x9_z/month=2026-03"),
        (article(source_id="a" * 40), f"articles/source={'a' * 40}/month=2026-03"),
    ],
)
def test_a_part_lies_in_its_source_and_month(record, folder):
    assert part_folder(record) == folder


@pytest.mark.parametrize("day", [date(1, 1, 31), date(622, 7, 16), date(999, 12, 1)])
def test_a_month_has_four_digits_of_year(day):
    assert part_folder(article(published_day=day)).endswith(f"month={day.year:04d}-{day.month:02d}")


@pytest.mark.parametrize(
    "source_id",
    ["", ".", "..", "../anba", "a/b", "/etc", "a\\b", "a\x00b", "anba\n", "Anba", "9anba", "_anba", "a-b", "a.b",
     "a b", "أنباء", "a=b", "a%2fb", "a" * 41, "a٣"],
)  # fmt: skip
@pytest.mark.parametrize("make", [article, revision, outcome])
def test_no_path_is_made_of_what_is_no_source_id(make, source_id):
    with pytest.raises(ValueError, match="no source id"):
        part_folder(make(source_id=source_id))


@given(st.text(max_size=45))
@settings(deadline=None, max_examples=200)
def test_a_part_never_leaves_its_table(source_id):
    try:
        folder = part_folder(article(source_id=source_id))
    except ValueError:
        return
    assert os.path.normpath(folder) == folder
    assert folder == f"articles/source={source_id}/month=2026-03"


def test_the_month_is_of_publication_or_else_of_the_fetch():
    assert month_of(article(published_day=date(2020, 1, 1))) == date(2020, 1, 1)
    assert month_of(article()) == NOW
    assert month_of(revision(published_day=date(2020, 1, 1))) == NOW


def test_a_folder_is_synced_and_left_open_nowhere(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino))
    before = _open_files()
    sync_folder(tmp_path)
    assert synced == [tmp_path.stat().st_ino]
    assert _open_files() == before


def test_a_file_is_whole_and_synced_with_its_folder(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino))
    file = tmp_path / "list.tsv"
    (tmp_path / "list.tsv.new").write_text("what a crash left, longer than all that follows", "utf-8")
    write_whole(file, "وفا\n")
    assert file.read_text("utf-8") == "وفا\n"
    assert synced == [file.stat().st_ino, tmp_path.stat().st_ino]
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path, monkeypatch):
    def refuse(handle):
        raise OSError(28, "No space left on device")

    file = tmp_path / "list.tsv"
    file.write_text("as it was\n", "utf-8")
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        write_whole(file, "new\n")
    assert file.read_text("utf-8") == "as it was\n"


def test_a_folder_that_cannot_be_synced_says_so(tmp_path, monkeypatch):
    def refuse(handle):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", refuse)
    before = _open_files()
    with pytest.raises(OSError, match="Input/output"):
        sync_folder(tmp_path)
    assert _open_files() == before
