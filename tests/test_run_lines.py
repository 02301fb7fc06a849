import json
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from newscrawl.history import History
from newscrawl.run_lines import write_line_of_reprocess
from pipelines.layout import Layout
from tests.builders import NOW, open_state


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
