"""Crawls of a few pages each. Nothing is left of them, and OUTPUT_DIR is not touched."""

import argparse
import contextlib
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from newscrawl.clock import clock_of
from newscrawl.dataset import open_all
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.output_places import layout_in
from newscrawl.running.day_log import DayLog, logging_to
from newscrawl.running.display import work_off
from newscrawl.running.pool import Pool
from newscrawl.running.rules import Rules, crawl_options, limits_of
from newscrawl.running.source_run import SourceRun
from newscrawl.user_settings import FILE
from pipelines.layout import Layout
from pipelines.storing.forgotten import Forgotten

# An index of sitemaps lists fifty on a first run; the newest few tell whether they can be read.
_MOST_CHILDREN = 3
_TAGS = {"pipelines.steps.TagLeaders", "pipelines.steps.TagTopics"}
_OF_ARTICLES = (
    "source_id", "article_id", "url", "found_in", "title", "published_at", "published_day", "published_precision",
    "words", "authors", "agencies", "language", "reservations", "fetched_at",
)  # fmt: skip
_OF_OUTCOMES = ("source_id", "url", "requested_url", "found_in", "outcome", "reason", "detail")


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one source: how its crawl ended, and the rows that it stored in its own folder."""

    run: SourceRun
    pages: Sequence[dict[str, Any]] = ()
    """Columns of articles, or of outcomes; `outcome` is `stored` or `revised` for an article."""

    @property
    def listings(self) -> list[dict[str, Any]]:
        """What the run's line says of each; none where it did not come so far."""
        listings: list[dict[str, Any]] = (self.run.line or {}).get("listings", [])
        return listings

    @property
    def candidates(self) -> int:
        """What was to be asked for; what was known before is what was forgotten."""
        return self.run.count("seen") - self.run.count("known")


@contextlib.contextmanager
def folder_for_trials(settings: BaseSettings) -> Iterator[Path]:
    """An OUTPUT_DIR of its own, removed at the end; EndWith(3) if there can be none.

    It takes along who we are, and what was forgotten: that is never fetched again.
    """
    try:
        folder = tempfile.TemporaryDirectory(prefix="newscrawl-check-", ignore_cleanup_errors=True)
    except OSError as error:
        raise EndWith(ExitCode.OUTPUT, f"no folder for a trial can be made: {error}") from error
    with folder as name:
        _take_along(layout_in(settings), Path(name))
        yield Path(name)


def _take_along(layout: Layout, folder: Path) -> None:
    for path in (layout.output / FILE, Forgotten(layout).path):
        try:
            shutil.copyfile(path, folder / path.name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise EndWith(ExitCode.OUTPUT, str(error)) from error


def try_out(
    source_ids: Sequence[str], most_pages: int, opts: argparse.Namespace, settings: BaseSettings, folder: Path
) -> list[Trial]:
    """Crawl so many pages of each source into `folder`, the newest."""
    day_log = DayLog(folder / "logs", clock_of(settings))
    rules = _rules(most_pages, len(source_ids), opts, settings, folder)
    pool = Pool([SourceRun(source_id) for source_id in source_ids], rules, day_log)
    with logging_to(day_log, is_shown=False):
        runs = work_off(pool, is_quiet=False)
    if opts.verbose and day_log.path.is_file():
        sys.stderr.write(day_log.path.read_text("utf-8"))
    pages = list(_pages_in(folder))
    return [Trial(run, [page for page in pages if page["source_id"] == run.source_id]) for run in runs]


def _rules(most_pages: int, count: int, opts: argparse.Namespace, settings: BaseSettings, folder: Path) -> Rules:
    jobs = max(1, min(settings.getint("JOBS"), count))
    ours = {
        "OUTPUT_DIR": folder,
        "ARCHIVE_DIR": "",  # the user's archive is not for this
        "MAX_PAGES": most_pages,
        "MAX_CHILD_SITEMAPS": min(_MOST_CHILDREN, settings.getint("MAX_CHILD_SITEMAPS")),
        "DISABLED_TOO": "1",
        "ITEM_PIPELINES": json.dumps(_steps_without_tags(settings)),
    }
    options = [*crawl_options(opts, settings, jobs), *(f"--set={name}={value}" for name, value in ours.items())]
    return Rules(jobs=jobs, whole=None, children=limits_of(settings), options=options)


def _steps_without_tags(settings: BaseSettings) -> dict[str, int | None]:
    """Nobody looks at a trial's tags, and their knowledge is half of what each crawl loads."""
    steps: dict[str, int | None] = settings.getdict("ITEM_PIPELINES")
    return {step: order for step, order in steps.items() if step not in _TAGS}


def _pages_in(folder: Path) -> Iterator[dict[str, Any]]:
    tables = open_all(folder)
    for name, outcome in (("articles", "stored"), ("revisions", "revised")):  # two addresses may be one article
        for row in tables[name].to_table(columns=list(_OF_ARTICLES)).to_pylist():
            yield {**row, "outcome": outcome}
    yield from tables["outcomes"].to_table(columns=list(_OF_OUTCOMES)).to_pylist()
