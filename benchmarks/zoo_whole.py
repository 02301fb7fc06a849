"""The zoo's whole pages: each written as one page of HTML, in the manner of an outlet, with its gold beside it.

`zoo/README.md` says by whom and by which rules. The zoo's templates are tidy; these pages are as untidy as those of
the outlets.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.cases import Case
from benchmarks.gold import Facts, Wanted
from pipelines.records import Candidate, Outlet, Page

HERE = Path(__file__).parent / "zoo" / "whole"
SETS = ("strange",)
_LATER = datetime(2026, 10, 1, tzinfo=UTC)  # when a page was fetched that states no date


def whole_pages(name: str) -> list[Case]:
    """The pages of one set, by name."""
    return [_case(gold) for gold in sorted((HERE / name).glob("*.json"))]


def _case(file: Path) -> Case:
    gold = json.loads(file.read_text("utf-8"))
    say = Facts(**{key: _fact(key, value) for key, value in gold.get("say", {}).items()})
    page = _page(gold, file.with_suffix(".html").read_bytes(), say.published_at)
    if "reasons" in gold:
        return Case(file.stem, "whole", page, reasons=frozenset(gold["reasons"]))
    wanted = Wanted(
        tuple(gold["paragraphs"]), say, frozenset(gold.get("optional", ())), tuple(gold.get("headings", ())),
        gold["title"],
    )  # fmt: skip
    return Case(file.stem, "whole", page, wanted)


def _fact(key: str, value: Any) -> Any:  # noqa: ANN401 (JSON)
    if key in ("published_at", "modified_at"):
        return datetime.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def _page(gold: dict[str, Any], body: bytes, published_at: datetime | None) -> Page:
    stated = gold.get("fetched_at")
    later = published_at + timedelta(days=1) if published_at else _LATER
    at = (datetime.fromisoformat(stated) if stated else later).astimezone(UTC)
    host = (urlsplit(gold["url"]).hostname or "").removeprefix("www.")
    outlet = Outlet("bench", gold["outlet"], (host,), timezone=gold["timezone"], country=gold.get("country"))
    candidate = Candidate(url=gold["url"], found_in="warc", found_at=at)
    headers = {"content-type": "text/html"}
    return Page(outlet, candidate, gold["url"], 200, headers, body, at, "bench-20200101T000000Z-0000", "ingest")
