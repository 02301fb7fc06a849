"""How a source stands after a trial, as an exit code and in words. Pure.

A crawl of three pages cannot show that reading has collapsed, and finds it no failure when there is nothing new.
Here somebody asks whether the source works at all.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from newscrawl.checking.trial import Trial
from newscrawl.exit_codes import ExitCode, in_words
from newscrawl.judging.fruitless import UNREAD

Verdict = tuple[ExitCode, str]


def judge(trial: Trial, most_pages: int, why_disabled: str | None = None) -> Verdict:
    """The code that a crawl would end with, and why it is not 0; of a disabled source also how it would go."""
    code, why = _of_trial(trial, most_pages)
    if why_disabled is None:
        return code, why
    otherwise = ": ".join(filter(None, (in_words(code), why)))
    return ExitCode.CONFIGURATION, f"disabled: {why_disabled}; else it would end with: {otherwise}"


def _of_trial(trial: Trial, most_pages: int) -> Verdict:
    if trial.run.code not in (None, ExitCode.DONE):
        return trial.run.code, trial.run.why
    if not trial.candidates:
        return ExitCode.NOTHING_FOUND, _nothing_to_ask_for(trial)
    return of_pages(trial.pages) if most_pages else (ExitCode.DONE, "")


def of_pages(pages: Sequence[dict[str, Any]]) -> Verdict:
    """By the pages alone: one that would be stored is enough."""
    if any(page["outcome"] == "stored" for page in pages):
        return ExitCode.DONE, ""
    reasons = Counter(page.get("reason") or page["outcome"] for page in pages)
    code = ExitCode.READING_COLLAPSED if reasons.keys() & UNREAD else ExitCode.NOTHING_FOUND
    return code, f"of {len(pages)} pages none would be stored: {counted(reasons.items())}".rstrip(": ")


def _nothing_to_ask_for(trial: Trial) -> str:
    skipped: Counter[str] = Counter()
    for facts in trial.listings:
        skipped.update(facts.get("skipped", {}))
    return "its listings name no page to ask for" + (f": {counted(skipped.items())}" if skipped else "")


def counted(counts: Iterable[tuple[str, int]]) -> str:
    """`out_of_scope 40, offsite 2`: the commonest first."""
    return ", ".join(f"{name} {count}" for name, count in sorted(counts, key=lambda each: (-each[1], each[0])))
