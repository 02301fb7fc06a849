"""Leaders in whose names a country stands: «جورجيا ميلوني» names no Georgia, «طاهر المصري» no Egypt."""

from collections.abc import Container, Iterable, Iterator
from itertools import combinations

from pipelines.leaders.name_forms import FULL, NAMESAKE, Alias
from pipelines.places.knowledge import PlaceName

# What stands behind one of these is the country that somebody rules: «فيليب ملك بلجيكا».
_RULERS = frozenset({"ملك", "شاه", "دوق", "امير", "سلطان", "امبراطور"})


def names_of_places(patterns: Iterable[tuple[str, object]], places: Iterable[PlaceName]) -> Iterator[PlaceName]:
    """A `person` for each full name that holds the name of a place, but is not one itself («هو تشي منه»)."""
    forms = frozenset(place.form for place in places if place.kind != "mask")
    named = (form for form, what in patterns if isinstance(what, Alias) and what.name_class in {FULL, NAMESAKE})
    for form in dict.fromkeys(named):
        if form not in forms and _holds_place(form.split(" "), forms):
            yield PlaceName(form, "person", ())


def _holds_place(words: list[str], forms: Container[str]) -> bool:
    return any(
        " ".join(words[begin:end]) in forms
        for begin, end in combinations(range(len(words) + 1), 2)
        if not begin or words[begin - 1] not in _RULERS
    )
