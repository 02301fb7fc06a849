"""What is told to others when all runs of a `newscrawl run` have ended: alerts, and the file for Prometheus.

None of it changes the exit code: what fails is logged, and done again at the next run.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from scrapy.settings import BaseSettings

from newscrawl.alerting import Alerts, Finding
from newscrawl.exit_codes import EndWith, ExitCode, with_number
from newscrawl.prometheus import outcomes_in, textfile_of, write_textfile
from newscrawl.running.source_run import SourceRun
from newscrawl.standing import Overview, read_overview
from pipelines.layout import Layout
from pipelines.parts.errors import PartIsNewer

log = logging.getLogger(__name__)

Result = TypeVar("Result")

# They say nothing of the source: somebody stopped it, or another run was at work.
_NEITHER = frozenset({ExitCode.INTERRUPTED, ExitCode.LOCKED})


class Telling:
    """Made before the work: EndWith(4) for settings that cannot be meant."""

    def __init__(self, settings: BaseSettings, layout: Layout) -> None:
        self._layout = layout
        self._alerts = Alerts(settings)
        self._textfile = textfile_of(settings["PROMETHEUS_TEXTFILE"], layout.output)
        self._floor = settings.getfloat("DISK_FLOOR")

    def tell(self, runs: Sequence[SourceRun], code: ExitCode, now: datetime) -> None:
        if not self._alerts.are_wanted and self._textfile is None:
            return
        # Damage of one source keeps nobody from telling what failed, nor is it any word on who is silent.
        found = _or_warned(lambda: read_overview(self._layout, [], now, self._floor))
        silences = [] if found is None else _silences(runs, found)
        _or_warned(lambda: self._alerts.tell(self._layout, [*_failures(runs), *silences], now))
        path = self._textfile
        if path is not None and found is not None:
            _or_warned(lambda: write_textfile(path, found, outcomes_in(self._layout.output), code, now))


def _or_warned(work: Callable[[], Result]) -> Result | None:
    """What the work gives; None where it failed, and that is logged."""
    try:
        return work()
    except (OSError, EndWith, PartIsNewer) as error:
        log.warning("telling others: %s", error)
        return None


def _failures(runs: Sequence[SourceRun]) -> Iterator[Finding]:
    """Who fails, and who does no longer; a known failure is neither."""
    for run in runs:
        if run.code is None or run.code in _NEITHER or run.known is not None:
            continue
        why = ": ".join(filter(None, (with_number(run.code), run.why)))
        run_id = None if run.line is None else run.line["run_id"]
        yield Finding(run.source_id, "failed", run.code != ExitCode.DONE, why, int(run.code), run_id)


def _silences(runs: Sequence[SourceRun], found: Overview) -> Iterator[Finding]:
    ran = {run.source_id for run in runs if run.known is None}
    for each in found.sources:
        if each.source_id not in ran or each.pulse.word not in ("ok", "quiet", "silent"):
            continue  # of a source that fails nobody knows whether it is silent
        since = f" since {each.pulse.last_new:%Y-%m-%d %H:%M} UTC" if each.pulse.last_new else ""
        yield Finding(each.source_id, "silent", each.pulse.word == "silent", f"nothing new{since}")
