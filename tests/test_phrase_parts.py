"""Phrases in two parts: side by side, or soon after each other."""

from functools import partial

import pytest

from pipelines.tagging.phrase_parts import GAP_CHARACTERS, Parts, PartsOfForms, apart, side_by_side
from pipelines.tagging.phrase_patterns import Phrase
from pipelines.tagging.word_search import Sense, WordSearch, bare

BESIDE = Phrase("", ("شن", "شنت", "هجوم"), ("غارة", "غارات جوية"), at_once=True)
APART = Phrase("", ("وقعت",), ("اتفاقية", "الاتفاقية"))
BOTH = Phrase("", ("شنت", "الشرطة"), ("حملة",), at_once=True)


def behind(parts: Parts, proclitic: str) -> Sense:
    return tuple((number, phrases, None) for number, phrases in enumerate(parts.behind(proclitic)) if phrases)


def found(text: str) -> set[tuple[str, int]]:
    gathered = PartsOfForms()
    for number, phrase in enumerate((BESIDE, APART, BOTH)):
        gathered.add(number, phrase)
    search = WordSearch(gathered.parts(), behind, lists=3)
    begins, opens, closes = search.find(text)
    ending = partial(search.beginning_at, text, bare(text))
    wholes = [*side_by_side(begins, ending, text), *apart(opens, closes)]
    return {(text[start:end], number) for start, end, number in wholes}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("شنت غارات جوية", {("شنت غارات جوية", 0)}),
        ("وشنت حملة", {("شنت حملة", 2)}),
        ("وللشرطة حملة", {("للشرطة حملة", 2)}),  # after ل the article is not written; only و and ف go before that
        ("بللشرطة حملة", set()),
        ("شنت وغارة", set()),
        ("شنت. غارة", set()),
        ("شنت  غارة", set()),
        ("غارة شنت", set()),
        ("شنت حملة غارة", {("شنت حملة", 2)}),
    ],
)
def test_two_that_belong_side_by_side(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("between", "is_whole"),
    [(" ", True), (" أمس في العاصمة ", True), (" " * GAP_CHARACTERS, True), (" " * (GAP_CHARACTERS + 1), False)],
)
def test_two_with_a_gap_stand_in_their_order_and_not_far_apart(between, is_whole):
    assert found(f"وقعت{between}اتفاقية") == ({("اتفاقية", 1)} if is_whole else set())
    assert found(f"اتفاقية{between}وقعت") == set()


def test_the_last_opening_is_near_enough_whatever_came_before():
    assert found(f"وقعت {'س' * GAP_CHARACTERS} وقعت الاتفاقية") == {("الاتفاقية", 1)}


def test_forms_of_equal_meaning_share_one_object():
    gathered = PartsOfForms()
    gathered.add(0, BESIDE)
    parts = dict(gathered.parts())
    assert parts["شنت"] is parts["هجوم"]
    assert parts["غارة"] is parts["غارات جوية"]


def test_the_words_that_may_follow_a_first_part_are_told():
    gathered = PartsOfForms()
    for number, phrase in enumerate((BESIDE, APART, BOTH)):
        gathered.add(number, phrase)
    assert gathered.endings() == {0: {"غارة", "غارات"}, 2: {"حملة"}}
