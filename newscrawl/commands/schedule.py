"""`newscrawl schedule`: prints what makes cron or systemd run what is due. It installs nothing."""

import argparse
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode

if TYPE_CHECKING:
    from newscrawl.scheduling.job import Job
    from newscrawl.sources import Source


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Print the crontab line (or the systemd units) that runs what is due"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add = parser.add_argument
        add("--per-source", action="store_true", help="one line a source, each at its `every`")
        add("--format", choices=("cron", "systemd"), default="cron")
        add("--jobs", type=int, metavar="N", help="crawls at a time (default: the setting JOBS)")
        # Twice a run's own limit: the first day of a corpus needs it, and nothing may hang for ever.
        add("--time-limit", metavar="6h", default="6h", help="for a run as a whole (default: 6h)")

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from newscrawl.running.rules import seconds_of
        from newscrawl.scheduling.job import job_of

        if args:
            raise UsageError(f"schedule takes no {args[0]}; --per-source is for all sources", print_help=False)
        if not self.conf["CONTACT"]:
            line = (
                f'write CONTACT = "you@example.org" into {self.conf["OUTPUT_DIR"]}/newscrawl.toml first:'
                " an outlet that minds a machine must be able to reach its owner"
            )
            raise EndWith(ExitCode.CONFIGURATION, line)
        most = seconds_of(opts.time_limit)
        sources, broken = _enabled()
        job = job_of(self.conf, opts.set, ["--quiet", "--time-limit", opts.time_limit])
        print("\n".join(self._lines(opts, job, sources, most)))
        if broken and opts.per_source:
            raise EndWith(ExitCode.CONFIGURATION, f"left out: {'; '.join(broken)}")
        return ExitCode.DONE

    def _lines(self, opts: argparse.Namespace, job: "Job", sources: list["Source"], most: float) -> list[str]:
        from newscrawl.running.rules import jobs_of
        from newscrawl.scheduling import cron, systemd
        from newscrawl.scheduling.steps import tick_for

        jobs = jobs_of(opts, self.conf)
        tick = tick_for([source.every for source in sources])
        if opts.format == "cron":
            return cron.source_lines(job, sources) if opts.per_source else cron.due_line(job, tick, jobs)
        grace = self.conf.getfloat("STOP_GRACE") + 30  # `run` kills what is left after STOP_GRACE, and closes
        limits = (most + grace, grace)
        units = (
            systemd.source_units(job, sources, limits)
            if opts.per_source
            else systemd.due_units(job, tick, jobs, limits)
        )
        return [f"# {name}\n{content}" for name, content in units.items()]


def _enabled() -> tuple[list["Source"], list[str]]:
    """The sources that are enabled, and what is wrong with those that cannot be read."""
    from newscrawl.sources import BrokenSource, load_source, source_ids

    sources, broken = [], []
    for source_id in source_ids():
        try:
            source = load_source(source_id)
        except BrokenSource as error:
            broken.append(str(error))
            continue
        if source.enabled:
            sources.append(source)
    return sources, broken
