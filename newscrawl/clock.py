"""The clock of a run: the system's, or the instant in the setting NOW."""

from collections.abc import Callable
from datetime import UTC, datetime

from scrapy.settings import BaseSettings

from newscrawl.exit_codes import EndWith, ExitCode


def clock_of(settings: BaseSettings) -> Callable[[], datetime]:
    """A function that tells the time in UTC."""
    fixed = settings.get("NOW")
    if not fixed:
        return lambda: datetime.now(UTC)
    try:
        now = datetime.fromisoformat(fixed)
        instant = None if now.tzinfo is None else now.astimezone(UTC)
    except (ValueError, OverflowError):
        instant = None
    if instant is None:
        raise EndWith(ExitCode.USAGE, f"NOW={fixed}: write an instant with its offset, such as 2026-03-14T09:00Z")
    return lambda: instant
