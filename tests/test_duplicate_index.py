"""The shared index: who came first is never in doubt, nothing that is committed is missing for ever."""

import json
import multiprocessing
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.duplicates.file import IndexDamaged, start_anew
from pipelines.duplicates.fingerprints import fingerprint_of
from pipelines.duplicates.index import DuplicateIndex
from pipelines.duplicates.numbers import BANDS, VERDICT
from pipelines.duplicates.replay import Replayed, replay_missing
from pipelines.duplicates.rules import Duplicate, mark
from pipelines.records import Article
from pipelines.storing.batches import write_part
from tests.copies import MOMENT, copy_of, invented, settle, titled, true_jaccard
from tests.damage import make_newer

ROOT = Path(__file__).parents[1]
WINDOW = VERDICT.window_days


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "_duplicates.sqlite"


@pytest.fixture
def index(path: Path) -> Iterator[DuplicateIndex]:
    opened = DuplicateIndex(path)
    yield opened
    opened.close()


def test_copies_are_found_and_others_left_alone(index: DuplicateIndex) -> None:
    originals = [invented(number) for number in range(150)]
    copies = [copy_of(each, number % 9, seed=number) for number, each in enumerate(originals)]
    strangers = [copy_of(each, 25, source_id="nida") for each in originals]
    assert settle(index, *originals) == [None] * 150
    verdicts = settle(index, *copies)
    found = [verdict for verdict in verdicts if verdict is not None]
    assert len(found) / len(copies) >= 0.99
    assert all(v is None or v.duplicate_of == o.article_id for v, o in zip(verdicts, originals, strict=True))
    assert settle(index, *strangers) == [None] * 150


def test_a_copy_in_the_same_batch_is_found(index: DuplicateIndex) -> None:
    first = invented(1)
    assert settle(index, first, copy_of(first, 0)) == [None, Duplicate("exact", first.article_id, 1.0)]


def test_what_is_stored_is_known_after_a_restart(path: Path) -> None:
    first = invented(1)
    for number, expected in enumerate([None, first.article_id, first.article_id]):
        index = DuplicateIndex(path)
        (verdict,) = settle(index, first if number == 0 else copy_of(first, number))
        assert (verdict and verdict.duplicate_of) == expected
        index.close()


def test_what_raises_leaves_nothing_behind(index: DuplicateIndex) -> None:
    first = invented(1)
    with suppress(OSError), index.settling("batch-1", MOMENT) as settling:
        settling.settle(first, fingerprint_of(first))
        raise OSError("disk full")
    assert len(index) == 0
    assert index.missing([("batch-1", MOMENT)], MOMENT) == ["batch-1"]
    assert settle(index, copy_of(first, 0)) == [None]


def test_an_error_of_another_database_does_not_blame_the_index(index: DuplicateIndex) -> None:
    with pytest.raises(sqlite3.DatabaseError, match="state"), index.settling("batch-1", MOMENT):
        raise sqlite3.DatabaseError("the state is malformed")


def test_an_article_that_comes_again_is_no_copy_of_itself(index: DuplicateIndex) -> None:
    first = invented(1)
    assert settle(index, first) == settle(index, first, day=1) == [None]
    assert len(index) == 1


@settings(deadline=None, max_examples=15)
@given(
    steps=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8)), min_size=1, max_size=30),
    seed=st.integers(0, 1000),
    batch=st.integers(1, 10),
)
def test_a_cluster_is_a_star_never_a_chain(steps: list[tuple[int, int]], seed: int, batch: int) -> None:
    """Copies of copies of copies: each names a first article, with the true similarity to that one."""
    articles = _generations(steps, seed)
    with tempfile.TemporaryDirectory() as folder:
        index = DuplicateIndex(Path(folder) / "index.sqlite")
        for begin in range(0, len(articles), batch):
            settle(index, *articles[begin : begin + batch])
        index.close()
    by_id = {each.article_id: each for each in articles}
    for each in articles:
        first = by_id[each.cluster_id]
        assert (first.cluster_id, first.duplicate_of) == (first.article_id, None)
        if each is not first:
            assert each.duplicate_score is not None
            assert each.duplicate_score == pytest.approx(true_jaccard(each, first), abs=0.001)
            assert each.duplicate_score >= VERDICT.like_first


