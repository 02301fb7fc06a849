"""`newscrawl freeze NAME`: a citable release of the corpus as it is now; without a name, those that there are."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table
from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.saying import say
from newscrawl.terminal import Terminal

if TYPE_CHECKING:
    from newscrawl.releasing.freezing import About


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options] [NAME]"

    def short_desc(self) -> str:
        return "Freeze the corpus as it is now into a citable release; alone: list the releases"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--title", default="", help="of the release, for its card and its citation")
        parser.add_argument(
            "--author", action="append", default=[], metavar="NAME", help="«Family, Given» or a body; repeat it"
        )
        parser.add_argument(
            "--verify", action="store_true", help="check every hash and count of the release, or of all"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from newscrawl.output_places import check_is_there, layout_in
        from newscrawl.releasing.release import NAME

        if len(args) > 1:
            raise UsageError("name one release", print_help=False)
        for name in args:
            if not NAME.fullmatch(name):
                line = (
                    f"{name!r}: a name is letters, digits, dots, dashes and _, 64 at most, the first no dot or dash"
                )
                raise UsageError(line, print_help=False)
        if not all(author.partition(",")[0].strip() for author in opts.author):
            raise UsageError(
                "--author: an empty name; write «Family, Given» or the name of a body", print_help=False
            )
        output = layout_in(self.conf).output
        check_is_there(output)
        if opts.verify:
            return _verify(output, args)
        if args:
            return self._freeze(output, args[0], opts)
        if opts.title or opts.author:
            raise UsageError("--title and --author say what a release is called: name it", print_help=False)
        _list(output)
        return ExitCode.DONE

    def _freeze(self, output: Path, name: str, opts: argparse.Namespace) -> ExitCode:
        from newscrawl.clock import clock_of
        from newscrawl.corpus.asking import opened
        from newscrawl.exporting.card import contents_of
        from newscrawl.exporting.choice import Choice, choose
        from newscrawl.exporting.folder import whole_folder
        from newscrawl.progress_bar import bar
        from newscrawl.releasing.freezing import freeze, refuse_damaged
        from pipelines.schema import ARTICLES

        now = clock_of(self.conf)()
        with opened(output, now) as corpus, _alone(output):
            target = output / "releases" / name
            if target.exists():
                raise EndWith(ExitCode.USAGE, f"{name}: there is a release of this name, and it is never changed")
            with bar(len(corpus.names), "files") as tell:
                refuse_damaged(corpus, lambda: tell(1))
            if not choose(corpus.session, Choice()):
                raise EndWith(ExitCode.NOTHING_FOUND, f"{output} holds no article; nothing was frozen")
            contents = contents_of(corpus.session, Choice(), ARTICLES.schema.names, now, opts.title)
            with whole_folder(target) as folder:
                digest = freeze(corpus, contents, self._about(name, opts), folder)
        print(f"{contents.rows} articles of {len(contents.sources)} sources in {target}")
        print(f"sha256 of its manifest: {digest}")
        return ExitCode.DONE

    def _about(self, name: str, opts: argparse.Namespace) -> "About":
        from newscrawl.judging.run_lines import versions
        from newscrawl.releasing.freezing import About
        from newscrawl.told_settings import told_settings

        return About(name, opts.author, self.conf["CONTACT"], told_settings(self.conf), versions())


@contextmanager
def _alone(output: Path) -> Iterator[None]:
    """One freeze at a time, and what an earlier one left when it was killed is cleared away."""
    import shutil

    from filelock import FileLock, Timeout

    from newscrawl.exporting.folder import unborn_folders

    (output / "state").mkdir(exist_ok=True)
    try:
        with FileLock(output / "state" / "_releases.lock", timeout=0):
            for leftover in unborn_folders(output / "releases"):
                shutil.rmtree(leftover)
            yield
    except Timeout:
        raise EndWith(ExitCode.LOCKED, "another freeze is under way") from None


def _verify(output: Path, names: list[str]) -> ExitCode:
    from newscrawl.releasing.release import read_manifest, releases
    from newscrawl.releasing.verifying import damages

    wanted = [output / "releases" / name for name in names] or releases(output)
    found = False
    for release in wanted:
        if not release.is_dir():
            raise EndWith(ExitCode.USAGE, f"{release.name}: no release of this name; `newscrawl freeze` lists them")
        lines = list(damages(release))
        for line in lines:
            say(f"{release.name}/{line}")
        found = found or bool(lines)
        if not lines:
            print(f"{release.name}: whole, {len(read_manifest(release)['files'])} files")
    return ExitCode.OUTPUT if found else ExitCode.DONE


def _list(output: Path) -> None:
    from newscrawl.releasing.release import read_manifest, releases

    table = Table("release", "made", "articles", "sources", "title")
    for release in releases(output):
        try:
            manifest = read_manifest(release)
        except ValueError as error:
            table.add_row(release.name, "?", "?", "?", str(error))
            continue
        counts = (str(manifest["tables"]["articles"]["rows"]), str(len(manifest["sources"])))
        table.add_row(release.name, manifest["made_at"], *counts, manifest["title"])
    Terminal(soft_wrap=True).print(table)
