"""The rules by which an article is a copy, apart from any index."""

from datetime import UTC, datetime

import pytest

from pipelines.duplicates.fingerprints import fingerprint_of
from pipelines.duplicates.numbers import VERDICT
from pipelines.duplicates.rules import Duplicate, Earlier, Match, choose, mark, match, moment_of, verdict
from pipelines.records import Article
from tests.builders import LONG_TEXT, SHORT_TEXT
from tests.copies import copy_of, invented, titled, true_jaccard


def earlier(article: Article, number: int = 1, cluster_id: str | None = None) -> Earlier:
    cluster = cluster_id or article.article_id
    return Earlier(number, article.article_id, cluster, article.source_id, fingerprint_of(article))


def judged(new: Article, old: Article) -> Duplicate | None:
    """The verdict where nothing but `old` was stored before."""
    found = match(fingerprint_of(new), earlier(old))
    if found is None:
        return None
    return verdict(new.source_id, fingerprint_of(new), (found, found))


def test_the_same_text_is_an_exact_copy() -> None:
    first = titled(LONG_TEXT, "first")
    again = titled(LONG_TEXT.replace("أ", "ا").replace("،", ","), "again", title="عنوان آخر")
    assert judged(again, first) == Duplicate("exact", first.article_id, 1.0)


@pytest.mark.parametrize("changed", [1, 4, 8])
def test_an_alike_text_is_a_near_copy_with_its_true_score(changed: int) -> None:
    first = invented(changed)
    copy = copy_of(first, changed)
    found = judged(copy, first)
    assert found is not None
    assert (found.kind, found.duplicate_of, found.cluster_id) == ("near", first.article_id, first.article_id)
    assert found.score == pytest.approx(true_jaccard(copy, first), abs=0.001)


@pytest.mark.parametrize("changed", [10, 30])
def test_a_less_alike_text_is_none(changed: int) -> None:
    first = invented(changed)
    copy = copy_of(first, changed)
    assert true_jaccard(copy, first) < VERDICT.similar
    assert judged(copy, first) is None


def test_a_repeated_paragraph_is_near_not_exact() -> None:
    once = invented(5, length=100)
    twice = titled(f"{once.text} {once.text}", "twice")
    found = judged(twice, once)
    assert found is not None
    assert found.kind == "near"
    assert found.score < 1


@pytest.mark.parametrize(
    ("new_source", "mark_of_new", "mark_of_old", "kind"),
    [
        ("sada", "", "", "near"),
        ("sada", "رويترز - بيروت - ", "", "wire"),
        ("sada", "", "رويترز - بيروت - ", "wire"),
        ("sada", "واسع - بيروت - ", "", "near"),
        ("anba", "رويترز - بيروت - ", "رويترز - بيروت - ", "exact"),
        ("anba", "رويترز - بيروت - ", "", "near"),
    ],
)
def test_wire_copies_are_those_of_another_outlet_with_a_credit(
    new_source: str, mark_of_new: str, mark_of_old: str, kind: str
) -> None:
    text = invented(1).text
    old = titled(f"{mark_of_old}{text}.", "old")
    new = titled(f"{mark_of_new}{text}.", "new", source_id=new_source)
    if not mark_of_old and not mark_of_new:
        new = copy_of(old, 1, source_id=new_source)
    found = judged(new, old)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    ("titles", "is_copy"),
    [
        (("حريق في المرفأ", "حريق في المرفأ"), True),
        (("حريق في المرفأ", "حَريق في المرفإ!"), True),
        (("حريق في المرفأ", "زلزال في الجزيرة"), False),
        (("", ""), False),
        ((None, None), False),
        (("حريق في المرفأ", None), False),
    ],
)
def test_short_texts_are_copies_only_under_one_headline(
    titles: tuple[str | None, str | None], is_copy: bool
) -> None:
    old, new = (titled(SHORT_TEXT, f"short-{number}", title=title) for number, title in enumerate(titles))
    assert (judged(new, old) is not None) is is_copy


def test_from_so_many_words_on_the_headline_does_not_matter() -> None:
    for length, is_copy in ((VERDICT.words_to_compare - 1, False), (VERDICT.words_to_compare, True)):
        old = invented(1, length)
        new = titled(old.text, "new", title="عنوان لا يشبهه")
        assert (judged(new, old) is not None) is is_copy


def test_empty_texts_are_copies_of_nothing() -> None:
    assert judged(titled("…", "a"), titled("…", "b")) is None


def test_a_first_article_that_is_alike_comes_before_a_likelier_copy() -> None:
    first = invented(1)
    copy = copy_of(first, 3)
    new = fingerprint_of(copy)
    matches = [
        found for each in (earlier(copy, 2, first.article_id), earlier(first)) if (found := match(new, each))
    ]
    decided = choose(new, matches, lambda _: pytest.fail("the first is at hand"))
    assert decided is not None
    assert decided[1].earlier.article_id == first.article_id


def test_a_copy_of_a_copy_joins_the_first_while_it_is_like_it() -> None:
    first = invented(2)
    second = copy_of(first, 6, seed=1)
    third = copy_of(second, 6, seed=2)
    assert VERDICT.like_first <= true_jaccard(third, first) < VERDICT.similar <= true_jaccard(third, second)
    new = fingerprint_of(third)
    found = match(new, earlier(second, 2, first.article_id))
    assert found is not None
    decided = choose(new, [found], lambda _: earlier(first))
    assert decided is not None
    judged_ = verdict("sada", new, decided)
    assert judged_.duplicate_of == first.article_id
    assert judged_.score == pytest.approx(true_jaccard(third, first), abs=0.001)


def test_a_cluster_does_not_drift_away_from_its_first() -> None:
    second, first = invented(3), invented(4)
    found = Match(earlier(second, 2, first.article_id), 1.0)
    assert choose(fingerprint_of(second), [found], lambda _: earlier(first)) is None


def test_a_copy_stands_for_a_first_that_was_forgotten() -> None:
    second = invented(3)
    found = Match(earlier(second, 2, "f" * 32), 0.9)
    decided = choose(fingerprint_of(second), [found], lambda _: None)
    assert decided is not None
    assert verdict("sada", fingerprint_of(invented(5)), decided) == Duplicate("near", "f" * 32, 0.9)


def test_a_verdict_is_marked_and_taken_back() -> None:
    article = invented(1)
    mark(article, Duplicate("wire", "f" * 32, 0.75))
    assert (article.duplicate_kind, article.duplicate_of, article.duplicate_score) == ("wire", "f" * 32, 0.75)
    assert article.cluster_id == "f" * 32
    mark(article, None)
    assert (article.duplicate_kind, article.duplicate_of, article.duplicate_score) == (None, None, None)
    assert article.cluster_id == article.article_id


def test_a_batch_names_its_moment() -> None:
    moment = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
    assert (
        moment_of("anba_20250101t-20260314T090000Z-1a2b-0001") == moment_of("anba-20260314T090000Z-1a2b") == moment
    )
    for name in ("rebuilt", "anba-20260314T090000Z", ""):
        with pytest.raises(ValueError, match="no run's time"):
            moment_of(name)
