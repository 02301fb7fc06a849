"""An interval as a step that cron can keep. Pure.

Cron knows minutes of an hour and hours of a day, and begins anew with each: `*/45` would run at 0 and at 45, and
then again 15 minutes later. Sound are the divisors of an hour and of a day.
"""

from collections.abc import Sequence
from datetime import timedelta

_SOUND = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440)  # minutes
_LOOKS = 4  # ticks an interval: what is due waits a quarter of its interval at most


def sound_step(every: timedelta) -> int:
    """The longest sound step, in minutes, that is not longer than `every`: a longer one would miss news.

    A minute for what is shorter, a day for what is longer.
    """
    return max((step for step in _SOUND if timedelta(minutes=step) <= every), default=1)


def tick_for(intervals: Sequence[timedelta]) -> int:
    """How often, in minutes, to look for what is due, an hour at most."""
    shortest = min(intervals, default=timedelta(hours=1))
    return min(sound_step(shortest / _LOOKS), 60)


def spread(steps: Sequence[int]) -> list[int]:
    """The minute at which each begins, so that as few as possible begin together."""
    shortest = min(steps, default=1)
    return [number * shortest // len(steps) for number in range(len(steps))]


def cron_times(step: int, begin: int = 0) -> str:
    """The five fields of a line that runs every `step` minutes, first at minute `begin` of a day; begin < step."""
    hours, minute = divmod(begin, 60)
    if step == 1:
        return "* * * * *"
    if step < 60:
        return f"{_stepped(minute, 59, step)} * * * *"
    if step == 1440:
        return f"{minute} {hours} * * *"
    return f"{minute} {'*' if step == 60 else _stepped(hours, 23, step // 60)} * * *"


def _stepped(begin: int, last: int, step: int) -> str:
    return f"*/{step}" if begin == 0 else f"{begin}-{last}/{step}"


def in_words(minutes: int) -> str:
    for unit, name in ((1440, "d"), (60, "h")):
        if minutes % unit == 0:
            return f"{minutes // unit}{name}"
    return f"{minutes}m"
