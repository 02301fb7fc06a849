from contextlib import closing
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.state.known import Additions, Refusal
from pipelines.state.source_state import State
from tests.builders import NOW, commit_batch, known_article
from tests.one_state import path, state

__all__ = ["path", "state"]  # the fixtures


def test_a_new_state_knows_its_outlet_and_nothing_else(state, path):
    assert state.domain == "anba.example"
    assert state.article_at("https://anba.example/1") is None
    assert state.known("id-1") is None
    assert state.first_with_text("hash-1") is None
    assert state.refusal("https://anba.example/1") is None
    assert state.archive_lengths() == {}
    assert state.batches.prepared() == {}
    assert state.runs.unfinished() == []
    assert state.runs.recent_lines(5) == []


def test_what_a_batch_adds_is_known(state):
    refusal = Refusal("no_text", NOW, 2)
    commit_batch(
        state,
        "b",
        addresses={"https://anba.example/1": "id-1", "https://anba.example/amp/1": "id-1"},
        articles=[known_article(1, title=None, words=None)],
        refusals={"https://anba.example/9": refusal},
        archive_lengths={"archive/source=anba/2026-03-14.warc.gz": 812},
    )
    assert state.article_at("https://anba.example/1") == "id-1"
    assert state.article_at("https://anba.example/amp/1") == "id-1"
    assert state.known("id-1") == known_article(1, title=None, words=None)
    assert state.refusal("https://anba.example/9") == refusal
    assert state.archive_lengths() == {"archive/source=anba/2026-03-14.warc.gz": 812}


def test_the_latest_revision_is_what_is_known(state):
    commit_batch(state, "b1", articles=[known_article(1)])
    commit_batch(state, "b2", revisions=[known_article(1, revision=1, kind="changed", text_hash="h2")])
    commit_batch(
        state,
        "b3",
        revisions=[known_article(1, revision=2, kind="changed", text_hash="h3", url="https://x.example")],
    )
    known = state.known("id-1")
    assert (known.revision, known.text_hash, known.url) == (2, "h3", "https://x.example")


def test_the_first_with_a_text_is_the_first_stored_as_first_published(state):
    commit_batch(
        state, "b1", articles=[known_article(1, text_hash="h"), known_article(2, text_hash="h", cluster_id="id-1")]
    )
    commit_batch(
        state, "b2", articles=[known_article(3)], revisions=[known_article(1, revision=1, text_hash="late")]
    )
    assert state.first_with_text("h").article_id == "id-1"
    assert state.first_with_text("late") is None


def test_an_address_keeps_the_article_that_it_first_led_to(state):
    commit_batch(state, "b1", addresses={"https://anba.example/1": "id-1"})
    commit_batch(state, "b2", addresses={"https://anba.example/1": "id-2"})
    assert state.article_at("https://anba.example/1") == "id-1"


def test_a_refusal_is_replaced_by_the_next(state):
    commit_batch(state, "b1", refusals={"a": Refusal("timeout", NOW, 1)})
    commit_batch(state, "b2", refusals={"a": Refusal("http_error", NOW + timedelta(hours=1), 2)})
    assert state.refusal("a") == Refusal("http_error", NOW + timedelta(hours=1), 2)


def test_an_archive_has_the_length_of_its_last_sync(state):
    commit_batch(state, "b1", archive_lengths={"w": 10, "v": 3})
    commit_batch(state, "b2", archive_lengths={"w": 25})
    assert state.archive_lengths() == {"w": 25, "v": 3}


# Two connections


def test_who_reads_while_a_run_writes_sees_the_last_whole_state(state, path):
    commit_batch(state, "b1", addresses={"a": "id-1"})
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
        commit_batch(state if number % 2 else other, f"b{number}", addresses={f"a{number}": f"id-{number}"})
    assert [state.article_at(f"a{n}") for n in range(10)] == [f"id-{n}" for n in range(10)]
    other.close()


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@settings(deadline=None, max_examples=50)
def test_any_address_is_kept_as_it_is(tmp_path_factory, address):
    path = tmp_path_factory.mktemp("state") / "anba.sqlite"
    state = State(path, "anba.example")
    state._db.execute("PRAGMA synchronous=OFF")
    commit_batch(state, "b", addresses={address: "id-1"}, refusals={f"{address}?": Refusal("x", NOW, 1)})
    assert state.article_at(address) == "id-1"
    assert state.refusal(f"{address}?") is not None
    assert state.article_at(f"{address}?") is None
    state.close()


def test_new_rules_of_addresses_find_what_was_known_by_the_old(state, path):
    addresses = {"https://old.example/1": "id-1", "https://new.example/2": "id-2", "https://old.example/2": "id-3"}
    commit_batch(state, "b1", addresses=addresses)
    commit_batch(state, "b2", addresses={"https://old.example/2?x": "id-4"})
    asked = []

    def key(address: str) -> str:
        asked.append(address)
        return address.replace("old", "new").removesuffix("?x")

    assert state.readdress("new rules", key) == 1
    assert [state.article_at(f"https://new.example/{number}") for number in (1, 2)] == ["id-1", "id-2"]
    assert [state.article_at(f"https://old.example/{number}") for number in (1, 2)] == ["id-1", "id-3"]
    asked.clear()
    assert state.readdress("new rules", key) == 0
    assert asked == []
    with closing(State(path)) as again:
        assert again.readdress("new rules", key) == 0
        assert again.readdress("old rules", lambda address: address) == 0
    assert asked == []


def test_of_two_articles_under_one_address_the_first_stored_has_it(state):
    state.batches.begin_replacing("anba-rebuilt", [])  # all rows are of one batch then
    known = Additions(
        addresses={"https://e.example/z": "id-1", "https://e.example/a": "id-2"},
        articles=[known_article(1), known_article(2)],
    )
    state.batches.finish_replacing("anba-rebuilt", [known])
    state.readdress("rules", lambda _: "https://e.example/same")
    assert state.article_at("https://e.example/same") == "id-1"


def test_a_state_of_the_first_release_is_brought_up_to_date(state, path):
    commit_batch(state, "b", addresses={"https://old.example/1": "id-1"}, articles=[known_article(1)])
    state._db.execute("DROP TABLE rules")
    state._db.execute("ALTER TABLE looks DROP COLUMN page_sha256")
    with closing(State(path)) as again:
        assert again.known("id-1") == known_article(1)
        assert again.readdress("rules", lambda address: address.replace("old", "new")) == 1
        commit_batch(again, "b2", articles=[known_article(2, page_sha256="ab")])
        assert again.known("id-2") == known_article(2, page_sha256="ab")
