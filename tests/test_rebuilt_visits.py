"""Which stored articles are due for another look, worked out from the rows alone."""

from datetime import timedelta

import pytest

from pipelines.records import Outcome
from pipelines.schema import ARTICLES, OUTCOMES, REVISIONS, row_of
from pipelines.state.rebuilt_visits import visits_in
from pipelines.storing.looks import LookPlan
from tests.builders import NOW, article, outcome

OTHER = "https://anba.example/news/2002"
PLAN = LookPlan()


def stored(url: str = OTHER, after: timedelta = timedelta(), **columns: object):
    return ARTICLES, row_of(article(url, fetched_at=NOW + after, **columns))


def looked(after: timedelta, url: str = OTHER):
    found: Outcome = outcome(url, outcome="unchanged", reason=None, at=NOW + after)
    found.article_id = article(url).article_id
    return OUTCOMES, row_of(found)


def test_the_next_look_follows_the_last_one():
    (visit,) = visits_in([stored(), looked(timedelta(hours=2))], PLAN)
    assert (visit.article_id, visit.first_at) == (article(OTHER).article_id, NOW)
    assert visit.due_at == NOW + timedelta(days=1)
    assert visits_in([stored(), looked(timedelta(days=8))], PLAN) == []


def test_a_revision_was_a_look():
    row = {"article_id": article(OTHER).article_id, "fetched_at": NOW + timedelta(days=2)}
    (visit,) = visits_in([stored(), (REVISIONS, row)], PLAN)
    assert visit.due_at == NOW + timedelta(days=7)


def test_pages_of_an_archive_are_not_looked_at_again():
    assert visits_in([stored(found_in="warc")], PLAN) == []


@pytest.mark.parametrize(("kind", "looks"), [("live", 1), ("reprocess", 1), ("backfill", 0), ("ingest", 0)])
def test_what_no_live_run_stored_is_not_looked_at_again(kind, looks):
    assert len(visits_in([stored(run_kind=kind)], PLAN)) == looks


def test_where_no_looks_are_wanted_none_is_planned():
    assert visits_in([stored()], LookPlan(after=())) == []


def test_an_article_too_old_for_any_look_is_not_held():
    newer = stored("https://anba.example/news/3003", timedelta(days=15))
    (visit,) = visits_in([stored(), newer], PLAN)
    assert visit.article_id == article("https://anba.example/news/3003").article_id


def test_a_refused_address_is_none():
    refused = outcome(OTHER)
    assert visits_in([stored(), (OUTCOMES, row_of(refused))], PLAN)[0].due_at == NOW + timedelta(hours=1)
