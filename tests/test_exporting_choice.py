import contextlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl import views
from newscrawl.exporting.choice import Choice, Sample, choose, in_words
from pipelines.records import Article
from pipelines.storing.batches import write_part
from tests.builders import NOW, article

DAY = timedelta(days=1)


def _articles() -> Iterator[Article]:
    """Two sources; `anba` has 30 articles on the first day, 10 on the second, `sada` 20 on the second."""
    for source, day, count in (("anba", 0, 30), ("anba", 1, 10), ("sada", 1, 20)):
        for number in range(count):
            at = NOW + day * DAY
            url = f"https://{source}.example/news/{day}{number:02d}"
            yield article(
                url,
                source_id=source,
                published_at=at,
                published_day=at.date(),
                genre="news" if number % 2 else None,
            )


def _write(output: Path, rows: list[Article], size: int) -> None:
    for source in {row.source_id for row in rows}:
        folder = output / f"articles/source={source}/month=2026-03"
        folder.mkdir(parents=True)
        own = [row for row in rows if row.source_id == source]
        for begin in range(0, len(own), size):
            write_part(folder / f"{begin:03d}.parquet", own[begin : begin + size])


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("choice")
    _write(output, list(_articles()), 25)
    return output


@pytest.fixture(scope="module")
def session(output: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with contextlib.closing(views.connect(output)) as session:
        yield session


def chosen(output: Path, choice: Choice) -> list[tuple[str, str, date]]:
    with contextlib.closing(views.connect(output)) as session:
        return chosen_in(session, choice)


def chosen_in(session: duckdb.DuckDBPyConnection, choice: Choice) -> list[tuple[str, str, date]]:
    rows = choose(session, choice)
    found = session.sql("SELECT article_id, source_id, day FROM chosen ORDER BY article_id").fetchall()
    assert len(found) == rows == len({article_id for article_id, _, _ in found})
    return found


def test_all_by_default(output):
    assert len(chosen(output, Choice())) == 60


def test_sources_and_days_are_included_on_both_ends(output):
    first = NOW.date()
    assert len(chosen(output, Choice(sources=("sada",)))) == 20
    assert len(chosen(output, Choice(since=first, until=first))) == 30
    assert len(chosen(output, Choice(since=first + DAY))) == 30
    assert len(chosen(output, Choice(until=first - DAY))) == 0
    assert len(chosen(output, Choice(sources=("anba",), since=first + DAY))) == 10


def test_an_undated_article_counts_for_the_day_it_was_fetched(tmp_path):
    _write(tmp_path, [article(published_at=None, published_day=None, fetched_at=NOW + DAY)], 1)
    [(_, _, day)] = chosen(tmp_path, Choice(since=NOW.date() + DAY))
    assert day == NOW.date() + DAY


def test_only_sources_whose_terms_grant_it(output, tmp_path, monkeypatch):
    folder = tmp_path / "xx"
    folder.mkdir()
    for source, tdm in (("anba", "unknown"), ("sada", "granted")):
        (folder / f"{source}.toml").write_text(
            f'name = "x"\ndomains = ["{source}.example"]\ntimezone = "UTC"\nfeeds = ["https://{source}.example/f"]\n'
            f'terms = {{tdm = "{tdm}"}}\n'
        )
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path))
    assert {source for _, source, _ in chosen(output, Choice(only_granted=True))} == {"sada"}


# Copies


def test_of_a_cluster_whose_first_is_filtered_out_the_next_stands_for_it(tmp_path):
    first = article("https://anba.example/news/1", published_day=NOW.date())
    copies = [
        article(
            f"https://{source}.example/news/{number}", source_id=source, cluster_id=first.article_id,
            fetched_at=NOW + number * DAY, published_day=NOW.date() + DAY,
        )
        for number, source in ((2, "sada"), (3, "sada"), (4, "bayan"))
    ]  # fmt: skip
    _write(tmp_path, [first, *copies], 10)
    assert [a for a, _, _ in chosen(tmp_path, Choice(unique="all"))] == [first.article_id]
    later = Choice(unique="all", since=NOW.date() + DAY)
    assert [a for a, _, _ in chosen(tmp_path, later)] == [copies[0].article_id]
    assert sorted(s for _, s, _ in chosen(tmp_path, Choice(unique="source"))) == ["anba", "bayan", "sada"]


# Samples


def test_each_stratum_gives_its_share(output):
    rows = chosen(output, Choice(sample=Sample(12)))
    assert sorted(Counter((source, day) for _, source, day in rows).values()) == [2, 4, 6]


@settings(max_examples=25, deadline=None)
@given(size=st.integers(1, 70), seed=st.integers(), by=st.sampled_from([("source",), ("day",), ("genre", "month")]))
def test_a_sample_has_the_size_asked_for_and_every_stratum_its_share_rounded(session, size, seed, by):
    rows = chosen_in(session, Choice(sample=Sample(size, by, seed)))
    assert len(rows) == min(size, 60)
    if by == ("source",):
        share = Counter(source for _, source, _ in rows)["anba"]
        assert abs(share - min(size, 60) * 40 / 60) < 1


def test_another_seed_draws_another_sample_and_the_same_the_same(output):
    first, again, other = (chosen(output, Choice(sample=Sample(12, seed=seed))) for seed in (7, 7, 8))
    assert first == again != other


def test_a_sample_is_the_same_wherever_the_rows_lie(output, tmp_path):
    rows = list(_articles())
    _write(tmp_path, rows[::-1], 7)
    for sample in (Sample(12), Sample(17, ("source",), 3)):
        assert chosen(tmp_path, Choice(sample=sample)) == chosen(output, Choice(sample=sample))


def test_every_article_is_drawn_now_and_then(session):
    drawn: Counter[str] = Counter()
    for seed in range(40):
        drawn.update(article_id for article_id, _, _ in chosen_in(session, Choice(sample=Sample(15, seed=seed))))
    assert len(drawn) == 60
    assert max(drawn.values()) < 25  # each with a chance of one in four


# Words


def test_what_was_chosen_is_said():
    assert in_words(Choice()) == []
    lines = in_words(
        Choice(("anba",), date(2026, 1, 1), None, "all", only_granted=True, sample=Sample(5, ("day",), 9))
    )
    assert lines == [
        "only the sources anba",
        "only days from 2026-01-01 to the last",
        "only sources whose terms grant text and data mining",
        "one article of each cluster of copies over all of these sources",
        "a sample of 5 articles, stratified by day, seed 9",
    ]
