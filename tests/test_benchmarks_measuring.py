"""From readings to numbers, and readers of others that may be absent."""

import importlib
import time

import pytest

from benchmarks import readers
from benchmarks.cases import Case, newsroom_pages
from benchmarks.gold import Facts, Wanted
from benchmarks.measuring import cpu_of, f1_without, readings, summary
from benchmarks.reading import newsroom
from benchmarks.scoring import Said
from benchmarks.tables import each, flaws
from pipelines.records import Page
from tests.builders import page

TEXT = "قال الوزير إن العمل تم"
WANTED = Wanted((TEXT,), Facts(), title="تم العمل")


def case(name: str, wanted: Wanted | None = WANTED, **columns) -> Case:
    return Case(name, name.split("/", maxsplit=1)[0], page(f"https://anba.example/{name}"), wanted, **columns)


def half(asked: Page) -> Said:
    """Reads the first outlet's page whole, the second's not at all, and refuses the third."""
    if "three" in asked.url:
        return Said(refused="listing_page")
    return Said((TEXT,) if "one" in asked.url else (), "تم العمل")


CASES = [case("one/1"), case("two/1"), case("three/1", None, reasons=frozenset({"listing_page"}))]


def test_means_are_over_articles_and_outcomes_over_all_pages():
    figures = summary(readings(CASES, half))
    assert (figures["f1"], figures["f1_min"], figures["title"], figures["outcome"]) == (0.5, 0, 1, 1)


def test_each_outlet_is_left_out_in_turn():
    assert f1_without(readings(CASES, half)) == {"one": 0, "two": 1}


def test_a_refused_article_counts_as_nothing_read_and_as_a_wrong_outcome():
    figures = summary(readings([case("one/1"), case("three/1")], half))
    assert (figures["f1"], figures["title"], figures["outcome"]) == (0.5, 0.5, 0.5)


def test_an_article_that_may_be_refused_is_not_scored_then():
    cases = [case("one/1"), case("three/1", reasons=frozenset({"article", "listing_page"}))]
    assert summary(readings(cases, half))["f1"] == 1


def test_a_readers_silence_on_dates_is_no_figure():
    told = readings([case("one/1")], lambda _: Said((TEXT,), says=("title",)))
    assert "invented" not in summary(told)


def test_tables_name_what_is_wrong():
    found = readings([case("one/1"), case("two/1"), case("two/2"), case("three/1")], half)
    lines = {figure.what: figure.ours for figure in each(found, {"half": found})}
    assert lines == {
        "one/1": "1.000",
        "two/1": "0.000",
        "two/2": "0.000",
        "three/1": "listing_page; wanted article",
    }
    assert [figure.what for figure in flaws(found)] == ["two, 2 pages", "three, 1 pages"]


def test_time_is_the_best_of_its_repeats(monkeypatch):
    clock = iter([0, 5, 5, 7, 7, 10])
    monkeypatch.setattr(time, "process_time", lambda: next(clock))
    assert cpu_of([case("one/1")], {"half": half}, repeats=3) == {"half": 2}


def test_a_baseline_that_is_absent_says_so(monkeypatch):
    whole = importlib.import_module

    def without(name, *arguments):
        if name == "newspaper":
            raise ImportError("No module named 'newspaper'")
        return whole(name, *arguments)

    monkeypatch.setattr(importlib, "import_module", without)
    found = {baseline.name: baseline for baseline in readers.baselines()}
    assert found["newspaper4k"].reader is None
    assert "newspaper" in found["newspaper4k"].absent
    assert found["trafilatura"].reader is not None


@pytest.fixture(scope="module")
def one_article() -> Case:
    return next(found for found in newsroom_pages() if found.wanted is not None)


def test_ours_says_every_field_and_a_refusal_its_reason(one_article):
    said = readers.ours(one_article.page)
    assert said.paragraphs == one_article.wanted.paragraphs
    assert said.title == one_article.wanted.title
    refused = next(found for found in newsroom_pages() if found.wanted is None)
    assert readers.ours(refused.page).refused in refused.reasons


def test_trafilatura_reads_a_page_of_the_newsroom(one_article):
    said = readers.trafilatura_default(one_article.page)
    assert one_article.wanted.paragraphs[0] in "\n".join(said.paragraphs)
    assert "agencies" not in said.says


def test_the_newsroom_is_measured_without_any_baseline():
    assert any(figure.what == "newsroom: body text, token F1, mean" for figure in newsroom([]))
