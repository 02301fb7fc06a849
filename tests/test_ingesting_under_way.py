from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any, cast

from newscrawl.ingesting.reading_ahead import Found
from newscrawl.ingesting.under_way import AtWork, UnderWay
from pipelines.records import Article, Outcome

NOBODY = cast(Any, None)


def found(size: int = 0) -> Found:
    return Found(NOBODY, cast(Any, SimpleNamespace(answer=SimpleNamespace(body=bytes(size)))))


def at_work(*, is_done: bool = False) -> AtWork:
    result: Future[Article | Outcome] = Future()
    if is_done:
        result.set_result(cast(Any, "read"))
    return AtWork(NOBODY, result, NOBODY)


def test_what_was_found_is_settled_in_its_order_whichever_page_is_read_first():
    under_way, slow, quick = UnderWay(workers=2), at_work(), at_work(is_done=True)
    under_way.add(found(), slow)
    under_way.add(found(), quick)
    assert not under_way.has_one_due()
    assert slow.result is not None
    slow.result.set_result(cast(Any, "read"))
    assert under_way.has_one_due()
    assert [under_way.take_first()[1] for _ in range(2)] == [slow, quick]
    assert not under_way.has_one_due()


def test_nobody_waits_for_what_has_no_page():
    under_way = UnderWay(workers=2)
    under_way.add(found(), None)
    assert under_way.has_one_due()


def test_the_first_is_waited_for_when_many_are_under_way():
    under_way = UnderWay(workers=2)
    for _ in range(64):
        under_way.add(found(), at_work())
    assert not under_way.has_one_due()
    under_way.add(found(), at_work())
    assert under_way.has_one_due()
    under_way.take_first()
    assert not under_way.has_one_due()


def test_the_first_is_waited_for_when_a_few_large_pages_are_under_way():
    under_way = UnderWay(workers=2)
    for _ in range(5):
        under_way.add(found(8 * 2**20), at_work())
    assert under_way.has_one_due()
    under_way.take_first()
    assert not under_way.has_one_due()  # four of them are what fits
