"""Whole words only, with the letters that Arabic writes before them."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.tagging.clitics import PROCLITICS
from pipelines.tagging.word_search import Sense, WordSearch, bare


def _told(meaning: object, proclitic: str) -> Sense:
    return ((0, (proclitic, meaning), None),)


def search(*patterns: str) -> WordSearch[str]:
    return WordSearch(((pattern, pattern) for pattern in patterns), _told)


def found(patterns, text):
    """Those without a proclitic."""
    return [(start, end, what[1]) for start, end, what in search(*patterns).find(text)[0] if not what[0]]


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
        ("«بري»؟بري", [(1, 4), (6, 9)]),
    ],
)
def test_a_name_counts_as_a_whole_word(text, places):
    assert [(start, end) for start, end, _ in found(["بري"], text)] == places


def test_names_that_overlap_are_all_found_by_their_start_the_shorter_first():
    names = ["نبيه بري", "بري", "نبيه", "نبيه بري رئيس المجلس"]
    assert [name for *_, name in found(names, "نبيه بري رئيس")] == ["نبيه", "نبيه بري", "بري"]


@pytest.mark.parametrize("text", ["نبيه-بري", "نبيه\nبري", "نبيه  بري", "نبيه، بري", "نبيهبري"])
def test_a_mark_between_two_words_parts_them(text):
    assert not found(["نبيه بري"], text)


def test_a_form_that_goes_on_ends_where_the_text_ends():
    assert found(["الملك فهد", "الملك فهد بن عبدالعزيز"], "الملك فهد") == [(0, 9, "الملك فهد")]


def test_marks_of_a_pattern_stand_in_the_text():
    text = "جورج و. بوش، دول 5+1، دول 5 1 «نعم»"
    patterns = ["جورج و. بوش", "دول 5+1", "دول 5 1", "«نعم»"]
    assert [name for *_, name in found(patterns, text)] == patterns


def test_what_is_found_goes_into_the_list_that_its_meaning_says():
    names: WordSearch[int] = WordSearch(
        [("بري", 1), ("نبيه", 0)], lambda number, _: ((number, "name", None), (2, number, None)), lists=3
    )
    assert names.find("نبيه بري") == [[(0, 4, "name")], [(5, 8, "name")], [(0, 4, 0), (5, 8, 1)]]


def test_a_meaning_is_asked_once_for_each_proclitic():
    asked = []

    def behind(meaning: str, proclitic: str) -> Sense:
        asked.append((meaning, proclitic))
        return ()

    names = WordSearch([("بوتين", name := "x"), ("بوتن", name)], behind)
    names.find("بوتين وبوتين بوتن")
    names.find("بوتين وبوتين بوتين")
    assert asked == [("x", ""), ("x", "و")]


def test_proclitics_are_told_and_other_letters_before_are_none():
    text = "وبوتين لبوتين ولبوتين سبوتين ببوتينا وللبوتين"
    assert [(what[0], text[start:end]) for start, end, what in search("بوتين").find(text)[0]] == [
        ("و", "بوتين"), ("ل", "بوتين"), ("ول", "بوتين")
    ]  # fmt: skip


def test_a_form_of_several_words_bears_a_proclitic_before_the_first():
    text = "ولنبيه بري ونبيه وبري"
    assert [(what, text[start:end]) for start, end, what in search("نبيه بري").find(text)[0]] == [
        (("ول", "نبيه بري"), "نبيه بري")
    ]


@given(st.text("وفبلك سا.", max_size=12), st.text("وفبلك سا.", max_size=6))
def test_what_stands_before_a_name_is_a_proclitic_after_a_boundary(before, after):
    text = f"{before}بوتين{after}"
    (hits,) = search("بوتين").find(text)
    word = before.replace(".", " ").rpartition(" ")[2]
    is_whole = not after[:1].isalnum() and (not word or word in PROCLITICS)
    assert (len(before), len(before) + 5, (word, "بوتين")) in hits if is_whole else not hits


_TEXTS = st.text("ابو ا.ب و", max_size=14)


@given(st.sets(_TEXTS.filter(lambda form: form.strip(" .") == form and form), max_size=6), _TEXTS)
def test_it_finds_what_looking_at_every_place_finds(forms, text):
    (hits,) = search(*forms).find(text)
    padded = f" {text} "

    def stands(form: str, start: int) -> bool:
        return text.startswith(form, start) and not padded[start + 1 + len(form)].isalnum()

    begins = [(place, "") for place in range(len(text)) if not padded[place].isalnum()]
    begins += [
        (place + len(proclitic), proclitic)
        for place, _ in list(begins) for proclitic in PROCLITICS if text.startswith(proclitic, place)
    ]  # fmt: skip
    expected = {
        (start, start + len(form), (proclitic, form))
        for start, proclitic in begins for form in forms if form[0].isalnum() and stands(form, start)
    }  # fmt: skip
    assert set(hits) == expected
    assert len(hits) == len(expected)


def test_a_form_that_counts_before_certain_words_only_counts_there():
    names: WordSearch[str] = WordSearch(
        [("شن", "begins"), ("شن غارة", "whole")],
        lambda what, _: ((0, what, frozenset({"هجوما"}) if what == "begins" else None),),
    )
    assert names.find("شن هجوما، شن. هجوما، شن غارة، شن")[0] == [
        (0, 2, "begins"), (21, 28, "whole")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("غارات جوية ليلا", [(5, "غارات"), (10, "غارات جوية")]),
        ("غارات جوية", [(5, "غارات"), (10, "غارات جوية")]),
        ("غارات، جوية", [(5, "غارات")]),
        ("غارات", [(5, "غارات")]),
        ("وغارات", []),
        ("، غارات", []),
        ("", []),
    ],
)
def test_forms_are_found_that_begin_at_a_place(text, expected):
    assert list(search("غارات", "غارات جوية", "جوية").beginning_at(text, bare(text), 0)) == expected


def test_it_is_kept_and_finds_the_same():
    names = search("بوتين", "فلاديمير بوتين")
    names.find("بوتين")
    assert pickle.loads(pickle.dumps(names)).find("فلاديمير بوتين") == names.find("فلاديمير بوتين")
