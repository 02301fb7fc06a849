"""What counts as right, field by field."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from benchmarks.gold import Facts, Wanted
from benchmarks.scoring import Said, Score, score, words_of

AT = datetime(2024, 7, 20, 22, 43, 33, tzinfo=UTC)
ZONE = "Asia/Riyadh"  # where it is the 21st already
TEXTS = ("افتتح الوزير الجسر", "وقال إن العمل تم", "في موعده")


def judged(wanted: Wanted | None = None, **said) -> Score:
    columns: dict[str, Any] = {"paragraphs": TEXTS, "title": "افتتاح الجسر"}
    columns |= {"published_at": AT, "precision": "second"} | said
    return score(Said(**columns), wanted or told(), ZONE)


def told(**facts) -> Wanted:
    columns: dict[str, Any] = {"published_at": AT, "precision": "second"} | facts
    return Wanted(TEXTS, Facts(**columns), title="افتتاح الجسر")


def test_a_right_reading_is_right():
    found = judged()
    assert (found.f1, found.paragraphs) == (1, 1)
    assert all(found.fields.values())


def test_words_are_the_same_with_and_without_signs():
    assert words_of(["الجِسْر الـجسر\u200f 5.8%"]) == ["الجسر", "الجسر", "5", "8"]


def test_what_is_missing_costs_recall_and_what_is_too_much_precision():
    short = judged(paragraphs=TEXTS[:2])
    assert short.precision == 1
    assert short.recall == pytest.approx(7 / 9)
    long = judged(paragraphs=(*TEXTS, "شارك الخبر"))
    assert long.recall == 1
    assert long.precision == pytest.approx(9 / 11)


def test_paragraphs_that_run_together_show_although_no_word_is_lost():
    joined = judged(paragraphs=(" ".join(TEXTS),))
    assert joined.f1 == 1
    assert joined.paragraphs == 0


def test_nothing_read_is_zero():
    found = judged(paragraphs=(), refused="no_text")
    assert found.f1 == 0
    assert not any(found.fields.values())


@pytest.mark.parametrize("paragraphs", [TEXTS, TEXTS[1:]])
def test_an_optional_paragraph_may_stand_or_not(paragraphs):
    found = judged(Wanted(TEXTS, told().say, optional=frozenset({0}), title="افتتاح الجسر"), paragraphs=paragraphs)
    assert (found.f1, found.paragraphs) == (1, 1)


@pytest.mark.parametrize(
    ("title", "is_right"), [("افتتاح\n الجسر", True), ("افتتاح الجسر | الجسر", False), (None, False)]
)
def test_title(title, is_right):
    assert judged(title=title).fields["title"] is is_right


def test_quotation_marks_of_any_shape_are_the_same_in_a_headline():
    wanted = Wanted(TEXTS, told().say, title="افتتاح “الجسر”")
    assert judged(wanted, title='افتتاح "الجسر"').fields["title"]


@pytest.mark.parametrize(
    ("at", "precision", "is_right"),
    [
        (AT.astimezone(timezone(timedelta(hours=3))), "second", True),
        (AT.replace(microsecond=9), "second", True),
        (AT, "minute", False),
        (AT + timedelta(seconds=1), "second", False),
        (None, None, False),
    ],
)
def test_published_is_right_to_the_stated_precision(at, precision, is_right):
    assert judged(published_at=at, precision=precision).fields["published"] is is_right


def test_a_day_is_compared_in_the_outlets_zone():
    wanted = told(published_at=datetime(2024, 7, 21, tzinfo=UTC), precision="day")
    assert judged(wanted, precision="day").fields["published"]


def test_a_date_that_no_page_states_is_invented():
    assert judged(told(published_at=None, precision=None)).invented
    assert judged(published_at=AT + timedelta(days=1)).invented
    assert not judged(published_at=AT + timedelta(hours=1)).invented
    assert not judged(published_at=None).invented


def test_a_change_at_the_moment_of_publication_may_be_left_out():
    assert judged(told(modified_at=AT)).fields["modified"]
    assert not judged(told(modified_at=AT + timedelta(hours=1))).fields["modified"]
    assert not judged(modified_at=AT).fields["modified"]


def test_authors_are_the_same_persons_in_any_order():
    wanted = told(authors=("سعاد", "هند"))
    assert judged(wanted, authors=("هند", "سعاد")).fields["authors"]
    assert not judged(wanted, authors=("هند",)).fields["authors"]


def test_a_reader_is_judged_only_by_what_it_can_say():
    assert set(judged(says=("title",)).fields) == {"title"}
