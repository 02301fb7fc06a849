"""Trains the words' model of topics (`pipelines/topics/words.py`) on news items of our own writing.

    python -m benchmarks.topic_model     writes words.tsv; says how the numbers of scoring.toml do with it

A logistic regression for each topic over the stems of all items that may be learnt from. How much the words count
beside the phrases stands in scoring.toml and is not learnt here: our own items resemble each other more than real
articles do, so that what is learnt from them trusts words too much (docs/decisions.md).
"""

import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

from benchmarks.judgements import Pair
from benchmarks.tagging import with_implied
from benchmarks.written_items import (
    COLUMNS,
    LEARNT,
    READ,
    RETOLD,
    SHORT,
    WHOLE_READ,
    written_articles,
    written_items,
)
from pipelines.tagging.scanning import knowledge, scan
from pipelines.tagging.word_search import bare
from pipelines.topics.candidates import Candidate, candidates_in
from pipelines.topics.finding import ENOUGH
from pipelines.topics.words import BIAS, TopicWords, placed_stems, stem

FILE = Path(__file__).parents[1] / "pipelines" / "knowledge" / "topics" / "words.tsv"
_FEWEST_ITEMS = 3  # a stem in fewer says nothing
_LARGEST_PART = 0.4  # of the items: a stem in more says nothing either
_FEWEST_EXAMPLES = 8  # of a topic
_TRUST = 60.0  # in the items, against small weights: the inverse of L2's strength
_TRUST_IN_REAL = 2.0  # times as much as in an invented item: retold news has real words, and there is little of it
_FOLDS = 5
_LEAST_WEIGHT = 0.8  # smaller ones are nine of ten: without them F1 loses half a point, and the file 9 MB
_SEED = 0

Model = tuple[dict[str, float], dict[str, dict[str, float]]]
"""How rare each stem is; by topic, how much each stem speaks for it: what `TopicWords` is made of."""


@dataclass(frozen=True, slots=True)
class Item:
    """A folded news item, the topics that it is about, and those for which phrases speak."""

    title: str
    text: str
    topics: frozenset[str]
    candidates: list[Candidate]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Sign:
    """A topic that an item may be about, and its score by phrases and words and by phrases alone."""

    item: int
    code: str
    score: float
    by_phrases: float


def main() -> None:
    real = [replace(item, weight=_TRUST_IN_REAL) for item in _items(RETOLD)]
    whole = map(_item, written_articles(WHOLE_READ))  # few, but of the length of real articles
    read, new = [*_items(READ), *_items(SHORT), *_items(COLUMNS), *whole, *real], _items(LEARNT)
    signs = list(_signs(read, new))
    wanted = sum(len(item.topics) for item in new)
    scores = sorted((one.score for one in signs), reverse=True)[::20]
    limit = next(limit for limit in scores if _number(new, signs, (one.score >= limit for one in signs)) >= wanted)
    odds = math.log(limit / (1 - limit))
    print(f"with a bias smaller by {odds:.2f} these items would get as many topics as they have")
    ours, alone = [one.score >= ENOUGH for one in signs], [one.by_phrases >= ENOUGH for one in signs]
    print(f"F1 on {len(new)} items by which no phrase was chosen: {_f1(new, signs, ours):.3f}")
    print(f"the same by phrases alone: {_f1(new, signs, alone):.3f}")
    write_words(learn_words([*read, *new]), FILE)


def learn_words(items: Sequence[Item]) -> Model:
    """What the stems of the items say of the topics that have enough of them."""
    seen = Counter(chain.from_iterable(placed_stems(_stems(item.title), _stems(item.text)) for item in items))
    rarity = {
        each: math.log(len(items) / count) + 1
        for each, count in sorted(seen.items())
        if _FEWEST_ITEMS <= count <= _LARGEST_PART * len(items)
    }
    matrix = _matrix(items, rarity)
    examples = Counter(chain.from_iterable(item.topics for item in items))
    weights: dict[str, dict[str, float]] = {}
    for code in sorted(code for code, count in examples.items() if count >= _FEWEST_EXAMPLES):
        # Four times as fast as the usual solver here; it holds the bias small, too, unless that is scaled.
        model = LogisticRegression(C=_TRUST, solver="liblinear", intercept_scaling=5)
        model.fit(matrix, [code in item.topics for item in items], [item.weight for item in items])
        own = {
            each: weight
            for each, weight in zip(rarity, model.coef_[0], strict=True)
            if abs(weight) >= _LEAST_WEIGHT
        }
        weights[code] = {BIAS: model.intercept_[0], **own}
    return rarity, weights


