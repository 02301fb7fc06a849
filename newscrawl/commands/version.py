"""`newscrawl version`: of ours and of the libraries that decide what a row says; in place of Scrapy's."""

import argparse

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import ExitCode


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Print the versions of newscrawl and of what its rows depend on"

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:  # noqa: ARG002 (a command's signature)
        from newscrawl.run_lines import versions

        for name, version in versions().items():
            print(name, version)
        return ExitCode.DONE
