"""What people wrote down of articles by reading them: `judged/`, and any files of the same form.

texts       {"id", "title", "published", "text"} a line, and "outlet_country" if known (`benchmarks.judged_texts`)
judgements  {"id", "leaders", "by_role", "missing", "topics", "stories", "places"} a line (judged/README.md)
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.judged_texts import CORPUS, JudgedText, drawn_texts, texts_of_month
from benchmarks.pages_to_warc import PAGES
from pipelines.knowledge.loading import load_leader_knowledge
from pipelines.tagging.spellings import Spellings, fold_name

FOLDER = Path(__file__).with_name("judged")


@dataclass(frozen=True, slots=True)
class Judgement:
    """Ids and codes of one article; `missing` are leaders whom the knowledge does not hold, by name.

    Whom it has come to hold since the article was judged counts by id, if it has the name that the judge wrote.
    """

    id: str
    leaders: frozenset[str]
    by_role: frozenset[str]
    missing: frozenset[str]
    topics: frozenset[str]
    stories: frozenset[str]
    places: frozenset[str]
    maybe: frozenset[str] | None = None
    """Topics that a careful reader might also give; None where nobody was asked."""


Pair = tuple[JudgedText, Judgement]


def judged_set() -> list[Pair]:
    """The drawn articles with their judgements; nothing where their texts are not here."""
    if not CORPUS.exists() or not PAGES.exists():
        return []
    return paired(drawn_texts(), [line for file in sorted(FOLDER.glob("*.jsonl")) for line in _lines(file)])


def read_since() -> list[Pair]:
    """More of the same month, judged alike and read since for its faults; nothing where the texts are not here."""
    if not CORPUS.exists():
        return []
    lines = [line for file in sorted((FOLDER / "since").glob("*.jsonl")) for line in _lines(file)]
    return paired(texts_of_month({line["id"] for line in lines}), lines)


@cache
def reading(name: str) -> dict[str, Judgement]:
    """What the `first` or the `second` readers wrote down, before a third settled where they differ; by id."""
    files = sorted((FOLDER / name).glob("*.jsonl"))
    return {line["id"]: _judgement(line) for file in files for line in _lines(file)}


def read_pairs(texts: Path, judgements: Path) -> list[Pair]:
    """Texts with their judgements from two files, which may be one."""
    read = [
        JudgedText(
            line["id"],
            line["title"],
            date.fromisoformat(line["published"]),
            line["text"],
            line.get("outlet_country"),
        )
        for line in _lines(texts)
    ]
    return paired(read, _lines(judgements))


def paired(texts: Iterable[JudgedText], lines: Iterable[dict[str, Any]]) -> list[Pair]:
    """Each text with its judgement; refuses a text or a judgement that stands alone: it would count as nothing."""
    judgements = {line["id"]: _judgement(line) for line in lines}
    pairs = [(text, judgements.pop(text.id)) for text in texts if text.id in judgements or _refuse(text.id)]
    if judgements:
        _refuse(next(iter(judgements)))
    return pairs


def _judgement(line: dict[str, Any]) -> Judgement:
    names = frozenset(_held_by_now().get(fold_name(entry["name"]), entry["name"]) for entry in line["missing"])
    sets = {
        field.name: frozenset(line[field.name])
        for field in fields(Judgement)
        if field.name not in {"id", "missing", "maybe"}
    }
    maybe = frozenset(line["maybe"]) if "maybe" in line else None
    return Judgement(id=line["id"], missing=names, maybe=maybe, **sets)


@cache
def _held_by_now() -> dict[str, str]:
    """Every spelling of every leader's name that could be a full one, and the leader's id."""
    known = load_leader_knowledge()
    spellings = Spellings(known.spellings)
    return {
        form: leader.id for leader in known.leaders for name in (*leader.ambiguous, *leader.full, leader.name_ar)
        if " " in name for form in spellings.of(name)
    }  # fmt: skip


def _refuse(name: str) -> bool:
    raise SystemExit(f"{name}: its text or its judgement is missing")


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip())
