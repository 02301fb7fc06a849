"""The leaders' names and titles made ready to be looked for."""

import re
import sys
from collections.abc import Iterable, Iterator

from pipelines.knowledge.leader_files import LeaderEntry
from pipelines.knowledge.loading import LeaderKnowledge
from pipelines.knowledge.role_files import Role
from pipelines.leaders.name_forms import (
    AMBIGUOUS,
    FULL,
    NAMESAKE,
    SHORT,
    Alias,
    Words,
    chain_of,
    forms_of,
    middle_names,
    proclitics_of,
    with_assimilated,
    words_of,
)
from pipelines.leaders.near_names import NearNames, is_foreign
from pipelines.leaders.state_words import adjectives_of, ministry_words, movement_words, nation_words
from pipelines.tagging.clitics import ARTICLE, PROCLITICS
from pipelines.tagging.spellings import Spellings, fold_name

_FATHER = " بن "


class Lexicon:
    """Everything that is looked for, and the word lists, folded as the text is."""

    def __init__(self, knowledge: LeaderKnowledge) -> None:
        self.leaders: tuple[LeaderEntry, ...] = knowledge.leaders
        self.kinds = knowledge.kinds
        self.men = bytes(leader.id in knowledge.men for leader in self.leaders)
        """By number, 1 for a man."""
        self.words = {name: frozenset(fold_name(word) for word in words) for name, words in knowledge.words.items()}
        self.words["ordinary"] |= self.words["shared_families"]
        self._spellings = Spellings(knowledge.spellings)
        self.own_words = [self._own_words(leader) for leader in self.leaders]
        self.first_names = self._first_names()
        self.middle_names = [middle_names(leader) for leader in self.leaders]
        self.chains = self._chains()
        self.blockers = [
            tuple((where, fold_name(word)) for where, word in leader.blockers) for leader in self.leaders
        ]
        self.given = self._given_names(knowledge)
        self.persons = self.given | self.words["kin_before"]
        self.holders = _holders(self.leaders)
        self.near = NearNames(self.leaders, self.words["after_role"] | self.words["not_given"])
        nations = knowledge.nations.values()
        self.adjectives = adjectives_of(nations)
        self.states = frozenset(nation.code for nation in nations if nation.is_state)
        self.nations = {fold_name(name) for nation in nations for name in nation.names}
        self.movement_words = movement_words(nations)
        self.ministry_words = ministry_words(knowledge.ministries.values())
        self.behind_titles = {name: _any_of(phrases) for name, phrases in knowledge.behind_titles.items()}
        """By list, whether one of its phrases stands behind a title: to be matched where the title ends."""
        self.patterns = self._patterns(knowledge)
        del self._spellings  # some megabytes of what it made; nobody asks for it again

    def _patterns(self, knowledge: LeaderKnowledge) -> tuple[tuple[str, object], ...]:
        """All that is looked for; the phrases of two lines of a table may be one."""
        same: dict[Role, Role] = {}  # of seventeen thousand titles most mean what another means
        roles = [(fold_name(phrase), same.setdefault(role, role)) for phrase, role in knowledge.roles]
        nations = nation_words(knowledge.nations.values(), self.words["no_nations"])
        names = (*self._aliases(), *self._namesakes(knowledge))
        return tuple(dict.fromkeys((*names, *with_assimilated(roles), *nations)))

    def _aliases(self) -> Iterator[tuple[str, object]]:
        for number, leader in enumerate(self.leaders):
            named: set[str] = set()
            for name_class, names in (
                (FULL, leader.full), (SHORT, leader.short), (AMBIGUOUS, leader.ambiguous)
            ):  # fmt: skip
                for name in names:
                    for form in self._spellings.of(name, regional=name_class != AMBIGUOUS):
                        if form not in named:
                            named.add(form)
                            yield from forms_of(form, self._alias(number, name_class, form))

    def _alias(self, leader: int, name_class: str, name: str) -> Alias:
        ordinary = name in self.words["ordinary"]
        last = name.rsplit(" ", 1)[-1]
        return Alias(
            leader, name_class, name, proclitics_of(name, name_class, ordinary=ordinary), ordinary,
            " " in name and last in self.given,
        )  # fmt: skip

    def _namesakes(self, knowledge: LeaderKnowledge) -> Iterator[tuple[str, object]]:
        for name in knowledge.words["namesakes"]:
            for form in self._spellings.of(name):
                yield form, Alias(-1, NAMESAKE, form, PROCLITICS)

    def _own_words(self, leader: LeaderEntry) -> Words:
        return words_of(form for name in (*leader.full, *leader.short) for form in self._spellings.of(name))

    def _first_names(self) -> dict[tuple[int, str], list[str]]:
        """By leader and family name, the first names that make both a full name of his."""
        firsts: dict[tuple[int, str], list[str]] = {}
        for number, leader in enumerate(self.leaders):
            families = {fold_name(name) for name in (*leader.short, *leader.ambiguous)}
            for form in (form for name in leader.full for form in self._spellings.of(name)):
                for family in families:
                    first = form.removesuffix(f" {family}")
                    if first != form and (" " not in first or first.startswith("عبد ")):
                        firsts.setdefault((number, family), []).append(sys.intern(first))
        return firsts

    def _chains(self) -> dict[tuple[str, str, str], list[int]]:
        """By first name, father («» where the tables hold none) and family name, the leaders of Arab countries."""
        chains: dict[tuple[str, str, str], list[int]] = {}
        for number, leader in enumerate(self.leaders):
            if is_foreign(leader.countries):
                continue
            forms = [form for name in leader.full for form in self._spellings.of(name)]
            has_father = any(_FATHER in form for form in forms)
            for form in forms:
                parts = chain_of(form)
                if parts is not None and (parts[1] or not has_father):
                    chains.setdefault(parts, []).append(number)
        return chains

    def _given_names(self, knowledge: LeaderKnowledge) -> frozenset[str]:
        given = set(self.words["given_names"])
        for leader in self.leaders:
            for name in leader.full:
                first, _, rest = fold_name(name).partition(" ")
                if rest and not first.startswith(ARTICLE):
                    given.add(sys.intern(first))
        titles = {word for phrase, _ in knowledge.roles for word in fold_name(phrase).split()}
        # «وصل إلى طوكيو جون كيري», for all Tokyo Sexwale; «التقت رايس الوفد», for all Rais Yatim.
        cities = {fold_name(word) for nation in knowledge.nations.values() for word in nation.words()}
        families = {fold_name(name) for leader in self.leaders for name in leader.short}
        families |= {
            fold_name(name) for leader in self.leaders if is_foreign(leader.countries) for name in leader.ambiguous
        }
        given -= (cities | families) - self.words["given_names"]
        return frozenset(given - self.words["not_given"] - titles - self.words["fillers"])


def _holders(leaders: tuple[LeaderEntry, ...]) -> dict[tuple[str, str], list[int]]:
    holders: dict[tuple[str, str], list[int]] = {}
    for number, leader in enumerate(leaders):
        for office in leader.offices:
            numbers = holders.setdefault((office.kind, office.country), [])
            if number not in numbers:
                numbers.append(number)
    return holders


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """One of the phrases behind a space, whole words."""
    return re.compile(rf" (?:{'|'.join(re.escape(fold_name(phrase)) for phrase in phrases)})(?!\w)")
