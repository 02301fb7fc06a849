import os
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.state import Additions, Known, ListingMemory, Refusal, StagedFile, State, StateDamaged
from tests.builders import NOW

FILES = [StagedFile("_staging/anba/b.0.parquet", "articles/source=anba/month=2026-03/b.parquet", 3)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "anba.sqlite"


@pytest.fixture
def state(path):
    opened = State(path, "anba.example")
    yield opened
    opened.close()


def _known(number: int, **changes) -> Known:
    columns = {"text_hash": f"hash-{number}", "words": 40, "revision": 0, "kind": None, "title": "عنوان"}
    columns |= {"article_id": f"id-{number}", "cluster_id": f"id-{number}", "url": f"https://anba.example/{number}"}
    return Known(**(columns | changes))  # type: ignore[arg-type]


def _commit(state: State, batch_id: str, **additions) -> None:
    state.prepare(batch_id, FILES, Additions(**additions))
    state.commit(batch_id)


# Creation


def test_a_new_state_knows_its_outlet_and_nothing_else(state, path):
    assert state.domain == "anba.example"
    assert state.article_at("https://anba.example/1") is None
    assert state.known("id-1") is None
    assert state.first_with_text("hash-1") is None
    assert state.refusal("https://anba.example/1") is None
    assert state.archive_lengths() == {}
    assert state.prepared() == {}
    assert state.unfinished_runs() == []
    assert state.recent_lines(5) == []


def test_a_file_that_bears_its_name_is_whole(path, monkeypatch):
    whole = []
    replace = Path.replace

    def look(unborn, target):
        db = sqlite3.connect(unborn)
        whole.append(db.execute("SELECT domain FROM marker").fetchall())
        db.close()
        assert not path.exists()
        return replace(unborn, target)

    monkeypatch.setattr(Path, "replace", look)
    State(path, "anba.example").close()
    assert whole == [[("anba.example",)]]
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_what_a_crash_left_half_made_is_made_anew(path):
    path.parent.mkdir()
    path.with_name("anba.sqlite.new").write_bytes(b"SQLite format 3\x00 and then the power went")
    State(path, "anba.example").close()
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_the_outlet_is_kept_from_the_first_opening(state, path):
    again = State(path, "other.example")
    assert again.domain == "anba.example"
    again.close()


def test_a_state_is_not_haunted_by_the_journal_of_one_that_was_taken_away(path):
    """SQLite would play the write-ahead log of the old file into the new one."""
    old = State(path, "anba.example")
    old.prepare("b", FILES, Additions(addresses={"https://anba.example/1": "id-1"}))
    journal = path.with_name("anba.sqlite-wal").read_bytes()
    assert journal
    old.close()
    path.unlink()
    path.with_name("anba.sqlite-wal").write_bytes(journal)  # as SIGKILL leaves it
    new = State(path, "anba.example")
    assert new.article_at("https://anba.example/1") is None
    assert new.prepared() == {}
    new.close()


# Damage


def _content(content: bytes) -> Callable[[Path], bytes]:
    return lambda _: content


def _truncated(path: Path) -> bytes:
    state = State(path, "anba.example")
    _commit(state, "b", articles=[_known(n) for n in range(500)])
    state.close()
    return path.read_bytes()[:20_000]


def _foreign(path: Path) -> bytes:
    path.parent.mkdir()
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE songs (name TEXT)")
    db.commit()
    db.close()
    return path.read_bytes()


def _of_another_format(path: Path) -> bytes:
    path.parent.mkdir()
    db = sqlite3.connect(path)
    db.executescript("CREATE TABLE marker (format, domain); INSERT INTO marker VALUES ('newscrawl-state-99', 'x')")
    db.close()
    return path.read_bytes()


_DAMAGES = {
    "garbage": _content(b"\x93 not a database " * 400),
    "text": _content("ليست قاعدة بيانات".encode()),
    "empty": _content(b""),
    "zeros": _content(bytes(8192)),
    "truncated": _truncated,
    "foreign": _foreign,
    "another format": _of_another_format,
}


@pytest.mark.parametrize("damage", _DAMAGES.values(), ids=_DAMAGES.keys())
def test_damage_is_told_and_kept_for_a_look(path, damage):
    content = damage(path)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    with pytest.raises(StateDamaged, match=r"anba\.sqlite"):
        State(path, "anba.example")
    assert path.read_bytes() == content
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_scrambled_page_is_damage(path):
    _truncated(path)
    with path.open("r+b") as file:
        file.seek(4096 * 5)
        file.write(os.urandom(4096 * 4))
    with pytest.raises(StateDamaged):
        State(path, "anba.example")


def test_a_folder_in_its_place_is_damage(path):
    path.mkdir(parents=True)
    with pytest.raises(StateDamaged):
        State(path, "anba.example")


# What is known


def test_what_a_batch_adds_is_known(state):
    refusal = Refusal("no_text", NOW, 2)
    _commit(
        state,
        "b",
        addresses={"https://anba.example/1": "id-1", "https://anba.example/amp/1": "id-1"},
        articles=[_known(1, title=None, words=None)],
        refusals={"https://anba.example/9": refusal},
        archive_lengths={"archive/source=anba/2026-03-14.warc.gz": 812},
    )
    assert state.article_at("https://anba.example/1") == "id-1"
    assert state.article_at("https://anba.example/amp/1") == "id-1"
    assert state.known("id-1") == _known(1, title=None, words=None)
    assert state.refusal("https://anba.example/9") == refusal
    assert state.archive_lengths() == {"archive/source=anba/2026-03-14.warc.gz": 812}


def test_the_latest_revision_is_what_is_known(state):
    _commit(state, "b1", articles=[_known(1)])
    _commit(state, "b2", revisions=[_known(1, revision=1, kind="changed", text_hash="h2")])
    _commit(state, "b3", revisions=[_known(1, revision=2, kind="changed", text_hash="h3", url="https://x.example")])
    known = state.known("id-1")
    assert (known.revision, known.text_hash, known.url) == (2, "h3", "https://x.example")


def test_the_first_with_a_text_is_the_first_stored_as_first_published(state):
    _commit(state, "b1", articles=[_known(1, text_hash="h"), _known(2, text_hash="h", cluster_id="id-1")])
    _commit(state, "b2", articles=[_known(3)], revisions=[_known(1, revision=1, text_hash="late")])
    assert state.first_with_text("h").article_id == "id-1"
    assert state.first_with_text("late") is None


def test_an_address_keeps_the_article_that_it_first_led_to(state):
    _commit(state, "b1", addresses={"https://anba.example/1": "id-1"})
    _commit(state, "b2", addresses={"https://anba.example/1": "id-2"})
    assert state.article_at("https://anba.example/1") == "id-1"


def test_a_refusal_is_replaced_by_the_next(state):
    _commit(state, "b1", refusals={"a": Refusal("timeout", NOW, 1)})
    _commit(state, "b2", refusals={"a": Refusal("http_error", NOW + timedelta(hours=1), 2)})
    assert state.refusal("a") == Refusal("http_error", NOW + timedelta(hours=1), 2)


def test_an_archive_has_the_length_of_its_last_sync(state):
    _commit(state, "b1", archive_lengths={"w": 10, "v": 3})
    _commit(state, "b2", archive_lengths={"w": 25})
    assert state.archive_lengths() == {"w": 25, "v": 3}


# Batches


def test_a_batch_is_prepared_until_it_is_committed(state):
    state.prepare("b1", FILES, Additions())
    state.prepare("b2", [], Additions())
    assert state.prepared() == {"b1": FILES, "b2": []}
    state.commit("b1")
    assert state.prepared() == {"b2": []}


def test_all_of_a_batch_is_written_or_nothing(state):
    _commit(state, "b1", articles=[_known(1)])
    twice = Additions(
        addresses={"a": "id-2"}, articles=[_known(2), _known(1)], refusals={"r": Refusal("x", NOW, 1)}
    )
    with pytest.raises(sqlite3.IntegrityError):
        state.prepare("b2", FILES, twice)
    assert state.prepared() == {}
    assert state.article_at("a") is None
    assert state.known("id-2") is None
    assert state.refusal("r") is None
    _commit(state, "b2", articles=[_known(2)])  # the name is free again
    assert state.known("id-2") == _known(2)


def test_an_undone_batch_leaves_what_was_known_before(state):
    _commit(
        state,
        "b1",
        addresses={"a": "id-1"},
        articles=[_known(1)],
        refusals={"r": Refusal("timeout", NOW, 1), "s": Refusal("no_text", NOW, 1)},
    )
    state.prepare(
        "b2",
        FILES,
        Additions(
            addresses={"a": "id-2", "b": "id-2"},
            articles=[_known(2)],
            revisions=[_known(1, revision=1, text_hash="new")],
            refusals={"r": Refusal("timeout", NOW + timedelta(hours=1), 2), "t": Refusal("no_text", NOW, 1)},
        ),
    )
    state.undo("b2")
    assert state.prepared() == {}
    assert (state.article_at("a"), state.article_at("b")) == ("id-1", None)
    assert (state.known("id-1"), state.known("id-2")) == (_known(1), None)
    assert state.refusal("r") == Refusal("timeout", NOW, 1)
    assert state.refusal("s") == Refusal("no_text", NOW, 1)
    assert state.refusal("t") is None


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt(), MemoryError(), OSError(28, "No space left on device")])
def test_what_interrupts_a_batch_is_not_hidden_and_leaves_nothing(state, interrupt):
    def articles():
        yield _known(1)
        raise interrupt

    class Broken(Additions):
        pass

    additions = Broken(addresses={"a": "id-1"})
    additions.articles = articles()
    with pytest.raises(type(interrupt)):
        state.prepare("b", FILES, additions)
    assert state.prepared() == {}
    assert state.article_at("a") is None


