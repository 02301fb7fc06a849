"""What one run's look at one listing says: how far back it reaches, and whether it meets an earlier look.

A look is of a listing that the source file names, with the child sitemaps that were read for it. Its moments are
those that the listing states.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from newscrawl.exit_codes import ExitCode
from newscrawl.judging.history import Line, began_at, moment
from newscrawl.judging.listing_facts import OVER_CAP, TORN

# Of all that a run's listings named: fewer pages that would not come are these pages' own trouble, and their
# outcomes say so. More are an outage.
_MANY_FAILED = 0.1
# Of a listing's entries: one known entry may be pinned, and then says nothing of what lies between.
_OVERLAP, _LEAST_OVERLAP = 0.1, 2
_SPARSE_FOR = timedelta(days=1)  # a listing of the last two days, the usual, is not emptied between two such looks
_READ = (200, 304, 400)  # 400 without a problem is WordPress's answer behind the last page of posts
# What was left aside and may hold articles of any day: sitemaps that no date tells to be old, entries edited since,
# what stood behind the end of a file that was torn or longer than a listing may be.
_OLD = {"child_not_new", "child_unchanged"}
_DATED = {"child_over_cap"}  # unless the line says until when they were changed
_OF_ANY_DAY = {"undated_child_over_cap", "child_offsite", "edited_since", *TORN, *OVER_CAP}
INSTANT = timedelta(seconds=1)  # the precision of listings


@dataclass(frozen=True, slots=True)
class Look:
    at: datetime
    reach: datetime | None
    """From here on, everything that was listed was also asked for; None where the listing's dates cannot tell."""
    newest: datetime
    """Up to here the look surely saw: a listing that stands still shows nothing newer. `at` without dates."""
    entries: int
    known: int
    """Of its entries those that were known before; with `new`, those that lead to articles of ours."""
    new: int
    is_same: bool
    """The listing has not changed since the look before."""
    is_cut: bool
    """Something from before `reach` was left: its dates alone tell what it saw."""
    is_partial: bool
    """Something of it was left, and no dates tell what: it saw nothing for sure, and breaks the chain of looks."""

    @property
    def may_stand_still(self) -> bool:
        """Whether it shows nothing new, and no dates that tell how new its newest is."""
        return self.is_same or (self.reach is None and not self.new)

    def meets(self, before: "Look", most_entries: int) -> bool:
        """Whether nothing can have passed between: it still shows what `before` had seen, or has room to spare."""
        if before.is_partial or self.is_partial:
            return False
        if self.is_same:
            return True
        if self.reach is None and self.entries:
            return self.known >= max(_LEAST_OVERLAP, _OVERLAP * (self.known + self.new))
        reaches_back = self.reach is not None and self.reach <= before.newest
        if self.is_cut:
            return reaches_back
        is_sparse = 2 * self.entries < most_entries and self.at - before.at <= _SPARSE_FOR
        return reaches_back or is_sparse


def look_of(line: Line, tree: list[dict[str, Any]]) -> Look | None:
    """The run's look at a named listing and its children; None when it does not count."""
    if any(facts.get("problem") or facts.get("status") not in _READ for facts in tree):
        return None
    at, full = began_at(line), [facts for facts in tree if facts.get("entries")]
    stands_still = not full and _stands_still(tree)
    cut = max([*([] if stands_still else _asked_since(line)), *_unread_until(tree)], default=None)
    reach = min(_moments(full, "reach"), default=None)
    newest = max(_moments(full, "newest"), default=at)
    if cut is not None and reach is not None:
        reach, newest = max(reach, cut), max(newest, cut)  # what was left may be newer than all that was read
    return Look(
        at=at,
        reach=reach,
        newest=min(newest, at),
        entries=sum(facts["entries"] for facts in full),
        known=sum(facts.get("known", 0) for facts in full),
        new=sum(facts.get("new", 0) for facts in full),
        is_same=stands_still and cut is None,
        is_cut=cut is not None,
        is_partial=_is_partial(tree) or (cut is not None and (reach is None or cut > at)),
    )


def _stands_still(tree: list[dict[str, Any]]) -> bool:
    return any(facts["status"] == 304 for facts in tree) or has_skipped(tree, _OLD)


def _is_partial(tree: list[dict[str, Any]]) -> bool:
    says_until_when = any("unread_until" in facts for facts in tree)
    return has_skipped(tree, _OF_ANY_DAY if says_until_when else _OF_ANY_DAY | _DATED)


def _unread_until(tree: list[dict[str, Any]]) -> list[datetime]:
    """The moments behind the newest of the sitemaps that were left."""
    return [until + INSTANT for until in _moments(tree, "unread_until")]


def has_skipped(tree: Iterable[dict[str, Any]], reasons: AbstractSet[str]) -> bool:
    """Whether anything of the tree was left aside for one of these reasons."""
    return any(reasons & facts.get("skipped", {}).keys() for facts in tree)


def _moments(tree: Iterable[dict[str, Any]], name: str) -> list[datetime]:
    return [moment(facts[name]) for facts in tree if facts.get(name)]


def _asked_since(line: Line) -> list[datetime]:
    """The moments behind the newest page of each kind that is left; the end of time when one is undated.

    What is new is asked for first, in pages as in sitemaps: what is newer than that was not left.
    """
    if not line.get("left"):  # as most runs end
        return []
    left = [span for span in (pending(line), many_failed(line)) if span["count"]]
    if any(span["undated"] for span in left):
        return [datetime.max.replace(tzinfo=UTC)]
    return [moment(span["newest"]) + INSTANT for span in left]


_NOTHING = {"count": 0, "undated": 0, "oldest": None, "newest": None}


def pending(line: Line) -> dict[str, Any]:
    found: dict[str, Any] = line.get("left", {}).get("pending", _NOTHING)
    return found


def failed(line: Line) -> dict[str, Any]:
    found: dict[str, Any] = line.get("left", {}).get("failed", _NOTHING)
    return found


def many_failed(line: Line) -> dict[str, Any]:
    """The pages that would not come, when they are more than a few."""
    is_few = failed(line)["count"] <= _MANY_FAILED * line.get("accounts", {}).get("seen", 0)
    return _NOTHING if is_few else failed(line)


def unread(line: Line) -> dict[str, Any]:
    """The pages that came and could not be read, when that was the run's trouble."""
    is_trouble = line.get("exit_code") in (ExitCode.UNEXPECTED, ExitCode.READING_COLLAPSED)
    return line.get("left", {}).get("unread", _NOTHING) if is_trouble else _NOTHING
