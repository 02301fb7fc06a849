"""Which stretches of publication time the runs of a source saw whole."""

from collections.abc import Iterator, KeysView, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from newscrawl.coverage.intervals import Interval, difference, intersection, union
from newscrawl.coverage.looks import INSTANT, Look, has_skipped, look_of, pending, unread
from newscrawl.exit_codes import ExitCode
from newscrawl.judging.history import Line, began_at, moment
from newscrawl.judging.reach import ASKED_BY_DAY

_EVER = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
# Of the pages that came and were not read: a reprocess by mended rules reads most, and the rest is galleries.
_READ_AGAIN = 0.5
_WHOLE = ("sitemap", "archive")  # by their protocol they name all articles; a feed or a page may be of one section

# A child or a further page was left aside for there being too many.
_CUT = {"child_over_cap", "undated_child_over_cap", "page_over_cap", "page_repeated"}

Trees = dict[str, list[dict[str, Any]]]
"""The facts of a run's listings by the named one through which they were come by."""
Runs = Sequence[tuple[Line, Trees]]


def seen(lines: Sequence[Line], zone: ZoneInfo) -> list[Interval]:
    """What the runs saw, of one source's lines in the order of their beginnings.

    A sitemap vouches for the whole source; feeds and pages do together, as each may show one section only.
    """
    live = [line for line in lines if line.get("kind") == "live"]
    whole: Runs = [(line, trees(line, whole=True)) for line in live]
    told = [each for own in _by_listing(whole, zone).values() for each in own]
    told += _seen_together([(line, trees(line, whole=False)) for line in live], zone)
    for line in lines:
        if line.get("kind") == "backfill":
            told += _seen_in_the_past(line, zone)
    return difference(union(told), union(_lost(lines)))


def trees(line: Line, *, whole: bool) -> Trees:
    """Of the listings that vouch for the whole source, or of the others."""
    found: Trees = {}
    for facts in line.get("listings", []):
        if (facts["kind"] in _WHOLE) is whole:
            found.setdefault(facts.get("root") or facts["url"], []).append(facts)
    return found


def days_asked_for(line: Line, zone: ZoneInfo) -> Interval:
    """The stretch of which a run asked for pages, whatever its listings named."""
    scope = line.get("scope")
    if scope is None:
        return began_at(line), began_at(line)
    return _whole_days(scope["since"], scope["until"], zone)


# Of lines that stand in `runs/`: beyond these days no moment can be reckoned with in every zone.
_FIRST, _LAST = date(1, 1, 3), date(9999, 12, 28)


@lru_cache(maxsize=4096)  # all runs of a day ask for the same days
def _whole_days(since: str, until: str, zone: ZoneInfo) -> Interval:
    first, last = (min(max(date.fromisoformat(day), _FIRST), _LAST) for day in (since, until))
    return start_of(first, zone), start_of(last + timedelta(days=1), zone)


@lru_cache(maxsize=4096)
def start_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _by_listing(runs: Runs, zone: ZoneInfo) -> dict[str, list[Interval]]:
    looks: dict[str, list[tuple[Look, Interval]]] = {}
    for line, own_trees in runs:
        for url, tree in own_trees.items():
            own = looks.setdefault(url, [])
            look = look_of(line, tree)
            if look is None:
                continue
            if own and look.may_stand_still:  # that it did shows when it moves again
                look = replace(look, newest=own[-1][0].newest)
            own.append((look, days_asked_for(line, zone)))
    return {url: list(_seen_by(own)) for url, own in looks.items()}


def _seen_by(looks: Sequence[tuple[Look, Interval]]) -> Iterator[Interval]:
    """What the looks at one listing saw: each what it shows, and what lies between it and a look that it meets.

    Only the last is believed to show the listing as it was at that moment; whether others did shows in the next.
    """
    most = 0
    for number, (look, asked) in enumerate(looks):
        start = look.reach or look.at
        if number:
            before = looks[number - 1][0]
            most = max(most, before.entries)
            start = min(start, before.newest) if look.meets(before, most) else start
        end = look.at if number + 1 == len(looks) else look.newest
        if not look.is_partial:
            yield max(start, asked[0]), min(end, asked[1])


def _seen_together(runs: Runs, zone: ZoneInfo) -> list[Interval]:
    """What every feed and page saw that the source file named at the time."""
    parts = _by_listing(runs, zone)
    together = union(each for own in parts.values() for each in own)
    named = [(line, found.keys()) for line, found in runs if line.get("listings")]
    for url, own in parts.items():
        together = intersection(together, union([*own, *_before_and_after(url, named)]))
    return together


def _before_and_after(url: str, named: Sequence[tuple[Line, KeysView[str]]]) -> Iterator[Interval]:
    """When the source file did not name this listing yet, or no longer: then it was not to be looked at."""
    where = [number for number, (_, urls) in enumerate(named) if url in urls]
    first, last = named[where[0]][0], named[where[-1]][0]
    if any(line.get("end") == "finished" for line, _ in named[: where[0]]):
        yield _EVER[0], began_at(first)
    if any(line.get("end") == "finished" for line, _ in named[where[-1] + 1 :]):
        yield began_at(last), _EVER[1]


def _seen_in_the_past(line: Line, zone: ZoneInfo) -> Iterator[Interval]:
    """A backfill saw the days of its archive pages and lists of posts, and what its sitemaps reach back to."""
    first, last = days_asked_for(line, zone)
    last = min(last, began_at(line))
    found = [*trees(line, whole=True).values(), *filter(_is_of_past, trees(line, whole=False).values())]
    archives = [not has_skipped(tree, _CUT) and look_of(line, tree) for tree in found if _is_of_past(tree)]
    if archives and all(archives) and not pending(line)["count"]:
        yield first, last
    for look in (look_of(line, tree) for tree in found if not _is_of_past(tree)):
        if look is not None and look.reach is not None and not look.is_partial:
            yield max(first, look.reach), last


def _is_of_past(tree: list[dict[str, Any]]) -> bool:
    return tree[0]["kind"] in ASKED_BY_DAY


def _lost(lines: Sequence[Line]) -> list[Interval]:
    """Stretches whose pages came and were not read: nobody asks for them again, until `reprocess` reads them."""
    lost: list[tuple[Interval, int]] = []
    last_good = _EVER[0]
    for line in lines:
        span, at = unread(line), began_at(line)
        if span["count"]:
            stretch = (last_good, at + INSTANT) if span["undated"] else _stretch(span)
            lost.append((stretch, span["count"]))
        if _READ_AGAIN * sum(count for _, count in lost) <= line.get("read_again", 0):
            lost.clear()
        is_good = line.get("exit_code") == ExitCode.DONE and not line.get("left")
        last_good = at if is_good else last_good
    return [stretch for stretch, _ in lost]


def _stretch(span: dict[str, Any]) -> Interval:
    return moment(span["oldest"]), moment(span["newest"]) + INSTANT
