"""What in the knowledge of leaders deserves a look: `python -m pipelines.knowledge.check`.

What is wrong is refused by the readers, of topics, stories and places too. Listed is what may be right: gaps and
overlaps in offices that one person holds at a time, names that mean several leaders, persons who may stand there
twice, leaders whose offices have no dates.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise

from pipelines.knowledge.folders import OWN_FOLDER, knowledge_folders
from pipelines.knowledge.leader_files import LeaderEntry, Office
from pipelines.knowledge.loading import LeaderKnowledge, load_leader_knowledge
from pipelines.knowledge.tables import KnowledgeError
from pipelines.places.knowledge import load_places
from pipelines.stories.knowledge import load_stories
from pipelines.tagging.spellings import Spellings, fold_name
from pipelines.topics.knowledge import load_topics

# Two weeks without a holder are a change of government; shorter overlaps are the day of the change itself.
_GAP, _OVERLAP = timedelta(days=14), timedelta(days=1)
_MONTH, _YEAR = timedelta(days=31), timedelta(days=366)
_SINCE = date(1990, 1, 1)

Held = tuple[date, date, str]


def findings(knowledge: LeaderKnowledge) -> Iterator[str]:
    """One line for each thing to look at, most serious first."""
    yield from _twice(knowledge.leaders)
    yield from _shared_full_names(knowledge)
    yield from _terms(knowledge)
    yield from _shared_bare_names(knowledge)
    yield from _without_dates(knowledge.leaders)


def main() -> int:
    """Prints the findings; 0, or 4 for a broken file."""
    folders = knowledge_folders()
    try:
        knowledge = load_leader_knowledge(folders)
        topics, places = load_topics(folders), load_places(OWN_FOLDER / "places")
        load_stories(folders, topics.entries.keys(), places.countries)
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 4
    for line in findings(knowledge):
        print(line)
    print(f"{len(knowledge.leaders)} leaders")
    return 0


def _twice(leaders: tuple[LeaderEntry, ...]) -> Iterator[str]:
    """Persons who may be one: a name in common, and offices in one country at the same time."""
    bearers: dict[str, list[LeaderEntry]] = {}
    for leader in leaders:
        for name in {fold_name(name) for name in (leader.name_ar, *leader.full)}:
            bearers.setdefault(name, []).append(leader)
    pairs = {
        (one.id, other.id): name
        for name, sharing in bearers.items()
        for one, other in combinations(sharing, 2)
        if _together(one, other)
    }
    for (one_id, other_id), name in sorted(pairs.items()):
        yield f"twice: {name}: {one_id}, {other_id}"


def _together(one: LeaderEntry, other: LeaderEntry) -> bool:
    return any(
        mine.country == theirs.country and _overlap(_held(one, mine), _held(other, theirs))
        for mine in one.offices for theirs in other.offices
    )  # fmt: skip


def _overlap(one: Held, other: Held) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _terms(knowledge: LeaderKnowledge) -> Iterator[str]:
    terms: dict[tuple[str, str], list[Held]] = {}
    for leader in knowledge.leaders:
        for office in leader.offices:
            if not office.vague and knowledge.kinds[office.kind].single:
                terms.setdefault((office.kind, office.country), []).append(_held(leader, office))
    for (kind, country), held in sorted(terms.items()):
        for before, after in pairwise(sorted(held)):
            if after[0] - before[1] > _GAP and after[0] > _SINCE:
                yield f"gap: {kind} {country}: nobody from {before[1]} ({before[2]}) to {after[0]} ({after[2]})"
            elif before[1] - after[0] > _unsure(before[1], after[0]) and before[2] != after[2]:
                yield f"overlap: {kind} {country}: {before[2]} until {_told(before[1])}, {after[2]} from {after[0]}"


def _told(end: date) -> str:
    return "now" if end == date.max else str(end)


def _unsure(end: date, start: date) -> timedelta:
    """How much two terms may overlap because an end or a start is known to the month or year only."""
    if (end.month, end.day) == (12, 31) or (start.month, start.day) == (1, 1):
        return _YEAR
    return _MONTH if (end + timedelta(days=1)).day == 1 or start.day == 1 else _OVERLAP


def _held(leader: LeaderEntry, office: Office) -> Held:
    return office.start or date.min, office.end or date.max, leader.id


def _shared_full_names(knowledge: LeaderKnowledge) -> Iterator[str]:
    spellings = Spellings(knowledge.spellings)
    bearers: dict[str, set[str]] = {}
    for leader in knowledge.leaders:
        for name in leader.full:
            for form in spellings.of(name):
                bearers.setdefault(form, set()).add(leader.id)
    for name, ids in sorted(bearers.items()):
        if len(ids) > 1:
            yield f"full name of several: {name}: {', '.join(sorted(ids))}"


def _shared_bare_names(knowledge: LeaderKnowledge) -> Iterator[str]:
    bearers: dict[str, dict[str, LeaderEntry]] = {}
    sure: set[str] = set()
    for leader in knowledge.leaders:
        for name in (*leader.short, *leader.ambiguous):
            bearers.setdefault(fold_name(name), {})[leader.id] = leader
        sure.update(fold_name(name) for name in leader.short)
    for name, leaders in sorted(bearers.items()):
        if len(leaders) > 1:
            sharing = "one after the other" if _follow(leaders.values()) else "several"
            kind = f"short, but of {sharing}" if name in sure else "ambiguous"
            yield f"{kind}: {name}: {', '.join(sorted(leaders))}"


def _follow(leaders: Iterable[LeaderEntry]) -> bool:
    """Whether they held office one after the other, as father and son: a bare name means the holder of the day."""
    terms = sorted(_held(leader, office) for leader in leaders for office in leader.offices if office.leads)
    return all(one[2] == other[2] or one[1] <= other[0] for one, other in pairwise(terms))


def _without_dates(leaders: tuple[LeaderEntry, ...]) -> Iterator[str]:
    for leader in leaders:
        if all(office.vague or (office.start is None and office.end is None) for office in leader.offices):
            yield f"no dates: {leader.id} ({leader.file})"


if __name__ == "__main__":
    sys.exit(main())