def test_the_verdicts_do_not_depend_on_how_batches_fall(tmp_path: Path) -> None:
    steps = [(number * 7 % 11, number % 8) for number in range(40)]
    told = []
    for size in (1, 7, 50):
        articles = _generations(steps, seed=3)
        index = DuplicateIndex(tmp_path / f"{size}.sqlite")
        told.append([v for at in range(0, len(articles), size) for v in settle(index, *articles[at : at + size])])
        index.close()
    assert told[0] == told[1] == told[2]


def _generations(steps: list[tuple[int, int]], seed: int) -> list[Article]:
    articles = [invented(seed)]
    for number, (parent, changed) in enumerate(steps):
        articles.append(copy_of(articles[parent % len(articles)], changed, source_id=f"s{number}", seed=number))
    return articles


def test_a_credit_in_a_cluster_counts_for_its_later_copies(index: DuplicateIndex) -> None:
    first = invented(1)
    credited = titled(f"رويترز - بيروت - {first.text}", "credited", source_id="sada")
    assert settle(index, first) == [None]
    kinds = [settle(index, each) for each in (credited, copy_of(first, 1, "nida"), copy_of(first, 2, "anba"))]
    assert [found.kind for (found,) in kinds if found is not None] == ["wire", "wire", "near"]


def test_a_first_article_that_comes_again_stays_the_first(index: DuplicateIndex) -> None:
    """Its copies are known by then: it must not become a copy of its own copy, nor of itself."""
    first = invented(1)
    settle(index, first, copy_of(first, 1), copy_of(first, 2, "nida"))
    assert settle(index, first, day=1) == [None]
    (verdict,) = settle(index, copy_of(first, 3, "nida"), day=2)
    assert verdict is not None
    assert verdict.duplicate_of == first.article_id


# The window


@pytest.mark.parametrize(("day", "is_known"), [(WINDOW, True), (WINDOW + 1, False)])
def test_what_is_older_than_the_window_is_not_known(index: DuplicateIndex, day: int, is_known: bool) -> None:
    first = invented(1)
    settle(index, first)
    (verdict,) = settle(index, copy_of(first, 1), day=day)
    assert (verdict is not None) is is_known


def test_a_first_article_stays_as_long_as_its_copies(index: DuplicateIndex) -> None:
    first = invented(1)
    settle(index, first)
    for number, day in enumerate((WINDOW, 2 * WINDOW, 3 * WINDOW)):
        (verdict,) = settle(index, copy_of(first, number), day=day)
        assert verdict is not None
        assert verdict.duplicate_of == first.article_id


def test_old_entries_leave_in_bounded_steps(index: DuplicateIndex) -> None:
    settle(index, *(invented(number, length=30) for number in range(500)))
    sizes = []
    for number in range(8):
        settle(index, invented(1000 + number, length=30), day=WINDOW + 1)
        sizes.append(len(index))
    assert sizes[:2] == [401, 302]
    assert sizes[-1] == 8
    assert index._db.execute("SELECT count(*) FROM postings").fetchone() == (8 * (BANDS.bands + 1),)
    assert index._db.execute("SELECT count(*) FROM batches").fetchone() == (8,)


def test_what_is_too_old_takes_the_place_of_no_other(index: DuplicateIndex) -> None:
    text = invented(1).text
    settle(index, *(titled(text, f"old-{number}") for number in range(BANDS.most_compared + 8)))
    new = titled(text, "new")
    (first, second) = settle(index, new, titled(text, "newer"), day=WINDOW + 1)
    assert first is None
    assert second == Duplicate("exact", new.article_id, 1.0)


def test_a_text_known_beyond_the_window_keeps_its_cluster(index: DuplicateIndex) -> None:
    late = invented(1)
    with index.settling("batch-1", MOMENT) as settling:
        found = settling.settle(late, fingerprint_of(late), lambda: Duplicate("near", "f" * 32, 0.8))
    assert found == Duplicate("near", "f" * 32, 0.8)
    (next_one,) = settle(index, copy_of(late, 1))
    assert next_one is not None
    assert next_one.duplicate_of == "f" * 32


def test_a_template_does_not_fill_the_index(index: DuplicateIndex) -> None:
    number = BANDS.most_postings + 60
    copies = [titled(invented(1).text, f"template-{at}") for at in range(number)]
    verdicts = settle(index, *copies)
    assert {v.duplicate_of for v in verdicts if v is not None} == {copies[0].article_id}
    assert verdicts.count(None) == 1
    most = BANDS.most_postings * BANDS.bands + number  # and one for each id
    assert index._db.execute("SELECT count(*) FROM postings").fetchone()[0] <= most


# Batches that the index lacks


