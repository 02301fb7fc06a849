"""`newscrawl tag [FILE]`: the leaders, topics, stories and places of a text, or of many, as JSON."""

import argparse
import contextlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import BinaryIO

from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.saying import print_json, say, write_utf8


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options] [FILE]"

    def short_desc(self) -> str:
        return "Tag plain text, or JSON lines, and print leaders, topics, stories and places as JSON"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--published", metavar="YYYY-MM-DD", help="the day of a text that does not state its own"
        )
        parser.add_argument(
            "--outlet-country", metavar="CC", type=_country,
            help="ISO code of the newspaper's country, of a text that does not state its own",
        )  # fmt: skip
        parser.add_argument(
            "--jsonl",
            action="store_true",
            help="one text a line: {id, title, text, published, outlet_country}; only text is needed",
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from newscrawl.scope import day_of

        if len(args) > 1:
            raise UsageError("name one file, or none for standard input", print_help=False)
        published = None if opts.published is None else day_of("--published", opts.published)
        with _opened(*args) as (file, name):
            if opts.jsonl:
                return _tag_lines(file, name, published, opts.outlet_country)
            return _tag_text(file.read(), name, published, opts.outlet_country)


def _tag_text(content: bytes, name: str, published: date | None, country: str | None) -> ExitCode:
    """One object, over the whole of a plain text."""
    from pipelines.tagging.tags import find_tags
    from pipelines.tagging.text_lines import RefuseLine, decoded

    try:
        text = decoded(content)
    except RefuseLine as error:
        raise EndWith(ExitCode.USAGE, f"{name}: {error}") from error
    print_json(asdict(find_tags(None, text, published, country)))
    return ExitCode.DONE


def _tag_lines(lines: Iterable[bytes], name: str, published: date | None, country: str | None) -> ExitCode:
    """One object a line, in the order of the lines; a line that is no text is named, and the others go on."""
    from pipelines.tagging.tags import find_tags
    from pipelines.tagging.text_lines import RefuseLine, read_line

    write_utf8()
    count = bad = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        count += 1
        try:
            said = read_line(line, published)
        except RefuseLine as error:
            bad += 1
            say(f"{name}: line {number}: {error}")
            continue
        tags = asdict(find_tags(said.title, said.text, said.published, said.outlet_country or country))
        print(json.dumps({"id": said.id, **tags}, ensure_ascii=False), flush=True)
    if bad:
        raise EndWith(ExitCode.USAGE, f"{name}: {bad} of {count} lines were not tagged")
    return ExitCode.DONE


@contextlib.contextmanager
def _opened(name: str = "-") -> Iterator[tuple[BinaryIO, str]]:
    """The file or standard input, with the name by which errors call it."""
    if name == "-":
        yield sys.stdin.buffer, "standard input"
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 (closed below; an error of the work is none of the opening)
        file.peek(1)  # some systems open a folder and only refuse to read it
    except OSError as error:
        raise EndWith(ExitCode.USAGE, str(error)) from error
    with file:
        yield file, name


def _country(written: str) -> str:
    if not (len(written) == 2 and written.isascii() and written.isalpha()):
        raise argparse.ArgumentTypeError(f"{written} is no country; write its ISO code of two letters, as EG")
    return written.upper()
