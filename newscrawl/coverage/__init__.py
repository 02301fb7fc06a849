"""Is this zero silence or an outage? Each day of each source is complete, a gap, blocked or not_run.

The rules, and what they cannot see, stand in `docs/coverage.md`.

intervals.py   stretches of time
looks.py       one run's look at one listing, from the run's line
seen.py        the stretches of publication time that a source's runs saw whole
facts.py       what is known of one day, and why it counts as it does in words
days.py        each calendar day of a source: complete, a gap, blocked or not run
view.py        the same of all sources, as a table
"""

from newscrawl.coverage.view import coverage

__all__ = ["coverage"]
