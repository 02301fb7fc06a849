"""Which countries an article names: by name, people, adjective, capital, city or region."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from pipelines.knowledge.leader_files import LeaderEntry
from pipelines.knowledge.office_files import mission_to
from pipelines.place_knowledge import PlaceKnowledge, PlaceName
from pipelines.records import Leader, Place
from pipelines.scanning import FieldHits, Knowledge, knowledge, scan
from pipelines.signals import Hit
from pipelines.tagging.clitics import ARTICLE, ASSIMILATED, SINGLE
from pipelines.tagging.words import is_adjective

_AND = " و"


def find_places(title: str | None, text: str) -> list[Place]:
    """The countries that title and text name, the most named first."""
    known = knowledge()
    return places_in(scan(title or "", known), scan(text, known), known)


def places_in(
    title: FieldHits,
    text: FieldHits,
    known: Knowledge,
    outlet_country: str | None = None,
    leaders: Sequence[Leader] = (),
) -> list[Place]:
    """The countries that the names found stand for; «المملكة» is that of the newspaper where it may be.

    The `leaders` found in the article say that «عمان» is Amman, and that «السوداني» is a man's name.
    """
    clear: Counter[str] = Counter()
    doubtful: list[PlaceName] = []
    families = _family_names(title, text)
    for field, where in (("title", title), ("text", text)):
        persons, hits = _names(leaders, field), list(_longest(where.places))
        listed = _listed(where.copy.text, hits)
        for hit, name in hits:
            if name.kind == "nisba" and _is_family_name(where.copy.text, hit, families):
                continue
            if persons and name.kind != "clear" and _is_within(where.copy.span(hit[0], hit[1]), persons):
                continue
            if hit[0] in listed or _is_clear(where.copy.text, hit, name, known.places):
                clear[name.countries[0]] += 1
            elif name.marked is not None and name.marked[0] in where.surface(hit):
                clear[name.marked[1]] += 1
            elif name.marked is not None and _is_beside_a_city(where.copy.text, hit, hits):
                doubtful.append(replace(name, default=name.marked[1], by_press=()))
            elif name.kind in {"guarded", "ambiguous"}:
                doubtful.append(name)
    named = clear.copy()
    settled = (_settled(name, clear, outlet_country, leaders, known) for name in doubtful)
    named.update(country for country in settled if country is not None)
    return [Place(country=country, mentions=count) for country, count in sorted(named.items(), key=_most_first)]


def _listed(text: str, hits: Sequence[tuple[Hit, PlaceName]]) -> set[int]:
    """Where guarded names begin that «and» joins to a clear one: «بوركينا فاسو ومالي», «مالي والنيجر»."""
    guarded = [hit for hit, name in hits if name.kind == "guarded"]
    if not guarded:
        return set()
    clear = [hit for hit, name in hits if name.kind == "clear" and not is_adjective(text, hit[0], hit[1])]
    begins, ends = {hit[0] for hit in clear}, {hit[1] for hit in clear}
    return {
        start for start, end, _ in guarded
        if (text.endswith(_AND, 0, start) and start - len(_AND) in ends)
        or (text.startswith(_AND, end) and end + len(_AND) in begins)
    }  # fmt: skip


def _is_beside_a_city(text: str, hit: Hit, hits: Iterable[tuple[Hit, PlaceName]]) -> bool:
    """«القاهرة وعمان» are cities, «السعودية وعمان» countries."""
    start, end, _ = hit
    before = start - len(_AND) if text.endswith(_AND, 0, start) else None
    behind = end + len(_AND) if text.startswith(_AND, end) else None
    return any(name.is_city and (other[1] == before or other[0] == behind) for other, name in hits)


def _family_names(title: FieldHits, text: FieldHits) -> frozenset[str]:
    """The last words of leaders named in full: «السوداني» beside «محمد شياع السوداني» is no man of Sudan."""
    return frozenset(
        where.copy.text[start:end].rpartition(" ")[2]
        for where in (title, text) for start, end, signal in where.places
        if signal.place is not None and signal.place.kind == "person"
    )  # fmt: skip


def _is_family_name(text: str, hit: Hit, families: frozenset[str]) -> bool:
    """«ائتلاف السوداني», «سلم للسوداني», but not «الجيش السوداني»."""
    word = text[hit[0] : hit[1]]
    if word.startswith(ASSIMILATED):
        word = ARTICLE + word.removeprefix(ASSIMILATED)
    return word in families and not _word_before(text, hit[0]).startswith(ARTICLE)


def _names(leaders: Iterable[Leader], field: str) -> list[tuple[int, int]]:
    """Where the field, as stored, names leaders; a title without a name is none: «الرئيس المصري» names Egypt."""
    return [
        (span["start"], span["end"])
        for leader in leaders for span in leader["spans"]
        if span["field"] == field and span["rule"] != "role"
    ]  # fmt: skip


def _is_within(place: tuple[int, int], persons: Iterable[tuple[int, int]]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in persons)


def _most_first(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]


def _longest(hits: Iterable[Hit]) -> Iterator[tuple[Hit, PlaceName]]:
    """Of names that overlap only the longest: جنوب السودان is not السودان; a mask hides what lies inside it."""
    reached, last_start = 0, -1
    for hit in sorted(hits, key=lambda one: (one[0], -one[1])):
        start, end, name = hit[0], hit[1], hit[2].place
        assert name is not None
        same = start == last_start and end == reached
        if end > reached or (same and name.kind == "guarded"):
            reached, last_start = end, start
            if name.kind not in {"mask", "person"}:
                yield hit, name


def _is_clear(text: str, hit: Hit, name: PlaceName, known: PlaceKnowledge) -> bool:
    start, end, _ = hit
    if name.kind == "clear" and not is_adjective(text, start, end):
        return True
    word = _word_before(text, start)
    if name.kind == "guarded":
        return word in known.before or (word[:1] in SINGLE and word[1:] in known.before)
    # After a given name an adjective is a family name: أحمد المصري, but not أحمد جمال والسورية فرح.
    joined = start > 0 and text[start - 1].isalnum()
    return name.kind in {"nisba", "clear"} and (joined or word not in known.given_names)


def _word_before(text: str, start: int) -> str:
    """The word before the one that holds `start`, without looking past a full stop or a new line."""
    begin = start
    while begin and text[begin - 1].isalnum():  # proclitics of the name itself
        begin -= 1
    if begin < 2 or text[begin - 1] != " ":
        return ""
    first = begin - 1
    while first and text[first - 1].isalnum():
        first -= 1
    return text[first : begin - 1]


def _settled(
    name: PlaceName, clear: Counter[str], outlet_country: str | None, leaders: Sequence[Leader], known: Knowledge
) -> str | None:
    """The country that a doubtful name stands for in an article that names these countries clearly."""
    best = max(name.countries, key=lambda country: clear[country])
    if clear[best]:
        return best
    if name.default is None or outlet_country in name.countries:
        return outlet_country if name.default else None
    meant = dict(name.by_press).get(outlet_country or "", name.default)
    return (_ruled(name.countries, leaders, known) if leaders else None) or meant


def _ruled(countries: Iterable[str], leaders: Iterable[Leader], known: Knowledge) -> str | None:
    """The one of these countries of which the article names leaders; None where it does of several."""
    entries = _entries(known)
    homes = {home for leader in leaders if leader["id"] in entries for home in entries[leader["id"]].countries}
    sent = {
        country for country in countries if mission_to(country) in homes
    }  # an envoy there, whatever else he was
    ruled = sent or homes.intersection(countries)
    return ruled.pop() if len(ruled) == 1 else None


@lru_cache(maxsize=2)
def _entries(known: Knowledge) -> Mapping[str, LeaderEntry]:
    return {leader.id: leader for leader in known.lexicon.leaders}
