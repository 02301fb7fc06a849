"""Which sources a `run` takes. A source that cannot be taken costs itself only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from newscrawl.due import is_due, last_beginning
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.running.source_run import SourceRun
from newscrawl.sources import BrokenSource, Source, UnknownSource, load_source, source_ids
from pipelines.layout import Layout

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Choice:
    sources: list[Source] = field(default_factory=list)
    refused: list[SourceRun] = field(default_factory=list)
    """Broken ones, and disabled ones that were named: ended with 4 before they began."""

    def only_due(self, layout: Layout, now: datetime) -> None:
        """Leave out what is not due; what has waited longest comes first."""
        began = {source.id: last_beginning(layout, source.id) for source in self.sources}
        due = [source for source in self.sources if is_due(began[source.id], source.every, now)]
        self.sources = sorted(due, key=lambda source: began[source.id] or _LONG_AGO)


def choose(named: Sequence[str], *, disabled_too: bool = False) -> Choice:
    """The sources that were named, or all that are enabled; EndWith(2) for one that nobody knows.

    `disabled_too`: a disabled one that was named is taken and not refused.
    """
    choice = Choice()
    for source_id in dict.fromkeys(named or source_ids()):
        try:
            source = load_source(source_id)
        except UnknownSource as error:
            raise EndWith(ExitCode.USAGE, str(error)) from error
        except BrokenSource as error:
            choice.refused.append(_refused(source_id, str(error)))
            continue
        if source.enabled or (named and disabled_too):
            choice.sources.append(source)
        elif named:
            choice.refused.append(_refused(source_id, f"disabled: {source.why}"))
    return choice


def _refused(source_id: str, why: str) -> SourceRun:
    run = SourceRun(source_id)
    run.end(ExitCode.CONFIGURATION, why)
    return run
