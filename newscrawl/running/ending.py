"""How a crawl's process ended, as an exit code and in words. Pure."""

import signal
from collections import Counter
from collections.abc import Mapping
from typing import Any

from newscrawl.exit_codes import ExitCode
from newscrawl.judging.listing_facts import is_unchanged

_ASKED = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
# What a crawl may say by itself. Usage is not among it: `run` writes its command line.
_OF_A_CRAWL = frozenset(ExitCode) - {ExitCode.USAGE}


def ended_as(returned: int, stopped_for: ExitCode | None, *, has_line: bool) -> tuple[ExitCode, str]:
    """The exit code that a process's return value means, and why, where nobody but us knows that.

    `stopped_for` is why `run` had asked it to end, if it had. Failure must not look like success: a process that
    ends with 0 without a line in `runs/` has not crawled.
    """
    if returned < 0:
        return _killed(signal.Signals(-returned), stopped_for)
    if returned not in _OF_A_CRAWL:
        return ExitCode.UNEXPECTED, f"its process ended with {returned}"
    code = ExitCode(returned)
    if code == ExitCode.DONE and not has_line:
        return ExitCode.UNEXPECTED, "its process ended with 0, but no run was written down"
    if code == ExitCode.INTERRUPTED and stopped_for is not None:
        return stopped_for, ""
    return code, ""


def _killed(by: signal.Signals, stopped_for: ExitCode | None) -> tuple[ExitCode, str]:
    if by in _ASKED:  # it was still being started: else it takes the signal as a wish
        return stopped_for or ExitCode.INTERRUPTED, "stopped before it began"
    if stopped_for is not None:
        return stopped_for, f"killed by {by.name}, since it did not end by itself"
    return ExitCode.UNEXPECTED, f"killed by {by.name}"


def what_went_wrong(code: ExitCode, line: Mapping[str, Any] | None) -> str:
    """The first thing that its line in `runs/` says of this end; empty where there is nothing to say."""
    if line is None or code == ExitCode.DONE:
        return ""
    accounts = line["accounts"]
    problems = [f"{facts['url']}: {facts['problem']}" for facts in line["listings"] if facts.get("problem")]
    said = {
        ExitCode.UNEXPECTED: line["errors"] or [line.get("end", "")],
        ExitCode.NOTHING_FOUND: problems or [_why_nothing(line)],
        ExitCode.BLOCKED: line.get("walls") or problems or [_why_nothing(line)],
        ExitCode.READING_COLLAPSED: [
            f"{accounts['rejected']} pages could not be read: {_counts(accounts['reasons'])}"
        ],
        ExitCode.TIME_LIMIT: [_what_is_left(line)],
        ExitCode.INTERRUPTED: [_what_is_left(line)],
    }
    return str(next(iter(said.get(code, [])), ""))


def _what_is_left(line: Mapping[str, Any]) -> str:
    """That no page is left says nothing where no listing was read."""
    pending = line["accounts"]["pending"]
    return (
        f"{pending} pages are left for the next run"
        if pending or line["listings"]
        else "it had read no listing yet"
    )


def _why_nothing(line: Mapping[str, Any]) -> str:
    """Why listings that could be read brought no article."""
    accounts, listings = line["accounts"], line["listings"]
    entries = sum(facts.get("entries") or 0 for facts in listings)
    skipped = _counts(sum((Counter(facts.get("skipped", {})) for facts in listings), Counter[str]()))
    if not entries and not any(is_unchanged(facts) for facts in listings):
        return "its listings hold no entries" + (f" that could be read: {skipped}" if skipped else "")
    gone = accounts.get("gone", 0) + accounts.get("tombstones", 0)  # new to us, or stored before
    lost = _counts({"gone": gone, **accounts["reasons"]})
    if lost:
        return f"no page that it asked for became an article: {lost}"
    return f"of {entries} entries of its listings none is an article of the source: {skipped}"


def _counts(reasons: Mapping[str, int]) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in reasons.items() if count)
