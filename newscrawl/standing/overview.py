"""How all sources of an OUTPUT_DIR stand. No text is read: state, sizes, two columns, and the lines of weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from newscrawl.acknowledged import read_acknowledged
from newscrawl.corpus.manifest import sources_with_rows
from newscrawl.coverage.view import Counts, articles_by_day
from newscrawl.damaged_state import damaged
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.judging.history import History, Line, began_at, by_source
from newscrawl.sources import BrokenSource, load_source, source_ids
from newscrawl.standing.growth import Disk, disks
from newscrawl.standing.source import SHOWN_DAYS, Moment, Standing, as_json, standing_of
from pipelines.collector import collector_off
from pipelines.layout import Layout
from pipelines.state.file import StateDamaged

# Five of each weekday, which make a baseline, and a day for time zones; a year of lines would take seconds to read.
_HISTORY = timedelta(days=36)


@dataclass(frozen=True, slots=True)
class Overview:
    sources: list[Standing]
    never_ran: list[str]
    """Enabled sources that have neither rows nor runs here."""
    disks: list[Disk]
    torn: dict[str, int]
    """Lines of `runs/` that a crash cut off, by file."""

    def as_json(self) -> dict[str, Any]:
        return {
            "sources": [as_json(each) for each in self.sources],
            "never_ran": self.never_ran,
            "disks": [{name: getattr(each, name) for name in Disk.__slots__} for each in self.disks],
            "torn_lines": self.torn,
        }


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of runs and rows, of the last weeks or of more."""

    lines: Mapping[str, list[Line]]
    """By source, each in the order in which its runs began."""
    articles: Counts
    torn: dict[str, int]
    """Lines that were passed over, by file."""


def read_overview(layout: Layout, wanted: Sequence[str], now: datetime, floor: float) -> Overview:
    """Of the sources asked for, or of all that have rows or runs; EndWith(2) for one that has neither.

    `floor` is the share of the disk that stays free.
    """
    with collector_off():
        history = History(layout.output)
        lines = by_source(history.lines(wanted or None, since=_first_day(now)))
        try:
            articles = articles_by_day(layout.output, (now - timedelta(days=SHOWN_DAYS + 1)).date())
        except StateDamaged as error:
            raise damaged(error) from error
        return overview_of(layout, Read(lines, articles, history.torn), wanted, now, floor)


def overview_of(layout: Layout, read: Read, wanted: Sequence[str], now: datetime, floor: float) -> Overview:
    """The same, by what was read already."""
    lines = {source_id: own for source_id, all_ in read.lines.items() if (own := _of_late(all_, now))}
    here = sorted({*sources_with_rows(layout.output), *_with_state(layout), *lines})
    unknown = sorted(set(wanted) - set(here))
    if unknown:
        raise EndWith(ExitCode.USAGE, f"{unknown[0]}: {layout.output} holds no rows of this source, and no runs")
    moment = Moment(layout, now, read_acknowledged(layout.output), read.articles)
    found = [standing_of(source_id, lines.get(source_id, []), moment) for source_id in wanted or here]
    grown = [each.growth for each in found]
    never = [] if wanted else [source_id for source_id in _enabled() if source_id not in here]
    return Overview(found, never, disks(layout, grown, floor) if layout.output.exists() else [], read.torn)


def _of_late(lines: Sequence[Line], now: datetime) -> list[Line]:
    return [line for line in lines if began_at(line).date() >= _first_day(now)]


def _first_day(now: datetime) -> date:
    """Of which lines tell how a source stands, in UTC as their files are named."""
    return (now - _HISTORY).date()


def _with_state(layout: Layout) -> set[str]:
    return {path.stem for path in (layout.output / "state").glob("[a-z]*.sqlite")}


def _enabled() -> list[str]:
    found = []
    for source_id in source_ids():
        try:
            if load_source(source_id).enabled:
                found.append(source_id)
        except BrokenSource:
            continue  # `newscrawl sources` tells of it
    return found
