"""Phrases as people write them: what they look for, whole or in halves."""

import pytest

from pipelines.knowledge.folders import knowledge_folders
from pipelines.tagging.phrase_patterns import Phrase, parse_in_two, parse_phrase
from pipelines.topics.knowledge import load_topics

VERBS = "(" + "|".join(f"فعل{letter}" for letter in "ابتثجحخ") + ")"
NOUNS = "(" + "|".join(f"اسم{letter}" for letter in "ابتثجحخ") + ")"


def test_brackets_are_opened():
    assert parse_phrase("[ال](مجلس|مجالس) [محلية]").forms == (
        "مجلس", "مجلس محليه", "مجالس", "مجالس محليه", "المجلس", "المجلس محليه", "المجالس", "المجالس محليه"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("(ا|ب", "is not closed"),
        ("ا)", "was not opened"),
        ("[ا]", "may be empty"),
        ("ا … ب … ج", "more than one"),
        ("[ال]شطرنج؛ دور الملكة", "holds ؛"),
        ("وقعت ... اتفاقية", "a gap is written …"),
        ("ا، ب", "holds ،"),
    ],
)
@pytest.mark.parametrize("parse", [parse_phrase, parse_in_two])
def test_what_is_wrong_with_a_phrase_is_said(parse, written, reason):
    with pytest.raises(ValueError, match=reason):
        parse(written)


def test_one_phrase_does_not_fill_the_memory():
    with pytest.raises(ValueError, match="more than 4000 forms"):
        parse_in_two(f"{VERBS}{NOUNS}{VERBS}{NOUNS}{VERBS}")


def test_pairs_are_looked_for_as_two_halves():
    phrase = parse_in_two(f"[ال]{VERBS} [جدا] {NOUNS}")
    assert phrase.at_once
    assert len(phrase.forms) + len(phrase.followed_by) == 14 + 14


def test_words_that_stand_in_every_line_are_spelled_out_with_their_company():
    phrase = parse_in_two(f"[ال]{VERBS} (في|{NOUNS[1:-1]})")
    assert "في" not in phrase.followed_by
    assert len(phrase.spelled) == 14
    assert "الفعلا في" in phrase.spelled


@pytest.mark.parametrize("written", ["ا ب ج", f"{VERBS}", f"[ال]{VERBS} واحد", f"{VERBS} … {NOUNS}", "(ا|ب) (ج|د)"])
def test_what_is_small_or_cannot_be_parted_stays_whole(written):
    assert parse_in_two(written) == parse_phrase(written)


def test_the_halves_of_our_phrases_make_the_forms_of_the_whole():
    parted = [weighted.phrase for weighted in load_topics(knowledge_folders()).phrases if weighted.phrase.at_once]
    assert len(parted) > 300
    for phrase in parted:
        whole = _whole(phrase)
        pairs = {f"{first} {second}" for first in phrase.forms for second in phrase.followed_by}
        assert whole is None or set(whole.forms) == pairs | set(phrase.spelled)


def _whole(phrase: Phrase) -> Phrase | None:
    try:
        return parse_phrase(phrase.written)
    except ValueError:  # too many
        return None
