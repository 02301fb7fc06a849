"""The copy is what its rules say, and every place of it leads back to the text as stored."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.tagging.folding import FOLDING
from pipelines.tagging.normalised import Normalised, fold

TEXTS = st.text(st.characters() | st.sampled_from("اأىةؤئلبـًّ \n\r\u200f\xa0-…ﷲﻻ٣½ＡA"), max_size=30)


@given(TEXTS)
def test_the_quick_way_folds_each_character_as_the_rules_do(text):
    each = "".join(FOLDING.of(letter) for letter in text)
    assert FOLDING.fold(text, lambda *_: None) == each
    lines = re.sub(r"(?<!\n)\n(?!\n)", " ", each)
    assert Normalised(text).text == re.sub(" {2,}", " ", lines)


@given(TEXTS, st.data())
def test_each_character_of_the_copy_comes_from_where_its_span_says(text, data):
    copy = Normalised(text)
    if not copy.text:
        assert copy.span(0, 0) == (len(text), len(text))
        return
    start = data.draw(st.integers(0, len(copy.text) - 1))
    end = data.draw(st.integers(start + 1, len(copy.text)))
    first, last = copy.span(start, end)
    assert 0 <= first < last <= len(text)
    broken_line = {text[first], copy.text[start]} == {"\n", " "}
    assert broken_line or copy.text[start] in FOLDING.of(text[first])
    assert (
        len(FOLDING.of(text[last - 1])) == 0
        or broken_line
        or copy.text[end - 1] in " " + FOLDING.of(text[last - 1])
    )
    assert copy.span(start, start) == (first, first)


@pytest.mark.parametrize(
    ("written", "copy"),
    [
        ("أحْمَد الطّيّب", "احمد الطيب"),
        ("مــحمّد", "محمد"),
        ("دونالد\nترامب", "دونالد ترامب"),
        ("دونالد\n\nترامب", "دونالد\n\nترامب"),
        ("فلاديمير  -  بوتين", "فلاديمير بوتين"),
        ("ﷴ ٢٠٢٤", "محمد 2024"),
        ("كرباﭼوف پوتين", "كرباجوف بوتين"),
        ("", ""),
    ],
)
def test_what_writers_spell_differently_is_one(written, copy):
    assert Normalised(written).text == copy


def test_a_span_holds_the_marks_and_joiners_of_its_letters():
    text = "قال\u200f أحْمَدُ  بن ـ راشد"
    copy = Normalised(text)
    start = copy.text.index("احمد")
    assert text[slice(*copy.span(start, start + 4))] == "أحْمَدُ"
    start = copy.text.index("راشد")
    assert text[slice(*copy.span(start, start + 4))] == "راشد"


def test_a_pattern_is_folded_without_the_space_around_it():
    assert fold(" الأُمَم  المتحدة ") == "الامم المتحده"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("قال quot;كيريquot; ذلك", "قال كيري ذلك"),
        ("«&ldquo;منطقة اليوروrdquo;»", "« منطقه اليورو »"),
        ("شركة AT&T; وكلمة quot", "شركه at&t; وكلمه quot"),
    ],
)
def test_what_is_left_of_entities_is_a_space(text, folded):
    copy = Normalised(text)
    assert copy.text == folded
    word = folded.split()[1]
    start, end = copy.span(folded.index(word), folded.index(word) + len(word))
    assert fold(text[start:end]) == word
