import asyncio
import contextlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from newscrawl import settings as project
from pipelines.duplicates.fingerprints import carry_fingerprint
from pipelines.language.judging import keep_arabic
from pipelines.reading import read
from pipelines.records import Article, Outcome
from pipelines.run import Run
from pipelines.steps import KeepArabic, MarkDuplicates, ReadArticle, StoreArticle, pure_steps, workers_of
from pipelines.storing.batches import StopStoring
from pipelines.storing.storage import Store
from tests.builders import article, candidate, open_run, open_state, outcome, page, rows_of

PAGE = """<html lang="ar"><head><title>{title}</title></head>
<body><article><h1>{title}</h1>{body}</article></body></html>"""
PARAGRAPHS = [
    "افتتحت بلدية المدينة صباح اليوم حديقة عامة جديدة في الحي الغربي بحضور عدد كبير من السكان والمهتمين بالبيئة.",
    "وتضم الحديقة ملاعب للأطفال ومسارا للمشي طوله ثلاثة كيلومترات، إضافة إلى مكتبة صغيرة مفتوحة طوال أيام الأسبوع.",
    "وقال مدير المشروع إن الأعمال استغرقت عاما كاملا، وإن البلدية ستفتتح حديقتين أخريين قبل نهاية الصيف.",
]


def _settings(**steps: Any) -> Settings:
    return Settings({"ITEM_PIPELINES": {f"pipelines.steps.{name}": order for name, order in steps.items()}})


class Extra:
    """A step as a user of the project would write it."""

    @staticmethod
    def refine(item: Article) -> Article:
        return item


# The list of steps is the flow


def test_the_projects_list_is_the_flow():
    steps = pure_steps(Settings({"ITEM_PIPELINES": project.ITEM_PIPELINES}))
    assert steps[:2] == (read, keep_arabic)
    assert carry_fingerprint in steps
    assert steps[-1] is carry_fingerprint  # fingerprints are of what is stored


def test_steps_work_in_the_order_of_their_numbers():
    assert pure_steps(_settings(MarkDuplicates=500, ReadArticle=100, StoreArticle=900, KeepArabic=200)) == (
        read,
        keep_arabic,
        carry_fingerprint,
    )
    assert pure_steps(_settings(KeepArabic=600, ReadArticle=100, MarkDuplicates=500)) == (
        read,
        carry_fingerprint,
        keep_arabic,
    )


def test_a_step_that_is_taken_out_does_nothing():
    assert pure_steps(_settings(ReadArticle=100, KeepArabic=None, MarkDuplicates=500)) == (read, carry_fingerprint)
    assert pure_steps(_settings(ReadArticle=100)) == (read,)
    assert pure_steps(_settings()) == ()


def test_storing_is_no_pure_step():
    assert pure_steps(_settings(ReadArticle=100, StoreArticle=900)) == (read,)


def test_a_step_of_somebody_else_takes_its_place():
    steps = pure_steps(
        Settings({"ITEM_PIPELINES": {"pipelines.steps.ReadArticle": 100, Extra: 300, KeepArabic: 200}})
    )
    assert steps == (read, keep_arabic, Extra.refine)


def test_pure_functions_can_travel_to_a_worker_by_their_names():
    for step in pure_steps(Settings({"ITEM_PIPELINES": project.ITEM_PIPELINES})):
        module = __import__(step.__module__, fromlist=["x"])
        assert getattr(module, step.__qualname__) is step


def test_workers_are_as_many_as_the_settings_say():
    workers = workers_of(Settings({"WORKERS": "3", "READING_DEADLINE": "7.5"}))
    assert (workers.count, workers._deadline) == (3, 7.5)


@pytest.mark.parametrize(
    ("steps", "loaded"),
    [
        (project.ITEM_PIPELINES, {"pipelines.first_page", "pipelines.first_tags"}),
        (
            {"pipelines.steps.ReadArticle": 1, "pipelines.steps.TagTopics": 2},
            {"pipelines.first_page", "pipelines.first_tags"},
        ),
        ({"pipelines.steps.ReadArticle": 1, "pipelines.steps.TagTopics": None}, {"pipelines.first_page"}),
    ],
)
def test_workers_load_what_their_steps_need(steps, loaded):
    workers = workers_of(Settings({"ITEM_PIPELINES": steps, "WORKERS": 1, "READING_DEADLINE": 1}))
    assert {name for name in workers._preload if "first" in name} == loaded


