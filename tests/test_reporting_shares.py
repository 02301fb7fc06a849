from datetime import date
from typing import Any

from newscrawl.reporting.shares import series, shares_by_source

DAYS = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)]


def counted(source_id: str, day: int, articles: int) -> dict[str, Any]:
    return {"source_id": source_id, "period": date(2026, 3, day), "articles": articles}


def named(name: str, source_id: str, day: int, articles: int) -> dict[str, Any]:
    return counted(source_id, day, articles) | {"id": name, "name_ar": f"ال{name}", "name_en": name}


def test_a_share_is_of_the_articles_counted_in_the_period_whoever_wrote_them():
    whole = [counted("anba", 1, 10), counted("sada", 1, 10), counted("anba", 2, 8)]
    (found,) = series([named("a", "anba", 1, 4), named("a", "sada", 1, 1), named("a", "anba", 2, 2)], whole, DAYS)
    assert found.shares == (0.25, 0.25, None)
    assert (found.name, found.name_en, found.articles, found.share) == ("الa", "a", 7, 0.25)


def test_of_too_few_articles_no_share_is_told():
    (found,) = series([named("a", "anba", 1, 2)], [counted("anba", 1, 4), counted("anba", 2, 96)], DAYS)
    assert found.shares == (None, 0.0, None)
    assert found.share == 0.02


def test_who_stands_in_most_articles_comes_first():
    found = series([named("b", "anba", 1, 2), named("a", "anba", 1, 3)], [counted("anba", 1, 9)], DAYS)
    assert [each.name_en for each in found] == ["a", "b"]


def test_by_source_each_share_is_of_the_sources_own_articles():
    whole = [counted("anba", 1, 10), counted("anba", 2, 10), counted("sada", 1, 5), counted("tiny", 1, 2)]
    tags = [named("a", "anba", 1, 5), named("a", "sada", 1, 5), named("a", "tiny", 1, 2)]
    assert shares_by_source(tags, whole) == {("a", "anba"): 0.25, ("a", "sada"): 1.0}


def test_two_leaders_of_one_name_are_two():
    tags = [named(each, "anba", 1, articles) | {"name_ar": "محمد"} for each, articles in (("a", 2), ("b", 4))]
    whole = [counted("anba", 1, 8)]
    assert shares_by_source(tags, whole) == {("a", "anba"): 0.25, ("b", "anba"): 0.5}
    found = series(tags, whole, DAYS)
    assert [(each.id, each.name) for each in found] == [("b", "محمد"), ("a", "محمد")]
