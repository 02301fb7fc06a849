"""Articles drawn by chance, in which people wrote down the leaders, topics, stories and places.

    python -m benchmarks.judged_texts FOLDER     the drawn texts as JSON lines, for who judges them

The judgements lie in `judged/`, ids and facts only; the texts stay in `../shared`. Drawn and judged before the
tagger ever ran on them (`judged/README.md`).
"""

import gzip
import json
import random
import sys
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from benchmarks.cases import saved_pages

CORPUS = Path(__file__).parents[2] / "shared/corpora/saudinewsnet-2015-07.jsonl.gz"
DRAWN = 290
_SEED = 20_261_125
_BATCHES = 4


@dataclass(frozen=True, slots=True)
class JudgedText:
    """What a judge and the tagger see of one article."""

    id: str
    title: str
    published: date
    text: str
    outlet_country: str | None = None


def drawn_texts() -> list[JudgedText]:
    """The saved pages that are articles, and as many of the month of Saudi press as `DRAWN` says."""
    return [*_pages(), *_drawn()]


def texts_of_month(numbers: Collection[str]) -> Iterator[JudgedText]:
    """The articles of these ids, of the same month of Saudi press."""
    for number, entry in _month().items():
        if number in numbers:
            yield _text(entry)


def _drawn() -> Iterator[JudgedText]:
    month = _month()
    return (_text(month[number]) for number in random.Random(_SEED).sample(sorted(month), DRAWN))


def _month() -> dict[str, dict[str, str]]:
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        return {entry["id"]: entry for entry in map(json.loads, lines) if entry["content"].strip()}


def _text(entry: dict[str, str]) -> JudgedText:
    day = date.fromisoformat(entry["date_extracted"][:10])
    return JudgedText(entry["id"], entry["title"], day, entry["content"], "SA")


def _pages() -> Iterator[JudgedText]:
    for case in saved_pages():
        if case.wanted is not None:
            day = case.wanted.say.published_at or case.page.fetched_at
            text = "\n\n".join(case.wanted.paragraphs)
            yield JudgedText(case.name, case.wanted.title or "", day.date(), text)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    texts = drawn_texts()
    for batch in range(_BATCHES):
        lines = [json.dumps(asdict(text), ensure_ascii=False, default=str) for text in texts[batch::_BATCHES]]
        (folder / f"{batch + 1}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
