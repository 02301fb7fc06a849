"""Real pages of the shared folder: what somebody wrote down as article text is what is read."""

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipelines.reading import read

from .test_reading_layouts import page_of

PAGES = Path(__file__).parents[1].parent / "shared" / "pages"
GOLD = sorted(file for file in (PAGES / "gold").glob("*/*.json") if "bbc_arabic_json" not in file.parts)


def test_the_shared_folder_is_here() -> None:
    if not GOLD:
        pytest.skip("the shared folder is not here")
    assert len(GOLD) > 5


def expected(gold: dict[str, Any]) -> list[str]:
    for key in ("publisher_articleBody", "publisher_blocks", "site_rule"):
        if gold.get(key):
            return list(gold[key]["paragraphs"])
    return list(gold["paragraphs"])


def body_of(gold: Path) -> bytes:
    page = PAGES / "articles" / gold.relative_to(PAGES / "gold").with_suffix(".html")
    return page.read_bytes() if page.exists() else gzip.decompress(page.with_suffix(".html.gz").read_bytes())


def tokens(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


@pytest.mark.parametrize("file", GOLD, ids=lambda file: file.stem)
def test_the_body_is_what_was_written_down(file: Path) -> None:
    gold = json.loads(file.read_text(encoding="utf-8"))
    article = read(page_of(body_of(file)))
    found, wanted = tokens(article.text), tokens("\n".join(expected(gold)))
    f1 = 2 * sum((found & wanted).values()) / (sum(found.values()) + sum(wanted.values()))
    assert f1 >= 0.92  # the lowest holds a byline, a link and a disclaimer that a clean body leaves out


@pytest.mark.parametrize("file", GOLD, ids=lambda file: file.stem)
def test_the_date_is_the_one_the_page_states_or_none(file: Path) -> None:
    stated = json.loads(file.read_text(encoding="utf-8"))["date"]
    article = read(page_of(body_of(file)))
    assert stated is not None or article.published_from in (None, "text", "url")  # written down from metadata only
    if stated is not None and article.published_at is not None:
        assert stated[:10] in {article.published_at.date().isoformat(), str(article.published_day)}
