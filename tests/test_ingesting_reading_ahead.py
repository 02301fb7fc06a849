import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.ingesting import reading_ahead
from newscrawl.ingesting.reading import Reading
from newscrawl.ingesting.reading_ahead import ReadingAhead
from newscrawl.warc.writing import Answer, ArchivedAnswer
from tests.builders import NOW


@dataclass
class FakeReading:
    name: str
    count: int = 3
    size: int = 10
    asked: list[int] = field(default_factory=list)

    def answers(self) -> Iterator[ArchivedAnswer]:
        for number in range(self.count):
            self.asked.append(number)
            yield ArchivedAnswer(Answer(f"{self.name}/{number}", 200, (), bytes(self.size), NOW), {})


def open_fake(name: str) -> Reading | None:
    if name == "missing":
        raise EndWith(ExitCode.USAGE, "missing")
    if name == "broken":
        raise ZeroDivisionError
    return None if name == "finished" else cast(Any, FakeReading(name))


def urls(ahead: ReadingAhead) -> list[str]:
    return [
        f"{found.reading.name} ends" if found.archived is None else found.archived.answer.url
        for found in ahead
        if found is not None
    ]


def test_one_at_a_time_archives_come_in_order_each_with_its_end():
    with ReadingAhead(["a", "finished", "b"], open_fake, jobs=1) as ahead:
        assert urls(ahead) == ["a/0", "a/1", "a/2", "a ends", "b/0", "b/1", "b/2", "b ends"]
    assert [reading.name for reading in ahead.readings] == ["a", "b"]


@pytest.mark.parametrize("jobs", [2, 5])
def test_several_at_a_time_each_archive_keeps_its_order(jobs: int):
    names = ["a", "b", "c", "finished"]
    with ReadingAhead(names, open_fake, jobs) as ahead:
        found = urls(ahead)
    for name in "abc":
        assert [url for url in found if url[0] == name] == [f"{name}/{n}" for n in range(3)] + [f"{name} ends"]


def test_one_that_is_not_there_costs_the_others_nothing():
    with ReadingAhead(["missing", "a"], open_fake, jobs=1) as ahead:
        assert urls(ahead) == ["a/0", "a/1", "a/2", "a ends"]
    assert ahead.unopened == ["missing"]


def test_an_error_comes_after_what_was_found_before_it():
    found = []
    with ReadingAhead(["a", "broken"], open_fake, jobs=1) as ahead, pytest.raises(ZeroDivisionError):  # noqa: PT012
        for each in ahead:
            found.append(each)  # noqa: PERF402 (the exception would take the list with it)
    assert len([each for each in found if each is not None]) == 4


def test_who_has_read_too_far_ahead_waits(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading_ahead, "_MOST_AHEAD", 25)
    reading = FakeReading("a", count=50)
    with ReadingAhead(["a"], lambda _: cast(Any, reading), jobs=1) as ahead:
        for number, each in enumerate(found for found in ahead if found is not None):
            assert len(reading.asked) <= number + 6  # those that wait, the one that waits to be put, this one
            assert each.size == (10 if each.archived is not None else 0)


def test_leaving_lets_threads_that_wait_go(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading_ahead, "_MOST_AHEAD", 5)
    before = threading.active_count()
    with ReadingAhead(["a", "b"], open_fake, jobs=2) as ahead:
        assert next(iter(ahead)) is not None
    for thread in ahead._threads:
        thread.join(timeout=10)
    assert threading.active_count() == before
