"""The memory that ends a run is the run's own, as it is now."""

import pytest

from tests.hostile import crawl, hostile, reply


def test_a_run_that_a_large_process_starts_does_not_count_that_process() -> None:
    large = b"x" * (500 << 20)  # a notebook, or a test session of five thousand tests
    with hostile() as site:
        site.answers["news.test/a"] = reply("<p>خبر</p>")
        settings = {
            "NET_HOSTS": {"news.test": "127.0.0.1"},
            "NET_ALLOWED_PORTS": [site.port],
            "MEMUSAGE_LIMIT_MB": 400,
        }
        result = crawl([{"url": site.url("news.test", "/a")}], settings, ["news.test"])
    assert len(large) == 500 << 20
    assert result.stats["finish_reason"] == "finished"
    assert result.stats["memusage/max"] < 400 << 20
    assert [case["reason"] for case in result.cases.values()] == [None]


@pytest.mark.parametrize("limit", [1, 10])
def test_a_run_that_needs_more_than_its_limit_ends(limit: int) -> None:
    result = crawl([], {"MEMUSAGE_LIMIT_MB": limit}, ["news.test"])
    assert result.stats["finish_reason"] == "memusage_exceeded"
    assert result.stats["memusage/max"] > limit << 20
