"""`newscrawl export --to FORM -o FOLDER`: articles for other programs, with a data set card."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode

if TYPE_CHECKING:
    import pyarrow as pa

    from newscrawl.corpus.asking import Corpus
    from newscrawl.exporting.choice import Choice

# What `--to` names, and the module of `exporting` that writes it.
_FORMS = {"jsonl": "jsonl", "csv": "spreadsheet", "huggingface": "hugging_face"}
# What other programs find under OUTPUT_DIR: nothing else may turn up among it.
_PROMISED = ("articles", "revisions", "outcomes", "archive", "runs", "state", "_staging", "releases", "logs")


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "--to FORM -o FOLDER [options]"

    def short_desc(self) -> str:
        return "Write articles as JSON lines, CSV or a Hugging Face data set, with a data set card"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add = parser.add_argument
        add("--to", choices=tuple(_FORMS), required=True, help="the form")
        add("-o", "--into", metavar="FOLDER", required=True, help="where to; a folder that is not there yet")
        add(
            "--without-text", action="store_true", help="leave out headline, lead and text: addresses and tags only"
        )
        add("--source", action="append", default=[], metavar="ID,…", help="only these sources")
        add("--since", metavar="DAY", help="only articles published on this day or later")
        add("--until", metavar="DAY", help="only articles published on this day or before")
        add(
            "--unique", nargs="?", const="all", choices=("all", "source"),
            help="one article of each cluster of copies: over all sources (all, the default), or within each",
        )  # fmt: skip
        add("--only-granted", action="store_true", help="only sources whose terms grant text and data mining")
        add("--sample", type=int, metavar="N", help="only N articles, stratified")
        add("--by", metavar="KEY,…", help="strata of the sample: source, day, month, section, genre (source,day)")
        add("--seed", type=int, default=None, metavar="S", help="another sample for another number (0)")

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from newscrawl.output_places import layout_in

        if args:
            raise UsageError(f"{args[0]}: name sources with --source", print_help=False)
        output, target = layout_in(self.conf).output, Path(opts.into).expanduser().absolute()
        _refuse_promised(output, target)
        rows = self._export(output, target, _choice(opts), opts)
        print(f"{rows} articles in {target}")
        return ExitCode.DONE

    def _export(self, output: Path, target: Path, choice: "Choice", opts: argparse.Namespace) -> int:
        from importlib import import_module

        from newscrawl.clock import clock_of
        from newscrawl.corpus.asking import opened
        from newscrawl.exporting.card import card, contents_of
        from newscrawl.exporting.choice import choose
        from newscrawl.exporting.folder import refuse_taken, whole_folder
        from newscrawl.exporting.stream import PROSE, chosen_rows
        from pipelines.schema import ARTICLES

        refuse_taken(target)
        now = clock_of(self.conf)()
        with opened(output, now) as corpus:
            _refuse_unknown(choice, corpus)
            if not choose(corpus.session, choice):
                raise EndWith(ExitCode.NOTHING_FOUND, f"no article of {output} is chosen; nothing was written")
            columns = [name for name in ARTICLES.schema.names if not (opts.without_text and name in PROSE)]
            contents = contents_of(corpus.session, choice, columns, now)
            form = import_module(f"newscrawl.exporting.{_FORMS[opts.to]}")
            with whole_folder(target) as folder:
                (folder / "README.md").write_text(card(contents, opts.to), encoding="utf-8")
                form.write(folder, _watched(chosen_rows(corpus, columns), contents.rows), contents)
        return contents.rows


def _choice(opts: argparse.Namespace) -> "Choice":
    from newscrawl.exporting.choice import Choice, Sample
    from newscrawl.scope import day_of

    if opts.sample is None and (opts.by or opts.seed is not None):
        raise UsageError("--by and --seed say how to draw a --sample", print_help=False)
    since = None if opts.since is None else day_of("--since", opts.since)
    until = None if opts.until is None else day_of("--until", opts.until)
    if since and until and since > until:
        raise UsageError("--since is later than --until", print_help=False)
    sample = None
    if opts.sample is not None:
        if opts.sample < 1:
            raise UsageError(f"--sample {opts.sample}: draw one article or more", print_help=False)
        sample = Sample(opts.sample, _strata(opts.by or "source,day"), opts.seed or 0)
    sources = tuple(sorted({each for words in opts.source for each in words.split(",")}))
    return Choice(sources, since, until, opts.unique, opts.only_granted, sample)


def _strata(words: str) -> tuple[str, ...]:
    from newscrawl.exporting.choice import STRATA

    for word in words.split(","):
        if word not in STRATA:
            raise UsageError(f"--by {word}: the strata are {', '.join(STRATA)}", print_help=False)
    return tuple(words.split(","))


def _refuse_unknown(choice: "Choice", corpus: "Corpus") -> None:
    known = {source for (source,) in corpus.session.sql("SELECT source_id FROM sources").fetchall()}
    for source in choice.sources:
        if source not in known:
            raise EndWith(ExitCode.USAGE, f"--source {source}: no such source; `newscrawl list` shows all")


def _refuse_promised(output: Path, target: Path) -> None:
    meant = target.resolve()  # by whatever `..` and links it is named
    own = [(output / name).resolve() for name in _PROMISED]
    if meant == output.resolve() or any(meant.is_relative_to(folder) for folder in own):
        raise EndWith(ExitCode.USAGE, f"{target}: lies among the corpus's own files; name another folder")


def _watched(batches: "Iterable[pa.RecordBatch]", rows: int) -> "Iterator[pa.RecordBatch]":
    """The same batches; on a terminal a bar tells how far they are. EndWith(3) when rows are missing at the end."""
    from newscrawl.progress_bar import bar

    seen = 0
    with bar(rows, "articles") as tell:
        for batch in batches:
            yield batch
            seen += batch.num_rows
            tell(batch.num_rows)
    if seen != rows:
        raise EndWith(ExitCode.OUTPUT, f"{seen} of {rows} articles could be read; nothing was written")
