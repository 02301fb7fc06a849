import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.state.known import Additions
from pipelines.state.source_state import State, StateDamaged
from tests.builders import FILES, commit_batch, known_article
from tests.one_state import path, state

__all__ = ["path", "state"]  # the fixtures


# Creation


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
    old.batches.prepare("b", FILES, Additions(addresses={"https://anba.example/1": "id-1"}))
    journal = path.with_name("anba.sqlite-wal").read_bytes()
    assert journal
    old.close()
    path.unlink()
    path.with_name("anba.sqlite-wal").write_bytes(journal)  # as SIGKILL leaves it
    new = State(path, "anba.example")
    assert new.article_at("https://anba.example/1") is None
    assert new.batches.prepared() == {}
    new.close()


# Damage


def _content(content: bytes) -> Callable[[Path], bytes]:
    return lambda _: content


def _truncated(path: Path) -> bytes:
    state = State(path, "anba.example")
    commit_batch(state, "b", articles=[known_article(n) for n in range(500)])
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
