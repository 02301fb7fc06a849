import contextlib
import errno
import functools
import itertools
import os
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.layout import Layout
from pipelines.records import SCHEMA_VERSION, Article, Outcome
from pipelines.schema import ARTICLES, TABLES
from pipelines.state.batches import Batches
from pipelines.state.known import Additions, Known, Refusal
from pipelines.state.source_state import State
from pipelines.storing.batches import Batch, StopStoring, commit, recover, write_part
from tests.builders import NOW, SOURCE, article, open_state, outcome, revision

OLD_URL = "https://anba.example/news/1"
OLD = article(OLD_URL)
NEW = [
    article("https://anba.example/news/2", text="نص أول"),
    article("https://anba.example/news/3", text="نص ثان", published_day=date(2026, 2, 27)),
]
REFUSED = "https://anba.example/news/9"


def _batch(batch_id: str, *records: Article | Outcome) -> Batch:
    """A batch as the store makes it: each row with all that it makes known."""
    batch = Batch(batch_id, list(records))
    for record in records:
        if isinstance(record, Outcome):
            batch.additions.refusals[record.requested_url] = Refusal("timeout", NOW, tries=int(batch_id[-1]))
            continue
        number = getattr(record, "revision", 0)
        known = Known(record.article_id, record.cluster_id, record.url, record.title, "h", 3, number, None, None)
        (batch.additions.revisions if number else batch.additions.articles).append(known)
        batch.additions.addresses[record.canonical_url] = record.article_id
    return batch


def _first() -> Batch:
    return _batch("anba-1-aaaa-0001", OLD, outcome(REFUSED, reason="timeout"))


def _second() -> Batch:
    return _batch("anba-1-aaaa-0002", *NEW, revision(OLD_URL, text="نص جديد"), outcome(REFUSED, reason="timeout"))


@pytest.fixture
def output(tmp_path):
    """An OUTPUT_DIR with one committed batch."""
    output = tmp_path / "output"
    with contextlib.closing(open_state(output)) as state:
        commit(_first(), Layout(output), state, dict)
    return output


def _check_promises(output: Path, state: State) -> set[str]:
    """That files are whole and that what they hold is known, and nothing else; returns the ids stored."""
    articles, revisions, outcomes = (_ids(output, table.name) for table in TABLES)
    ids = Counter(articles)
    assert set(ids.values()) == {1}
    for each in (OLD, *NEW):
        is_stored = each.article_id in ids
        assert (state.known(each.article_id) is not None) == is_stored
        assert state.article_at(each.canonical_url) == (each.article_id if is_stored else None)
    assert state.known(OLD.article_id).revision == len(revisions)  # type: ignore[union-attr]
    assert state.refusal(REFUSED).tries == len(outcomes)  # type: ignore[union-attr]
    assert len(ids) in {1, 3}, "a batch is there as a whole or not at all"
    assert len(revisions) == len(outcomes) - 1 == (len(ids) - 1) // 2
    assert state.batches.prepared() == {}
    assert list((output / "_staging").rglob("*.parquet")) == []
    return set(ids)


def _ids(output: Path, table: str) -> list[str]:
    paths = sorted((output / table).rglob("*.parquet"))
    return [
        row for path in paths for row in pq.ParquetFile(path).read(columns=["article_id"])["article_id"].to_pylist()
    ]


def _run_again(output: Path) -> None:
    """What the next run does: recover, then take what it does not know."""
    with contextlib.closing(open_state(output)) as state:
        recover(Layout(output), state, SOURCE)
        if len(_check_promises(output, state)) == 1:
            again = _second()
            again.batch_id = "anba-2-bbbb-0001"
            commit(again, Layout(output), state, dict)
        assert _check_promises(output, state) == {OLD.article_id, *(each.article_id for each in NEW)}
        assert recover(Layout(output), state, SOURCE) == []
    for path in output.rglob("*.parquet"):
        pq.ParquetFile(path, page_checksum_verification=True).read()


# Every step of a commit, seen from outside

_STEPS: list[tuple[Any, str]] = [
    (os, "fsync"),
    (os, "replace"),
    (os, "mkdir"),
    (pq.ParquetWriter, "__init__"),
    (pq.ParquetWriter, "write_table"),
    (pq.ParquetWriter, "close"),
    (pq, "read_metadata"),
    (Batches, "prepare"),
    (Batches, "commit"),
    (Batches, "undo"),
]


