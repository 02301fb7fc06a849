"""Words of a text, with what is known of each."""

from bisect import bisect_left

from hypothesis import given
from hypothesis import strategies as st

from pipelines.tagging.known_words import KnownWord, KnownWords, read_text


def lengths(most: int = 100) -> tuple[KnownWords, list[str]]:
    """What is known of a word is its length; and the words that were looked up."""
    looked_up: list[str] = []

    def look_up(word: str) -> KnownWord:
        looked_up.append(word)
        return KnownWord((), len(word) if word != "لا" else -1, "")

    return KnownWords(look_up, most), looked_up


def test_a_word_is_looked_up_when_it_is_first_met():
    known, looked_up = lengths()
    assert [known[word].stem for word in ["قال", "في", "قال"]] == [3, 2, 3]
    assert looked_up == ["قال", "في"]


def test_words_are_forgotten_before_they_fill_the_memory():
    known, looked_up = lengths(most=2)
    for word in ["قال", "في", "قال", "بيان", "قال"]:
        assert known[word].stem == len(word)
        assert len(known) <= 2
    assert looked_up == ["قال", "في", "بيان", "قال"]


def test_what_is_known_for_nothing_is_one_object():
    known, _ = lengths()
    assert known["لا"] == KnownWord((), -1, "")
    assert KnownWords(lambda _: KnownWord((), -1, ""), 9)["ما"] is known["لا"]


@given(st.text("قال في،. \n_«", max_size=30))
def test_the_words_stand_where_their_letters_stand(text):
    read = read_text(text, lengths()[0])
    at = 0
    for word, known in zip(read.words, read.known, strict=True):
        assert read.copy.text[at : at + len(word)] == word == read.spaced[at : at + len(word)]
        assert known.stem == (len(word) if word != "لا" else -1)
        at += len(word) + 1
    assert at == len(read.copy.text) + 1


@given(st.text(alphabet="اب ", max_size=40), st.data())
def test_where_words_end_tells_which_word_stands_at_a_place(text: str, data: st.DataObject):
    read = read_text(text, lengths()[0])
    place = data.draw(st.integers(0, len(read.spaced)))
    assert bisect_left(read.ends(), place) == read.number_at(place)
