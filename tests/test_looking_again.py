import contextlib
import copy
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.addresses.canonical import article_id
from pipelines.layout import Layout
from pipelines.parts.compacting import compact
from pipelines.parts.reading import rows_of_article
from pipelines.records import Article, Outcome, WarcPlace
from pipelines.storing import holdings
from pipelines.storing.batches import StopStoring
from tests.builders import (
    LONG_TEXT,
    NOW,
    RUN_ID,
    SOURCE,
    TITLE,
    URL,
    article,
    open_state,
    open_store,
    outcome,
    outlet,
    rows_of,
)
from tests.damage import flip_unseen
from tests.desk import OTHER, OTHER_TEXT, Desk

LATER = NOW + timedelta(hours=2)


# The same as before


def test_a_known_address_without_a_change_is_unchanged(desk):
    desk.take(article())
    assert desk.take(article(fetched_at=NOW + timedelta(hours=1))) == "unchanged"
    assert len(desk.rows("articles")) == 1
    (row,) = desk.rows("outcomes")
    assert (row["outcome"], row["reason"], row["article_id"]) == ("unchanged", None, article_id(URL))
    assert (row["at"], row["http_status"], row["detail"]) == (NOW + timedelta(hours=1), 200, None)
    assert desk.rows("revisions") == []


# Changes


def test_a_changed_text_is_a_revision_and_the_article_stays(desk):
    desk.take(article())
    later = NOW + timedelta(hours=2)
    assert desk.take(article(text=OTHER_TEXT, fetched_at=later)) == "revised"
    (first,) = desk.rows("articles")
    (row,) = desk.rows("revisions")
    assert (first["text"], row["text"]) == (LONG_TEXT, OTHER_TEXT)
    assert (row["revision"], row["kind"], row["changed"]) == (1, "changed", ["text"])
    assert (row["article_id"], row["cluster_id"], row["fetched_at"]) == (article_id(URL), article_id(URL), later)
    assert "text changed" in row["change_summary"]


def test_a_changed_headline_is_a_revision(desk):
    desk.take(article())
    assert desk.take(article(title="عنوان معدل")) == "revised"
    (row,) = desk.rows("revisions")
    assert row["changed"] == ["title"]


def test_what_new_rules_read_in_the_same_page_is_no_change(desk):
    """The outlet changed nothing: such a row would accuse it of an edit that it never made."""
    first = article()
    desk.take(first)
    assert desk.take(article(text=OTHER_TEXT, page_sha256=first.page_sha256)) == "unchanged"
    assert "read it otherwise" in desk.rows("outcomes")[0]["detail"]
    assert desk.take(article(text=OTHER_TEXT)) == "revised"
    assert desk.take(article(title="عنوان", page_sha256=article(text=OTHER_TEXT).page_sha256)) == "unchanged"
    assert [row["text"] for row in desk.rows("revisions")] == [OTHER_TEXT]


def test_revisions_are_numbered_and_compared_with_the_last(desk):
    desk.take(article())
    texts = [OTHER_TEXT, OTHER_TEXT, LONG_TEXT, f"{LONG_TEXT}\n\nتحديث"]
    assert [desk.take(article(text=text)) for text in texts] == ["revised", "unchanged", "revised", "revised"]
    rows = sorted(desk.rows("revisions"), key=lambda row: row["revision"])
    assert [(row["revision"], row["text"]) for row in rows] == [(1, texts[0]), (2, texts[2]), (3, texts[3])]


def test_what_differs_for_the_eye_alone_is_unchanged(desk):
    desk.take(article())
    assert desk.take(article(text=LONG_TEXT.replace("،", ","))) == "unchanged"


def test_a_revision_of_a_copy_stays_in_its_cluster(desk):
    desk.take(article())
    desk.take(article(OTHER))
    desk.take(article(OTHER, text=OTHER_TEXT))
    (row,) = desk.rows("revisions")
    assert (row["article_id"], row["cluster_id"]) == (article_id(OTHER), article_id(URL))


# Looks at known articles: gone, restored, the same as before


def gone(url: str = URL, **columns: Any) -> Outcome:
    columns = {"http_status": 404, "detail": "HTTP 404", "at": LATER, "article_id": None} | columns
    return outcome(url, outcome="gone", reason=None, **columns)


def unchanged(url: str = URL, at: datetime = LATER) -> Outcome:
    return outcome(url, outcome="unchanged", reason=None, http_status=304, detail="HTTP 304", at=at)


