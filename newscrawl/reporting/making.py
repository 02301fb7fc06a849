"""Everything that the report tells, gathered: rows and lines are read once, and all is reckoned from these."""

from collections.abc import Sequence
from datetime import datetime

from scrapy.settings import BaseSettings

import newscrawl
from newscrawl.corpus.manifest import manifest
from newscrawl.corpus.session import new_session
from newscrawl.corpus.unanswered import unanswered
from newscrawl.coverage.view import days_of
from newscrawl.judging.history import History, by_source
from newscrawl.output_places import layout_in
from newscrawl.reporting.answers import ask, reach
from newscrawl.reporting.names import with_names
from newscrawl.reporting.page import Contents, html
from newscrawl.reporting.rows import articles_by_day, take_in, take_in_coverage
from newscrawl.reporting.scope import scope_of
from newscrawl.standing import Read, overview_of
from pipelines.collector import collector_off


def report(
    settings: BaseSettings, source_ids: Sequence[str], days: tuple[str | None, str | None], now: datetime
) -> str:
    """The page; `days` are the first and the last as written by the user. Raises EndWith."""
    layout = layout_in(settings)
    with unanswered(layout.output), new_session() as session, collector_off():
        names = manifest(layout.output)
        take_in(session, layout.output, names)
        history, articles = History(layout.output), articles_by_day(session)
        read = Read(by_source(history.lines()), articles, history.torn)
        standing = overview_of(layout, read, source_ids, now, settings.getfloat("DISK_FLOOR"))
        take_in_coverage(session, days_of(read.lines, articles, now))
        scope = scope_of(*days, source_ids, reach(session, source_ids), now.date())
        answers = ask(session, scope)
        answers["tags"] = with_names(session, layout.output, names, answers["tags"])
        return html(Contents(now, scope, answers, standing, newscrawl.__version__))
