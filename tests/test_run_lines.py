import json
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from newscrawl.exit_codes import ExitCode
from newscrawl.judging.history import History
from newscrawl.judging.run_lines import close_crashed_runs, write_line, write_line_of_reprocess
from pipelines.layout import Layout
from pipelines.parts.compacting import CROWDED
from pipelines.parts.errors import PartIsNewer
from pipelines.storing.batches import StopStoring
from tests.builders import NOW, open_run, open_state
from tests.damage import flip_unseen, make_newer
from tests.test_compacting import fill


@pytest.mark.parametrize(
    ("change", "effect", "code"),
    [(flip_unseen, StopStoring, ExitCode.OUTPUT), (make_newer, PartIsNewer, ExitCode.CONFIGURATION)],
)
def test_a_run_whose_months_cannot_be_merged_is_told_of_all_the_same(
    tmp_path: Path, change: Callable[[Path], None], effect: type[Exception], code: ExitCode
):
    (tmp_path / "runs").mkdir()
    with closing(open_state(tmp_path)) as state:
        fill(Layout(tmp_path), state, *range(CROWDED + 1))
        change(sorted((tmp_path / "articles").rglob("*.parquet"))[5])
        run = open_run(tmp_path, state)
        state.runs.begin(run.run_id, NOW, "live")
        with pytest.raises(effect, match=r"0006\.parquet"):
            write_line(run, Layout(tmp_path), ExitCode.DONE)
        assert state.runs.unfinished() == []
    (line,) = History(tmp_path).lines()
    assert (line["exit_code"], line["months_merged"]) == (code, 0)
    assert len(list((tmp_path / "articles").rglob("*.parquet"))) == CROWDED + 1


def test_a_reprocess_is_remembered_with_what_it_read_again(tmp_path: Path):
    (tmp_path / "runs").mkdir()
    again = {"no_text before, today an article": 3, "not_arabic before, today an article": 2}
    counts = Counter(again | {"text changed": 9})
    run_id, ended = "anba_map-20260314T090000Z-1a2b", NOW + timedelta(hours=1)
    with closing(open_state(tmp_path)) as state:
        write_line_of_reprocess(Layout(tmp_path), state, run_id, NOW, ended, counts)
        assert state.runs.unfinished() == []
        (remembered,) = state.runs.recent_lines(5)
    (line,) = History(tmp_path).lines()
    assert line == json.loads(json.dumps(remembered))
    assert (line["source_id"], line["kind"], line["exit_code"]) == ("anba_map", "reprocess", 0)
    assert (line["read_again"], line["counts"]["text changed"]) == (3, 9)
    assert line["ended_at"] == ended.isoformat()


def test_a_run_killed_between_its_line_and_its_state_has_one_line(tmp_path: Path):
    """A second one would tell of a crash that cost nothing, and count its articles twice."""
    (tmp_path / "runs").mkdir()
    with closing(open_state(tmp_path)) as state:
        run = open_run(tmp_path, state)
        state.runs.begin(run.run_id, NOW, "live")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(state.runs), "end", _killed)
            with pytest.raises(KeyboardInterrupt):
                write_line(run, Layout(tmp_path), ExitCode.DONE)
        close_crashed_runs(Layout(tmp_path), state, run.outlet.source_id, lambda: NOW)
        assert state.runs.unfinished() == []
        (remembered,) = state.runs.recent_lines(5)
    (line,) = History(tmp_path).lines()
    assert line["exit_code"] == 0
    assert line == json.loads(json.dumps(remembered))


def _killed(*_: object) -> None:
    raise KeyboardInterrupt
