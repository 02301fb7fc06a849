import contextlib
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.duplicates.shared_index import opened_index
from pipelines.layout import Layout
from pipelines.records import Article, Outcome
from pipelines.state.batches import Batches
from pipelines.state.known import Refusal
from pipelines.state.rebuilding import rebuild_state
from pipelines.state.source_state import State
from pipelines.storing.looks import LookPlan
from tests.builders import LONG_TEXT, NOW, RUN_ID, SOURCE, URL, article, open_state, open_store, outcome, outlet

OTHER = "https://anba.example/news/2002"
THIRD = "https://anba.example/news/3003"
SHARED = "https://anba.example/news/latest-4711"


def _store(output: Path, *items: Article | Outcome, run_id: str = RUN_ID) -> None:
    """Take the items, each in a batch of its own."""
    with contextlib.closing(open_state(output)) as state:
        store = open_store(output, state, run_id)
        for item in items:
            store.take(item)
            store.commit()


def _known(output: Path) -> dict[str, Any]:
    """All that a state knows of articles and addresses; not by which batch, and without what no file tells."""
    with contextlib.closing(sqlite3.connect(Layout(output).state_file(SOURCE))) as db:
        refusals = {}
        for address, *refusal in db.execute("SELECT address, reason, at, tries FROM refusals ORDER BY tries"):
            refusals[address] = refusal
        return {
            "addresses": dict(db.execute("SELECT address, article_id FROM addresses")),
            "looks": sorted(
                db.execute(
                    "SELECT article_id, revision, cluster_id, url, coalesce(title, ''), text_hash, words,"
                    " coalesce(kind, '') FROM looks"
                )
            ),
            "refusals": refusals,
            "visits": sorted(
                db.execute(
                    "SELECT article_id, url, found_in, found_at, coalesce(listing_url, ''), first_at, due_at"
                    " FROM visits WHERE due_at IS NOT NULL"
                )
            ),
            "marker": db.execute("SELECT * FROM marker").fetchall(),
        }


def _revision(state: State) -> int:
    known = state.known(article().article_id)
    assert known is not None
    return known.revision


def _rebuild(output: Path) -> None:
    for path in Layout(output).state_file(SOURCE).parent.iterdir():
        path.unlink()
    rebuild_state(Layout(output), outlet())


def _check_that_nothing_is_lost(output: Path) -> None:
    before = _known(output)
    _rebuild(output)
    assert _known(output) == before


def test_articles_copies_and_refusals_are_known_again(tmp_path):
    _store(
        tmp_path,
        article(),
        article(OTHER, title=None, fetched_at=NOW + timedelta(minutes=1)),
        article(THIRD, text="نص قصير", fetched_at=NOW + timedelta(minutes=2), published_day=NOW.date()),
        outcome("https://anba.example/news/9", reason="timeout"),
        outcome("https://anba.example/news/9", reason="http_error", at=NOW + timedelta(hours=1)),
        outcome("mailto:desk@anba.example", reason="address_refused"),
        outcome("https://anba.example/\ud800\x00", reason="address_refused"),
        outcome("https://anba.example/news/10", outcome="gone", reason=None),
    )
    _check_that_nothing_is_lost(tmp_path)
    with contextlib.closing(open_state(tmp_path)) as state:
        assert state.refusal("https://anba.example/news/9") == Refusal("http_error", NOW + timedelta(hours=1), 2)


def test_what_led_off_the_site_is_asked_for_again_once_the_outlet_has_moved_there(tmp_path):
    _store(tmp_path, outcome(reason="offsite"), outcome(OTHER, reason="no_text"))
    Layout(tmp_path).state_file(SOURCE).unlink()
    rebuild_state(Layout(tmp_path), outlet(domains=("new.example", "anba.example")))
    with contextlib.closing(open_state(tmp_path)) as state:
        moved = [each.replace("anba", "new") for each in (URL, OTHER)]
        assert [state.refusal(each) is None for each in moved] == [True, False]


