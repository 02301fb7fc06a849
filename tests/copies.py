"""Invented articles and copies of them that are alike to a known degree, for tests of duplicates."""

import random
from datetime import UTC, datetime, timedelta

from pipelines.duplicates.fingerprints import fingerprint_of
from pipelines.duplicates.index import DuplicateIndex
from pipelines.duplicates.normalising import normalise_body
from pipelines.duplicates.rules import Duplicate, mark
from pipelines.duplicates.shingles import digests_of
from pipelines.records import Article
from tests.builders import article

MOMENT = datetime(2026, 3, 14, 9, tzinfo=UTC)
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def words(chance: random.Random, number: int) -> list[str]:
    """Made words: no text of two articles shares four in a row."""
    return ["".join(chance.choices(_LETTERS, k=6)) for _ in range(number)]


def invented(number: int, length: int = 200, source_id: str = "anba", **columns: object) -> Article:
    text = " ".join(words(random.Random(number), length))
    return titled(text, f"{source_id}-{number}", source_id=source_id, **columns)


def copy_of(original: Article, changed: int, source_id: str = "sada", seed: int = 1) -> Article:
    """The article with so many of its words replaced, none near another."""
    chance = random.Random(seed)
    parts = original.text.split()
    for at in _apart(chance, len(parts), changed):
        parts[at] = words(chance, 1)[0]
    name = f"{source_id}-{original.article_id}-{changed}-{seed}"
    return titled(" ".join(parts), name, source_id=source_id, title=original.title)


def titled(text: str, name: str, source_id: str = "anba", **columns: object) -> Article:
    return article(f"https://{source_id}.example/{name}", text=text, source_id=source_id, **columns)


def true_jaccard(left: Article, right: Article) -> float:
    ours, theirs = (set(digests_of(normalise_body(each.text))) for each in (left, right))
    return len(ours & theirs) / len(ours | theirs)


def settle(index: DuplicateIndex, *articles: Article, day: int = 0) -> list[Duplicate | None]:
    """One batch, so many days after MOMENT; the rows take the verdicts, as stored ones do."""
    moment = MOMENT + timedelta(days=day)
    with index.settling(f"batch-{articles[0].article_id}-{day}", moment) as settling:
        verdicts = [settling.settle(each, fingerprint_of(each)) for each in articles]
    for each, verdict in zip(articles, verdicts, strict=True):
        mark(each, verdict)
    return verdicts


def _apart(chance: random.Random, length: int, number: int) -> list[int]:
    places = list(range(3, length - 3, 5))
    return chance.sample(places, number)
