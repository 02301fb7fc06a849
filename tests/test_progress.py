import asyncio
import io
from typing import Any, cast

import pytest
from rich.console import Console
from scrapy.utils.test import get_crawler

from newscrawl.progress import Progress, counts_in_words, run_in_words
from pipelines.run import Run
from tests.builders import NOW, RUN_ID, outlet


def run() -> Run:
    nothing = cast(Any, None)
    return Run(RUN_ID, outlet(), "live", NOW, lambda: NOW, nothing, nothing, 10)


def test_of_what_is_revised_it_is_said_how_much_is_gone():
    assert counts_in_words({"stored": 1, "revised": 3, "tombstones": 2}) == "1 stored, 3 revised (2 of them gone)"
    assert counts_in_words({"revised": 3, "tombstones": 0}) == "3 revised"


def test_nothing_new_is_said():
    assert run_in_words(run()) == "anba: nothing new"
    quiet = run()
    quiet.accounts.known = 12
    assert run_in_words(quiet) == "anba: nothing new, 12 known"


def test_the_accounts_in_one_line():
    busy = run()
    busy.accounts.known = 100
    for number, (fate, reason) in enumerate(
        [("stored", None)] * 10 + [("revised", None), ("gone", None)] + [("rejected", "no_text")] * 2
        + [("rejected", "blocked")]
    ):  # fmt: skip
        busy.accounts.wanted[str(number)] = set()
        busy.accounts.settle(str(number), cast(Any, fate), reason)
    busy.accounts.wanted["left"] = set()
    assert run_in_words(busy) == (
        "anba: 10 stored, 1 revised, 1 gone, 3 rejected (no_text 2, blocked 1), 100 known, 1 pending"
    )


def test_on_a_terminal_a_line_lives_and_elsewhere_the_log_is_told(caplog: pytest.LogCaptureFixture):
    async def tell(console: Console, *, times: int) -> None:
        progress = Progress(crawler, console)  # its clockwork needs a running loop
        progress.open()
        for _ in range(times):
            progress._tell()
        progress.close()

    crawler = get_crawler()
    terminal, file = io.StringIO(), io.StringIO()
    live = Console(file=terminal, force_terminal=True, width=100)
    asyncio.run(tell(live, times=1))  # before there is a run, nothing is said
    crawler.spider = cast(Any, type("Spider", (), {"run": run()}))
    asyncio.run(tell(live, times=2))
    assert "anba: nothing new" in terminal.getvalue()
    with caplog.at_level("INFO"):
        asyncio.run(tell(Console(file=file, force_terminal=False), times=1))
    assert file.getvalue() == ""
    assert "anba: nothing new" in caplog.text
