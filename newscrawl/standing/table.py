"""How the sources stand, for people: a line each, with a strip of the last days."""

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from newscrawl.coverage.days import Day, Status
from newscrawl.exit_codes import with_number
from newscrawl.judging.history import began_at
from newscrawl.standing.growth import Disk
from newscrawl.standing.overview import Overview
from newscrawl.standing.source import SHOWN_DAYS, Standing

# Different shapes, not colours alone: not everybody sees these, and a log has none.
_STRIP: dict[Status, tuple[str, str]] = {
    "complete": ("█", "green"),
    "gap": ("▂", "yellow"),
    "blocked": ("x", "red"),
    "not_run": ("·", "bright_black"),
}
LEGEND = "last days, today last: █ complete  ▂ gap  x blocked  · not run"
_STYLES = {"ok": "green", "new": "", "quiet": "yellow", "silent": "red", "failing": "red", "idle": "yellow"}
_MANY = 8  # names in a line


def standing_table(found: Overview) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("source", "state", "last run (UTC)", f"last {SHOWN_DAYS} days", "articles", "ended"):
        table.add_column(name, justify="right" if name == "articles" else "left", no_wrap=name != "ended")
    for each in found.sources:
        state = Text(each.pulse.word, _STYLES[each.pulse.word])
        articles = f"{each.rows['articles']:,}"
        table.add_row(each.source_id, state, _last(each), strip(each.days), articles, _ended(each))
    return table


def growth_table(found: Overview) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("source", "rows", "a day", "archive", "a day"):
        table.add_column(name, justify="left" if name == "source" else "right", no_wrap=True)
    grown = [(each.source_id, each.growth) for each in found.sources]
    for name, each in grown:
        sizes = (each.rows, each.rows_a_day, each.archive, each.archive_a_day)
        table.add_row(name, *map(in_bytes, sizes))
    if len(grown) > 1:
        totals = [(each.rows, each.rows_a_day, each.archive, each.archive_a_day) for _, each in grown]
        table.add_row("all", *(in_bytes(sum(column)) for column in zip(*totals, strict=True)), style="bold")
    return table


def remarks(found: Overview) -> Iterator[str]:
    """What no table says: why a source stands as it does, what is due, and how long the disk lasts."""
    for each in found.sources:
        yield from _of_source(each)
    due = [each.source_id for each in found.sources if each.is_due]
    if due:
        yield f"due now: {_listed(due)}"
    if found.never_ran:
        yield f"enabled, and never ran here: {_listed(found.never_ran)}"
    if found.torn:
        yield f"runs/: {sum(found.torn.values())} torn lines were passed over ({_listed(sorted(found.torn))})"
    for disk in found.disks:
        yield _of_disk(disk)


def _of_source(each: Standing) -> Iterator[str]:
    beat, unscheduled = each.pulse, f"not scheduled: {each.why_not_scheduled}" if each.why_not_scheduled else ""
    if beat.word == "new" and unscheduled:  # a corpus of archives has many, and one line says it
        yield f"{each.source_id}: {beat.why}; {unscheduled}"
        unscheduled = ""
    elif beat.why:
        since = f" since {beat.since:%Y-%m-%d %H:%M}" if beat.since is not None else ""
        yield f"{each.source_id}: {beat.word}{since}: {beat.why}"
    if each.is_history_missing:
        yield f"{each.source_id}: runs/ has no line of its last run: coverage does not know what its runs saw"
    if unscheduled:
        yield f"{each.source_id}: {unscheduled}"
    if each.known is not None:
        yield f"{each.source_id}: acknowledged until {each.known.until}: {each.known.why}"


def strip(days: list[Day]) -> Text:
    text = Text(" " * (SHOWN_DAYS - len(days)))
    for day in days:
        text.append(*_STRIP[day.status])
    return text


def in_bytes(count: float) -> str:
    """Three digits or so: 1.2 GB."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" or count >= 10 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"


def _last(each: Standing) -> str:
    return "-" if each.last is None else f"{began_at(each.last):%Y-%m-%d %H:%M}"


def _ended(each: Standing) -> str:
    if each.last is None:
        return "-"
    return with_number(each.exit_code) + (", known" if each.known is not None and each.exit_code else "")


def _of_disk(disk: Disk) -> str:
    said = f"{disk.path}: {in_bytes(disk.free)} free of {in_bytes(disk.total)}"
    if disk.days_left is None:
        return said
    left = f"{disk.days_left:,.0f} days until only {in_bytes(disk.floor)} are left"
    return f"{said}; at the pace of the last week {left}"


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MANY} more" if len(names) > _MANY else ""
    return ", ".join(names[:_MANY]) + more