def test_revisions_are_known_again(tmp_path):
    texts = [LONG_TEXT, f"{LONG_TEXT} تحديث أول", f"{LONG_TEXT} تحديث ثان"]
    _store(tmp_path, *[article(text=text, fetched_at=NOW + timedelta(hours=n)) for n, text in enumerate(texts)])
    _check_that_nothing_is_lost(tmp_path)
    with contextlib.closing(open_state(tmp_path)) as state:
        assert _revision(state) == 2


def test_every_address_of_an_article_is_known_again(tmp_path):
    _store(
        tmp_path,
        article(URL, requested_url="https://anba.example/go/1", canonical_url=SHARED),
        # a twin that was asked for, led elsewhere and stated a third address
        article(OTHER, requested_url="https://anba.example/go/2", canonical_url=SHARED),
        # a change that came by one more
        article(URL, requested_url="https://anba.example/go/3", text=f"{LONG_TEXT} تحديث"),
        # known by its address, states one that nobody knew
        article(URL, canonical_url=THIRD, text=f"{LONG_TEXT} تحديث ثالث"),
    )
    with contextlib.closing(open_state(tmp_path)) as state:
        assert state.article_at(OTHER) == state.article_at(THIRD) == article(canonical_url=SHARED).article_id
    _check_that_nothing_is_lost(tmp_path)


def test_an_address_that_many_share_is_the_first_ones_again(tmp_path):
    pages = [
        article(url, canonical_url=SHARED, title=f"عنوان {n}", text=f"نص {n}", fetched_at=NOW + timedelta(hours=n))
        for n, url in enumerate((URL, OTHER, THIRD))
    ]
    _store(tmp_path, *pages)
    _check_that_nothing_is_lost(tmp_path)


def test_a_page_for_all_that_is_gone_leads_to_no_article(tmp_path):
    gone_page = "https://anba.example/404"
    looks = [
        outcome(gone_page, requested_url=URL, outcome="gone", reason=None, at=NOW + timedelta(hours=hours))
        for hours in (1, 24)  # the first one is a revision
    ]
    _store(tmp_path, article(), *looks)
    _check_that_nothing_is_lost(tmp_path)
    with contextlib.closing(open_state(tmp_path)) as state:
        assert state.article_at(gone_page) is None


def test_the_next_looks_are_those_of_the_plan_that_is_configured(tmp_path):
    _store(tmp_path, article(), article(OTHER, run_kind="backfill"))
    Layout(tmp_path).state_file(SOURCE).unlink()
    rebuild_state(Layout(tmp_path), outlet(), plan=LookPlan(after=(timedelta(hours=5),)))
    with contextlib.closing(open_state(tmp_path)) as state:
        due = state.visits.due(NOW + timedelta(days=9), 9)
    assert [(visit.url, visit.due_at) for visit in due] == [(URL, NOW + timedelta(hours=5))]


def test_the_first_of_its_text_is_the_first_again(tmp_path):
    _store(tmp_path, article(), article(OTHER, fetched_at=NOW + timedelta(hours=1)))
    _rebuild(tmp_path)
    copy = article(THIRD, title="عنوان ثالث")
    with contextlib.closing(open_state(tmp_path)) as state:
        store = open_store(tmp_path, state, f"{RUN_ID}9")
        store.take(copy)
        store.commit()
    assert copy.duplicate_of == article().article_id


def test_what_follows_numbers_on(tmp_path):
    _store(tmp_path, article(), article(text=f"{LONG_TEXT} تحديث"))
    _rebuild(tmp_path)
    with contextlib.closing(open_state(tmp_path)) as state:
        store = open_store(tmp_path, state, f"{RUN_ID}9")
        assert store.take(article(text=f"{LONG_TEXT} تحديث"))[0] == "unchanged"
        assert store.take(article(text=f"{LONG_TEXT} تحديث ثان"))[0] == "revised"
        store.commit()
        assert _revision(state) == 2


def test_a_source_without_files_has_an_empty_state(tmp_path):
    rebuild_state(Layout(tmp_path), outlet())
    with contextlib.closing(open_state(tmp_path)) as state:
        assert state.domain == "anba.example"
        assert state.batches.prepared() == {}
        assert state.article_at(URL) is None


