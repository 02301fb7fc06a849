"""Who was clearly named where in an article: bare names mean the bearer who was named last before them."""

from collections.abc import Iterable, Iterator

from pipelines.tagging.hits import NameHit

NOBODY = -1
"""In place of a leader's number: another person of the same family name."""


class Bearers:
    """Leaders (by number) who were clearly named, and other persons who bear a family name."""

    def __init__(self) -> None:
        self._leaders: dict[int, list[tuple[int, int]]] = {}
        self._others: dict[str, list[tuple[int, int]]] = {}
        self._families: dict[str, list[tuple[tuple[int, int], int]]] = {}

    def add(self, leader: int, hit: NameHit) -> None:
        """Notes that this leader is named here."""
        self._leaders.setdefault(leader, []).append(hit.place)
        if " " in hit.words:
            self._families.setdefault(_family_name(hit), []).append((hit.place, leader))

    def add_other(self, hit: NameHit) -> None:
        """Notes that somebody else of this family name is named here."""
        self._others.setdefault(_family_name(hit), []).append(hit.place)

    def __contains__(self, leader: int) -> bool:
        return leader in self._leaders

    def __iter__(self) -> Iterator[int]:
        return iter(self._leaders)

    def is_near(self, leader: int, hit: NameHit, letters: int) -> bool:
        """Whether the leader is clearly named within so many letters of a name."""
        field, start = hit.place
        return any(one == field and abs(at - start) <= letters for one, at in self._leaders.get(leader, ()))

    def anybody(self) -> bool:
        """Whether the article clearly names any leader."""
        return bool(self._leaders)

    def others_carry(self, hit: NameHit) -> bool:
        """Whether somebody else of this family name is named in the article."""
        return _family_name(hit) in self._others

    def are_named(self, hit: NameHit, candidates: Iterable[int]) -> bool:
        """Whether the article clearly names anybody whom the bare name may mean."""
        return bool(self._meant(hit, candidates))

    def nearest(self, hit: NameHit, candidates: Iterable[int]) -> list[int]:
        """The candidate named last before this place, else first after it; nobody, if another person is nearer.

        Behind «لودوفيك أوربان» the bare «أوربان» is he, though the tables have it as another leader's name only.
        """
        bearers = self._meant(hit, candidates)
        if not bearers:
            return []
        bearers += [(place, NOBODY) for place in self._others.get(_family_name(hit), ())]
        # A headline names nobody in full: the text below it does.
        before = [bearer for bearer in bearers if bearer[0] < hit.place]
        number = max(before)[1] if before else min(bearers)[1]
        return [] if number == NOBODY else [number]

    def _meant(self, hit: NameHit, candidates: Iterable[int]) -> list[tuple[tuple[int, int], int]]:
        """Where the candidates, and others of this family name, are named."""
        meant = [(place, number) for number in candidates for place in self._leaders.get(number, ())]
        if not any(alias.ordinary for alias in hit.aliases):  # «الحوثي» is an adjective, too
            meant += self._families.get(hit.words, ())
        return meant


def _family_name(hit: NameHit) -> str:
    return hit.words.rsplit(" ", 1)[-1]
