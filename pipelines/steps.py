"""The steps as Scrapy sees them. `ITEM_PIPELINES` lists them; the work is in the modules that they name.

A pure step has a `refine` function. The first of them sends a page to a worker process with the functions of all of
them, so that a page travels there and back once; the others find their work done.
"""

import asyncio
from typing import Any, ClassVar, Self

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.misc import load_object

from pipelines.duplicates.fingerprints import carry_fingerprint
from pipelines.language.judging import keep_arabic
from pipelines.leaders.finding import tag_leaders
from pipelines.reading import read
from pipelines.records import Article, Outcome, Page
from pipelines.refining import UNEXPECTED, Step, outcome_of_page
from pipelines.run import Run
from pipelines.topics.finding import tag_topics
from pipelines.workers import Workers


def pure_steps(settings: BaseSettings) -> tuple[Step, ...]:
    """The functions of the pure steps in ITEM_PIPELINES, in their order."""
    listed = settings.getdict("ITEM_PIPELINES").items()
    steps = sorted(((path, order) for path, order in listed if order is not None), key=lambda step: step[1])
    classes = [load_object(path) for path, _ in steps]
    return tuple(step.refine for step in classes if hasattr(step, "refine"))


def workers_of(settings: BaseSettings) -> Workers:
    """Workers that load what the steps in ITEM_PIPELINES need."""
    has_tags = not {tag_leaders, tag_topics}.isdisjoint(pure_steps(settings))
    return _workers(settings, "pipelines.first_page", *(["pipelines.first_tags"] if has_tags else []))


def tagging_workers_of(settings: BaseSettings) -> Workers:
    """Workers that only tag what is stored."""
    return _workers(settings, "pipelines.first_tags")


def _workers(settings: BaseSettings, *preload: str) -> Workers:
    return Workers(settings.getint("WORKERS"), settings.getfloat("READING_DEADLINE"), preload)


class ReadArticle:
    """Page -> Article: what the page says, through trafilatura and the source's reading rules."""

    refine: ClassVar[Step] = staticmethod(read)

    def __init__(self, workers: Workers, steps: tuple[Step, ...]) -> None:
        self._workers = workers
        self._steps = steps
        # More than this would only wait in the pool's queue, with their bodies in memory.
        self._places = asyncio.Semaphore(2 * workers.count)
        self._last: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(workers_of(crawler.settings), pure_steps(crawler.settings))

    async def process_item(self, item: Page | Outcome) -> Article | Outcome:
        """Items leave in the order in which they came: which of two copies is the first must not be chance."""
        before, mine = self._last, asyncio.get_running_loop().create_future()
        self._last = mine
        try:
            return await self._read(item)
        finally:
            if before is not None:
                await before
            mine.set_result(None)

    async def _read(self, item: Page | Outcome) -> Article | Outcome:
        if isinstance(item, Outcome):
            return item
        async with self._places:
            answer = asyncio.wrap_future(self._workers.refine(item, self._steps))
            try:
                return await asyncio.wait_for(answer, self._workers.patience)
            except TimeoutError:  # an answer that never comes would keep the run from ending, and from SIGTERM too
                return outcome_of_page(item, "reading_deadline", f"{UNEXPECTED}no answer from the workers")

    def close_spider(self) -> None:
        self._workers.close()


class _DoneInWorker:
    def process_item(self, item: Article | Outcome) -> Article | Outcome:
        return item


class KeepArabic(_DoneInWorker):
    """Article -> Article: names the language; what is not Arabic becomes an outcome."""

    refine: ClassVar[Step] = staticmethod(keep_arabic)


class TagLeaders(_DoneInWorker):
    """Article -> Article: the political leaders that it names, by name or by office."""

    refine: ClassVar[Step] = staticmethod(tag_leaders)


class TagTopics(_DoneInWorker):
    """Article -> Article: its topics, stories and places."""

    refine: ClassVar[Step] = staticmethod(tag_topics)


class MarkDuplicates(_DoneInWorker):
    """Article -> Article: the fingerprint of its text; the verdict falls while storing."""

    refine: ClassVar[Step] = staticmethod(carry_fingerprint)


class StoreArticle:
    """Article -> Parquet: new ones, changes and outcomes, data and state as one."""

    def __init__(self, run: Run, crawler: Crawler) -> None:
        self._run = run
        self._crawler = crawler
        self._clockwork = create_looping_call(self._commit)
        self._stopping: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run: Any = getattr(crawler.spider, "run", None)
        return cls(run, crawler)

    def open_spider(self) -> None:
        self._clockwork.start(self._crawler.settings.getfloat("COMMIT_SECONDS"), now=False)

    def process_item(self, item: Article | Outcome) -> Article | Outcome:
        self._run.take(item)
        self._stop_if_storing_stopped()
        return item

    def close_spider(self) -> None:
        self._clockwork.stop()
        self._run.commit()

    def _commit(self) -> None:
        self._run.commit()
        self._stop_if_storing_stopped()

    def _stop_if_storing_stopped(self) -> None:
        if self._run.stopped_storing is None or self._stopping is not None or self._crawler.engine is None:
            return
        self._stopping = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason="stopped_storing"))
