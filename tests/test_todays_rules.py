from contextlib import closing
from pathlib import Path

import pytest

from newscrawl.opening import layout_of, opened_run
from pipelines.addresses.canonical import article_id
from pipelines.reading.version import rules_of_reading
from pipelines.records import Outlet, ReadingRule
from pipelines.state.source_state import State
from tests.builders import NOW, URL, article, candidate, outlet
from tests.test_opening import run_once, settings

# An outlet that moved


def test_what_was_stored_or_forgotten_before_a_move_is_known_after_it(tmp_path: Path):
    conf, moved = settings(tmp_path), outlet(domains=("new.example", "anba.example"))
    layout = layout_of(conf)
    run_once(tmp_path, URL)
    gone = "https://anba.example/news/9"
    with opened_run(outlet(), "live", conf, layout) as (run, _):
        run.store.forgotten.add([article_id(gone)], NOW.date(), "why")
        run.close()
    with opened_run(moved, "live", conf, layout) as (run, _):
        for url in (URL, gone):
            assert run.wish_for(candidate(url)) == "known"
        assert run.wish_for(candidate("https://new.example/news/10")) == "wanted"
        run.take(article("https://new.example/news/10", canonical_url="https://new.example/news/10"))
        run.close()
    with opened_run(moved, "live", conf, layout) as (run, _):
        for number in (1001, 9, 10):
            assert run.wish_for(candidate(f"https://new.example/news/{number}")) == "known"


# Rules of reading


def test_that_rules_of_reading_have_changed_is_said_until_the_articles_are_read_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    conf, changed = settings(tmp_path), outlet(reading=(ReadingRule(body=("main",)),))
    layout = layout_of(conf)

    def said(source: Outlet) -> bool:
        caplog.clear()
        with opened_run(source, "live", conf, layout) as (run, _):
            run.close()
        return "newscrawl reprocess anba" in caplog.text

    assert not said(changed), "nothing is stored that was read by other rules"
    assert not said(outlet())
    run_once(tmp_path, URL)
    assert [said(source) for source in (outlet(), changed, changed, outlet())] == [False, True, True, False]
    with closing(State(layout.state_file("anba"))) as state:
        state.note_rules("reading", rules_of_reading(changed))
    assert [said(source) for source in (changed, outlet())] == [False, True]
