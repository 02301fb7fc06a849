import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines.state.known import Additions, Refusal, Visit
from pipelines.state.source_state import State
from tests.builders import FILES, NOW, commit_batch, known_article
from tests.one_state import path, state

__all__ = ["path", "state"]  # the fixtures


def test_a_batch_is_prepared_until_it_is_committed(state):
    state.batches.prepare("b1", FILES, Additions())
    state.batches.prepare("b2", [], Additions())
    assert state.batches.prepared() == {"b1": FILES, "b2": []}
    state.batches.commit("b1")
    assert state.batches.prepared() == {"b2": []}


def test_all_of_a_batch_is_written_or_nothing(state):
    commit_batch(state, "b1", articles=[known_article(1)])
    twice = Additions(
        addresses={"a": "id-2"}, articles=[known_article(2), known_article(1)], refusals={"r": Refusal("x", NOW, 1)}
    )
    with pytest.raises(sqlite3.IntegrityError):
        state.batches.prepare("b2", FILES, twice)
    assert state.batches.prepared() == {}
    assert state.article_at("a") is None
    assert state.known("id-2") is None
    assert state.refusal("r") is None
    commit_batch(state, "b2", articles=[known_article(2)])  # the name is free again
    assert state.known("id-2") == known_article(2)


def test_an_undone_batch_leaves_what_was_known_before(state):
    commit_batch(
        state,
        "b1",
        addresses={"a": "id-1"},
        articles=[known_article(1)],
        refusals={"r": Refusal("timeout", NOW, 1), "s": Refusal("no_text", NOW, 1)},
    )
    state.batches.prepare(
        "b2",
        FILES,
        Additions(
            addresses={"a": "id-2", "b": "id-2"},
            articles=[known_article(2)],
            revisions=[known_article(1, revision=1, text_hash="new")],
            refusals={"r": Refusal("timeout", NOW + timedelta(hours=1), 2), "t": Refusal("no_text", NOW, 1)},
        ),
    )
    state.batches.undo("b2")
    assert state.batches.prepared() == {}
    assert (state.article_at("a"), state.article_at("b")) == ("id-1", None)
    assert (state.known("id-1"), state.known("id-2")) == (known_article(1), None)
    assert state.refusal("r") == Refusal("timeout", NOW, 1)
    assert state.refusal("s") == Refusal("no_text", NOW, 1)
    assert state.refusal("t") is None


def test_an_undone_batch_leaves_older_articles_on_the_plan_of_looks(state):
    old, new = (Visit(f"id-{n}", f"https://e.example/{n}", "feed", NOW, None, NOW, NOW) for n in (1, 2))
    commit_batch(state, "b1", articles=[known_article(1)], visits={"id-1": old})
    later = replace(old, due_at=NOW + timedelta(days=7))
    state.batches.prepare("b2", FILES, Additions(articles=[known_article(2)], visits={"id-1": later, "id-2": new}))
    state.batches.undo("b2")
    assert state.visits.due(NOW, 9) == [old]
    assert state.visits.of("id-2") is None


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt(), MemoryError(), OSError(28, "No space left on device")])
def test_what_interrupts_a_batch_is_not_hidden_and_leaves_nothing(state, interrupt):
    def articles():
        yield known_article(1)
        raise interrupt

    class Broken(Additions):
        pass

    additions = Broken(addresses={"a": "id-1"})
    additions.articles = articles()
    with pytest.raises(type(interrupt)):
        state.batches.prepare("b", FILES, additions)
    assert state.batches.prepared() == {}
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
    state.batches._db = _Interrupting(state.batches._db, "COMMIT")
    with pytest.raises(KeyboardInterrupt):
        state.batches.prepare("b", FILES, Additions(addresses={"a": "id-1"}))
    assert state.batches.prepared() == {"b": FILES}


def test_what_was_prepared_survives_the_process(path):
    first = State(path, "anba.example")
    first.batches.prepare("b", FILES, Additions(addresses={"a": "id-1"}))
    first.close()
    second = State(path)
    assert second.batches.prepared() == {"b": FILES}
    assert second.article_at("a") == "id-1"
    second.close()
