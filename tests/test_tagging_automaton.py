"""Whole words only, with the letters that Arabic writes before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.tagging.automaton import Automaton
from pipelines.tagging.clitics import PROCLITICS


def found(patterns, text):
    return list(Automaton((pattern, pattern) for pattern in patterns).find(text))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("بري", [(0, 3)]),
        ("قال بري، أمس", [(4, 7)]),
        ("كبرى وبريطانيا", []),
        ("وبري", []),
        ("بري2", []),
        ("بري بري", [(0, 3), (4, 7)]),
        ("بري\n\nبري_", [(0, 3), (5, 8)]),
    ],
)
def test_a_name_counts_as_a_whole_word(text, places):
    assert [(start, end) for start, end, _ in found(["بري"], text)] == places


def test_names_that_overlap_are_all_found_by_their_end():
    assert [name for *_, name in found(["نبيه بري", "بري", "نبيه"], "نبيه بري")] == ["نبيه", "نبيه بري", "بري"]


@pytest.mark.parametrize("text", ["نبيه-بري", "نبيه\nبري", "نبيه  بري", "نبيه، بري", "نبيهبري"])
def test_a_mark_between_two_words_parts_them(text):
    assert not found(["نبيه بري"], text)


def test_marks_of_a_pattern_stand_in_the_text():
    text = "جورج و. بوش، دول 5+1، دول 5 1"
    assert [name for *_, name in found(["جورج و. بوش", "دول 5+1", "دول 5 1"], text)] == [
        "جورج و. بوش", "دول 5+1", "دول 5 1"
    ]  # fmt: skip


def test_all_that_one_pattern_stands_for_is_found():
    automaton = Automaton([("بري", 1), ("بري", 2), ("", 3)])
    assert [payload for *_, payload in automaton.find("بري")] == [1, 2]


def test_proclitics_are_told_and_other_letters_before_are_none():
    automaton = Automaton([("بوتين", "x")])
    text = "وبوتين لبوتين ولبوتين سبوتين ببوتينا وللبوتين"
    assert [(prefix, text[start:end]) for start, end, prefix, _ in automaton.find_with_proclitics(text)] == [
        ("و", "بوتين"), ("ل", "بوتين"), ("ول", "بوتين")
    ]  # fmt: skip


@given(st.text("وفبلك سا.", max_size=12), st.text("وفبلك سا.", max_size=6))
def test_what_stands_before_a_name_is_a_proclitic_after_a_boundary(before, after):
    text = f"{before}بوتين{after}"
    hits = Automaton([("بوتين", "x")]).find_with_proclitics(text)
    word = before.replace(".", " ").rpartition(" ")[2]
    is_whole = not after[:1].isalnum() and (not word or word in PROCLITICS)
    assert (len(before), len(before) + 5, word, ("x",)) in hits if is_whole else not hits