class _Interrupting:
    """A database connection on which Ctrl-C comes just after one statement was done."""

    def __init__(self, db: sqlite3.Connection, after: str) -> None:
        self._db = db
        self._after = after

    def __getattr__(self, name):
        return getattr(self._db, name)

    def execute(self, statement, *values):
        done = self._db.execute(statement, *values)
        if statement == self._after:
            raise KeyboardInterrupt
        return done


def test_an_interrupt_just_after_the_transaction_is_still_an_interrupt(state):
    state._db = _Interrupting(state._db, "COMMIT")
    with pytest.raises(KeyboardInterrupt):
        state.prepare("b", FILES, Additions(addresses={"a": "id-1"}))
    assert state.prepared() == {"b": FILES}


def test_what_was_prepared_survives_the_process(path):
    first = State(path, "anba.example")
    first.prepare("b", FILES, Additions(addresses={"a": "id-1"}))
    first.close()
    second = State(path)
    assert second.prepared() == {"b": FILES}
    assert second.article_at("a") == "id-1"
    second.close()


# Two connections


def test_who_reads_while_a_run_writes_sees_the_last_whole_state(state, path):
    _commit(state, "b1", addresses={"a": "id-1"})
    reader = State(path)
    state._db.execute("BEGIN IMMEDIATE")
    state._db.execute("INSERT INTO addresses VALUES ('b', 'id-2', 'b2')")
    assert reader.article_at("a") == "id-1"
    assert reader.article_at("b") is None
    state._db.execute("COMMIT")
    assert reader.article_at("b") == "id-2"
    reader.close()


