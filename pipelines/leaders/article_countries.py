"""Of which countries an article tells, by names, leaders and titles: whose «وزير الخارجية» is."""

import re
from collections.abc import Container, Iterable
from datetime import date
from functools import cached_property

from pipelines.knowledge.office_files import mission_to
from pipelines.leaders.hits import Hits, RoleHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.mentions import Mention
from pipelines.leaders.titles import HEADS, holders_on, matches

OFTEN = 2  # times: a country that is named once may only be somebody's destination
ENVOY = frozenset({("envoy", None)})
_MAIN = 3  # times, and times as often as the next
_OF_FEW = frozenset({"king", "emir", "sultan", "supreme_leader"})
_AMBASSADOR = re.compile(r"\b[ولب]?(?:ال)?(?:سفير|سفيره|قنصل) (\w+)")
_ROYAL = ("الملك ", "السلطان ")
_SEVERAL = ("الروساء", "الرييسان", "الرييسين")  # of different countries


class ArticleCountries:
    """What one article of that day says; asked only where a title without a country stands."""

    def __init__(self, lexicon: Lexicon, hits: Hits, mentions: list[Mention], day: date | None) -> None:
        self._lexicon = lexicon
        self._hits = hits
        self._mentions = mentions
        self._day = day

    @cached_property
    def ends(self) -> dict[tuple[int, int], Mention]:
        """Who is named, by where the name ends."""
        return {(one.hit.copy.number, one.hit.end): one for one in self._mentions}

    @cached_property
    def nations(self) -> frozenset[str]:
        """The states that the article names; of the United Nations nobody is prime minister."""
        return self._lexicon.states & self._hits.nations

    @cached_property
    def home(self) -> str | None:
        """The country of which it tells, if that is only one."""
        return self._home_by_style() or self._sole_country()

    @cached_property
    def mission(self) -> str | None:
        """The mission of the UN's envoy: to the country that the article names by far most of those with one."""
        sent = self._most_named((code for code in self.nations if self._has_holder(ENVOY, mission_to(code))), OFTEN)
        return None if sent is None else mission_to(sent)

    def ruled_country(self, hit: RoleHit) -> str | None:
        """Of several countries that the article names the only one with such a head: «جلالة الملك»."""
        if not _is_of(HEADS, hit):
            return None
        ruled = [code for code in self._hits.nations if self._has_holder(hit.role.offices, code)]
        is_guest = len(self._hits.nations) == 1 and self._is_an_ambassadors
        return ruled[0] if len(ruled) == 1 and not is_guest else None

    def may_have(self, hit: RoleHit, country: str) -> bool:
        """Whether such an officer may be that country's: France has no king, but all have ministers."""
        if hit.role.is_limited and country not in {code for _, code in hit.role.offices}:
            return False
        return self._day is None or not _is_of(_OF_FEW, hit) or self._has_holder(hit.role.offices, country)

    def has_monarch(self, hit: RoleHit, country: str) -> bool:
        """Whether it is a monarch's title, and that country has one on the day."""
        return _is_of(_OF_FEW, hit) and self._has_holder(hit.role.offices, country)

    def country_of_his_master(self, hit: RoleHit) -> str | None:
        """«أوفد الرئيس عبد الفتاح السيسي وزير الخارجية إلى نيويورك»: the country of who is named right before."""
        mention = self.ends.get((hit.copy.number, hit.start - 1))
        leader = self._lexicon.leaders[mention.leader] if mention is not None else None
        if leader is not None and len(leader.countries) == 1 and not matches(leader, hit.role):
            return next(iter(leader.countries))
        return None

    def countries_of_leaders(self) -> set[str]:
        return {code for one in self._mentions for code in self._lexicon.leaders[one.leader].countries}

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
        title = one.hit.title
        return (
            title is not None
            and title.role.country is None
            and not title.copy.text.startswith(_SEVERAL, title.start)
        )

    def _sole_country(self) -> str | None:
        """The only country that the article names, if one of the leaders is of it, or none is named."""
        nations, theirs = self.nations, self.countries_of_leaders()
        is_told = len(nations) == 1 and (not theirs or theirs & nations) and not self._is_an_ambassadors
        return next(iter(nations)) if is_told else None

    @cached_property
    def _is_an_ambassadors(self) -> bool:
        """«استقبل وزير الخارجية السفير البريطاني», where no leader is named, happens anywhere but in Britain."""
        if self._mentions:
            return False
        behind = ((copy.number, one) for copy in self._hits.copies for one in _AMBASSADOR.finditer(copy.text))
        return any(
            one[1] in self._lexicon.adjectives or (number, one.start(1)) in self._hits.countries
            for number, one in behind
        )

    @cached_property
    def main(self) -> str | None:
        """The country that it names far more often than any other, and of which all the leaders are."""
        first = self._most_named(self.nations, _MAIN)
        if first is None or self._hits.times[first] < _MAIN or not self.countries_of_leaders() <= {first}:
            return None
        return first

    def _most_named(self, countries: Iterable[str], factor: int) -> str | None:
        """The one that is named at least so many times as often as each of the others."""
        times = self._hits.times
        ranked = sorted(countries, key=lambda code: -times[code])
        is_clear = ranked and all(times[ranked[0]] >= factor * times[other] for other in ranked[1:])
        return ranked[0] if is_clear else None

    def _has_holder(self, offices: Iterable[tuple[str, str | None]], country: str) -> bool:
        """Whether anybody holds such an office there on the day."""
        day = self._day
        return day is not None and any(
            True for kind, _ in offices for _ in holders_on(self._lexicon, kind, country, day)
        )


def _is_of(kinds: Container[str], hit: RoleHit) -> bool:
    return all(kind in kinds for kind, _ in hit.role.offices)
