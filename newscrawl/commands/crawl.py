"""`newscrawl crawl SOURCE`: one run of one source. Scrapy's command, with a lock, a state and honest exit codes."""

import argparse
import logging
from typing import TYPE_CHECKING, Any

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode, in_words

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

    from newscrawl.archive.responses import Archive
    from newscrawl.judging.verdict import Doors
    from newscrawl.scope import Scope
    from newscrawl.sources import Source
    from pipelines.layout import Layout
    from pipelines.run import Run

log = logging.getLogger(__name__)

# They say what is usual: four days at a run each half hour. Longer, and a lasting change would never become usual.
_RECENT_RUNS = 200


class Command(NewscrawlCommand, ScrapyCrawl):
    requires_crawler_process = True

    def syntax(self) -> str:
        return "[options] SOURCE"

    def short_desc(self) -> str:
        return "Crawl one source (-a since=YYYY-MM-DD -a until=… -a limit=N for its past)"

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from newscrawl.clock import clock_of
        from newscrawl.opening import layout_of, opened_run
        from newscrawl.scope import scope_of
        from pipelines.workers import check_shared_memory

        if len(args) != 1:
            raise UsageError("name one source; `newscrawl list` shows them", print_help=False)
        source = _source(args[0], is_disabled_right=self.conf.getbool("DISABLED_TOO"))
        scope = scope_of(opts.spargs, self.conf, clock_of(self.conf)())
        layout = layout_of(self.conf)
        check_shared_memory()  # Scrapy swallows what its pipelines raise when it makes them
        with opened_run(source.outlet(), scope.kind, self.conf, layout) as (run, archive):
            return self._crawl(run, archive, layout, scope)

    def _crawl(self, run: "Run", archive: "Archive", layout: "Layout", scope: "Scope") -> ExitCode:
        from newscrawl.judging.quality import what_is_lost
        from newscrawl.judging.verdict import of_kind, verdict

        crawler = self._crawled(run, archive, scope)
        run.close()
        if crawler is None or crawler.stats is None:
            return ExitCode.UNEXPECTED
        reason = _why_it_ended(crawler.stats)
        doors = _doors(crawler)
        recent = run.state.runs.recent_lines(_RECENT_RUNS)
        code, lost = verdict(run, reason, doors, recent), what_is_lost(run.contents, of_kind(recent, run.kind))
        facts = {"end": reason, "scope": scope.as_dict(), "lost": lost, "walls": list(doors.walls[:20])}
        line = self._write_line(run, layout, code, {**facts, "network": _network(crawler.stats.get_stats())})
        for what in lost:
            log.warning("%s: reading collapsed: %s", run.outlet.source_id, what)
        log.info("%s, exit code %d", _how_it_went(run, scope, reason), code)
        return self._ended(run, code, line)

    def _ended(self, run: "Run", code: ExitCode, line: dict[str, Any] | None) -> ExitCode:
        """The code; EndWith where there is more to say."""
        from newscrawl.running.ending import what_went_wrong

        if code == ExitCode.OUTPUT:
            raise EndWith(code, run.stopped_storing or "")
        if code != ExitCode.DONE and not self.conf.getbool("PROGRESS_LINES"):  # `run` says it in its own words
            why = run.outlet.source_id, in_words(code), what_went_wrong(code, line)
            raise EndWith(code, ": ".join(filter(None, why)))
        return code

    def _crawled(self, run: "Run", archive: "Archive", scope: "Scope") -> "Crawler | None":
        """The crawler when the crawl is over; None if its spider could not be started."""
        assert self.crawler_process is not None
        crawler = self._create_crawler(run.outlet.source_id)
        self.crawler_process.crawl(crawler, run=run, archive=archive, scope=scope)
        self.crawler_process.start()
        return None if self.crawler_process.bootstrap_failed else crawler

    def _write_line(
        self, run: "Run", layout: "Layout", code: ExitCode, facts: dict[str, Any]
    ) -> dict[str, Any] | None:
        from newscrawl.judging.run_lines import write_line
        from newscrawl.progress_lines import tell_line

        if run.stopped_storing is not None and not run.has_no_room:
            return None  # the disk refuses the line, too
        line = write_line(run, layout, code, **facts)
        if self.conf.getbool("PROGRESS_LINES"):
            tell_line(line)
        return line


def _source(source_id: str, *, is_disabled_right: bool) -> "Source":
    from newscrawl.sources import BrokenSource, UnknownSource, load_source

    try:
        source = load_source(source_id)
    except UnknownSource as error:
        raise EndWith(ExitCode.USAGE, error.args[0]) from error
    except BrokenSource as error:
        raise EndWith(ExitCode.CONFIGURATION, str(error)) from error
    if not source.enabled and not is_disabled_right:
        raise EndWith(ExitCode.CONFIGURATION, f"{source_id} is disabled: {source.why}")
    return source


def _doors(crawler: "Crawler") -> "Doors":
    from newscrawl.judging.verdict import Doors

    assert crawler.stats is not None
    given_up = [name for name in crawler.stats.get_stats() if name.startswith("net/breaker_open/")]
    is_given_up = any(crawler.stats.get_value(name) == "blocked" for name in given_up)
    spider = crawler.spider
    return Doors(getattr(spider, "walls", []), getattr(spider, "kept_out", 0), is_given_up)


def _how_it_went(run: "Run", scope: "Scope", reason: str) -> str:
    from newscrawl.judging.reach import left_aside, out_of_reach
    from newscrawl.progress import run_in_words

    too_old, left = out_of_reach(run.listings.values(), scope), left_aside(run.listings.values())
    lost = f"{run.not_written} of these rows could not be written" if run.not_written else None
    return "; ".join(filter(None, (run_in_words(run), lost, too_old, left, reason)))


def _why_it_ended(stats: "StatsCollector") -> str:
    """In Scrapy's word. One that began and has none was cut off while it was ending: by a second signal."""
    cut_off = "shutdown" if stats.get_value("start_time") is not None else "never started"
    return str(stats.get_value("finish_reason", cut_off))


def _network(stats: dict[str, Any]) -> dict[str, Any]:
    """What the downloader counted, for the run's line."""
    prefixes = ("downloader/", "net/", "robotstxt/", "retry/")
    return {name: value for name, value in sorted(stats.items()) if name.startswith(prefixes)}
