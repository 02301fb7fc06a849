"""A check of many sources, from their files to rows."""

import argparse
from collections.abc import Sequence

import pyarrow as pa
from scrapy.settings import BaseSettings

from newscrawl.checking.judging import judge
from newscrawl.checking.rows import SCHEMA, rows_of
from newscrawl.checking.stored_before import stored_before
from newscrawl.checking.trial import Trial, folder_for_trials, try_out
from newscrawl.output_places import layout_in
from newscrawl.running.choice import choose


def check(named: Sequence[str], most_pages: int, opts: argparse.Namespace, settings: BaseSettings) -> pa.Table:
    """The rows of the sources that were named, or of all that are enabled; EndWith(2) for an unknown one."""
    choice = choose(named, disabled_too=True)
    disabled = {source.id: source.why for source in choice.sources if not source.enabled}
    with folder_for_trials(settings) as folder:
        tried = try_out([source.id for source in choice.sources], most_pages, opts, settings, folder)
    articles = [page for trial in tried for page in trial.pages if "article_id" in page]
    known = stored_before(layout_in(settings).output, articles)
    rows: list[dict[str, object]] = []
    for trial in [*map(Trial, choice.refused), *tried]:
        verdict = judge(trial, most_pages, disabled.get(trial.run.source_id))
        rows += rows_of(trial, verdict, known)
    return pa.Table.from_pylist(rows, schema=SCHEMA)