def test_a_vanished_article_becomes_a_tombstone_with_its_text(desk):
    desk.take(article(authors=["كاتبة"]))
    assert desk.take(gone(warc_file="archive/x", warc_offset=7)) == "revised"
    (row,) = desk.rows("revisions")
    assert (row["kind"], row["revision"], row["changed"], row["change_summary"]) == ("gone", 1, [], "HTTP 404")
    assert (row["text"], row["authors"], row["fetched_at"]) == (LONG_TEXT, ["كاتبة"], LATER)
    assert (row["article_id"], row["warc_file"], row["warc_offset"]) == (article_id(URL), "archive/x", 7)
    assert desk.rows("outcomes") == []
    assert desk.state.refusal(URL) is None


def test_a_tombstone_bears_the_last_text_not_the_first(desk):
    desk.take(article())
    desk.take(article(text=OTHER_TEXT, title="عنوان معدل"))
    desk.take(gone())
    tombstone = max(desk.rows("revisions"), key=lambda row: row["revision"])
    assert (tombstone["kind"], tombstone["revision"]) == ("gone", 2)
    assert (tombstone["text"], tombstone["title"]) == (OTHER_TEXT, "عنوان معدل")
    assert desk.take(article(text=OTHER_TEXT, title="عنوان معدل")) == "revised"
    restored = max(desk.rows("revisions"), key=lambda row: row["revision"])
    assert (restored["kind"], restored["changed"]) == ("restored", [])


def test_a_damaged_text_is_not_repeated_on_a_tombstone(tmp_path):
    desk = Desk(tmp_path, commits=True)
    with contextlib.closing(desk.state):
        desk.take(article())
        (part,) = (tmp_path / "articles").rglob("*.parquet")
        flip_unseen(part)
        with pytest.raises(StopStoring, match=part.name):
            desk.take(gone())
    assert rows_of(tmp_path, "revisions") == []


@pytest.mark.parametrize("texts", [[LONG_TEXT], [LONG_TEXT, OTHER_TEXT]], ids=["as it was", "revised"])
@pytest.mark.parametrize("is_compacted", [False, True])
def test_the_text_of_a_tombstone_is_looked_for_in_the_files_that_it_was_stored_in(
    tmp_path, monkeypatch, texts, is_compacted
):
    """The crawl stands still meanwhile, and a source has hundreds of files."""
    desk = Desk(tmp_path, commits=True)
    looked_through: list[str] = []

    def counting(file: Path, article_id: str) -> Iterator[dict[str, Any]]:
        looked_through.append(file.parts[-4])
        return rows_of_article(file, article_id)

    with contextlib.closing(desk.state):
        for number in range(3):
            desk.take(article(f"https://anba.example/news/{number}", text=f"{LONG_TEXT} {number}"))
        for text in texts:
            desk.take(article(text=text))
        desk.take(article(OTHER, text=f"{LONG_TEXT} آخر"))
        if is_compacted:
            compact(Layout(tmp_path), desk.state, outlet(), f"{SOURCE}-20260315T110000Z-00aa")
        monkeypatch.setattr(holdings, "rows_of_article", counting)
        assert desk.take(gone()) == "revised"
    assert looked_through == ["revisions" if len(texts) > 1 else "articles"]
    tombstone = max(rows_of(tmp_path, "revisions"), key=lambda row: row["revision"])
    assert tombstone["text"] == texts[-1]


def test_what_is_still_gone_is_an_outcome(desk):
    desk.take(article())
    assert [desk.take(gone()), desk.take(gone(at=LATER + timedelta(days=1)))] == ["revised", "gone"]
    (row,) = desk.rows("outcomes")
    assert (row["outcome"], row["article_id"]) == ("gone", article_id(URL))
    assert len(desk.rows("revisions")) == 1


def test_what_came_back_is_restored_with_or_without_a_change(desk):
    desk.take(article())
    fates = [desk.take(each) for each in (gone(), article(), gone(), article(text=OTHER_TEXT), article())]
    assert fates == ["revised", "revised", "revised", "revised", "revised"]
    rows = sorted(desk.rows("revisions"), key=lambda row: row["revision"])
    kinds = [(row["kind"], row["changed"]) for row in rows]
    assert kinds == [
        ("gone", []),
        ("restored", []),
        ("gone", []),
        ("restored", ["text"]),
        ("changed", ["text"]),
    ]


def test_a_304_is_unchanged_and_leads_to_its_article(desk):
    desk.take(article())
    assert desk.take(unchanged()) == "unchanged"
    (row,) = desk.rows("outcomes")
    assert (row["outcome"], row["http_status"], row["article_id"]) == ("unchanged", 304, article_id(URL))
    assert desk.state.refusal(URL) is None


