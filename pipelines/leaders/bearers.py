"""Who was clearly named where in an article: bare names mean the bearer who was named last before them."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from pipelines.leaders.hits import NameHit

NOBODY = -1
"""In place of a leader's number: another person of the same family name."""
_Places = list[tuple[tuple[int, int], int]]
"""Where somebody is named (field, start), and who, in reading order."""


class Bearers:
    """Leaders (by number) who were clearly named, and other persons who bear a family name, each by place."""

    def __init__(self) -> None:
        self._leaders: dict[int, _Places] = {}
        self._others: dict[str, _Places] = {}
        self._families: dict[str, _Places] = {}

    def add(self, leader: int, hit: NameHit) -> None:
        """Notes that this leader is named here."""
        insort(self._leaders.setdefault(leader, []), (hit.place, leader))
        if " " in hit.words:
            insort(self._families.setdefault(_family_name(hit), []), (hit.place, leader))

    def add_other(self, hit: NameHit) -> None:
        """Notes that somebody else of this family name is named here."""
        insort(self._others.setdefault(_family_name(hit), []), (hit.place, NOBODY))

    def __contains__(self, leader: int) -> bool:
        return leader in self._leaders

    def __iter__(self) -> Iterator[int]:
        return iter(self._leaders)

    def __len__(self) -> int:
        return len(self._leaders)

    def is_near(self, leader: int, hit: NameHit, letters: int) -> bool:
        """Whether the leader is clearly named within so many letters of a name."""
        field, start = hit.place
        places = self._leaders.get(leader, [])
        at = bisect_left(places, (hit.place,))
        return any(
            one == field and abs(there - start) <= letters for (one, there), _ in places[max(at - 1, 0) : at + 1]
        )

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
        if self.others_carry(hit):
            bearers.append(self._others[_family_name(hit)])
        # A headline names nobody in full: the text below it does.
        before = [places[at - 1] for places in bearers if (at := bisect_left(places, (hit.place,)))]
        number = max(before)[1] if before else min(places[0] for places in bearers)[1]
        return [] if number == NOBODY else [number]

    def _meant(self, hit: NameHit, candidates: Iterable[int]) -> list[_Places]:
        """Where the candidates, and others of this family name, are named."""
        meant = [self._leaders[number] for number in candidates if number in self._leaders]
        if hit.words in self._families and not hit.is_ordinary and not hit.of_the_elder:
            meant.append(self._families[hit.words])  # but «الحوثي» is an adjective, too
        return meant


def _family_name(hit: NameHit) -> str:
    return hit.words.rsplit(" ", 1)[-1]
