from datetime import UTC, datetime

import pytest
from scrapy.settings import Settings

from newscrawl.clock import clock_of
from newscrawl.exit_codes import EndWith


@pytest.mark.parametrize("unset", [None, ""])
def test_without_now_it_is_the_systems_in_utc(unset: str | None):
    before = datetime.now(UTC)
    told = clock_of(Settings({"NOW": unset}))()
    assert before <= told <= datetime.now(UTC)
    assert told.tzinfo is UTC


@pytest.mark.parametrize("text", ["2026-03-14T09:00Z", "2026-03-14T11:00+02:00", "2026-03-14T04:00:00.000-05:00"])
def test_now_stands_still_and_is_told_in_utc(text: str):
    clock = clock_of(Settings({"NOW": text}))
    assert clock() == clock() == datetime(2026, 3, 14, 9, tzinfo=UTC)
    assert clock().tzinfo is UTC


@pytest.mark.parametrize("text", ["yesterday", "2026-03-14", "2026-03-14T09:00", "2026-13-01T00:00Z", "12", "0"])
def test_what_is_no_instant_is_a_usage_error(text: str):
    with pytest.raises(EndWith, match="offset") as end:
        clock_of(Settings({"NOW": text}))
    assert end.value.code == 2


@pytest.mark.parametrize("text", ["0001-01-01T00:00+05:00", "9999-12-31T23:00-05:00"])
def test_an_instant_that_utc_cannot_tell_is_a_usage_error(text: str):
    with pytest.raises(EndWith) as end:
        clock_of(Settings({"NOW": text}))
    assert end.value.code == 2