def test_a_committed_batch_that_is_missing_is_replayed(path: Path) -> None:
    first, copy = invented(1), copy_of(invented(1), 2)
    elsewhere = DuplicateIndex(path.with_name("lost.sqlite"))
    settle(elsewhere, first, copy)
    elsewhere.close()
    index = DuplicateIndex(path)
    batches = [("batch-1", MOMENT), ("batch-2", MOMENT)]
    assert index.missing(batches, MOMENT) == ["batch-1", "batch-2"]
    assert index.replay("batch-1", MOMENT, [first, copy]) == 2
    assert index.replay("batch-1", MOMENT, [first, copy]) == 0
    assert index.missing(batches, MOMENT) == ["batch-2"]
    assert index.replay("batch-2", MOMENT, [copy]) == 0  # under another batch's name it is still one entry
    assert len(index) == 2
    (verdict,) = settle(index, copy_of(copy, 4, "nida"))
    assert verdict is not None
    assert verdict.duplicate_of == first.article_id
    index.close()


def test_replayed_rows_are_as_old_as_their_run(index: DuplicateIndex) -> None:
    old, new = invented(1), invented(2, run_id="anba-20260501T090000Z-1a2b")
    moment = MOMENT.replace(month=5, day=2)
    assert index.replay("merged", moment, [old, new]) == 1
    assert settle(index, copy_of(old, 0), day=0) == [None]
    (verdict,) = settle(index, copy_of(new, 0), day=50)
    assert verdict is not None


def test_missing_batches_are_replayed_from_their_files(index: DuplicateIndex, tmp_path: Path) -> None:
    first, copy = invented(1, agencies=["afp"]), copy_of(invented(1), 2)
    mark(copy, Duplicate("wire", first.article_id, 0.9))
    folder = tmp_path / "articles"
    folder.mkdir()
    write_part(folder / "one.parquet", [first])
    write_part(folder / "two.parquet", [copy])
    name = "anba-20260314T090000Z-1a2b-0001"
    batches = [(name, ["articles/one.parquet", "outcomes/no.parquet"]), ("merged", ["articles/two.parquet"])]
    gone = ("gone", ["articles/gone.parquet"])
    assert replay_missing(index, tmp_path, [*batches, gone], MOMENT) == Replayed(2, ["gone"])
    assert replay_missing(index, tmp_path, batches, MOMENT) == Replayed(0, [])
    (verdict,) = settle(index, copy_of(first, 0, "nida"))
    assert verdict == Duplicate("wire", first.article_id, 1.0)