@contextlib.contextmanager
def _at_every_step(call: Callable[[str], None]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in _STEPS:
            patch.setattr(owner, name, _watched(getattr(owner, name), name, call))
        yield


def _watched(function: Callable[..., Any], name: str, call: Callable[[str], None]):
    @functools.wraps(function)
    def watched(*args, **kwargs):
        call(name)
        return function(*args, **kwargs)

    return watched


def _images(output: Path, folder: Path, work: Callable[[], object]) -> list[Path]:
    """What the disk holds at every step of the work: what SIGKILL would leave."""
    images: list[Path] = []
    is_copying = False

    def take(_: str) -> None:
        nonlocal is_copying
        if not is_copying:  # copying makes folders too
            is_copying = True
            images.append(folder / f"{len(images)}")
            shutil.copytree(output, images[-1])
            is_copying = False

    with _at_every_step(take):
        work()
    take("at the end")
    return images


def test_a_kill_at_any_step_of_a_commit_loses_nothing_and_repeats_nothing(output, tmp_path):
    with contextlib.closing(open_state(output)) as state:
        images = _images(output, tmp_path, lambda: commit(_second(), Layout(output), state, dict))
    assert len(images) > 30
    for image in images:
        _run_again(image)


def test_a_kill_at_any_step_of_a_recovery_does_neither(output, tmp_path):
    with contextlib.closing(open_state(output)) as state:
        images = _images(output, tmp_path / "commit", lambda: commit(_second(), Layout(output), state, dict))
    prepared = [image for image in images if _is_prepared(image)]
    assert len(prepared) > 5
    for image in (prepared[0], prepared[-1]):
        with contextlib.closing(open_state(image)) as state:
            work = functools.partial(recover, Layout(image), state, SOURCE)
            later = _images(image, tmp_path / f"recovery-{image.name}", work)
        for each in later:
            _run_again(each)


def _is_prepared(image: Path) -> bool:
    with contextlib.closing(open_state(image)) as state:
        return bool(state.batches.prepared())


def _steps(output: Path, folder: Path) -> list[str]:
    steps: list[str] = []
    shutil.copytree(output, folder)
    with contextlib.closing(open_state(folder)) as state, _at_every_step(steps.append):
        commit(_second(), Layout(folder), state, dict)
    return steps


def _fail_at(number: int, error: BaseException) -> Callable[[str], None]:
    steps = itertools.count()

    def call(_: str) -> None:
        if next(steps) == number:
            raise error

    return call


_WRITER = {"__init__", "write_table", "close", "read_metadata"}
_STATE = {"prepare", "commit"}


@pytest.mark.parametrize(
    ("error", "told", "of"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), StopStoring, None),
        (sqlite3.OperationalError("database or disk is full"), StopStoring, _STATE),
        (pa.ArrowInvalid("this column cannot be written"), StopStoring, _WRITER),
        (KeyboardInterrupt(), KeyboardInterrupt, None),
    ],
    ids=["disk full", "database full", "arrow", "interrupt"],
)
def test_a_failure_at_any_step_is_told_and_loses_nothing(output, tmp_path, error, told, of):
    for number, step in enumerate(_steps(output, tmp_path / "counted")):
        if of is not None and step not in of:
            continue
        copy = tmp_path / f"{number}"
        shutil.copytree(output, copy)
        with contextlib.closing(open_state(copy)) as state:
            with _at_every_step(_fail_at(number, error)), pytest.raises(told):
                commit(_second(), Layout(copy), state, dict)
            if told is StopStoring and not state.batches.prepared():
                assert list((copy / "_staging").rglob("*.parquet")) == [], step
        _run_again(copy)


def test_a_failure_of_the_archive_stops_before_anything_is_staged(output):
    def refuse() -> dict[str, int]:
        raise OSError(errno.ENOSPC, "No space left on device")

    with contextlib.closing(open_state(output)) as state:
        with pytest.raises(StopStoring, match="No space left"):
            commit(_second(), Layout(output), state, refuse)
        assert state.batches.prepared() == {}
    _run_again(output)


def test_a_disk_that_became_read_only_stops_the_run_in_our_words(output):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with contextlib.closing(open_state(output)) as state, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Batches, "prepare", refuse)
        patch.setattr(Path, "unlink", refuse)
        with pytest.raises(StopStoring, match="Read-only"):
            commit(_second(), Layout(output), state, dict)
    _run_again(output)


def test_rows_that_do_not_read_back_are_not_published(output):
    class Nothing:
        num_rows = 0

    with contextlib.closing(open_state(output)) as state:
        with pytest.MonkeyPatch.context() as patch:
            read = pq.read_metadata
            patch.setattr(
                pq, "read_metadata", lambda path: Nothing if path.name.endswith("2.parquet") else read(path)
            )
            with pytest.raises(StopStoring, match="0 of 1 rows read back"):
                commit(_second(), Layout(output), state, dict)
        assert list((output / "_staging").rglob("*.parquet")) == []
    _run_again(output)