def test_two_writers_take_turns(state, path):
    other = State(path)
    for number in range(10):
        _commit(state if number % 2 else other, f"b{number}", addresses={f"a{number}": f"id-{number}"})
    assert [state.article_at(f"a{n}") for n in range(10)] == [f"id-{n}" for n in range(10)]
    other.close()


# Listings and runs


def test_a_listing_is_remembered_as_last_seen(state):
    full = ListingMemory("https://anba.example/feed", '"v1"', "Sat, 14 Mar 2026 08:00:00 GMT", NOW, NOW)
    bare = ListingMemory("https://anba.example/map", None, None, None, NOW)
    state.remember_listings([full, bare])
    assert state.listing(full.url) == full
    assert state.listing(bare.url) == bare
    newer = ListingMemory(full.url, '"v2"', None, None, NOW + timedelta(hours=1))
    state.remember_listings(iter([newer]))
    assert state.listing(full.url) == newer
    assert state.listing("https://anba.example/none") is None


def test_a_run_that_never_said_how_it_ended_is_found(state):
    state.begin_run("anba-1-aaaa", NOW, "live")
    state.begin_run("anba-2-bbbb", NOW + timedelta(hours=1), "ingest")
    state.end_run("anba-1-aaaa", '{"exit_code": 0, "why": "تم"}')
    assert state.unfinished_runs() == [("anba-2-bbbb", NOW + timedelta(hours=1), "ingest")]
    assert state.recent_lines(5) == [{"exit_code": 0, "why": "تم"}]


def test_recent_lines_come_newest_first(state):
    for number in range(5):
        state.begin_run(f"anba-{number}", NOW, "live")
        state.end_run(f"anba-{number}", f'{{"n": {number}}}')
    assert [line["n"] for line in state.recent_lines(3)] == [4, 3, 2]


def test_what_a_run_stored_is_counted_by_its_batches(state):
    _commit(state, "anba-1-aaaa-0001", articles=[_known(1), _known(2)])
    _commit(state, "anba-1-aaaa-0002", articles=[_known(3)], revisions=[_known(1, revision=1)])
    _commit(state, "anba-1-aaab-0001", articles=[_known(4)])
    assert state.stored_by("anba-1-aaaa") == 3
    assert state.stored_by("anba-1-cccc") == 0


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@settings(deadline=None, max_examples=50)
def test_any_address_is_kept_as_it_is(tmp_path_factory, address):
    path = tmp_path_factory.mktemp("state") / "anba.sqlite"
    state = State(path, "anba.example")
    state._db.execute("PRAGMA synchronous=OFF")
    _commit(state, "b", addresses={address: "id-1"}, refusals={f"{address}?": Refusal("x", NOW, 1)})
    assert state.article_at(address) == "id-1"
    assert state.refusal(f"{address}?") is not None
    assert state.article_at(f"{address}?") is None
    state.close()