def test_a_damaged_file_costs_the_index_its_own_batch_until_it_is_mended(
    index: DuplicateIndex, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "articles/source=anba/month=2026-03"
    folder.mkdir(parents=True)
    for number, name in enumerate(("cut", "newer", "whole")):
        write_part(folder / f"{name}.parquet", [invented(number)])
    whole = (folder / "cut.parquet").read_bytes()
    (folder / "cut.parquet").write_bytes(whole[: len(whole) // 2])
    make_newer(folder / "newer.parquet")
    batches = [(each, [f"articles/source=anba/month=2026-03/{each}.parquet"]) for each in ("cut", "newer", "whole")]
    assert replay_missing(index, tmp_path, batches, MOMENT) == Replayed(1, ["cut", "newer"])
    assert "month=2026-03/cut.parquet: cannot be read" in caplog.text
    assert "month=2026-03/newer.parquet was written by a newer newscrawl" in caplog.text
    (folder / "cut.parquet").write_bytes(whole)
    assert replay_missing(index, tmp_path, batches[:1], MOMENT) == Replayed(1, [])


def test_batches_older_than_the_window_are_not_missed(index: DuplicateIndex) -> None:
    later = MOMENT.replace(year=MOMENT.year + 1)
    assert index.missing([("old", MOMENT), ("new", later)], later) == ["new"]


def test_a_forgotten_article_is_no_longer_known(index: DuplicateIndex) -> None:
    first, other = invented(1), invented(2)
    settle(index, first, other)
    index.take_out([first.article_id, "f" * 32])
    assert len(index) == 1
    assert settle(index, copy_of(first, 0), copy_of(other, 0)) == [
        None,
        Duplicate("exact", other.article_id, 1.0),
    ]


# Damage


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000, b"SQLite format 3\x00" + b"\xff" * 8000])
def test_a_file_that_is_no_index_is_refused_and_made_anew(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(IndexDamaged, match="_duplicates"):
        DuplicateIndex(path)
    start_anew(path)
    assert path.with_name(path.name + ".damaged").read_bytes() == content
    index = DuplicateIndex(path)
    assert index.missing([("batch-1", MOMENT)], MOMENT) == ["batch-1"]
    index.close()


def test_fingerprints_of_another_version_are_refused(path: Path) -> None:
    DuplicateIndex(path).close()
    db = sqlite3.connect(path)
    db.execute("UPDATE marker SET fingerprints = 'older'")
    db.commit()
    db.close()
    with pytest.raises(IndexDamaged, match="other fingerprints"):
        DuplicateIndex(path)


def test_a_sound_index_is_not_put_away(path: Path) -> None:
    index = DuplicateIndex(path)
    settle(index, invented(1))
    start_anew(path)
    assert len(index) == 1
    index.close()
    assert not path.with_name(path.name + ".damaged").exists()


def test_damage_that_shows_later_is_named_and_put_right(path: Path) -> None:
    index = DuplicateIndex(path)
    settle(index, *(invented(number) for number in range(50)))
    index.close()
    content = bytearray(path.read_bytes())
    content[8192:] = random.Random(1).randbytes(len(content) - 8192)  # all but the schema and the marker
    path.write_bytes(content)
    index = DuplicateIndex(path)
    with pytest.raises(IndexDamaged):
        settle(index, *(invented(number) for number in range(50)))
    index.close()
    start_anew(path)
    index = DuplicateIndex(path)
    assert settle(index, invented(1)) == [None]
    index.close()


# Many processes


def _settle_shared(path: Path, process: int, stories: int) -> list[tuple[str, str]]:
    """Each process stores its own copy of each story, in an order of its own, in batches of ten."""
    order = random.Random(process).sample(range(stories), stories)
    index = DuplicateIndex(path)
    told = []
    for begin in range(0, stories, 10):
        rows = [copy_of(invented(number), process, f"s{process}") for number in order[begin : begin + 10]]
        settle(index, *rows)
        told += [(row.article_id, row.cluster_id) for row in rows]
    index.close()
    return told


def test_four_processes_agree_on_who_was_first(path: Path) -> None:
    stories = 120
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        told = pool.starmap(_settle_shared, [(path, process, stories) for process in range(4)])
    cluster_of = dict(each for part in told for each in part)
    assert len(cluster_of) == 4 * stories
    found = 0
    for number in range(stories):
        ids = [copy_of(invented(number), process, f"s{process}").article_id for process in range(4)]
        assert all(cluster_of[cluster_of[each]] == cluster_of[each] for each in ids)
        found += len({cluster_of[each] for each in ids}) == 1
    assert found / stories >= 0.99
    index = DuplicateIndex(path)
    assert len(index) == 4 * stories
    index.close()


def test_two_that_begin_at_once_make_one_index(path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        pool.starmap(_settle_shared, [(path, process, 10) for process in range(4)])
    index = DuplicateIndex(path)
    assert len(index) == 40
    index.close()


def test_kill_at_any_moment_loses_nothing_for_longer_than_a_replay(path: Path, tmp_path: Path) -> None:
    log = tmp_path / "committed.jsonl"
    chance = random.Random(5)
    for seed in range(6):
        _settle_and_kill(path, log, seed, after=chance.randrange(1, 12), then=chance.random() * 0.02)
    committed = [
        json.loads(line) for line in log.read_text("utf-8").splitlines(keepends=True) if line.endswith("\n")
    ]
    index = DuplicateIndex(path)
    assert index._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    missing = index.missing([(batch_id, MOMENT) for batch_id, _ in committed], MOMENT)
    assert len(missing) <= 6
    for batch_id, rows in committed:
        if batch_id in missing:
            index.replay(batch_id, MOMENT, [_row(*row) for row in rows])
    assert len(index) == sum(len(rows) for _, rows in committed)
    for _, rows in committed:
        copies = [copy_of(_row(*row), 0, "again") for row in rows]
        firsts = [of or article_id for article_id, of, _ in rows]
        assert [verdict and verdict.duplicate_of for verdict in settle(index, *copies)] == firsts
    index.close()


def _settle_and_kill(path: Path, log: Path, seed: int, after: int, then: float) -> None:
    command = [sys.executable, "-m", "tests.settler", str(path), str(log), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        for _ in range(after):
            assert process.stdout.readline()
        with suppress(subprocess.TimeoutExpired):
            process.wait(then)
        process.send_signal(signal.SIGKILL)


def _row(article_id: str, duplicate_of: str | None, text: str) -> Article:
    return titled(text, article_id, article_id=article_id, cluster_id=duplicate_of or article_id)
