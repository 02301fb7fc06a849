"""Whether pages were asked for and none became an article, over as many runs as it takes to tell. Pure.

A run every half hour seldom has ten new pages. So what runs in a row ask for in vain is counted together.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import takewhile
from math import ceil
from typing import Any

# Reasons that say «the page is there, and we could not read it».
UNREAD = frozenset(
    [
        "no_text",
        "not_article",
        "js_shell",
        "listing_page",
        "mojibake",
        "reading_deadline",
        "soft_404",
        "invalid_record",
    ]
)
# And those that say «the page did not come»; videos, other languages and days not asked for are no failure.
NOT_COME = frozenset(
    [
        "http_error",
        "network_error",
        "timeout",
        "robots_denied",
        "address_refused",  # a content system that leads all its readers to http://localhost:8080/
        "offsite",
        "too_large",
        "blocked",
        "consent",
        "parked",
    ]
)
FEW = 3  # one or two pages are their own trouble, and their outcomes say so
ENOUGH_PAGES = 10  # fewer prove nothing: three galleries in a row are no redesign
USUAL_SHARE = 0.6  # of pages that become articles, where no run has said what is usual
# Of pages of which a usual share p becomes articles, so many times 1/p bring none once in 150 times.
_SURE = 5

Accounts = Mapping[str, Any]
"""The accounts of a run, as its line in `runs/` has them."""


def lost_pages(accounts: Accounts) -> tuple[int, int]:
    """How many pages of a run did not come (those that are gone, too), and how many came and could not be read.

    What an earlier run had lost, and was asked for again in vain, was counted then, and says nothing of today.
    """
    lost = Counter({**accounts.get("reasons", {}), "gone": accounts.get("gone", 0)})
    lost.subtract(accounts.get("failed_again", {}))
    return sum(lost[reason] for reason in (*NOT_COME, "gone")), sum(lost[reason] for reason in UNREAD)


def pages_let_through(accounts: Accounts) -> int:
    """How many pages of a run became or stayed articles."""
    came: int = sum(accounts.get(fate, 0) for fate in ("stored", "revised", "unchanged"))
    return came - int(accounts.get("tombstones", 0))


def nothing_came(accounts: Accounts) -> bool:
    """Whether some pages were asked for, and not one of them came: the site fails, moved, or keeps us out.

    An outlet that takes some down leaves others. Where all that were looked at are gone at once, it is the site.
    """
    not_come, unread = lost_pages(accounts)
    return pages_let_through(accounts) <= 0 and not unread and not_come + accounts.get("tombstones", 0) >= FEW


def lost_in_a_row(accounts: Accounts, recent: Sequence[Mapping[str, Any]]) -> tuple[int, int] | None:
    """As `lost_pages`, of this run and those before it without a new article; None where so few prove nothing.

    `recent` are the lines of earlier runs, the latest first.
    """
    if accounts.get("stored", 0) or not any(lost_pages(accounts)):
        return None
    before = [line["accounts"] for line in recent if line.get("kind", "live") in ("live", "backfill")]
    row = [accounts, *takewhile(lambda one: not one.get("stored", 0), before)]
    not_come, unread = (sum(counts) for counts in zip(*map(lost_pages, row), strict=True))
    is_enough = not_come + unread >= max(ENOUGH_PAGES, ceil(_SURE / _usual(before[len(row) - 1 :])))
    return (not_come, unread) if is_enough else None


def tried_in_vain(
    accounts: Accounts, recent: Sequence[Mapping[str, Any]], *, waits: bool
) -> Sequence[Mapping[str, Any]] | None:
    """The runs before this one in which nothing came either, where all of them together asked often enough.

    Unlike in `lost_pages`, what was asked for again counts: a door that stays shut is shut, though only pages of
    yesterday knock at it. `waits`: a later run asks again for some, so one that asked for none proves nothing.
    """
    if pages_let_through(accounts) > 0 or not (_tries(accounts) or waits):
        return None
    lines = [line for line in recent if line.get("kind", "live") in ("live", "backfill")]
    row = list(takewhile(lambda line: pages_let_through(line["accounts"]) <= 0, lines))
    tries = _tries(accounts) + sum(_tries(line["accounts"]) for line in row)
    return row if tries >= ENOUGH_PAGES else None


def _tries(accounts: Accounts) -> int:
    """How many pages were asked for and did not come, for the first time or again."""
    reasons: Mapping[str, int] = accounts.get("reasons", {})
    return sum(reasons.get(reason, 0) for reason in NOT_COME) + int(accounts.get("gone", 0))


def _usual(runs: Sequence[Accounts]) -> float:
    """The share of new pages that became articles before."""
    stored = sum(accounts.get("stored", 0) for accounts in runs)
    lost = sum(sum(lost_pages(accounts)) for accounts in runs)
    return stored / (stored + lost) if stored + lost >= ENOUGH_PAGES and stored else USUAL_SHARE
