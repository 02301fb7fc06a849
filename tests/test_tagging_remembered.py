"""What was worked out of single words."""

from pipelines.tagging.remembered import Remembered


def test_a_word_is_worked_out_once():
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = Remembered(length, most=9)
    assert [lengths[word] for word in ("قال", "من", "قال")] == [3, 2, 3]
    assert asked == ["قال", "من"]


def test_of_too_many_words_all_are_forgotten():
    lengths = Remembered(len, most=2)
    assert [lengths[word] for word in ("قال", "من", "الوزير")] == [3, 2, 6]
    assert dict(lengths) == {"الوزير": 6}
