"""What all the words of an article say of its topics."""

import math
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.knowledge.tables import KnowledgeError
from pipelines.topics.words import IN_OPENING, IN_TEXT, IN_TITLE, placed_stems, read_topic_words, stem

SPORT, HEALTH = "medtop:15000000", "medtop:07000000"
HEADER = "stem\trarity\tweights\n"
MODEL = f"""{HEADER}# a remark
*\t\t15000000=-2 07000000=-3
مبارا\t2\t15000000=4
مستشف\t1\t07000000=5 15000000=-1
"""


def odds(words, title, text):
    return words.odds(words.rows(title), words.rows(text))


def speaking(words, code, text, most):
    """The words of the text whose stems speak most."""
    by_row = {words.row(word): word for word in reversed(text.split())}
    return [by_row[row] for row in words.speaking(code, [], words.rows(text), most)]


def model(tmp_path, content=MODEL, codes=(SPORT, HEALTH)):
    file = tmp_path / "words.tsv"
    file.write_text(content, encoding="utf-8")
    return read_topic_words(file, codes)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("المباراه", "مبارا"), ("ومباريات", "مباري"), ("والمستشفي", "مستشف"), ("للمستشفي", "مستشف"), ("ولد", "ولد"),
        ("ماء", "ماء"), ("علي", "علي"), ("مدرسيها", "مدرسي"),
    ],
)  # fmt: skip
def test_a_stem_has_no_article_and_no_common_ending(word, expected):
    assert stem(word) == expected


@given(st.text("اولبكفهيتن", max_size=9))
def test_a_stem_keeps_three_letters_of_the_word(word):
    assert stem(word) in word
    assert len(stem(word)) >= min(len(word), 3)


def test_a_stem_counts_by_its_strongest_place():
    text = "قال ان المباراه " + "شيء " * 60 + "المستشفي ثم مباراه"
    assert placed_stems(["مبارا"], [stem(word) for word in text.split()]) == {
        "قال": IN_OPENING, "ان": IN_OPENING, "شيء": IN_OPENING, "ثم": IN_TEXT, "مستشف": IN_TEXT, "مبارا": IN_TITLE
    }  # fmt: skip


def test_values_weigh_place_and_rarity_and_have_length_one(tmp_path):
    words = model(tmp_path)
    values = words.values(words.rows("مستشفي"), words.rows("المباراه قرب المستشفي"))
    match, hospital = 1.5 * 2, 2 * 1
    length = math.hypot(match, hospital)
    assert values.weights.tolist() == pytest.approx([match / length, hospital / length])
    assert math.hypot(*values.weights.tolist()) == pytest.approx(1)


def test_words_speak_for_a_topic_and_against_it(tmp_path):
    said = odds(model(tmp_path), "", "المباراه قرب المستشفي")
    assert said[SPORT] == pytest.approx(-2 + (2 * 4 - 1) / math.sqrt(5))
    assert said[HEALTH] == pytest.approx(-3 + 5 / math.sqrt(5))


def test_words_that_nobody_learnt_say_nothing(tmp_path):
    assert odds(model(tmp_path), "عنوان", "نص اخر 12") == {SPORT: -2, HEALTH: -3}


def test_the_stems_that_speak_for_a_topic_are_named_the_strongest_first(tmp_path):
    words = model(tmp_path, MODEL + "قدم\t1\t15000000=1\n")
    assert speaking(words, SPORT, "كره القدم في مباراه قرب المستشفي", most=8) == ["مباراه", "القدم"]
    assert speaking(words, SPORT, "كره القدم في مباراه قرب المستشفي", most=1) == ["مباراه"]
    assert speaking(words, SPORT, "المستشفي", most=8) == []


def test_a_topic_is_known_if_the_file_names_it(tmp_path):
    words = model(tmp_path)
    assert SPORT in words
    assert "medtop:14000000" not in words


def test_a_folder_without_a_model_has_none(tmp_path):
    assert odds(read_topic_words(tmp_path / "words.tsv", ()), "", "مباراه") == {}


def test_it_is_kept_and_says_the_same(tmp_path):
    words = model(tmp_path)
    assert odds(pickle.loads(pickle.dumps(words)), "", "مباراه") == odds(words, "", "مباراه")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("مبارا\tx\t15000000=4", "'x' is no number"),
        ("مبارا\t2\t15000000=", "'' is no number"),
        ("مبارا\t2\t15000000=4000", "4000 is no number from -3000 to 3000"),
        ("مبارا\tnan\t15000000=4", "nan is no number from"),
        ("مبارا\t2\t99999999=1", "is no topic"),
        ("مبارا\t2\t07000000=1", "says nothing of it"),
    ],
)
def test_a_broken_model_is_refused_with_its_line(tmp_path, line, reason):
    with pytest.raises(KnowledgeError, match=reason) as refused:
        model(tmp_path, f"{HEADER}*\t\t15000000=-2\n{line}\n")
    assert refused.value.file.name == "words.tsv"
