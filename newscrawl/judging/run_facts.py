"""What a run's line in `runs/` says beyond its counts, so that later ones can tell silence from an outage."""

from typing import Any

from newscrawl.discovery.spans import span_of
from newscrawl.judging.fruitless import UNREAD
from pipelines.run import Run
from pipelines.storing.asking_again import PASSING


def facts_of(run: Run) -> dict[str, Any]:
    """The source's time zone, what the stored articles hold, and what was listed and has no article yet.

    `left`: `pending` was never asked for, `failed` may pass and is asked for again, `unread` came and could not be
    read; each with the stretch of time that it spans.
    """
    groups: dict[str, list[Any]] = {"pending": [], "failed": [], "unread": []}
    for candidate, why in run.frontier.without_article():
        group = "pending" if why == "pending" else "failed" if why in PASSING else "unread"
        if group != "unread" or why in UNREAD:
            groups[group].append(candidate)
    return {
        "timezone": run.outlet.timezone,
        "articles": run.contents.as_dict(),
        "left": {name: span_of(group, run.outlet) for name, group in groups.items() if group},
    }
