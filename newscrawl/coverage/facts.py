"""What is known of one day of a source, and in words why it counts as it does."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from newscrawl.coverage.intervals import Interval
from newscrawl.coverage.looks import failed, pending, unread
from newscrawl.coverage.seen import start_of
from newscrawl.exit_codes import ExitCode, in_words
from newscrawl.judging.fruitless import FEW, lost_pages
from newscrawl.judging.history import Line
from newscrawl.judging.reach import left_aside

_MOST_NAMED = 3  # holes of a day that its detail names; the rest is counted


@dataclass(frozen=True, slots=True)
class Facts:
    day: date
    zone: ZoneInfo
    seen: list[Interval]
    runs: list[Line]
    asked: list[Line]
    """Backfills that began on another day and asked for this one."""
    articles: int
    now: datetime

    @property
    def whole(self) -> Interval:
        return start_of(self.day, self.zone), start_of(self.day + timedelta(days=1), self.zone)

    @property
    def tried(self) -> list[Line]:
        """The runs that began on this day, and the backfills that asked for it."""
        return self.runs + self.asked

    @property
    def span(self) -> Interval:
        """The day; of today the part that was looked at, if any: the rest is not late yet."""
        start, end = self.whole
        if end <= self.now:
            return start, end
        looked_at = [until for _, until in self.seen if start <= until <= self.now]
        return start, max(looked_at, default=self.now)

    @property
    def lost(self) -> int:
        """Pages of the day's runs that did not come or could not be read."""
        return sum(sum(lost_pages(line.get("accounts", {}))) for line in self.runs)

    @property
    def is_lost(self) -> bool:
        """Whether no article of the day came, and listed pages did not: then it was no silence."""
        return not self.articles and self.lost >= FEW

    @property
    def is_today(self) -> bool:
        return self.now.astimezone(self.zone).date() == self.day

    def clock(self, at: datetime) -> str:
        """A moment of this day in the source's time."""
        is_its_end = at >= self.whole[1]
        return "24:00" if is_its_end else f"{at.astimezone(self.zone):%H:%M}"


def words_of_complete(facts: Facts) -> Iterator[str]:
    if facts.is_today:
        yield f"so far, until {facts.clock(facts.span[1])}"
    if not facts.articles and not facts.lost:
        yield "nothing was published, as far as the listings tell"
    if all(line.get("exit_code") != ExitCode.DONE for line in facts.runs):
        yield "seen by a run of another day"
    missing = max((failed(line)["count"] for line in facts.runs), default=0)
    if missing:
        yield f"{missing} listed pages did not come in one run (see outcomes)"


def words_of_holes(facts: Facts, holes: list[Interval]) -> Iterator[str]:
    if facts.is_lost:
        yield f"{facts.lost} listed pages did not come or could not be read, and no article did (see outcomes)"
    if not holes:
        yield from _reasons(facts)
        return
    named = [f"{facts.clock(start)}-{facts.clock(end)}" for start, end in holes]
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    yield f"not seen: {', '.join(named[:_MOST_NAMED])}{more}"
    reasons = list(_reasons(facts))
    is_before_all = not facts.seen or holes[0][1] <= facts.seen[0][0]
    if is_before_all and not reasons:
        reasons = ["the first look at the listings reached back no further"]
    yield from reasons or ["the listings had turned over before they were read again"]


def _reasons(facts: Facts) -> Iterator[str]:
    tried = facts.tried
    ends = Counter(line.get("exit_code") for line in tried)
    for code, count in ends.items():
        if code != ExitCode.DONE:
            yield f"{count} of {len(tried)} runs: {in_words(code)}"
    if not facts.runs:
        yield "no run on this day" + (", a backfill asked for it" if tried else "")
    left = sum(pending(line)["count"] for line in tried)
    if left:
        yield f"{left} pages were never asked for"
    aside = left_aside(tried[-1].get("listings", ())) if tried else None
    if aside:
        yield aside
    if any(unread(line)["count"] for line in tried):
        yield "pages came and were not read: mend the source's rules, then `newscrawl reprocess`"
