"""Does a source run, does it fail, is it quiet or silent? From the lines of its runs, and what is usual of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal

from newscrawl.coverage.days import zone_of
from newscrawl.exit_codes import ExitCode, in_words
from newscrawl.judging.baselines import Usual, stored_by_day, usual_articles
from newscrawl.judging.history import Line, began_at

Word = Literal["new", "ok", "quiet", "silent", "failing", "idle"]

# How much longer than ever in the last weeks: a source with one quiet night a week has one again.
_LONGER = 1.5
# Runs that brought something new, and the days that they span: fewer do not tell how long a silence may be.
_ENOUGH_RUNS, _ENOUGH_DAYS = 5, timedelta(days=7)
_WITHOUT_HISTORY = timedelta(days=2)  # a weekend
_IDLE = 4  # times `every`: one late run is a slow one before it


@dataclass(frozen=True, slots=True)
class Pulse:
    """`word` sums it up; `since` is when that began, where it has a beginning; `why` says it in words."""

    word: Word
    since: datetime | None
    why: str
    last_new: datetime | None
    """When a run last brought a new article."""
    yesterday: int
    """Articles that live runs stored yesterday, in the source's time zone."""
    usual: Usual | None
    """What is usual of such a weekday."""


def pulse(
    lines: Sequence[Line], now: datetime, every: timedelta | None, per_day: tuple[int, int] | None = None
) -> Pulse:
    """`lines` are the source's of the last weeks, by beginning; `every` is None for what is not scheduled.

    The most telling comes first: who fails is not called silent, and who is silent not quiet.
    """
    live = [line for line in lines if line.get("kind") == "live"]
    zone = zone_of(lines)
    yesterday = now.astimezone(zone).date() - timedelta(days=1)
    by_day = stored_by_day(live, zone)
    stored, common = by_day.get(yesterday, 0), usual_articles(by_day, yesterday, per_day)
    word, since, why = _summed_up(live, now, every) if live else ("new", None, _never_ran(lines))
    if word == "ok" and common is not None and yesterday in _whole_days(by_day) and common.is_far_below(stored):
        word, why = "quiet", f"{stored} articles yesterday, usually {common.median:.0f} on such a day"
    return Pulse(word, since, why, max(_news(live), default=None), stored, common)


def _whole_days(by_day: Mapping[date, object]) -> set[date]:
    """Days with runs, but for the first, which may have begun at noon."""
    return by_day.keys() - {min(by_day)}


def _summed_up(live: Sequence[Line], now: datetime, every: timedelta | None) -> tuple[Word, datetime | None, str]:
    last = began_at(live[-1])
    if every is not None and now - last > _IDLE * every:
        return "idle", last, "no run since"
    bad = _bad_at_the_end(live)
    if bad:
        words = in_words(bad[-1].get("exit_code"))
        return "failing", began_at(bad[0]), f"{words}, {len(bad)} run{'s' * (len(bad) > 1)}"
    news = _news(live)
    since = max(news, default=began_at(live[0]))
    longest = _longest_silence(news)
    if now - since > longest:
        return "silent", since, f"nothing new; never more than {in_days(longest)} is usual"
    return "ok", None, ""


def _never_ran(lines: Sequence[Line]) -> str:
    others = [line for line in lines if line.get("kind") in ("backfill", "ingest")]
    if not others:
        return "never ran"
    last = f"{others[-1]['kind']}: {in_words(others[-1].get('exit_code'))}"
    return f"no live run yet; the last {last}"


def _bad_at_the_end(live: Sequence[Line]) -> list[Line]:
    """The failed runs since the last that ended well, first one first."""
    bad: list[Line] = []
    for line in reversed(live):
        if line.get("exit_code") == ExitCode.DONE:
            break
        if line.get("exit_code") != ExitCode.INTERRUPTED:  # somebody's wish, and no fault of the source
            bad.append(line)
    return bad[::-1]


def _news(live: Sequence[Line]) -> list[datetime]:
    return [began_at(line) for line in live if line.get("accounts", {}).get("stored")]


def _longest_silence(news: Sequence[datetime]) -> timedelta:
    """How long nothing new may come before it is strange."""
    if len(news) < _ENOUGH_RUNS or news[-1] - news[0] < _ENOUGH_DAYS:
        return _WITHOUT_HISTORY
    return _LONGER * max(after - before for before, after in pairwise(news))


def in_days(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} days"
