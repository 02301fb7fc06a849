"""A source's state made anew from all that was written down: its rows, and what its runs said of themselves."""

import json

from newscrawl.judging.history import History, began_at
from pipelines.layout import Layout
from pipelines.records import Outlet
from pipelines.state.rebuilding import rebuild_state
from pipelines.state.source_state import State
from pipelines.storing.looks import LookPlan


def make_state_anew(layout: Layout, outlet: Outlet, plan: LookPlan | None = None) -> None:
    """What was in the state file is gone; afterwards it knows all articles, when they are due, and the runs.

    `plan` is that of live runs, as it is configured.
    """
    lines = {line["run_id"]: line for line in History(layout.output).lines({outlet.source_id})}

    def put_runs_back(state: State) -> None:
        for run_id, line in sorted(lines.items(), key=lambda one: began_at(one[1])):
            state.runs.begin(run_id, began_at(line), line.get("kind", "live"))
            state.runs.end(run_id, json.dumps(line, ensure_ascii=False))

    rebuild_state(layout, outlet, put_runs_back, plan)
