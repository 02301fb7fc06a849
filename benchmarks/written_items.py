"""News items of our own writing with their topics (`written/README.md`): anyone can measure on them."""

import json
from datetime import date
from pathlib import Path

from benchmarks.judged_texts import JudgedText
from benchmarks.judgements import Judgement, Pair, read_pairs

FOLDER = Path(__file__).with_name("written")
READ, LEARNT, SHORT, RETOLD, COLUMNS, UNREAD = "read", "learnt", "short", "retold", "columns", "unread"
WHOLE, WHOLE_READ, RETOLD_WHOLE = "whole", "whole-read", "retold-whole"
_NO_DAY = date(2026, 1, 1)  # topics do not ask for it
_NONE: frozenset[str] = frozenset()


def written_items(part: str) -> list[Pair]:
    """The items of one part, `READ` to `UNREAD`; only topics are judged."""
    return [
        _pair(f"{file.stem}:{number}", json.loads(line))
        for file in sorted((FOLDER / part).glob("*.jsonl"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
    ]


def written_articles(part: str) -> list[Pair]:
    """Whole articles, `WHOLE` to `RETOLD_WHOLE`, with all that a judge writes down."""
    return [pair for file in sorted((FOLDER / part).glob("*.jsonl")) for pair in read_pairs(file, file)]


def _pair(name: str, item: dict[str, object]) -> Pair:
    topics = item["topics"]
    assert isinstance(topics, list)
    text = JudgedText(name, str(item["title"]), _NO_DAY, str(item["text"]))
    return text, Judgement(name, _NONE, _NONE, _NONE, frozenset(topics), _NONE, _NONE)