# Reading


@pytest.fixture(scope="module")
def reader():
    crawler = get_crawler(
        settings_dict={
            "WORKERS": 1,
            "READING_DEADLINE": 60,
            "ITEM_PIPELINES": {f"pipelines.steps.{name}": n for n, name in enumerate(_ALL)},
        }
    )
    reader = ReadArticle.from_crawler(crawler)
    yield reader
    reader.close_spider()


_ALL = ("ReadArticle", "KeepArabic", "MarkDuplicates", "StoreArticle")


def _body(title: str, paragraphs: list[str]) -> bytes:
    return PAGE.format(title=title, body="".join(f"<p>{text}</p>" for text in paragraphs)).encode()


def test_a_page_comes_back_as_an_article_that_went_through_all_steps(reader):
    found = asyncio.run(_one(reader, page(body=_body("حديقة عامة جديدة في الحي الغربي", PARAGRAPHS))))
    assert isinstance(found, Article)
    assert found.title == "حديقة عامة جديدة في الحي الغربي"
    assert found.text == "\n\n".join(PARAGRAPHS)
    assert found.language == "ar"
    assert found.text_hash is not None


def test_a_page_that_is_not_arabic_comes_back_as_an_outcome(reader):
    english = ["The council opened a new public garden in the western quarter of the city this morning."] * 4
    found = asyncio.run(_one(reader, page(body=_body("A new public garden in the city", english))))
    assert isinstance(found, Outcome)
    assert found.reason == "not_arabic"


def test_an_outcome_has_no_page_to_read(reader):
    gone = outcome()
    assert asyncio.run(_one(reader, gone)) is gone


async def _one(reader: ReadArticle, item: Any) -> Article | Outcome:
    return await ReadArticle(reader._workers, reader._steps).process_item(item)


def test_the_other_pure_steps_find_their_work_done():
    for step in (KeepArabic(), MarkDuplicates()):
        for item in (article(), outcome()):
            assert step.process_item(item) is item


# Storing


@pytest.fixture
def run(tmp_path):
    with contextlib.closing(open_state(tmp_path)) as state:
        yield open_run(tmp_path, state)


def _in_a_crawl(run: Run, flow: Callable[[StoreArticle], object], engine: object = None) -> None:
    """Let the flow have the last step of a crawl, whose clockwork needs a running loop."""

    async def crawl() -> None:
        crawler: Any = SimpleNamespace(
            spider=SimpleNamespace(run=run), settings=Settings({"COMMIT_SECONDS": 60}), engine=engine
        )
        flow(StoreArticle.from_crawler(crawler))
        await asyncio.sleep(0)

    asyncio.run(crawl())


def test_what_reaches_the_last_step_is_stored(run, tmp_path):
    def flow(step: StoreArticle) -> None:
        step.open_spider()
        taken = article()
        assert step.process_item(taken) is taken
        step.process_item(outcome("https://anba.example/news/9"))
        assert rows_of(tmp_path, "articles") == []
        step.close_spider()

    run.wish_for(candidate())
    _in_a_crawl(run, flow)
    assert len(rows_of(tmp_path, "articles")) == 1
    assert len(rows_of(tmp_path, "outcomes")) == 1
    assert run.accounts.fates["stored"] == 1


def test_what_waits_is_committed_as_time_goes_by(run, tmp_path):
    run.take(article())
    _in_a_crawl(run, StoreArticle._commit)
    assert len(rows_of(tmp_path, "articles")) == 1


def test_a_crawl_whose_disk_is_full_is_closed_once(run, monkeypatch):
    closed = []

    class Engine:
        async def close_spider_async(self, *, reason: str) -> None:
            closed.append(reason)

    def refuse(_: Store) -> None:
        raise StopStoring("No space left on device")

    def flow(step: StoreArticle) -> None:
        run.take(article())
        step._commit()
        step.process_item(article("https://anba.example/news/2"))
        step.process_item(article("https://anba.example/news/3"))

    monkeypatch.setattr(Store, "commit", refuse)
    _in_a_crawl(run, flow, Engine())
    assert closed == ["stopped_storing"]
    assert run.stopped_storing == "No space left on device"


def test_a_crawl_that_already_ends_is_not_closed_again(run):
    def flow(step: StoreArticle) -> None:
        run.stopped_storing = "No space left on device"
        step.process_item(article())

    _in_a_crawl(run, flow, engine=None)
    assert run.store.waiting == 0
