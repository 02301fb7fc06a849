"""The rows of the chosen articles, one part file after another, so that memory stays as it is."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from newscrawl.corpus.asking import Corpus
from newscrawl.dataset import fragment_of
from newscrawl.exit_codes import EndWith, ExitCode
from pipelines.schema import ARTICLES

ROWS = 1000  # a batch: some 4 MB of Arabic text

# The outlet's own prose. A headline is protected too in some countries, and whoever may read it finds it at `url`.
PROSE = ("title", "title_raw", "lead", "text")


def chosen_rows(corpus: Corpus, columns: list[str]) -> Iterator[pa.RecordBatch]:
    """Batches of the articles in the table `chosen`: by source and month, then in the order of storing.

    `article_id` has to be among `columns`. EndWith(3) for a file that cannot be read.
    """
    own = [name for name in corpus.names if name.startswith(f"{ARTICLES.name}/")]
    for folder, files in groupby(sorted(own, key=_folder), key=_folder):
        wanted = _chosen_in(corpus.session, *folder)
        for name in files if len(wanted) else ():
            try:
                yield from _matching(corpus.root, name, columns, wanted)
            except (OSError, pa.ArrowException) as error:
                raise EndWith(ExitCode.OUTPUT, f"{name} cannot be read: {error}") from error


def regrouped(batches: Iterable[pa.RecordBatch], rows: int = ROWS) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of `rows`, the last smaller: a sample would else be one row here and two there."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        while sum(each.num_rows for each in waiting) >= rows:
            whole = pa.concat_batches(waiting)
            yield whole.slice(0, rows)
            waiting = [whole.slice(rows)]
    if any(each.num_rows for each in waiting):
        yield pa.concat_batches(waiting)


def _folder(name: str) -> tuple[str, str]:
    _, source, month, _ = name.split("/")
    return source.removeprefix("source="), month.removeprefix("month=")


def _chosen_in(session: duckdb.DuckDBPyConnection, source: str, month: str) -> pa.Array:
    question = "SELECT article_id FROM chosen WHERE source = $source AND month = $month"
    answer = session.sql(question, params={"source": source, "month": month}).to_arrow_table()
    return answer["article_id"].combine_chunks()


def _matching(root: Path, name: str, columns: list[str], wanted: pa.Array) -> Iterator[pa.RecordBatch]:
    # Each file is mapped anew and let go of: pages of the session's own mapping would stay.
    batches = fragment_of(root, name).to_batches(
        schema=ARTICLES.schema,
        columns=columns,
        batch_size=ROWS,
        batch_readahead=1,
        fragment_readahead=1,
        use_threads=False,
    )
    for batch in batches:
        matching = batch.filter(pc.is_in(batch["article_id"], value_set=wanted))
        if matching.num_rows:
            yield matching
