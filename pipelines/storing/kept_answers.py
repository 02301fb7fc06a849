"""The archive, as far as storing needs it."""

from typing import Protocol

from pipelines.records import Article, Outcome, WarcPlace


class KeepsAnswers(Protocol):
    """Holds each answer back until it is known what becomes of its page."""

    def sync(self) -> dict[str, int]:
        """Make durable what was written; returns the length of each file touched."""

    def keep(self, requested_url: str, /) -> WarcPlace | None:
        """Write the answer that was held back until its fate was known; None if none was."""

    def let_go(self, requested_url: str, /) -> None:
        """Forget the answer that was held back."""

    def erase(self, file: str, offset: int, /) -> None:
        """Overwrite an answer that was written, and what its listing said of it."""


def keep_answer(archive: KeepsAnswers, row: Article | Outcome) -> None:
    """Have the answer behind a row written, if it was held back, and let the row say where it lies."""
    place = archive.keep(row.requested_url)
    if place is None:
        return
    row.warc_file, row.warc_offset = place.file, place.offset
    if isinstance(row, Article):
        row.warc_length = place.length
