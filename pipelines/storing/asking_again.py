"""When an address that was refused is asked for again.

What may pass by itself is asked for again in a later run: first after an hour, then after four times as long,
five times in all, so that a dead address costs five requests and an outage of a day costs no article.

What came with status 200 and could not be read is asked for once more, for a site in trouble answers so too: with
a form to log in, a template without its text, an error of its program. An hour's articles would be lost.
"""

from datetime import datetime, timedelta

from pipelines.state.known import Refusal

PASSING = frozenset(
    {"blocked", "consent", "http_error", "network_error", "robots_denied", "timeout", "reading_deadline"}
)
"""Reasons that may pass by themselves."""
ONCE_MORE = frozenset({"js_shell", "no_text", "not_article", "soft_404"})
"""Reasons that a page seldom has for an hour only."""
OF_THE_ANSWER = PASSING | {"soft_404", "no_text", "js_shell", "media_only", "live_shell", "mojibake"}
"""Reasons that say nothing of another answer of the same address, which an archive may hold."""
FIRST_RETRY = timedelta(hours=1)
RETRY_FACTOR = 4
MOST_TRIES = 5
TRIES_OF_UNREAD = 2


def is_given_up(refusal: Refusal) -> bool:
    return refusal.tries >= tries_for(refusal.reason)


def tries_for(reason: str) -> int:
    """How often in all an address is asked for that is refused with this reason."""
    return MOST_TRIES if reason in PASSING else TRIES_OF_UNREAD if reason in ONCE_MORE else 1


def next_try(refusal: Refusal) -> datetime:
    """From when on the address is asked for again, unless it is given up."""
    wait: timedelta = FIRST_RETRY * RETRY_FACTOR ** (refusal.tries - 1)
    return refusal.at + wait