def _raise_no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


# Order


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc which file a handle is of")
def test_each_thing_is_durable_before_the_next_relies_on_it(output, monkeypatch):
    log: list[str] = []

    def fsync(handle: int) -> None:
        log.append(f"sync {Path(f'/proc/self/fd/{handle}').readlink().relative_to(output)}")

    def replace(source: Path, target: Path) -> None:
        log.append(f"rename {Path(target).relative_to(output)}")
        rename(source, target)

    rename = os.replace
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    for step in ("prepare", "commit"):
        monkeypatch.setattr(Batches, step, _logged(getattr(Batches, step), step, log))
    with contextlib.closing(open_state(output)) as state:
        log.clear()
        commit(_batch("b2", NEW[0], NEW[1]), Layout(output), state, lambda: log.append("archive") or {})  # type: ignore[func-returns-value]
    assert log == [
        "archive",
        "sync _staging/anba/b2.0.parquet",
        "sync _staging/anba/b2.1.parquet",
        "sync _staging/anba",
        "prepare",
        "sync articles/source=anba",  # the new month of the first part
        "rename articles/source=anba/month=2026-02/b2.parquet",
        "sync articles/source=anba/month=2026-02",
        "rename articles/source=anba/month=2026-03/b2.parquet",
        "sync articles/source=anba/month=2026-03",
        "commit",
    ]


def _logged(function: Callable[..., Any], name: str, log: list[str]) -> Callable[..., Any]:
    def logged(*args: Any) -> Any:
        log.append(name)
        return function(*args)

    return logged


# Recovery


@pytest.fixture
def prepared(output):
    """A batch that a crash left between prepare and the first rename."""
    with contextlib.closing(open_state(output)) as state:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "replace", _raise_no_space)
            with pytest.raises(StopStoring):
                commit(_second(), Layout(output), state, dict)
        assert len(state.batches.prepared()) == 1
    return output


def test_a_prepared_batch_is_finished(prepared):
    with contextlib.closing(open_state(prepared)) as state:
        assert recover(Layout(prepared), state, SOURCE) == ["finished batch anba-1-aaaa-0002"]
        assert len(_check_promises(prepared, state)) == 3


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("harm", ["gone", "cut", "empty", "overwritten", "of other rows"])
def test_a_batch_whose_staged_file_is_gone_or_torn_is_undone(prepared, number, harm):
    staged = sorted((prepared / "_staging/anba").iterdir())[number]
    {
        "gone": staged.unlink,
        "cut": lambda: os.truncate(staged, staged.stat().st_size // 2),
        "empty": lambda: os.truncate(staged, 0),
        "overwritten": lambda: staged.write_bytes(b"PAR1" + b"\xff" * 40 + (32).to_bytes(4, "little") + b"PAR1"),
        "of other rows": lambda: write_part(staged, [OLD, OLD, OLD]),
    }[harm]()
    with contextlib.closing(open_state(prepared)) as state:
        done = recover(Layout(prepared), state, SOURCE)
        assert done[0] == "undid batch anba-1-aaaa-0002: a staged file of it is gone"
        assert _check_promises(prepared, state) == {OLD.article_id}
    _run_again(prepared)


def test_a_batch_is_undone_even_after_its_first_file_was_renamed(prepared):
    with contextlib.closing(open_state(prepared)) as state:
        first, second, *_ = state.batches.prepared()["anba-1-aaaa-0002"]
        final = prepared / first.final
        final.parent.mkdir(parents=True, exist_ok=True)
        (prepared / first.staged).rename(final)
        (prepared / second.staged).unlink()
        recover(Layout(prepared), state, SOURCE)
        assert not final.exists()
        assert _check_promises(prepared, state) == {OLD.article_id}


@pytest.mark.parametrize("is_published", [False, True], ids=["staged", "published"])
@pytest.mark.parametrize("number", [errno.EMFILE, errno.EACCES, errno.EIO], ids=errno.errorcode.get)
def test_an_error_of_the_disk_that_passes_undoes_nothing(prepared, number, is_published, monkeypatch):
    def refuse(_: Path) -> None:
        raise OSError(number, os.strerror(number))

    with contextlib.closing(open_state(prepared)) as state:
        if is_published:
            for each in state.batches.prepared()["anba-1-aaaa-0002"]:
                (prepared / each.final).parent.mkdir(parents=True, exist_ok=True)
                (prepared / each.staged).rename(prepared / each.final)
        with monkeypatch.context() as patch:
            patch.setattr(pq, "read_metadata", refuse)
            with pytest.raises(OSError, match=os.strerror(number)):
                recover(Layout(prepared), state, SOURCE)
        assert recover(Layout(prepared), state, SOURCE) == ["finished batch anba-1-aaaa-0002"]
        assert len(_check_promises(prepared, state)) == 3


def test_leftovers_of_this_source_go_and_those_of_others_stay(output):
    mine, theirs = (output / "_staging" / source_id / "x.0.parquet" for source_id in ("anba", "sada"))
    for path in (mine, theirs):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"PAR1 torn")
    with contextlib.closing(open_state(output)) as state:
        assert recover(Layout(output), state, SOURCE) == ["removed x.0.parquet, never committed"]
    assert not mine.exists()
    assert theirs.exists()


