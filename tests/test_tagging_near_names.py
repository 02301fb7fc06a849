import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.knowledge.leader_files import LeaderEntry, Office
from pipelines.leaders.finding import find_leaders
from pipelines.leaders.near_names import Near, NearNames, are_spelt_alike, skeleton
from pipelines.tagging.normalised import fold
from pipelines.tagging.word_search import bare
from tests.tagged import rules


def leader(name: str, country: str) -> LeaderEntry:
    return LeaderEntry("id", None, name, "name", (name,), (), (), (Office("minister", country),), (), "own.tsv")


NEAR = NearNames([leader("موشيه كحلون", "IL"), leader("سالم كحلان", "YE"), leader("جون ميجر", "GB")])


def find(text: str, names: NearNames = NEAR) -> list[Near]:
    words = bare(text).split(" ")
    return list(names.find(text, words, [names.first(word) for word in words]))


def near(text: str) -> list[tuple[str, tuple[int, ...]]]:
    folded = fold(text)
    return [(folded[start:end], leaders) for start, end, leaders in find(folded)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ماغدالينا", "مجدلينا"), ("كيجريوال", "كجيريوال"), ("تشافيز", "شافيز"), ("أندرسون", "أندرسن"),
        ("غوتيريش", "جوتيريش"), ("بوتين", "بوطين"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_have_one_skeleton(one, other):
    assert skeleton(fold(one)) == skeleton(fold(other))


@given(st.lists(st.sampled_from(["موشي", "كحلون", "كان", "\n", "،", "قال"]), max_size=12).map(" ".join), st.text())
def test_what_is_found_are_whole_words_one_space_apart(written, noise):
    text = fold(f"{noise} {written}")
    for start, end, leaders in find(text):
        assert text[start:end].split(" ") == text[start:end].split()
        assert not text[start - 1 : start].isalnum()
        assert not text[end : end + 1].isalnum()
        assert leaders == (0,)


def test_a_foreign_name_is_found_in_another_spelling():
    assert near("قال موشي كحلون أمس") == [("موشي كحلون", (0,))]


@pytest.mark.parametrize(
    "text",
    ["قال موشي، كحلون", "قال موشي\n\nكحلون", "التقى سليم كحلان", "وكان مقرا للشركة", "موشي", "", "قال مايكل كحلون"],
)
def test_other_words_are_not_near_a_name(text):
    assert near(text) == []


def test_an_everyday_word_is_no_part_of_a_name():
    names = NearNames([leader("ميخائيل مين", "RU")], frozenset({"من"}))
    assert [end for _, end, _ in find("قال ميخايل مين", names)] == [14]
    assert find("كان مخولا من الحكومة", names) == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("ستنيرغارد", "ستينرغارد", True), ("انجيلا", "انخيلا", True), ("ماساقوس", "ماساغوس", True),
        ("ذو", "ذو", True), ("رينولدز", "رينديرز", False), ("جورج", "جون", False),
        ("ذو", "ذا", False), ("كيري", "بيري", False),
    ],
)  # fmt: skip
def test_two_spellings_of_a_word_agree_in_the_first_sound_and_most_letters(one, other, alike):
    assert are_spelt_alike(one, other) is alike


def test_it_finds_the_same_after_it_was_kept():
    kept = pickle.loads(pickle.dumps(NEAR))
    assert find("قال موشي كحلون", kept) == find("قال موشي كحلون") != []


def test_a_near_name_needs_a_title_or_an_office_of_the_day_and_the_country():
    day = date(2018, 11, 5)
    assert rules("وقال وزير المالية الإسرائيلي موشي كحلون إن الحكومة باقية.", day) == [("موشي كحلون", "title")]
    assert rules("قال موشي كحلون في القدس إن إسرائيل باقية.", day) == [("موشي كحلون", "context")]
    assert rules("فاز موشي كحلون بالسباق.", day) == []
    title = find_leaders("إسرائيل تخفض الضرائب", "قال موشي كحلون ذلك أمس.", day)
    assert [one["id"] for one in title] == ["moshe-kahlon"]
    assert rules("قال موشي كحلون في القدس إن إسرائيل باقية.", date(1995, 11, 5)) == []
