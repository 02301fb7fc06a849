"""The countries as their files say them: every form that names one, and the guards of ambiguous ones."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.knowledge.tables import KnowledgeError
from pipelines.knowledge.toml_files import read_lines, read_rows
from pipelines.tagging.clitics import ARTICLE
from pipelines.tagging.normalised import fold
from pipelines.tagging.phrase_patterns import Phrase
from pipelines.topics.knowledge import checked_phrase

_COLUMNS = ("code", "names", "nisba", "people", "cities", "guarded")
_AMBIGUOUS_COLUMNS = ("name", "countries", "default", "marked")
_LEAST_GLUED = 8  # letters: shorter ones may be words
_CODE = re.compile(r"[A-Z]{2}")
# The endings of an adjective of origin, after the final ya of the masculine: all genders, numbers and cases.
_NISBA_ENDINGS = ("", "ه", "ون", "ين", "ات", "ان", "تان", "تين", "ا", "و", "ي")  # «بحرينيو الجنسية»


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A form that names `countries`, and its `kind`: clear, guarded, ambiguous, nisba (adjective), mask or person.

    A mask names no country, and a person is a leader whose name holds one.
    `marked`: how an ambiguous one is written with vowel signs where it can only be a city of that country («عمّان»).
    `by_press`: newspapers' countries, and what it is by default to them.
    """

    form: str
    kind: str
    countries: tuple[str, ...]
    default: str | None = None
    marked: tuple[str, str] | None = None
    by_press: tuple[tuple[str, str], ...] = ()
    is_city: bool = False


@dataclass(frozen=True, slots=True)
class PlaceKnowledge:
    names: tuple[PlaceName, ...]
    countries: frozenset[str]
    """The codes of all countries that have a name."""
    before: frozenset[str]
    given_names: frozenset[str]


def load_places(path: Path) -> PlaceKnowledge:
    """What the files of the folder say; refuses what is broken."""
    names = [*_countries(path / "countries.tsv")]
    codes = {code for name in names for code in name.countries}
    names += _ambiguous(path / "ambiguous.tsv", codes)
    for where, line in read_lines(path / "masks.txt"):
        names += [PlaceName(form, "mask", ()) for form in _forms(path / "masks.txt", where, line)]
    before, given_names = _words(path / "before.txt"), _words(path / "given_names.txt")
    return PlaceKnowledge(tuple(names), frozenset(codes), before, given_names)


def _countries(file: Path) -> Iterator[PlaceName]:
    seen: set[str] = set()
    for where, (code, names, nisba, people, cities, guarded) in read_rows(file, _COLUMNS):
        if _CODE.fullmatch(code) is None or code in seen:
            raise KnowledgeError(file, where, f"{code!r} is no country code or stands twice")
        seen.add(code)
        for kind, written in (("clear", names), ("clear", people), ("clear", cities), ("guarded", guarded)):
            for form in _with_glued(_forms(file, code, written)):
                yield PlaceName(form, kind, (code,), is_city=written is cities)
        for form in _nisba_forms(file, code, nisba):
            yield PlaceName(form, "nisba", (code,))
        for form in _with_article(_forms(file, code, people)):
            yield PlaceName(form, "clear", (code,))


def _ambiguous(file: Path, codes: set[str]) -> Iterator[PlaceName]:
    for where, (name, countries, default, marked) in read_rows(file, _AMBIGUOUS_COLUMNS):
        candidates = tuple(countries.split())
        if not candidates or not codes.issuperset(candidates):
            raise KnowledgeError(file, where, f"unknown country in {countries!r}")
        chosen, by_press = _defaults(default)
        for country in (chosen, *by_press.values()):
            if country not in {None, *candidates}:
                raise KnowledgeError(file, where, f"the default {country!r} is none of {countries!r}")
        written, _, country = marked.partition("=")
        if marked and country not in candidates:
            raise KnowledgeError(file, where, f"the country of {marked!r} is none of {countries!r}")
        told = (written, country) if marked else None
        for form in _forms(file, where, name):
            yield PlaceName(form, "ambiguous", candidates, chosen, told, tuple(by_press.items()))


def _defaults(written: str) -> tuple[str | None, dict[str, str]]:
    """«OM LB=JO»: the country meant where nothing tells, and what the press of some countries means."""
    first, *others = written.split() or [""]
    by_press = {press: country for press, _, country in (other.partition("=") for other in others)}
    return None if first == "-" else first, by_press


def _forms(file: Path, entry: str, written: str) -> list[str]:
    phrases: list[Phrase] = [checked_phrase(file, entry, one) for one in written.split(";") if one.strip()]
    return [form for phrase in phrases for form in phrase.forms]


def _nisba_forms(file: Path, code: str, written: str) -> Iterator[str]:
    for base in _forms(file, code, written):
        if not base.endswith("ي"):
            raise KnowledgeError(file, code, f"the adjective {base!r} does not end in ya")
        yield from _with_article(base + ending for ending in _NISBA_ENDINGS)


def _with_glued(forms: Iterable[str]) -> Iterator[str]:
    """Mirrors of newspapers lose the space where a line of the original broke: «الولاياتالمتحدة»."""
    for form in forms:
        yield form
        glued = form.replace(" ", "")
        if glued != form and len(glued) >= _LEAST_GLUED:
            yield glued


def _with_article(forms: Iterator[str] | list[str]) -> Iterator[str]:
    for form in forms:
        yield form
        yield ARTICLE + form  # also before what only looks like an article: الألماني


def _words(file: Path) -> frozenset[str]:
    return frozenset(fold(word.replace("_", " ")) for _, line in read_lines(file) for word in line.split())
