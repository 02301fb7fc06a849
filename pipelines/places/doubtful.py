"""Which country a name of several, or of something else, stands for: «عمان», «مالي»."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pipelines.knowledge.office_files import mission_to
from pipelines.leaders.homes import homes_of
from pipelines.places.knowledge import PlaceKnowledge, PlaceName
from pipelines.records import Leader
from pipelines.tagging.clitics import SINGLE
from pipelines.tagging.scanning import FieldHits, Knowledge
from pipelines.tagging.signals import Hit
from pipelines.tagging.words import is_adjective

_AND = " و"
_DATELINE = re.compile(r" ?[-–—:] ?\w| \(")  # «جدة - محمد العتيبي», «الخبر: واس», «نيس (أ ف ب)»


def listed_with_clear(text: str, hits: Sequence[tuple[Hit, PlaceName]]) -> set[int]:
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


def is_beside_a_city(text: str, hit: Hit, hits: Iterable[tuple[Hit, PlaceName]]) -> bool:
    """«القاهرة وعمان» are cities, «السعودية وعمان» countries."""
    start, end, _ = hit
    before = start - len(_AND) if text.endswith(_AND, 0, start) else None
    behind = end + len(_AND) if text.startswith(_AND, end) else None
    return any(name.is_city and (other[1] == before or other[0] == behind) for other, name in hits)


def is_dateline(where: FieldHits, hit: Hit) -> bool:
    """Whether it opens the text as a dateline does: there «جدة» is no grandmother."""
    start, end = where.copy.span(hit[0], hit[1])
    return start == 0 and _DATELINE.match(where.copy.original, end) is not None


def is_clear(text: str, hit: Hit, name: PlaceName, known: PlaceKnowledge) -> bool:
    """Whether it names its country by itself, as «الخبر» does behind «مدينة» and «المصري» not behind «أحمد»."""
    start, end, _ = hit
    if name.kind == "clear" and not is_adjective(text, start, end):
        return True
    word = word_before(text, start)
    if name.kind == "guarded":
        return word in known.before or (word[:1] in SINGLE and word[1:] in known.before)
    # After a given name an adjective is a family name: أحمد المصري وسعد العراقي, but not أحمد جمال والسورية فرح.
    joined = start > 0 and text[start - 1].isalnum()
    is_family = word in known.given_names or word.removeprefix("و") in known.given_names
    return name.kind in {"nisba", "clear"} and (joined or not is_family)


def word_before(text: str, start: int) -> str:
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


def settled_country(
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
    homes = homes_of(leaders, known)
    sent = {
        country for country in countries if mission_to(country) in homes
    }  # an envoy there, whatever else he was
    ruled = sent or homes.intersection(countries)
    return ruled.pop() if len(ruled) == 1 else None
