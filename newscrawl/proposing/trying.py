"""A proposal tried out: crawled as a source of its own, from a source file in the trial's folder."""

import argparse
import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from scrapy.settings import BaseSettings

from newscrawl.checking.trial import Trial, folder_for_trials, try_out
from newscrawl.clock import clock_of
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.proposing.proposal import Proposal, as_toml
from newscrawl.warc.answers import read_answers
from newscrawl.warc.writing import Answer

_VARIABLE = "NEWSCRAWL_SOURCES"
# They say nothing of the site: it was us, or somebody stopped it.
_OURS = {ExitCode.OUTPUT, ExitCode.CONFIGURATION, ExitCode.UNEXPECTED, ExitCode.INTERRUPTED, ExitCode.TIME_LIMIT}


@contextlib.contextmanager
def tried(
    proposal: Proposal, most_pages: int, opts: argparse.Namespace, settings: BaseSettings
) -> Iterator[tuple[Trial, Path]]:
    """The trial and its folder, which is removed at the end; EndWith when it was not the site that failed."""
    with folder_for_trials(settings) as folder:
        file = folder / "sources" / proposal.place
        file.parent.mkdir(parents=True)
        file.write_text(as_toml(proposal, clock_of(settings)().date()), "utf-8")
        with _also_known(folder / "sources"):
            (trial,) = try_out([proposal.id], most_pages, opts, settings, folder)
        if trial.run.code in _OURS:
            raise EndWith(trial.run.code, f"the trial: {trial.run.in_words()}: {trial.run.why}")
        yield trial, folder


def answers_in(folder: Path) -> Iterator[Answer]:
    """Every answer of a trial, in the order in which they came."""
    for path in sorted((folder / "archive").glob("*/*.warc.gz")):
        with path.open("rb") as stream:
            yield from (each.answer for each in read_answers(stream))


@contextlib.contextmanager
def _also_known(folder: Path) -> Iterator[None]:
    """The crawl is a process of its own and learns by the environment which sources there are."""
    before = os.environ.get(_VARIABLE)
    os.environ[_VARIABLE] = os.pathsep.join(filter(None, (before, str(folder))))
    try:
        yield
    finally:
        if before is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = before
