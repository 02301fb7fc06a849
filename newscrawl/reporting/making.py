"""Everything that the report tells, gathered."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from scrapy.settings import BaseSettings

import newscrawl
from newscrawl.asking import opened
from newscrawl.reporting.answers import ask, reach
from newscrawl.reporting.page import Contents, html
from newscrawl.reporting.scope import scope_of
from newscrawl.standing import everything
from pipelines.layout import Layout


def report(
    settings: BaseSettings, source_ids: Sequence[str], days: tuple[str | None, str | None], now: datetime
) -> str:
    """The page; `days` are the first and the last as written by the user. Raises EndWith."""
    output = Path(settings["OUTPUT_DIR"]).expanduser().absolute()
    archive_dir = settings.get("ARCHIVE_DIR")
    layout = Layout(output, Path(archive_dir).expanduser().absolute() if archive_dir else None)
    standing = everything(layout, source_ids, now, settings.getfloat("DISK_FLOOR"))
    with opened(output, now) as (session, _, names):
        scope = scope_of(*days, source_ids, reach(session, names), now.date())
        return html(Contents(now, scope, ask(session, scope), standing, newscrawl.__version__))
