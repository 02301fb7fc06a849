"""Whose title stands without a country: «قال رئيس الوزراء», by the article and the newspaper."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from pipelines.knowledge.role_files import Role
from pipelines.leaders.article_countries import ENVOY, OFTEN, ArticleCountries
from pipelines.leaders.hits import Hits, RoleHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.mentions import Mention
from pipelines.leaders.near_names import ARAB
from pipelines.leaders.titles import fits, matches
from pipelines.leaders.unknown_names import ends_an_unknown_name
from pipelines.tagging.words import COMMAS

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
        self._article = ArticleCountries(lexicon, hits, mentions, day)
        self._press = press if press in ARAB else None  # a pan-Arab paper in London means no British prince

    def settled(self, hit: RoleHit) -> Role | None:
        """The title of the country that is meant, if that is known and fits a name behind the title."""
        if hit.role.offices == ENVOY:
            country = self._article.mission
        else:
            country = self._article.country_of_his_master(hit) or self._country(hit)
        if country is None or not self._article.may_have(hit, country):
            return None
        role = hit.role.of(country)
        return role if self._fits(hit, role) else None

    def _country(self, hit: RoleHit) -> str | None:
        if self._is_own_monarch(hit):
            return self._press
        told = self._article.home or self._article.ruled_country(hit) or self._abroad(hit)
        if told is not None and not self._article.may_have(hit, told):
            told = None
        if self._press in {None, told} or self._is_abroad(hit, told):
            return told
        if not self._article.may_have(hit, self._press):  # «المخلوع» in a paper of Riyadh is Yemen's
            return told
        return self._press if self._is_at_home(hit) else None

    def _abroad(self, hit: RoleHit) -> str | None:
        """Of which country a newspaper tells that does not name its own; kings may be of another century."""
        main = None if self._press in {None, *self._article.nations} else self._article.main
        return main if main is not None and not self._article.has_monarch(hit, main) else None

    def _is_own_monarch(self, hit: RoleHit) -> bool:
        """«جلالة الملك» is a kingdom's own in its press, unless another is named by that very style before."""
        if self._press is None or hit.role.before_verb or not self._article.has_monarch(hit, self._press):
            return False
        style = hit.copy.text[hit.start : hit.end]
        ends = {
            (other.copy.number, at): other
            for other in self._hits.roles if other.copy.text[other.start : other.end] == style
            for at in range(other.start, other.end + 2)
        }  # fmt: skip
        return not any(
            one.hit.place in ends and one.hit.place < (hit.copy.number, hit.start) for one in self._mentions
        )

    def _fits(self, hit: RoleHit, role: Role) -> bool:
        """«وزير الخزانة جاك لو» in news of Iran is not Iran's."""
        return hit.name is None or fits(self._lexicon, hit.name, role)

    def _is_abroad(self, hit: RoleHit, country: str | None) -> bool:
        """Whether the article tells of another country: in «سافر وزير الخارجية إلى موسكو» it only names it."""
        if country is None or self._hits.times[country] >= OFTEN:
            return country is not None
        title = hit.role.of(country)
        titles = _told_before(self._hits.roles, hit)
        return any(not title.offices.isdisjoint(other.meant.offices) for other in titles) or any(
            matches(self._lexicon.leaders[one.leader], title) for one in _told_before(self._mentions, hit)
        )

    def _is_at_home(self, hit: RoleHit) -> bool:
        """Whether the article tells of the newspaper's country or of none, and of no such officer elsewhere."""
        nations = self._article.nations
        if self._press not in nations | self._article.countries_of_leaders() and any(
            self._hits.times[code] >= OFTEN and self._article.may_have(hit, code) for code in nations
        ):
            return False
        return self._others(hit) <= {self._press, None} and not self._is_behind_a_name(hit)

    def _others(self, hit: RoleHit) -> set[str | None]:
        """Of which countries such officers are named before."""
        kinds = {kind for kind, _ in hit.role.offices}
        titles = _told_before(self._hits.roles, hit)
        found = {
            other.meant.country if other.meant.sole_country else code
            for other in titles for kind, code in other.meant.offices if kind in kinds
        }  # fmt: skip
        told = [*_told_before(self._mentions, hit), *(one for one in self._mentions if _is_right_before(one, hit))]
        for one in told:
            for office in self._lexicon.leaders[one.leader].offices:
                if office.kind in kinds and (self._day is None or office.held_on(self._day)):
                    found.add(office.country)
        return found

    def _is_behind_a_name(self, hit: RoleHit) -> bool:
        """«سيف بن زايد نائب رئيس الوزراء وزير الداخلية», «لطفي باشريف، وزير الاتصالات»: it is theirs."""
        at = self._over_titles(hit)
        if at <= 0:
            return False  # it opens the field
        mention = self._article.ends.get((hit.copy.number, at))
        if mention is not None:
            return self._press not in self._lexicon.leaders[mention.leader].countries
        return not hit.prefix and ends_an_unknown_name(self._lexicon, hit.copy, at)

    def _over_titles(self, hit: RoleHit) -> int:
        """Where the word before the title ends, over titles that stand between."""
        begins = {role.end: role for role in self._hits.roles if role.copy is hit.copy}
        role = hit
        while True:
            at = role.start - (2 if role.copy.text.startswith(COMMAS, role.start - 2) else 1)
            if role.prefix or at not in begins:
                return at
            role = begins[at]


def _is_right_before(one: Mention, hit: RoleHit) -> bool:
    """Whether the title may be his who was named a few words before: «صدقي صبحي القائد العام وزير الدفاع»."""
    between = hit.copy.text[one.hit.end : hit.start]
    is_near = one.hit.copy is hit.copy and 0 < hit.start - one.hit.end <= _FEW_WORDS
    return is_near and not hit.prefix and " الي " not in between  # «من الرئيس ماكرون إلى رئيس الجمهورية»


def _told_before(those: Iterable[_Told], hit: RoleHit) -> Iterator[_Told]:
    """Those whom an earlier sentence names; before a headline stands nothing, so all that it may mean."""
    ended = max(hit.copy.text.rfind(sign, 0, hit.start) for sign in _SENTENCE_END)
    for one in those:
        other = one.hit if isinstance(one, Mention) else one
        if other.copy is not hit.copy or other.end <= ended:
            yield one