def _stems(text: str) -> list[str]:
    return list(map(stem, bare(text).split()))


def _matrix(items: Sequence[Item], rarity: dict[str, float]) -> csr_array:
    words = TopicWords(rarity, {})
    values = [words.values(words.rows(item.title), words.rows(item.text)) for item in items]
    ends = np.fromiter(
        accumulate((len(one.rows) for one in values), initial=0), np.int32
    )  # as liblinear wants them
    rows = np.concatenate([one.rows for one in values]).astype(np.int32)
    weights = np.concatenate([one.weights for one in values])
    return csr_array((weights, rows, ends), shape=(len(items), len(rarity)))


def write_words(model: Model, file: Path) -> None:
    """As `read_topic_words` reads it: a stem a line, with the topics that it speaks for or against."""
    rarity, weights = model
    by_stem: dict[str, list[str]] = {}
    for code, own in weights.items():
        for each, weight in own.items():
            by_stem.setdefault(each, []).append(f"{code.removeprefix('medtop:')}={weight:.1f}")
    lines = [
        "# Made by `python -m benchmarks.topic_model`; docs/tagging.md says what it is.",
        "stem\trarity\tweights",
    ]
    lines += (
        f"{each}\t{'' if each == BIAS else format(rarity[each], '.2f')}\t{' '.join(entries)}"
        for each, entries in sorted(by_stem.items())
    )
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _items(part: str) -> list[Item]:
    return [_item(pair) for pair in written_items(part)]


def _item(pair: Pair) -> Item:
    text, judgement = pair
    known = knowledge()
    title, body = scan(text.title, known), scan(text.text, known)
    return Item(title.copy.text, body.copy.text, with_implied(judgement.topics), candidates_in(title, body, known))


def _signs(read: list[Item], new: list[Item]) -> Iterator[Sign]:
    """Those of the new items, with what the words say by what was learnt from all other items."""
    scoring = knowledge().topics.scoring
    order = list(range(len(new)))
    random.Random(_SEED).shuffle(order)
    for fold in range(_FOLDS):
        apart = set(order[fold::_FOLDS])
        words = TopicWords(*learn_words([*read, *(item for number, item in enumerate(new) if number not in apart)]))
        for number in sorted(apart):
            odds = words.odds(words.rows(new[number].title), words.rows(new[number].text))
            phrases = {one.code: one for one in new[number].candidates}
            for code in sorted({*odds, *phrases}):
                one = phrases.get(code)
                score = scoring.by_words(odds[code]) if one is None else one.score(scoring, odds.get(code))
                yield Sign(number, code, score, 0.0 if one is None else one.score(scoring, None))


def _f1(items: list[Item], signs: list[Sign], chosen: Iterable[bool]) -> float:
    """Of all topics of the items, and what the chosen ones imply."""
    given = _given(items, signs, chosen)
    right = sum(len(codes & item.topics) for item, codes in zip(items, given, strict=True))
    return 2 * right / sum(len(codes) + len(item.topics) for item, codes in zip(items, given, strict=True))


def _number(items: list[Item], signs: list[Sign], chosen: Iterable[bool]) -> int:
    return sum(map(len, _given(items, signs, chosen)))


def _given(items: list[Item], signs: list[Sign], chosen: Iterable[bool]) -> list[frozenset[str]]:
    found: list[set[str]] = [set() for _ in items]
    for one, is_chosen in zip(signs, chosen, strict=True):
        if is_chosen:
            found[one.item].add(one.code)
    return [with_implied(frozenset(codes)) for codes in found]


if __name__ == "__main__":
    main()
