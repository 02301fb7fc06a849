"""`newscrawl extract FILE`: what newscrawl reads in one saved page, as JSON."""

import argparse
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.saying import print_json

if TYPE_CHECKING:
    from pipelines.records import Outlet, Page


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options] FILE"

    def short_desc(self) -> str:
        return "Read one saved HTML page and print the article as one JSON object"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--url", help="where the page comes from; a source that claims it lends its reading rules"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from pipelines.records import Outcome
        from pipelines.refining import UNEXPECTED, refine
        from pipelines.schema import row_of
        from pipelines.steps import pure_steps
        from pipelines.tagging.tags import check_users_knowledge

        if len(args) != 1:
            raise UsageError("name one HTML file, or - for standard input", print_help=False)
        page = self._page(args[0], opts.url)
        check_users_knowledge()
        item = refine(page, pure_steps(self.conf))
        if isinstance(item, Outcome):
            is_ours = (item.detail or "").startswith(UNEXPECTED)
            code = ExitCode.UNEXPECTED if is_ours else ExitCode.NOTHING_FOUND
            raise EndWith(
                code, f"{args[0]}: no article: {item.reason}" + (f" ({item.detail})" if item.detail else "")
            )
        item.cluster_id = item.article_id
        print_json(row_of(item), default=_iso)
        return ExitCode.DONE

    def _page(self, name: str, url: str | None) -> "Page":
        from newscrawl.clock import clock_of
        from pipelines.records import Candidate, Page

        # RFC 2606 keeps .invalid free: an address that nobody can mistake for a real one
        address = f"https://unknown.invalid/{quote(Path(name).name)}" if url is None else url
        now = clock_of(self.conf)()
        return Page(
            outlet=_outlet_of(address),
            candidate=Candidate(url=address, found_in="warc", found_at=now),
            url=address,
            status=200,
            headers={},
            body=_bytes_of(name),
            fetched_at=now,
            run_id="extract",
            run_kind="ingest",
        )


def _bytes_of(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise EndWith(ExitCode.USAGE, str(error)) from error


def _outlet_of(url: str) -> "Outlet":
    from newscrawl.hosts import unclaimed
    from newscrawl.sources import claiming_source, load_source
    from pipelines.addresses.canonical import RefuseAddress, registered_domain, source_id_for_host
    from pipelines.addresses.covering import host_or_none

    host = host_or_none(url) if url.lower().startswith(("http://", "https://")) else None
    try:
        if host is None:
            raise RefuseAddress("no host")
        claimed = claiming_source(url)
        if claimed is not None:
            return load_source(claimed).outlet()
        domain = registered_domain(host)
        return unclaimed(source_id_for_host(host, {}), domain)
    except RefuseAddress as error:
        line = f"--url {url}: write a web address, such as https://example.org/news/1"
        raise EndWith(ExitCode.USAGE, line) from error


def _iso(value: object) -> str:
    assert isinstance(value, date | datetime)
    return value.isoformat()
