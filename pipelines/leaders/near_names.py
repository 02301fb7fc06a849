"""Foreign names in a spelling that no table holds: «موشي كحلون» for «موشيه كحلون», «ماغدالينا» for «ماجدالينا».

Each newspaper writes foreign names by ear. They agree in most consonants and differ in vowels and in letters that
sound alike, so two spellings of a name have one skeleton. So may two names: what is found by its skeleton counts as
an ambiguous name, which needs a title, or an office on that day and the country named.
"""

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import accumulate, compress

from pipelines.knowledge.leader_files import LeaderEntry
from pipelines.tagging.clitics import ARTICLE
from pipelines.tagging.spellings import fold_name

# Where names are Arabic and written as their bearers write them. Mauritania's and the Horn's are spelt by ear, too.
NATIVE = frozenset((
    "AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "OM", "PS", "QA", "SA", "SD", "SY", "TN", "YE",
))  # fmt: skip
ARAB = NATIVE | {"MR", "SO", "DJ", "KM"}
"""The states of the Arab League."""
_OF_THE_WORLD = frozenset({"IAEA", "ICC", "IMF", "NATO", "OECD", "UNESCO", "UNHCR", "WHO", "WTO"})
_ONE_SOUND = ("جغقطصثضظذح", "كككتسسدززه")
_SOUNDS, _SAME_SOUND = dict(zip(*_ONE_SOUND, strict=True)), str.maketrans(*_ONE_SOUND, "اويء")
_DOUBLED = re.compile(r"(.)\1+")
_FEWEST, _FEWEST_OF_WORD = 5, 2  # consonants: shorter skeletons are those of many names and words
_MOST_WORDS = 3
_LEAST_ALIKE = 0.6  # of each word's letters: «كان» has the skeleton of «جون»
_LEAST_IN_ORDER, _FEWEST_LETTERS = 0.75, 3  # «ستنيرغارد» is near «ستينرغارد», «جورج» is not near «جون»
_LEAST_WITH_ARTICLE = 0.75  # «اليوم» is not near «ألاماي», «ألكساندر» is near «ألكسندر»

Near = tuple[int, int, tuple[int, ...]]
"""Start, end, and the leaders (by number) whose name may be meant."""


class NearNames:
    """The skeletons of all names of two or three words of leaders of other than Arab countries."""

    def __init__(self, leaders: Sequence[LeaderEntry], everyday: Collection[str] = ()) -> None:
        """`everyday` are folded words that are part of no name, as «من» and «خلال»: one word in five of a text."""
        self._leaders = leaders
        self._everyday = everyday
        self._numbers: dict[str, tuple[int, ...]] = {}
        self._firsts: dict[str, tuple[str, ...]] = {}
        self._sounds: dict[str, str] = {}
        arabic = {_first(name) for leader in leaders if leader.countries & NATIVE for name in leader.full}
        for number, leader in enumerate(leaders):
            if is_foreign(leader.countries):
                for name in names_of(leader):
                    if _first(name) not in arabic:  # «محمد علي» is near too many
                        self._add(fold_name(name), number)

    def first(self, word: str) -> str:
        """The word's skeleton if it may be a spelling of somebody's first name, else nothing."""
        if word in self._everyday:
            return ""
        bones = _bones(word)  # each word is asked for once
        firsts = self._firsts.get(bones)
        return bones if firsts and any(_is_alike(word, first) for first in firsts) else ""

    def find(self, text: str, words: Sequence[str], firsts: Sequence[str]) -> Iterator[Near]:
        """Every place in a folded text where some words, one space apart, have the skeleton of a name.

        `words` are those of `bare`, and `firsts` what `first` says of each.
        """
        begins = list(compress(enumerate(firsts), firsts))
        letters = list(accumulate(map(len, words), initial=0)) if begins else []
        for number, first in begins:
            bones, start = first, letters[number] + number
            end = start + len(words[number])
            for following in words[number + 1 : number + _MOST_WORDS]:
                if not following or text[end] != " " or following in self._everyday:  # «مخولا من» is no Mikhail Men
                    break
                if _sound(following) not in self._sounds.get(bones, ""):
                    break
                bones, end = f"{bones} {skeleton(following)}", end + 1 + len(following)
                near = tuple(
                    one for one in self._numbers.get(bones, ()) if self._is_near(text[start:end], bones, one)
                )
                if near:
                    yield start, end, near

    def _add(self, name: str, number: int) -> None:
        bones = [skeleton(word) for word in name.split()]
        lengths = list(map(len, bones))
        if 1 < len(bones) <= _MOST_WORDS and min(lengths) >= _FEWEST_OF_WORD and sum(lengths) >= _FEWEST:
            key = " ".join(bones)
            numbers = self._numbers.get(key, ())
            self._numbers[key] = numbers if number in numbers else (*numbers, number)
            for place, word in enumerate(name.split()[1:], 1):
                before = " ".join(bones[:place])
                sounds = sorted({*self._sounds.get(before, ""), _sound(word)})
                self._sounds[before] = sys.intern("".join(sounds))
            first, known = sys.intern(name.partition(" ")[0]), self._firsts.get(bones[0], ())
            self._firsts[bones[0]] = known if first in known else (*known, first)

    def _is_near(self, written: str, bones: str, number: int) -> bool:
        """Whether each word is alike its counterpart in one of the leader's names of this skeleton."""
        return any(
            " ".join(map(skeleton, name.split())) == bones
            and all(_is_alike(one, other) for one, other in zip(written.split(), name.split(), strict=True))
            for name in map(fold_name, names_of(self._leaders[number]))
        )


def is_foreign(countries: Iterable[str]) -> bool:
    """Whether any of them is a state where names are not Arabic."""
    return any((len(country) == 2 and country not in NATIVE) or country in _OF_THE_WORLD for country in countries)


def _first(name: str) -> str:
    return fold_name(name).partition(" ")[0]


def names_of(leader: LeaderEntry) -> tuple[str, ...]:
    """The names that are compared with what is spelt by ear."""
    return (*leader.full, *leader.ambiguous)


def _is_alike(one: str, other: str) -> bool:
    """Whether two words begin with the same sound and have most letters in common."""
    if _sound(one) != _sound(other):
        return False
    least = _LEAST_WITH_ARTICLE if one.startswith(ARTICLE) else _LEAST_ALIKE
    return 2 * _in_common(one, other) >= least * (len(one) + len(other))


def are_spelt_alike(one: str, other: str) -> bool:
    """Whether two folded words may be one foreign name: the same first sound, and most letters in one order."""
    if one == other:
        return True
    if min(len(one), len(other)) < _FEWEST_LETTERS or _sound(one) != _sound(other):
        return False
    if 2 * _in_common(one, other) < _LEAST_IN_ORDER * (len(one) + len(other)):
        return False  # in whatever order; most pairs end here
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LEAST_IN_ORDER


def _in_common(one: str, other: str) -> int:
    """How many letters of the one stand in the other."""
    return sum(map(other.__contains__, one))


def _sound(word: str) -> str:
    """The first sound of a word, the same for letters that newspapers exchange."""
    return _SOUNDS.get(word[0], word[0])


@lru_cache(maxsize=4096)  # most words of a text stand in every text
def skeleton(word: str) -> str:
    """The consonants of a folded word; those that newspapers exchange are one, and a double one is single."""
    return _bones(word)


def _bones(word: str) -> str:
    bones = word.replace("تش", "ش").removesuffix("ه").translate(_SAME_SOUND)
    return bones if len(set(bones)) == len(bones) else _DOUBLED.sub(r"\1", bones)
