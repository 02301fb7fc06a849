"""Whose title stands without a country: «قال رئيس الوزراء», by the article and the newspaper."""

from collections.abc import Container, Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import TypeVar

from pipelines.knowledge.office_files import mission_to
from pipelines.knowledge.role_files import Role
from pipelines.tagging.hits import Hits, RoleHit
from pipelines.tagging.lexicon import Lexicon
from pipelines.tagging.mentions import Mention
from pipelines.tagging.near_names import ARAB
from pipelines.tagging.titles import HEADS, fits, holders_on, matches
from pipelines.tagging.words import COMMAS, word_before, word_until

_OFTEN = 2  # times: a country that is named once may only be somebody's destination
_ENVOY = frozenset({("envoy", None)})
_MONARCHS = frozenset({"king", "emir", "sultan"})
_ROYAL = ("الملك ", "السلطان ")
_SENTENCE_END = frozenset(".\n؟!:")
_FEW_WORDS = 60  # letters

_Told = TypeVar("_Told", Mention, RoleHit)


class BareTitles:
    """What one article, of that day and of a newspaper of that country (None: not known), says of such titles."""

    def __init__(
        self, lexicon: Lexicon, hits: Hits, mentions: list[Mention], day: date | None, press: str | None
    ) -> None:
        self._lexicon = lexicon
        self._hits = hits
        self._mentions = mentions
        self._day = day
        self._press = press if press in ARAB else None  # a pan-Arab paper in London means no British prince

    def settled(self, hit: RoleHit) -> Role | None:
        """The title of the country that is meant, if that is known and fits a name behind the title."""
        if hit.role.offices == _ENVOY:
            country = self._mission
        else:
            country = self._country_of_his_master(hit) or self._country(hit)
        role = hit.role.of(country)
        return role if country is not None and self._fits(hit, role) else None

    def _country(self, hit: RoleHit) -> str | None:
        told = self._home or self._ruled_country(hit)
        if told is not None and not self._may_have(hit, told):
            told = None
        if self._press in {None, told} or self._is_abroad(hit, told):
            return told
        return self._press if self._is_at_home(hit) else None

    def _fits(self, hit: RoleHit, role: Role) -> bool:
        """«وزير الخزانة جاك لو» in news of Iran is not Iran's."""
        return hit.name is None or fits(self._lexicon, hit.name, role)

    # What the article says, asked only where such a title stands

    @cached_property
    def _ends(self) -> dict[tuple[int, int], Mention]:
        """Who is named, by where the name ends."""
        return {(one.hit.copy.number, one.hit.end): one for one in self._mentions}

    @cached_property
    def _nations(self) -> frozenset[str]:
        """The states that the article names; of the United Nations nobody is prime minister."""
        return self._lexicon.states & self._hits.nations

    @cached_property
    def _home(self) -> str | None:
        return self._home_by_style() or self._sole_country()

    @cached_property
    def _mission(self) -> str | None:
        """The mission of the UN's envoy: to the country that the article names by far most of those with one."""
        times = self._hits.times
        sent = sorted(
            (code for code in self._nations if self._has_holder(_ENVOY, mission_to(code))),
            key=lambda code: -times[code],
        )
        is_clear = sent and all(times[sent[0]] >= _OFTEN * times[other] for other in sent[1:])
        return mission_to(sent[0]) if is_clear else None

    def _home_by_style(self) -> str | None:
        """The country of leaders whose titles do not say it: newspapers write so of their own («وزيرة الثقافة»)."""
        told = {one.leader for one in self._mentions if self._is_with_country(one.hit.title)}
        own = (one for one in self._mentions if one.leader not in told and self._is_without_country(one))
        countries = {code for one in own for code in self._lexicon.leaders[one.leader].countries}
        return countries.pop() if len(countries) == 1 else None

    def _is_with_country(self, title: RoleHit | None) -> bool:
        """«وزير الخارجية المصري», which says it in its last word, but not «خادم الحرمين الشريفين»."""
        if title is None or title.role.country is None:
            return False
        last = title.copy.text[title.start : title.end].rsplit(" ", 1)[-1]
        return last in self._lexicon.adjectives or last in self._lexicon.nations

    def _is_without_country(self, one: Mention) -> bool:
        """«الوزير فلان», «الملك عبدالله الثاني», but not «السلطان قابوس، سلطان عُمان»."""
        behind = one.hit.title_behind
        if one.hit.words.startswith(_ROYAL):
            return behind is None or not matches(self._lexicon.leaders[one.leader], behind.role)
        return one.hit.title is not None and one.hit.title.role.country is None

    def _sole_country(self) -> str | None:
        """The only country that the article names, if one of the leaders is of it, or none is named."""
        nations, theirs = self._nations, self._countries_of_leaders()
        return next(iter(nations)) if len(nations) == 1 and (not theirs or theirs & nations) else None

    def _ruled_country(self, hit: RoleHit) -> str | None:
        """Of several countries that the article names the only one with such a head: «جلالة الملك»."""
        if not _is_of(HEADS, hit):
            return None
        ruled = [code for code in self._hits.nations if self._has_holder(hit.role.offices, code)]
        return ruled[0] if len(ruled) == 1 else None

    def _may_have(self, hit: RoleHit, country: str) -> bool:
        """Whether such an officer may be that country's: France has no king, but all have ministers."""
        return self._day is None or not _is_of(_MONARCHS, hit) or self._has_holder(hit.role.offices, country)

    def _has_holder(self, offices: Iterable[tuple[str, str | None]], country: str) -> bool:
        """Whether anybody holds such an office there on the day."""
        day = self._day
        return day is not None and any(
            True for kind, _ in offices for _ in holders_on(self._lexicon, kind, country, day)
        )

    def _country_of_his_master(self, hit: RoleHit) -> str | None:
        """«أوفد الرئيس عبد الفتاح السيسي وزير الخارجية إلى نيويورك»: the country of who is named right before."""
        mention = self._ends.get((hit.copy.number, hit.start - 1))
        leader = self._lexicon.leaders[mention.leader] if mention is not None else None
        if leader is not None and len(leader.countries) == 1 and not matches(leader, hit.role):
            return next(iter(leader.countries))
        return None

    def _countries_of_leaders(self) -> set[str]:
        return {code for one in self._mentions for code in self._lexicon.leaders[one.leader].countries}

    # What the newspaper's country says

    def _is_abroad(self, hit: RoleHit, country: str | None) -> bool:
        """Whether the article tells of another country: in «سافر وزير الخارجية إلى موسكو» it only names it."""
        if country is None or self._hits.times[country] >= _OFTEN:
            return country is not None
        title = hit.role.of(country)
        titles = _told_before(self._hits.roles, hit)
        return any(not title.offices.isdisjoint(other.meant.offices) for other in titles) or any(
            matches(self._lexicon.leaders[one.leader], title) for one in _told_before(self._mentions, hit)
        )

    def _is_at_home(self, hit: RoleHit) -> bool:
        """Whether the article tells of the newspaper's country or of none, and of no such officer elsewhere."""
        nations = self._nations
        if self._press not in nations | self._countries_of_leaders() and any(
            self._hits.times[code] >= _OFTEN and self._may_have(hit, code) for code in nations
        ):
            return False
        return self._others(hit) <= {self._press, None} and not self._is_behind_a_name(hit)

    def _others(self, hit: RoleHit) -> set[str | None]:
        """Of which countries such officers are named before."""
        kinds = {kind for kind, _ in hit.role.offices}
        titles = _told_before(self._hits.roles, hit)
        found = {code for other in titles for kind, code in other.meant.offices if kind in kinds}
        told = [*_told_before(self._mentions, hit), *(one for one in self._mentions if _is_right_before(one, hit))]
        for one in told:
            for office in self._lexicon.leaders[one.leader].offices:
                if office.kind in kinds and (self._day is None or office.held_on(self._day)):
                    found.add(office.country)
        return found

    def _is_behind_a_name(self, hit: RoleHit) -> bool:
        """«سيف بن زايد نائب رئيس الوزراء وزير الداخلية», «لطفي باشريف، وزير الاتصالات»: it is theirs."""
        at = self._over_titles(hit)
        mention = self._ends.get((hit.copy.number, at))
        if mention is not None:
            return self._press not in self._lexicon.leaders[mention.leader].countries
        word, begin = word_until(hit.copy.text, at)
        first, _ = word_before(hit.copy.text, begin)
        is_name = first in self._lexicon.given or hit.copy.text[at : at + 1] in {"،", ","}
        return bool(word) and not hit.prefix and is_name and hit.copy.is_new_word(begin)

    def _over_titles(self, hit: RoleHit) -> int:
        """Where the word before the title ends, over titles that stand between."""
        begins = {role.end: role for role in self._hits.roles if role.copy is hit.copy}
        role = hit
        while True:
            at = role.start - (2 if role.copy.text.startswith(COMMAS, role.start - 2) else 1)
            if role.prefix or at not in begins:
                return at
            role = begins[at]


def _is_of(kinds: Container[str], hit: RoleHit) -> bool:
    return all(kind in kinds for kind, _ in hit.role.offices)


def _is_right_before(one: Mention, hit: RoleHit) -> bool:
    """Whether the title may be his who was named a few words before: «صدقي صبحي القائد العام وزير الدفاع»."""
    between = hit.copy.text[one.hit.end : hit.start]
    is_near = one.hit.copy is hit.copy and 0 < hit.start - one.hit.end <= _FEW_WORDS
    return is_near and not hit.prefix and " الي " not in between  # «من الرئيس ماكرون إلى رئيس الجمهورية»


def _told_before(those: Iterable[_Told], hit: RoleHit) -> Iterator[_Told]:
    """Those whom an earlier sentence names; before a headline stands nothing, so all that it may mean."""
    for one in those:
        other = one.hit if isinstance(one, Mention) else one
        if other.copy is not hit.copy or (
            other.start < hit.start and not _SENTENCE_END.isdisjoint(hit.copy.text[other.end : hit.start])
        ):
            yield one
