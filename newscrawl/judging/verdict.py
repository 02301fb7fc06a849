"""How a run went, as an exit code: failure must never look like success."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from newscrawl.exit_codes import ExitCode
from newscrawl.judging.fruitless import (
    ENOUGH_PAGES,
    FEW,
    USUAL_SHARE,
    lost_in_a_row,
    lost_pages,
    nothing_came,
    pages_let_through,
    tried_in_vain,
)
from newscrawl.judging.listing_facts import is_unchanged
from newscrawl.judging.quality import what_is_lost
from newscrawl.net.breaker import KEPT_OUT
from pipelines.records import RunKind
from pipelines.run import Run

# Ends that say what they mean. Any other, such as running out of memory, is nobody's plan.
_ENDS = frozenset({"finished", "closespider_timeout", "shutdown", "stopped_storing"})
# Of the usual share of pages that become articles: a redesign takes it to nearly nothing, a slow day does not.
_COLLAPSE = 0.5
# Entries that listings name and that cannot be articles of the source; those of a wrong clock are dated ahead.
_NOT_OURS = ("offsite", "not_article_url", "dated_ahead")


@dataclass(frozen=True, slots=True)
class Doors:
    """How the site kept us out: what stood in the way of pages, and whether a host was given up for it."""

    walls: Sequence[str] = ()
    kept_out: int = 0
    """Pages that were answered with a status by which a site shuts its door."""
    is_given_up: bool = False


def verdict(run: Run, finish_reason: str, doors: Doors, recent: Sequence[dict[str, Any]]) -> ExitCode:
    """The most serious of what happened. `recent` are the lines of earlier runs of the source, the latest first."""
    in_vain, alike = fruitless(run, recent), of_kind(recent, run.kind)
    happened = {
        ExitCode.OUTPUT: run.stopped_storing is not None,
        ExitCode.UNEXPECTED: bool(run.errors) or finish_reason not in _ENDS,
        ExitCode.READING_COLLAPSED: has_collapsed(run, alike)
        or bool(what_is_lost(run.contents, alike))
        or in_vain == ExitCode.READING_COLLAPSED,
        ExitCode.BLOCKED: is_blocked(run, doors)
        or in_vain == ExitCode.BLOCKED
        or (in_vain is not None and doors.kept_out >= FEW),
        ExitCode.NOTHING_FOUND: has_found_nothing(run, finish_reason) or in_vain == ExitCode.NOTHING_FOUND,
        ExitCode.TIME_LIMIT: finish_reason == "closespider_timeout",
        ExitCode.INTERRUPTED: finish_reason == "shutdown",
    }
    return next((code for code, is_so in happened.items() if is_so), ExitCode.DONE)


def of_kind(lines: Sequence[dict[str, Any]], kind: RunKind) -> list[dict[str, Any]]:
    """What tells what is usual: pages of archives, or of ten years ago, may lack what those of today have."""
    return [line for line in lines if line.get("kind", "live") == kind]


def is_blocked(run: Run, doors: Doors) -> bool:
    """A wall before a listing blocks the run; before pages it does when it hides as many as were let through.

    So does a door that is shut on all listings, or was shut while pages were still to be asked for: it hides all.
    """
    listings = run.listings.values()
    if any((facts.get("problem") or "").startswith("blocked") for facts in listings):
        return True
    if listings and all(facts.get("status") in KEPT_OUT for facts in listings):
        return True
    # A quiet run stores nothing; that pages were looked at again proves as well that the site lets us in.
    passed = pages_let_through(run.accounts.as_dict())
    blocked = run.accounts.reasons["blocked"] if doors.walls else 0
    if doors.is_given_up and run.accounts.pending:
        return True
    if passed > 0:
        return blocked + doors.kept_out >= max(passed, FEW)
    return blocked > 0


def has_found_nothing(run: Run, finish_reason: str) -> bool:
    """A listing was unreadable, one sitemap of an index too, or all of them together named no article of ours."""
    if any(facts.get("problem") for facts in run.listings.values()):
        return True
    if finish_reason != "finished":
        return False  # stopped before it could look
    return not any(is_unchanged(facts) or _own_entries(facts) for facts in run.listings.values())


def _own_entries(facts: dict[str, Any]) -> int:
    """The entries that may be articles of the source: an outlet that changes its addresses leaves none."""
    skipped: dict[str, int] = facts.get("skipped", {})
    entries: int = facts["entries"] or 0
    return entries - sum(skipped.get(why, 0) for why in _NOT_OURS)


def fruitless(run: Run, recent: Sequence[dict[str, Any]]) -> ExitCode | None:
    """Pages were asked for and brought no article: they did not come, or came and could not be read."""
    accounts = run.accounts.as_dict()
    lost = lost_in_a_row(accounts, recent)
    if lost is not None:
        not_come, unread = lost
        return ExitCode.READING_COLLAPSED if unread > not_come else ExitCode.NOTHING_FOUND
    if nothing_came(accounts):
        return ExitCode.NOTHING_FOUND
    row = tried_in_vain(accounts, recent, waits=run.frontier.waits)
    if row is None:
        return None
    was_blocked = any(line.get("exit_code") == ExitCode.BLOCKED for line in row)
    return ExitCode.BLOCKED if was_blocked else ExitCode.NOTHING_FOUND


def has_collapsed(run: Run, recent: Sequence[dict[str, Any]]) -> bool:
    """Pages were fetched, and far fewer of them than usual became articles."""
    read, unread = pages_read(run.accounts.as_dict())
    if read + unread < ENOUGH_PAGES:
        return False
    shares = [share for line in recent if (share := _share(line)) is not None]
    usual = median(shares) if shares else USUAL_SHARE
    return read / (read + unread) < usual * _COLLAPSE


def pages_read(accounts: dict[str, Any]) -> tuple[int, int]:
    """How many pages of a run became or stayed articles, and how many could not be read."""
    _, unread = lost_pages(accounts)
    return pages_let_through(accounts), unread


def _share(line: dict[str, Any]) -> float | None:
    read, unread = pages_read(line["accounts"])
    return read / (read + unread) if read + unread >= ENOUGH_PAGES else None
