"""From a page to an article or an outcome: the pure steps, one after another."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from pipelines.reading import READER_VERSION
from pipelines.records import Article, Outcome, Page, Reason, RejectPage

Step = Callable[[Any], Any]
"""The first takes the Page; each later one takes the Article and returns it. Any may raise RejectPage."""


def refine(page: Page, steps: Sequence[Step]) -> Article | Outcome:
    """Take the page through the steps; the first that rejects it makes it an outcome."""
    item: Any = page
    try:
        for step in steps:
            item = step(item)
    except RejectPage as why:
        return outcome_of_page(page, why.reason, why.detail)
    except MemoryError:  # the worker's bound: the page's fault, as a hang is
        return outcome_of_page(page, "reading_deadline", "it took all memory that a worker may have")
    except Exception as error:  # noqa: BLE001 (one page must not cost the others; the run is told)
        return outcome_of_page(page, "invalid_record", unexpected(error))
    return cast(Article, item)


UNEXPECTED = "unexpected: "
"""Opens the detail of an outcome that is our own fault; a run with such an outcome ends with exit code 1."""


def unexpected(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f" ({trace.tb_frame.f_code.co_name}, line {trace.tb_lineno})"
    return f"{UNEXPECTED}{type(error).__name__}: {error}{place}"


def outcome_of_page(page: Page, reason: Reason, detail: str | None) -> Outcome:
    """The outcome of a page that was fetched and is not to be stored."""
    return Outcome(
        source_id=page.outlet.source_id,
        url=page.url,
        requested_url=page.candidate.url,
        listing_url=page.candidate.listing_url,
        found_in=page.candidate.found_in,
        run_id=page.run_id,
        at=page.fetched_at,
        http_status=page.status,
        outcome="rejected",
        reason=reason,
        detail=detail,
        warc_file=None if page.warc is None else page.warc.file,
        warc_offset=None if page.warc is None else page.warc.offset,
        reader_version=READER_VERSION,
    )