def test_an_error_at_a_look_is_no_end_of_the_article(desk):
    desk.take(article())
    assert desk.take(outcome(reason="http_error", http_status=500)) == "rejected"
    desk.store.commit()
    assert desk.state.article_at(URL) == article_id(URL)
    assert desk.rows("revisions") == []


def test_an_unknown_address_that_is_gone_is_a_refusal(desk):
    assert desk.take(gone(OTHER)) == "gone"
    desk.store.commit()
    assert desk.state.refusal(OTHER).reason == "gone"


# When the next look is


def test_a_stored_article_is_planned_with_the_validators_of_its_answer(desk):
    desk.store.looks.validators[URL] = ('"v1"', "Sat, 14 Mar 2026 08:00:00 GMT")
    desk.take(article())
    desk.store.commit()
    assert desk.state.visits.due(NOW, 9) == []
    (visit,) = desk.state.visits.due(NOW + timedelta(hours=1), 9)
    assert (visit.article_id, visit.url, visit.first_at) == (article_id(URL), URL, NOW)
    assert (visit.etag, visit.last_modified) == ('"v1"', "Sat, 14 Mar 2026 08:00:00 GMT")
    assert desk.store.looks.validators == {}


@pytest.mark.parametrize("look", ["same", "changed", "304", "gone"])
def test_every_look_plans_the_next(desk, look):
    desk.store.looks.validators[URL] = ('"v1"', None)
    desk.take(article())
    desk.store.looks.validators[URL] = ('"v2"', None)
    made = {
        "same": article(fetched_at=LATER),
        "changed": article(fetched_at=LATER, text=OTHER_TEXT),
        "304": unchanged(),
        "gone": gone(),
    }[look]
    desk.take(made)
    desk.store.commit()
    visit = desk.state.visits.of(article_id(URL))
    assert visit.due_at == NOW + timedelta(days=1)
    assert visit.etag == ('"v2"' if look in ("same", "changed") else '"v1"')


def test_after_the_last_look_there_is_none(desk):
    desk.take(article())
    desk.take(unchanged(at=NOW + timedelta(days=8)))
    desk.store.commit()
    assert desk.state.visits.of(article_id(URL)).due_at is None
    assert desk.state.visits.due(NOW + timedelta(days=400), 9) == []


def test_a_twin_plans_nothing(desk):
    desk.take(article())
    desk.take(article(OTHER, canonical_url=URL, fetched_at=LATER))
    desk.store.commit()
    assert desk.state.visits.of(article_id(URL)).due_at == NOW + timedelta(hours=1)


def test_a_look_that_was_led_to_a_new_address_plans_the_next(desk):
    """Else a moved article is due at every run, and those that wait longest use up every budget of looks."""
    desk.store.looks.validators[URL] = ('"v1"', None)
    desk.take(article())
    desk.store.looks.validators[URL] = ('"of the new address"', None)
    moved = article(f"{URL}-new-slug", requested_url=URL, canonical_url=URL, fetched_at=LATER, text=OTHER_TEXT)
    assert desk.take(moved) == "unchanged"
    desk.store.commit()
    visit = desk.state.visits.of(article_id(URL))
    assert (visit.due_at, visit.etag) == (NOW + timedelta(days=1), None)
    assert desk.store.looks.validators == {}


def test_validators_of_what_is_refused_are_let_go(desk):
    desk.store.looks.validators[URL] = ('"v1"', None)
    desk.take(outcome(URL, outcome="rejected", reason="not_article"))
    assert desk.store.looks.validators == {}


class HoldsAnswers:
    """Notes what becomes of the answers that it holds."""

    def sync(self) -> dict[str, int]:
        return {}

    def __init__(self) -> None:
        self.held = {URL, OTHER}
        self.kept: list[str] = []

    def keep(self, requested_url: str) -> WarcPlace | None:
        if requested_url not in self.held:
            return None
        self.held.discard(requested_url)
        self.kept.append(requested_url)
        return WarcPlace("archive/kept", 10, 20)

    def let_go(self, requested_url: str) -> None:
        self.held.discard(requested_url)

    def erase(self, file: str, offset: int) -> None:
        raise AssertionError("nothing here was forgotten")


