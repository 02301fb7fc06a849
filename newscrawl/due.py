"""Which sources a scheduled run takes: those whose last look at their listings is `every` ago."""

from datetime import datetime, timedelta

from newscrawl.sources import Source
from pipelines.layout import Layout
from pipelines.state.file import read_last_beginning
from pipelines.state.source_state import StateDamaged

# Cron starts us on the minute, and a source begins some seconds later; without it, 30 minutes would become 35.
_SLACK = timedelta(seconds=45)


def is_due(began_at: datetime | None, every: timedelta, now: datetime) -> bool:
    """Whether `every` has passed; a beginning that lies in the future (a clock was wrong) says nothing."""
    return began_at is None or began_at > now or now - began_at >= every - min(_SLACK, every / 2)


def last_beginning(layout: Layout, source_id: str) -> datetime | None:
    """When the last live run began; a backfill or an ingest has not looked at what is new.

    None for a source whose state is damaged: its run says so, and what to do.
    """
    try:
        return read_last_beginning(layout.state_file(source_id), "live")
    except (StateDamaged, OSError):
        return None


def is_source_due(layout: Layout, source: Source, now: datetime) -> bool:
    return is_due(last_beginning(layout, source.id), source.every, now)