def test_where_nothing_happened_there_is_nothing_to_recover(tmp_path):
    with contextlib.closing(open_state(tmp_path)) as state:
        assert recover(Layout(tmp_path), state, SOURCE) == []


# Files


def test_files_are_what_every_reader_expects(output):
    with contextlib.closing(open_state(output)) as state:
        commit(_second(), Layout(output), state, dict)
    paths = sorted(output.rglob("*.parquet"))
    assert [str(path.relative_to(output)) for path in paths] == [
        "articles/source=anba/month=2026-02/anba-1-aaaa-0002.parquet",
        "articles/source=anba/month=2026-03/anba-1-aaaa-0001.parquet",
        "articles/source=anba/month=2026-03/anba-1-aaaa-0002.parquet",
        "outcomes/source=anba/month=2026-03/anba-1-aaaa-0001.parquet",
        "outcomes/source=anba/month=2026-03/anba-1-aaaa-0002.parquet",
        "revisions/source=anba/month=2026-03/anba-1-aaaa-0002.parquet",
    ]
    for path in paths:
        file = pq.ParquetFile(path, page_checksum_verification=True)
        table = next(each for each in TABLES if each.name in path.parts)
        assert file.schema_arrow.equals(table.schema)
        assert file.schema_arrow.metadata[b"schema_version"] == SCHEMA_VERSION.encode()
        assert {"source", "month"}.isdisjoint(file.schema_arrow.names)
        group = file.metadata.row_group(0)
        assert {group.column(n).compression for n in range(group.num_columns)} == {"ZSTD"}


def test_a_whole_table_is_read_as_one(output):
    with contextlib.closing(open_state(output)) as state:
        commit(_second(), Layout(output), state, dict)
    table = pq.read_table(output / "articles")
    assert table.num_rows == 3
    assert set(table["source"].to_pylist()) == {SOURCE}
    assert sorted(table["month"].to_pylist()) == ["2026-02", "2026-03", "2026-03"]


def test_a_bit_that_fell_over_on_the_disk_is_found(tmp_path):
    path = tmp_path / "part.parquet"
    letters = "".join(chr(0x621 + (n * n) % 29) for n in range(3000))
    write_part(path, [article(text=letters)])
    content = bytearray(path.read_bytes())
    column = pq.read_metadata(path).row_group(0).column(ARTICLES.schema.names.index("text"))
    assert column.path_in_schema == "text"
    content[column.dictionary_page_offset + column.total_compressed_size // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(OSError, match=r"(?i)crc|checksum"):
        pq.read_table(path, page_checksum_verification=True)


def test_rows_come_back_as_they_went_in(tmp_path):
    path = tmp_path / "part.parquet"
    rows = [article("https://anba.example/1", labels=["عاجل"], headings=[1], date_evidence=[]), article()]
    write_part(path, rows)
    found = [Article(**row) for row in pq.ParquetFile(path).read().to_pylist()]
    assert found == rows


def test_a_part_that_cannot_be_written_leaves_nothing(tmp_path):
    path = tmp_path / "part.parquet"
    with pytest.raises(pa.ArrowException):
        write_part(path, [article(words="many")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("source_id", ["..", "../../elsewhere", "a/b"])
def test_nothing_is_written_for_what_is_no_source_id(tmp_path, source_id):
    output = tmp_path / "deep" / "output"
    with contextlib.closing(open_state(output)) as state:
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(ValueError, match="no source id"):
            commit(Batch("b", [article(source_id=source_id)], Additions()), Layout(output), state, dict)
        assert sorted(tmp_path.rglob("*")) == before


def test_an_archive_is_as_long_as_it_was_synced(output):
    with contextlib.closing(open_state(output)) as state:
        commit(_second(), Layout(output), state, lambda: {"archive/source=anba/2026-03-14.warc.gz": 77})
        assert state.archive_lengths() == {"archive/source=anba/2026-03-14.warc.gz": 77}