@pytest.mark.parametrize(
    ("look", "is_kept"), [("same", False), ("changed", True), ("304", False), ("gone", True), ("broken", False)]
)
def test_only_a_look_that_finds_something_new_is_archived(tmp_path, look, is_kept):
    looks: dict[str, Article | Outcome] = {
        "same": article(fetched_at=LATER),
        "changed": article(fetched_at=LATER, text=OTHER_TEXT),
        "304": unchanged(),
        "gone": gone(),
        "broken": article(fetched_at=LATER, title="\ud800"),
    }
    with contextlib.closing(open_state(tmp_path)) as state:
        open_store(tmp_path, state).take(article())
        archive = HoldsAnswers()
        store = open_store(tmp_path, state, f"{RUN_ID}2", archive)
        store.take(article())
        archive.held = {URL, OTHER}
        archive.kept.clear()
        store.take(looks[look])
        store.commit()
        assert (archive.kept == [URL]) == is_kept
        assert archive.held == {OTHER}
    if is_kept:
        (row,) = rows_of(tmp_path, "revisions")
        assert (row["warc_file"], row["warc_offset"]) == ("archive/kept", 10)


# An address that leads to another article


MOVED = "https://anba.example/news/moved-1001"


def elsewhere(**columns: Any) -> Article:
    """What a look at the article finds when its address leads to another one."""
    columns = {"requested_url": URL, "title": "خبر آخر", "text": OTHER_TEXT, "fetched_at": LATER} | columns
    return article(OTHER, **columns)


def test_a_look_that_is_led_to_another_article_does_not_take_its_address(desk):
    desk.take(article())
    assert desk.take(elsewhere()) == "rejected"
    assert desk.store.article_at(OTHER) is None
    (row,) = desk.rows("outcomes")
    assert (row["outcome"], row["reason"], row["article_id"]) == ("rejected", "soft_404", None)
    assert (row["requested_url"], row["url"]) == (URL, OTHER)
    assert row["detail"] == "it leads to another article"
    assert desk.take(elsewhere(requested_url=OTHER)) == "stored"
    assert desk.rows("revisions") == []
    assert desk.state.visits.of(article_id(URL)).due_at == NOW + timedelta(days=1)


def test_nor_does_one_that_is_led_to_a_stored_article(desk):
    desk.take(article())
    desk.take(elsewhere(requested_url=OTHER))
    assert desk.take(elsewhere(text=f"{OTHER_TEXT} تحديث", title="خبر آخر")) == "rejected"
    assert desk.store.article_at(OTHER) == article_id(OTHER)
    assert desk.rows("revisions") == []


@pytest.mark.parametrize("same", [{"text": LONG_TEXT}, {"title": TITLE}, {"canonical_url": URL}], ids=str)
def test_an_article_that_moved_is_still_itself(desk, same):
    desk.take(article())
    assert desk.take(elsewhere(**same)) == "unchanged"
    assert desk.store.article_at(OTHER) == article_id(URL)


def test_a_304_from_another_address_says_nothing_of_the_article(desk):
    desk.take(article(requested_url=MOVED))
    assert desk.take(outcome(URL, requested_url=MOVED, outcome="unchanged", reason=None)) == "unchanged"
    led_away = outcome(OTHER, requested_url=URL, outcome="unchanged", reason=None, detail="HTTP 304", at=LATER)
    assert desk.take(led_away) == "rejected"
    row = next(row for row in desk.rows("outcomes") if row["url"] == OTHER)
    assert (row["outcome"], row["reason"], row["article_id"]) == ("rejected", "soft_404", None)
    assert row["detail"] == "it leads to another address: HTTP 304"


def test_an_address_that_now_shows_other_words_gives_it_no_new_address(desk):
    desk.take(article())
    other = {"title": "خبر آخر", "text": OTHER_TEXT, "canonical_url": OTHER, "article_id": article_id(URL)}
    assert desk.take(article(fetched_at=LATER, **other)) == "revised"
    assert desk.store.article_at(OTHER) is None
    assert [row["canonical_url"] for row in desk.rows("revisions")] == [URL]
    assert desk.take(article(OTHER, title="خبر آخر", text=OTHER_TEXT)) == "stored"


def test_words_that_stay_give_it_the_new_address_that_they_state(desk):
    desk.take(article())
    moved = article(title="خبر آخر", text=OTHER_TEXT, canonical_url=OTHER, article_id=article_id(URL))
    assert [desk.take(copy.copy(moved)), desk.take(copy.copy(moved))] == ["revised", "unchanged"]
    assert desk.store.article_at(OTHER) == article_id(URL)


def test_an_unchanged_article_that_states_a_new_address_is_known_by_it(desk):
    desk.take(article())
    assert desk.take(article(canonical_url=OTHER, article_id=article_id(URL))) == "unchanged"
    assert desk.store.article_at(OTHER) == article_id(URL)
