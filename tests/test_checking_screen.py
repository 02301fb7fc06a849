from datetime import UTC, date, datetime
from typing import Any

from rich.console import Console

from newscrawl.checking.rows import SCHEMA
from newscrawl.checking.screen import closing_table, lines_of


def row(kind: str, outcome: str, **facts: Any) -> dict[str, Any]:
    return {**dict.fromkeys(SCHEMA.names), "source_id": "anba", "row": kind, "outcome": outcome, **facts}


ARTICLE = row(
    "page", "stored", url="http://anba.example/1", title="خبر", words=120, language="ar", authors=["هالة"],
    agencies=["afp"], published_at=datetime(2026, 3, 13, 22, 0, tzinfo=UTC), published_day=date(2026, 3, 14),
    published_precision="day", is_known=True,
)  # fmt: skip


def test_a_listing_says_what_it_gave_or_why_it_gave_nothing():
    read = row("listing", "read", url="u", found_in="feed", entries=9, candidates=7, newest="n", why="offsite 2")
    failed = row("listing", "failed", url="u", found_in="sitemap", why="HTTP 404")
    assert list(lines_of([read, failed])) == [
        "anba: feed u; 9 entries, 7 to ask for; newest n; left out: offsite 2",
        "anba: sitemap u; failed: HTTP 404",
    ]


def test_a_page_says_as_what_it_would_be_stored_or_why_not():
    rejected = row("page", "rejected", url="u", why="not_arabic: fr")
    undated = ARTICLE | {"published_at": None, "authors": None, "agencies": [], "is_known": False}
    minute = ARTICLE | {"published_precision": "minute"}
    said = list(lines_of([ARTICLE, rejected, undated, minute]))
    assert said[0] == (
        "anba: page http://anba.example/1; stored, as it is already; خبر; 2026-03-14; 120 words in ar; by هالة, afp"
    )
    assert said[1] == "anba: page u; rejected: not_arabic: fr"
    assert said[2] == "anba: page http://anba.example/1; stored; خبر; without a date; 120 words in ar"
    assert "2026-03-13 22:00 UTC, to the minute" in said[3]


def test_the_table_has_a_line_a_source():
    rows = [
        ARTICLE,
        row("page", "gone"),
        row("source", "blocked", entries=9, candidates=7, exit_code=12, why="[wall]"),
    ]
    console = Console(width=120)
    with console.capture() as capture:
        console.print(closing_table(rows))
    assert capture.get().splitlines()[1].split() == ["anba", "blocked", "(12)", "9", "7", "2", "1", "[wall]"]