def test_files_of_other_sources_are_not_its_own(tmp_path):
    with contextlib.closing(State(Layout(tmp_path).state_file("sada"), "sada.example")) as state:
        store = open_store(tmp_path, state, "sada-1", source_id="sada", domains=("sada.example",))
        store.take(article("https://sada.example/1000", source_id="sada"))
        store.commit()
    rebuild_state(Layout(tmp_path), outlet())
    with contextlib.closing(open_state(tmp_path)) as state:
        assert state.article_at("https://sada.example/1000") is None


def test_what_an_earlier_try_left_is_in_nobodys_way(tmp_path):
    _store(tmp_path, article())
    folder = Layout(tmp_path).state_file(SOURCE).parent
    before = _known(tmp_path)
    (folder / "anba.sqlite").unlink()
    for name in ("anba.sqlite.rebuilding", "anba.sqlite.rebuilding-wal", "anba.sqlite.rebuilding-shm"):
        (folder / name).write_bytes(b"half of it" * 1000)
    rebuild_state(Layout(tmp_path), outlet())
    assert _known(tmp_path) == before
    assert sorted(path.name for path in folder.iterdir()) == ["anba.sqlite"]


def test_the_journal_of_the_old_state_does_not_haunt_the_new(tmp_path):
    """A killed run leaves a write-ahead log; whoever moves the state away forgets it easily."""
    _store(tmp_path, article())
    path = Layout(tmp_path).state_file(SOURCE)
    with contextlib.closing(open_state(tmp_path)) as state:
        state.listings.remember([])
        store = open_store(tmp_path, state, f"{RUN_ID}2")
        store.take(outcome(OTHER))
        store.commit()
        journal = path.with_name("anba.sqlite-wal").read_bytes()
    assert journal
    before = _known(tmp_path)
    path.unlink()
    path.with_name("anba.sqlite-wal").write_bytes(journal)
    rebuild_state(Layout(tmp_path), outlet())
    assert _known(tmp_path) == before


def test_a_crash_while_rebuilding_leaves_no_state(tmp_path):
    _store(tmp_path, article())
    path = Layout(tmp_path).state_file(SOURCE)
    path.unlink()

    def refuse(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Batches, "finish_replacing", refuse)
        with pytest.raises(KeyboardInterrupt):
            rebuild_state(Layout(tmp_path), outlet())
    assert not path.exists()
    rebuild_state(Layout(tmp_path), outlet())
    with contextlib.closing(open_state(tmp_path)) as state:
        assert state.article_at(URL) == article().article_id


@given(
    st.lists(
        st.tuples(
            st.integers(1, 4),
            st.integers(1, 4),
            st.integers(1, 4),
            st.integers(1, 3),
            st.sampled_from(["article", "article", "timeout"]),
        ),
        max_size=10,
    )
)
@settings(deadline=None, max_examples=20)
def test_whatever_was_stored_is_known_again(tmp_path_factory, pages):
    output = tmp_path_factory.mktemp("any")
    items: list[Article | Outcome] = []
    for n, (asked, ended, stated, text, kind) in enumerate(pages):
        asked_url, url, canonical = (f"https://anba.example/news/{number}000" for number in (asked, ended, stated))
        at = NOW + timedelta(minutes=n)
        if kind == "article":
            items.append(
                article(
                    url,
                    requested_url=asked_url,
                    canonical_url=canonical,
                    text=f"{LONG_TEXT} {text}",
                    title=f"عنوان {text}",
                    fetched_at=at,
                )
            )
        else:
            items.append(outcome(asked_url, reason=kind, at=at))
    _store(output, *items)
    _check_that_nothing_is_lost(output)


def test_what_was_moved_in_since_a_rebuilding_before_comes_into_the_index(tmp_path):
    _store(tmp_path / "one", article())
    _store(tmp_path / "two", article(OTHER, text=f"{LONG_TEXT} وغيره"), run_id=f"{RUN_ID[:-1]}9")
    layout = Layout(tmp_path / "one")
    for wanted in (1, 2):
        rebuild_state(layout, outlet())
        with contextlib.closing(opened_index(layout, NOW)) as index:
            assert len(index) == wanted
        for file in (tmp_path / "two" / "articles").rglob("*.parquet"):
            target = layout.output / file.relative_to(tmp_path / "two")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
