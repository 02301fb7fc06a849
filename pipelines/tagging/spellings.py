"""The spellings in which one name is written: joined or apart, with Gulf or Egyptian letters for g, by region."""

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import product

from pipelines.tagging.folding import FOLDING

_APART = re.compile(r"\b(عبد|ابو|ابي|ابا|بو|ولد) (?=\w)")
_JOINED = re.compile(r"\b(عبد|ابو)(?=\w{3})")
_BEFORE_GOD = re.compile(r"\b(نصر|فتح|هبه|روح|عطا|جار|فضل|سعد|خير|جاد) الله\b")
_BEFORE_FAITH = re.compile(r"(?<=\w{2}) الدين\b")
_SPELT_APART_IN_GOD = re.compile(r"\b(نصر|فتح|هبه|روح|عطا|جار|فضل)الله\b")
_FATHERS = re.compile(r" بن (?=\S+ )")  # «عادل بن أحمد الجبير»; not «محمد بن سلمان», whose family name it is
_INNER_ARTICLE = re.compile(r"(?<= )ال(?=\w{3,} )")  # «صباح الخالد الحمد الصباح»
_PARTS = ("عبد", "اب", "بو", "ولد ", "الله")  # a name without any of these is spelt in one way, and most are
_MOST_PARTS = 3  # of a name that are joined or apart each by itself
_MOST = 48  # of one name; a long name with many parts would multiply without end


def fold_name(name: str) -> str:
    """A name as it stands in a normalised text."""
    return sys.intern(" ".join(name.translate(FOLDING).split()))


class Spellings:
    """Knows which first names are one (`سيرغي`, `سيرجي`), and makes the spellings of a whole name."""

    def __init__(self, groups: Iterable[tuple[str, ...]]) -> None:
        self._others: dict[str, set[str]] = {}
        self._made: dict[tuple[str, bool], list[str]] = {}
        for group in groups:
            folded = {fold_name(name) for name in group}
            for name in folded:
                self._others.setdefault(name, set()).update(folded)

    def of(self, name: str, *, regional: bool = True) -> list[str]:
        """All spellings of `name`, folded, the given one first; `regional` adds first names and ج for غ."""
        made = self._made.get((name, regional))
        if made is None:
            made = self._made[name, regional] = self._spell(name, regional=regional)
        return made

    def _spell(self, name: str, *, regional: bool) -> list[str]:
        forms = dict.fromkeys([fold_name(name)])
        for make in (self._first_names, _letters_for_g) if regional else ():
            for form in list(forms):
                forms.update(dict.fromkeys(make(form)))
        if regional:
            forms.update(dict.fromkeys(_shortened(forms)))
        for make in (_joined_in_faith, _joined_and_apart):
            for form in list(forms):
                forms.update(dict.fromkeys(make(form)))
        return list(forms)[:_MOST]

    def _first_names(self, name: str) -> Iterator[str]:
        first, _, rest = name.partition(" ")
        if rest:
            for other in sorted(self._others.get(first, ())):
                yield f"{other} {rest}"


def _letters_for_g(name: str) -> Iterator[str]:
    """ج is g in Egypt, where the Levant and the Gulf write غ."""
    if "غ" in name and len(name) > 4:
        yield name.replace("غ", "ج")


def _shortened(names: Iterable[str]) -> Iterator[str]:
    """Without the article of the names between first and last, and without «بن» between them."""
    for name in names:
        yield _FATHERS.sub(" ", name) if name.count(" بن ") == 1 else name
        if "عبد ال" not in name:
            yield _INNER_ARTICLE.sub("", name, count=1)
            yield _INNER_ARTICLE.sub("", name)


def _joined_in_faith(name: str) -> Iterator[str]:
    """«بدرالدين» for «بدر الدين»."""
    if " الدين" in name:  # one leader in seventy
        yield _BEFORE_FAITH.sub("الدين", name)


def _joined_and_apart(name: str) -> Iterator[str]:
    if " بن " not in name and not any(part in name for part in _PARTS):
        return
    apart = _SPELT_APART_IN_GOD.sub(r"\1 الله", _JOINED.sub(r"\1 ", name))
    joined = _BEFORE_GOD.sub(r"\1الله", _APART.sub(r"\1", name))
    yield apart
    yield joined
    yield from _each_joined_or_apart(apart)
    if " بن " in name:
        for form in (name, apart, joined):
            yield form.replace(" بن ", " ابن ")


def _each_joined_or_apart(apart: str) -> Iterator[str]:
    """«عبدالله بن عبد العزيز»: nobody writes all parts of a name in one way."""
    names = _APART.split(apart)  # between the parts stand the words that they may be joined to
    for gaps in product(("", " "), repeat=min(len(names) // 2, _MOST_PARTS)):
        ends = (*gaps, *[" "] * (len(names) // 2 - len(gaps)), "")
        words = (f"{part}{end}" for part, end in zip(names[1::2], ends, strict=False))
        yield names[0] + "".join(f"{word}{rest}" for word, rest in zip(words, names[2::2], strict=True))
