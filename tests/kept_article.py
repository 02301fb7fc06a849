"""A source of which one article is to be forgotten: `python -m tests.kept_article OUTPUT POINT` is killed there.

Every page is archived as a crawl does it: its answer, what the listing said of it, and the feed that names both.
"""

import os
import random
import signal
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from newscrawl.archive.responses import Archive
from newscrawl.archive.traces import traces_of
from newscrawl.forgetting.removing import Note, forget, note_of
from newscrawl.warc.writing import Answer
from pipelines.duplicates.shared_index import opened_index
from pipelines.layout import Layout
from pipelines.parts.taking_out import known_target, rows_of, with_all_names
from pipelines.records import Article, Outcome, WarcPlace
from pipelines.state.source_state import State
from tests.builders import NOW, SOURCE, article, candidate, open_state, open_store, outcome, outlet
from tests.copies import words

SECRET = "سر لا يذاع"
URL = "https://anba.example/news/5000"
ALIAS = "https://anba.example/go?to=5"  # redirects to it
AMP = "https://anba.example/news/5000/amp"
FEED = "https://anba.example/feed"
REPLACEMENT = f"{SOURCE}-20260315T120000Z-00ff"
WHY = "a court's order"
_PLACE = ("warc_file", "warc_offset", "warc_length")


def text(number: int) -> str:
    """No text is a copy of another."""
    return " ".join(words(random.Random(number), 60))


def url(number: int) -> str:
    return f"https://anba.example/news/{number}000"


@dataclass
class Crawl:
    """Stores what it archives."""

    layout: Layout
    state: State
    archive: Archive

    def __post_init__(self) -> None:
        self.store = open_store(self.layout.output, self.state, archive=self.archive)
        self.store.duplicates.index = opened_index(self.layout, NOW)

    def page(self, requested: str, body: str, at: str | None = None, **columns: Any) -> None:
        place = self._archived(requested, body, at)
        own = dict(zip(_PLACE, (place.file, place.offset, place.length), strict=True))
        self._take(article(at or requested, requested_url=requested, text=body, **own, **columns))

    def refused(self, requested: str) -> None:
        place = self._archived(requested, "عطل")
        self._take(outcome(requested, warc_file=place.file, warc_offset=place.offset))

    def feed(self, *urls: str) -> None:
        items = "".join(f"<item><link>{each}</link></item>" for each in urls)
        self.archive.write(Answer(FEED, 200, (), f"<rss>{items}</rss>".encode(), NOW), None)

    def leftover(self, requested: str, body: str) -> None:
        """A page that a crash kept from becoming a row."""
        self._archived(requested, body)

    def close(self) -> None:
        self.archive.sync()
        self.archive.close()
        assert self.store.duplicates.index is not None
        self.store.duplicates.index.close()

    def _archived(self, requested: str, body: str, at: str | None = None) -> WarcPlace:
        answer = Answer(at or requested, 200, (("Content-Type", "text/html"),), body.encode() * 9, NOW)
        return self.archive.write(answer, candidate(requested, title=body))

    def _take(self, item: Article | Outcome) -> None:
        self.store.take(item)
        self.store.commit()


def fill(layout: Layout, state: State) -> None:
    """Nine articles; the fifth was revised, came by two more addresses, and once more before a crash."""
    crawl = Crawl(layout, state, Archive(layout, SOURCE))
    crawl.feed(*(url(number) for number in range(1, 10)))
    for number in range(1, 10):
        secret = f" {SECRET}" if number == 5 else ""
        crawl.page(url(number), f"{text(number)}{secret}")
    crawl.page(URL, f"{text(5)} وتحديث {SECRET}")
    crawl.page(ALIAS, f"{text(5)} وتحديث {SECRET}", at=URL)
    crawl.page(AMP, f"{text(5)} {SECRET}", canonical_url=URL)
    crawl.leftover(URL, f"{SECRET} {SECRET}")
    crawl.refused("https://anba.example/video/1")
    crawl.feed(url(6), url(7))
    crawl.close()


def note_for(layout: Layout, state: State, wanted: str = URL) -> Note:
    known = known_target(state, outlet(), wanted)
    target = with_all_names(known, rows_of(layout, state, known))
    return note_of(target, traces_of(layout, target), REPLACEMENT, date(2026, 3, 15), WHY)


def main(output: str, point: str) -> None:
    def die(reached: str) -> None:
        if reached.startswith(point):
            os.kill(os.getpid(), signal.SIGKILL)

    layout = Layout(Path(output))
    with closing(open_state(layout.output)) as state:
        forget(layout, state, outlet(), note_for(layout, state), die)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
