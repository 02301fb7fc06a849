"""Trains the words' model of topics (`pipelines/topic_words.py`) on news items of our own writing.

    python -m benchmarks.topic_model     writes words.tsv; prints the five numbers for scoring.toml, and F1

Two steps. What words say: a logistic regression for each topic over the stems of all items that may be learnt from.
What that counts beside the phrases: a second one over the topics for which phrases speak, on the items that nobody
read to choose phrases, with what the words say of an item learnt from the others; on items that phrases were chosen
by, phrases look better than they are.
"""

import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.judgements import Pair
from benchmarks.tagging import with_implied
from benchmarks.written_items import LEARNT, READ, written_items
from pipelines.scanning import knowledge, scan
from pipelines.topic_candidates import Candidate, candidates_in
from pipelines.topic_words import BIAS, TopicWords, placed_stems
from pipelines.topics import ENOUGH

FILE = Path(__file__).parents[1] / "pipelines" / "knowledge" / "topics" / "words.tsv"
_FEWEST_ITEMS = 3  # a stem in fewer says nothing
_LARGEST_PART = 0.4  # of the items: a stem in more says nothing either
_FEWEST_EXAMPLES = 8  # of a topic
_TRUST = 60.0  # in the items, against small weights: the inverse of L2's strength
_FOLDS = 5
_LEAST_WEIGHT = 0.8  # smaller ones are nine of ten: without them F1 loses half a point, and the file 9 MB
_SEED = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A folded news item, the topics that it is about, and those for which phrases speak."""

    title: str
    text: str
    topics: frozenset[str]
    candidates: list[Candidate]


@dataclass(frozen=True, slots=True)
class Sign:
    """A candidate of an item: what the model weighs, and whether the item is about it."""

    item: int
    candidate: Candidate
    signs: tuple[float, ...]
    is_right: bool


def main() -> None:
    read, new = _items(READ), _items(LEARNT)
    signs = list(_signs(read, new))
    weighed, right = [one.signs for one in signs], [one.is_right for one in signs]
    second = LogisticRegression(max_iter=2000).fit(weighed, right)
    odds = second.decision_function(weighed)
    # As many topics are given as there are. Where F1 is best on these items, others lack a third of their topics.
    wanted = sum(len(item.topics) for item in new)
    limit = next(
        limit for limit in sorted(odds, reverse=True)[::20] if _number(new, signs, odds >= limit) >= wanted
    )
    print(f"bias = {second.intercept_[0] - limit:.2f}")
    for name, weight in zip(("of_points", "of_doubt", "of_share", "of_words"), second.coef_[0], strict=True):
        print(f"{name} = {weight:.2f}")
    scoring = knowledge().topics.scoring
    alone = [one.candidate.score(scoring, None) >= ENOUGH for one in signs]
    print(f"F1 on {len(new)} items by which no phrase was chosen: {_f1(new, signs, odds >= limit):.3f}")
    print(f"the same by phrases alone: {_f1(new, signs, alone):.3f}")
    write_words(learn_words([*read, *new]), FILE)


def learn_words(items: Sequence[Item]) -> TopicWords:
    """What the stems of the items say of the topics that have enough of them."""
    seen = Counter(chain.from_iterable(placed_stems(item.title, item.text) for item in items))
    rarity = {
        stem: math.log(len(items) / count) + 1
        for stem, count in seen.items()
        if _FEWEST_ITEMS <= count <= _LARGEST_PART * len(items)
    }
    values = [TopicWords(rarity, {}).values(item.title, item.text) for item in items]
    columns = DictVectorizer()
    matrix = columns.fit_transform(values)
    stems = columns.get_feature_names_out()
    examples = Counter(chain.from_iterable(item.topics for item in items))
    weights: dict[str, dict[str, float]] = {}
    for code in sorted(code for code, count in examples.items() if count >= _FEWEST_EXAMPLES):
        model = LogisticRegression(C=_TRUST, max_iter=300)
        model.fit(matrix, [code in item.topics for item in items])
        own = {
            stem: weight for stem, weight in zip(stems, model.coef_[0], strict=True) if abs(weight) >= _LEAST_WEIGHT
        }
        weights[code] = {BIAS: model.intercept_[0], **own}
    return TopicWords(rarity, weights)


def write_words(words: TopicWords, file: Path) -> None:
    """As `read_topic_words` reads it: a stem a line, with the topics that it speaks for or against."""
    by_stem: dict[str, list[str]] = {}
    for code, weights in words.weights.items():
        for stem, weight in weights.items():
            by_stem.setdefault(stem, []).append(f"{code.removeprefix('medtop:')}={weight:.1f}")
    lines = [
        "# Made by `python -m benchmarks.topic_model`; docs/tagging.md says what it is.",
        "stem\trarity\tweights",
    ]
    lines += (
        f"{stem}\t{words.rarity[stem]:.2f}\t{' '.join(entries)}"
        if stem != BIAS
        else f"{stem}\t\t{' '.join(entries)}"
        for stem, entries in sorted(by_stem.items())
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
    order = list(range(len(new)))
    random.Random(_SEED).shuffle(order)
    for fold in range(_FOLDS):
        apart = set(order[fold::_FOLDS])
        words = learn_words([*read, *(item for number, item in enumerate(new) if number not in apart)])
        for number in sorted(apart):
            item = new[number]
            values = words.values(item.title, item.text)
            for one in item.candidates:
                if one.code in words:
                    signs = one.signs(words.speaks_for(one.code, values))
                    yield Sign(number, one, signs, one.code in item.topics)


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
            found[one.item].add(one.candidate.code)
    return [with_implied(frozenset(codes)) for codes in found]


if __name__ == "__main__":
    main()
