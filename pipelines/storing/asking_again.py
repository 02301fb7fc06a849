"""When an address that was refused is asked for again.

What may pass by itself is asked for again in a later run: first after an hour, then after four times as long,
five times in all, so that a dead address costs five requests and an outage of a day costs no article.
"""

from datetime import datetime, timedelta

from pipelines.state.known import Refusal

PASSING = frozenset(
    {"blocked", "consent", "http_error", "network_error", "robots_denied", "timeout", "reading_deadline"}
)
"""Reasons that may pass by themselves."""
OF_THE_ANSWER = PASSING | {"soft_404", "no_text", "js_shell", "media_only", "live_shell", "mojibake"}
"""Reasons that say nothing of another answer of the same address, which an archive may hold."""
FIRST_RETRY = timedelta(hours=1)
RETRY_FACTOR = 4
MOST_TRIES = 5


def is_given_up(refusal: Refusal) -> bool:
    return refusal.reason not in PASSING or refusal.tries >= MOST_TRIES


def next_try(refusal: Refusal) -> datetime:
    """From when on the address is asked for again, unless it is given up."""
    wait: timedelta = FIRST_RETRY * RETRY_FACTOR ** (refusal.tries - 1)
    return refusal.at + wait
