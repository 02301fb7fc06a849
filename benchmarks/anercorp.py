"""Mentions of leaders in the news text of ANERcorp, which lies in `../shared` with its gold.

The gold that lies there was judged once; `judged/anercorp.tsv` says what a second reading added and took away. The
text is one token a line without the articles' bounds, so each stretch is tagged with the stretches before and after
it and only its own mentions count: evidence may lie up to twice `_STRETCH` tokens away, as in an article. A mention
is found where the right leader is found over at least one of its tokens.
"""

import csv
import gzip
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from benchmarks.set_scores import Counts
from benchmarks.taggers import name_mentions
from pipelines.knowledge.loading import load_leader_knowledge
from pipelines.leaders.finding import find_leaders

TEXT = Path(__file__).parents[2] / "shared/corpora/anercorp-dev.txt.gz"
GOLD = TEXT.with_name("anercorp-dev-leaders.tsv")
MENDED = Path(__file__).with_name("judged") / "anercorp.tsv"
_STRETCH = 400


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A leader over the tokens of lines `first` to `last`, counted from 0 as in the gold."""

    first: int
    last: int
    leader: str


Finder = Callable[[str], Iterable[tuple[int, int, str]]]
"""From a text to start, end and leader of each mention."""


def by_rules(text: str) -> Iterator[tuple[int, int, str]]:
    """Our mentions by name; the corpus has no days, so that titles alone stand for nobody."""
    for leader in find_leaders(None, text, None):
        for span in leader["spans"]:
            yield span["start"], span["end"], leader["id"]


FINDERS: dict[str, Finder] = {
    "ours": by_rules,
    "one full name": lambda text: name_mentions("one", text),
    "all full names": lambda text: name_mentions("full", text),
    "all names, no rules": lambda text: name_mentions("all", text),
}


def tokens() -> list[str]:
    with gzip.open(TEXT, "rt", encoding="utf-8") as lines:
        return [line.rstrip("\n").rpartition(" ")[0] for line in lines]


def gold() -> set[Mention]:
    """The mentions of the gold as the second reading left them."""
    found = first_gold()
    for change, mention in mended():
        if (change == "remove") != (mention in found):
            raise SystemExit(f"{MENDED.name}: {mention} cannot be {change}ed")
        found ^= {mention}
    return found


def first_gold() -> set[Mention]:
    """The mentions as they were judged once, by the ids of our leaders."""
    ids: dict[str, str] = {}
    for leader in load_leader_knowledge().leaders:
        ids[leader.name_en] = leader.id if leader.name_en not in ids else "of two leaders"
    return {Mention(int(row["line_start"]), int(row["line_end"]), ids[row["leader"]]) for row in _rows(GOLD)}


def mended() -> Iterator[tuple[str, Mention]]:
    if MENDED.exists():
        for row in _rows(MENDED):
            yield row["change"], Mention(int(row["line_start"]), int(row["line_end"]), row["leader"])


def mentions_by(find: Finder, words: list[str]) -> Iterator[Mention]:
    for begin in range(0, len(words), _STRETCH):
        before = max(0, begin - _STRETCH)
        around = words[before : begin + 2 * _STRETCH]
        starts = list(accumulate((len(word) + 1 for word in around), initial=0))
        for start, end, leader in find(" ".join(around)):
            first, last = (before + bisect_right(starts, place) - 1 for place in (start, end - 1))
            if begin <= first < begin + _STRETCH:
                yield Mention(first, last, leader)


def counts_by_stretch(found: Iterable[Mention], wanted: Iterable[Mention]) -> list[Counts]:
    """The mentions found right, found wrong and missed in each stretch that has any."""
    right, wrong, missed = compared(found, wanted)
    stretches: dict[int, list[int]] = {}
    for column, mentions in enumerate((right, wrong, missed)):
        for mention in mentions:
            stretches.setdefault(mention.first // _STRETCH, [0, 0, 0])[column] += 1
    return [Counts(*counts) for counts in stretches.values()]


def compared(
    found: Iterable[Mention], wanted: Iterable[Mention]
) -> tuple[list[Mention], list[Mention], list[Mention]]:
    """Mentions found right, found wrong, and missed; one found mention answers for one wanted."""
    right, wrong, left = [], [], sorted(set(wanted))
    for mention in sorted(set(found)):
        same = next((one for one in left if _is_same(one, mention)), None)
        if same is None:
            wrong.append(mention)
        else:
            left.remove(same)
            right.append(same)
    return right, wrong, left


def _is_same(one: Mention, other: Mention) -> bool:
    return one.leader == other.leader and one.first <= other.last and other.first <= one.last


def _rows(file: Path) -> Iterator[dict[str, str]]:
    lines = (line for line in file.read_text("utf-8").splitlines() if not line.startswith("#"))
    return csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
