"""Names joined by «and»: what is known of the one says whom the other means."""

from collections.abc import Iterator
from itertools import pairwise

from pipelines.leaders.bearers import Bearers
from pipelines.leaders.candidates import Candidates
from pipelines.leaders.hits import NameHit
from pipelines.leaders.mentions import Mention, mention


def joined_mentions(
    names: list[NameHit], found: list[Mention], candidates: Candidates, bearers: Bearers
) -> list[Mention]:
    """«بين الصدر والعامري»: beside a leader, an ambiguous name means one of his country."""
    leaders = {id(mention.hit): mention.leader for mention in found}
    joined: list[Mention] = []
    for one, other in _pairs(names):
        if not leaders.keys() & {id(one), id(other)}:
            joined += _allied(one, other, candidates, bearers)
        for hit, beside in ((one, other), (other, one)):
            if id(hit) in leaders or id(beside) not in leaders:
                continue
            if not bearers.others_carry(hit) and not candidates.is_of_a_group(hit):
                meant = candidates.countrymen(hit, leaders[id(beside)])
                for told in mention(hit, meant, "context", bearers):
                    joined.append(told)
                    leaders[id(hit)] = told.leader  # «عون وبري وميقاتي»: once
    return joined


def _pairs(names: list[NameHit]) -> Iterator[tuple[NameHit, NameHit]]:
    for one, other in pairwise(names):
        if other.prefix == "و" and one.copy is other.copy and other.start - 2 == one.end:
            yield one, other


def _allied(one: NameHit, other: NameHit, candidates: Candidates, bearers: Bearers) -> list[Mention]:
    """«ميليشيات الحوثي وصالح»: two names that together fit one country which the article names."""
    if not one.copy.text.startswith("ال", one.start) or any(map(bearers.others_carry, (one, other))):
        return []
    pairs = candidates.allies(one, other)
    if len(pairs) != 1:
        return []
    both = zip((one, other), pairs.pop(), strict=True)
    meant = [(hit, number) for hit, number in both if not hit.is_adjective]
    return [found for hit, number in meant for found in mention(hit, [number], "context", bearers)]
