"""How fast something goes by, and how long the rest will take: pure, the time is given."""

from collections import deque

_WINDOW = 120.0  # seconds: an archive's hosts come in runs, and a shorter look would swing with them
_ENOUGH = 15.0  # seconds of looking, before which the workers' start would pass for the pace


class Pace:
    """`note` it now and then; `rate` is of the last minutes."""

    def __init__(self) -> None:
        self._noted: deque[tuple[float, float]] = deque()

    def note(self, seconds: float, done: float) -> None:
        """At this time so much was done, in all."""
        self._noted.append((seconds, done))
        while len(self._noted) > 2 and self._noted[1][0] <= seconds - _WINDOW:
            self._noted.popleft()

    @property
    def rate(self) -> float | None:
        """So much a second; None until that means something."""
        if not self._noted:
            return None
        (began, before), (now, done) = self._noted[0], self._noted[-1]
        return (done - before) / (now - began) if now - began >= _ENOUGH else None

    def seconds_for(self, to_come: float) -> float | None:
        """How long the rest will take at this pace; None if it cannot be said."""
        return to_come / self.rate if self.rate else None


def in_words(seconds: float) -> str:
    """A time to go, no finer than it can be known."""
    if seconds < 90:
        return "about a minute"
    minutes = round(seconds / 60)
    return f"about {minutes} min" if minutes < 90 else f"about {round(seconds / 3600, 1):g} h"
