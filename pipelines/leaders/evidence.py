"""Decides whom each name means: a full name speaks for itself, a bare one needs evidence in the article."""

from collections.abc import Callable, Iterator
from datetime import date

from pipelines.leaders.bearers import Bearers
from pipelines.leaders.candidates import Candidates
from pipelines.leaders.company import Company
from pipelines.leaders.context import Context
from pipelines.leaders.hits import Hits, NameHit, RoleHit
from pipelines.leaders.joined_names import joined_mentions
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.mentions import Mention, mention
from pipelines.leaders.name_forms import AMBIGUOUS, FULL, SHORT
from pipelines.leaders.rulers import Rulers
from pipelines.leaders.titles import matches
from pipelines.tagging.words import word_before

_VOUCHERS = 2  # rulers

_Bare = tuple[NameHit, Callable[[NameHit], list[Mention]]]
"""A bare name, and what finds whom it means."""


class Evidence:
    """What an article says about whom its names mean."""

    def __init__(self, lexicon: Lexicon, hits: Hits, day: date | None, press: str | None = None) -> None:
        self._lexicon = lexicon
        self._titles = bool(hits.roles)
        self._bearers = Bearers()
        nations = hits.nations | hits.peoples
        self._rulers = Rulers(lexicon, nations, day, self._bearers, press)
        self._candidates = Candidates(lexicon, nations, day, self._bearers, self._rulers)
        company = Company(lexicon, hits.names, day, self._bearers)
        self._context = Context(lexicon, hits, self._candidates, self._rulers, company)

    def mentions(self, hits: Hits) -> list[Mention]:
        """The names that mean a leader, in reading order."""
        found: list[Mention] = []
        names = hits.names
        self._tell_namesakes(names)
        found.extend(self._full_names(names))  # first: bare names mean those who are named in full
        bare: list[_Bare] = [(hit, self._short) for hit in _of_class(SHORT, names)]
        bare += [(hit, self._ambiguous) for hit in _of_class(AMBIGUOUS, names)]
        still_open = self._settle(bare, found)
        if not found:
            found.extend(self._one_for_another(names))
            told = {id(one.hit) for one in found}
            still_open = [one for one in still_open if id(one[0]) not in told]
        if any(one.rule != "full" for one in found):
            self._settle(still_open, found)  # columns name hardly anybody in full: one bare name tells of others
        for hit, role in hits.covered:
            found.extend(self._within_title(hit, role))
        found.extend(joined_mentions(names, found, self._candidates, self._bearers))
        return sorted(found, key=lambda mention: mention.hit.place)

    def _settle(self, bare: list[_Bare], found: list[Mention]) -> list[_Bare]:
        """Adds whom these names mean; those that mean nobody so far."""
        still_open: list[_Bare] = []
        for hit, settle in bare:
            meant = settle(hit)
            found.extend(meant)
            if not meant:
                still_open.append((hit, settle))
        return still_open

    def _one_for_another(self, names: list[NameHit]) -> list[Mention]:
        """«ستالين وهتلر وموسوليني»: where nobody else is named, rulers' sure names vouch for each other."""
        meant = [(hit, self._candidates.rulers(hit)) for hit in _of_class(SHORT, names) if not hit.is_quoted]
        told = [(hit, rulers) for hit, rulers in meant if rulers and not self._bearers.others_carry(hit)]
        if len({rulers[0] for _, rulers in told}) < _VOUCHERS or self._context.is_sport:
            return []
        return [found for hit, rulers in told for found in self._mention(hit, rulers, "short")]

    # Full names

    def _tell_namesakes(self, names: list[NameHit]) -> None:
        """«محمد مرسي» is the fireman in the headline too, if the text names «المقدم محمد مرسي», no president."""
        others = {hit.words for hit in names if hit.namesake}
        if not others:
            return
        same = [hit for hit in names if _is_of_class(FULL, hit) and hit.words in others]
        others -= {
            hit.words for hit in same if self._candidates.titled(hit, [alias.leader for alias in hit.aliases])
        }
        for hit in same:
            hit.other_bearer = hit.words in others

    def _full_names(self, names: list[NameHit]) -> Iterator[Mention]:
        is_alone = not self._titles and len({hit.words for hit in names if hit.aliases}) == 1
        for hit in names:
            if hit.other_bearer:
                self._bearers.add_other(hit)
            elif _is_of_class(FULL, hit):
                yield from self._full(hit, is_alone=is_alone)

    def _full(self, hit: NameHit, *, is_alone: bool) -> list[Mention]:
        """«محمود عباس», two first names, is anybody where no title, no other leader nor his country is named."""
        candidates = self._candidates.bearers(hit)
        if is_alone and hit.aliases[0].given_only and hit.words.count(" ") == 1:
            candidates = self._candidates.not_of_many(candidates)
        if not candidates:
            self._bearers.add_other(hit)
        if len(candidates) > 1:
            candidates = self._candidates.settled(hit, candidates)
        return self._mention(hit, candidates, "full")

    # Bare names

    def _short(self, hit: NameHit) -> list[Mention]:
        candidates = self._candidates.bearers(hit)
        titled = self._candidates.titled(hit, candidates)
        if titled:
            return self._mention(hit, titled, "title" if len(candidates) > 1 else "short")
        if self._candidates.contradicted(hit, candidates):
            return []
        if self._bearers.are_named(hit, candidates):
            return self._mention(hit, self._bearer(hit, candidates), "short")
        if self._bearers.others_carry(hit) or self._context.is_sport or hit.is_quoted:
            return []
        return self._mention(hit, self._candidates.plausible(candidates), "short")

    def _ambiguous(self, hit: NameHit) -> list[Mention]:
        if self._candidates.is_of_a_group(hit):
            return []
        candidates = self._candidates.begun(hit)
        titled = self._titled_one(hit, candidates)
        if titled:
            return self._mention(hit, titled, "title")
        if self._candidates.contradicted(hit, candidates):
            return []
        bearer = self._bearer(hit, candidates)
        if bearer:
            return self._mention(hit, bearer, "surname")
        return (
            []
            if self._bearers.others_carry(hit)
            else self._mention(hit, self._context.meant(hit, candidates), "context")
        )

    def _bearer(self, hit: NameHit, candidates: list[int]) -> list[int]:
        """Who is named in full nearest to a bare name, or governs after him."""
        nearest = self._bearers.nearest(hit, candidates)
        return nearest and (self._heir(hit, nearest, candidates) or nearest)

    def _heir(self, hit: NameHit, nearest: list[int], candidates: list[int]) -> list[int]:
        """«الحريري» is the son who governs, though the text names «رفيق الحريري» whose murder is tried."""
        if any(number in self._bearers for number in candidates if number not in nearest):
            return []  # both are named: the nearer one
        if any(self._candidates.holds_office(number) for number in nearest):
            return []
        before, _ = word_before(hit.copy.text, hit.start)
        heads = self._rulers.heads_of_the_day(candidates)
        return heads if len(heads) == 1 and before not in self._lexicon.words["late_before"] else []

    def _titled_one(self, hit: NameHit, candidates: list[int]) -> list[int]:
        titled = self._candidates.titled(hit, candidates)
        if hit.is_ordinary:
            titled = [number for number in titled if self._candidates.fits_ordinary(hit, number)]
        if len(titled) > 1:
            titled = self._bearers.nearest(hit, titled) or self._candidates.in_named_country(titled)
        if len(titled) > 1:  # «الرئيس الحريري», long after both
            titled = self._rulers.last_head(titled)
        return titled

    def _within_title(self, hit: NameHit, role: RoleHit) -> list[Mention]:
        """«رئيس الوزراء السوداني» is Iraq's where the article names محمد شياع السوداني in full."""
        anywhere = role.role.of(None)
        meant = [
            number for number in {alias.leader for alias in hit.aliases}
            if number in self._bearers and matches(self._lexicon.leaders[number], anywhere)
        ]  # fmt: skip
        role.is_name = bool(meant)
        return self._mention(hit, meant, "surname")

    def _mention(self, hit: NameHit, meant: list[int], rule: str) -> list[Mention]:
        return mention(hit, meant, rule, self._bearers)


def _of_class(name_class: str, names: list[NameHit]) -> list[NameHit]:
    return [hit for hit in names if _is_of_class(name_class, hit) and not hit.other_bearer]


def _is_of_class(name_class: str, hit: NameHit) -> bool:
    return bool(hit.aliases) and hit.aliases[0].name_class == name_class
