"""Full names that hold the name of a place: masks for them, and only for them."""

from pipelines.leaders.name_forms import AMBIGUOUS, FULL, NAMESAKE, Alias
from pipelines.leaders.names_of_places import names_of_places
from pipelines.places.knowledge import PlaceName

PLACES = [
    PlaceName("جورجيا", "clear", ("GE",)),
    PlaceName("هو تشي منه", "clear", ("VN",)),
    PlaceName("بلجيكا", "clear", ("BE",)),
    PlaceName("نهر", "mask", ()),
]


def masked(name: str, name_class: str = FULL) -> list[str]:
    patterns = [(name, Alias(0, name_class, name, frozenset())), ("الرئيس", object())]
    return [place.form for place in names_of_places(patterns, PLACES) if place.kind == "person"]


def test_a_name_that_holds_a_country_names_none() -> None:
    assert masked("جورجيا ميلوني") == ["جورجيا ميلوني"]
    assert masked("خالد جورجيا", NAMESAKE) == ["خالد جورجيا"]


def test_a_city_that_bears_a_leaders_whole_name_stays_a_city() -> None:
    assert masked("هو تشي منه") == []


def test_what_somebody_rules_is_still_named() -> None:
    assert masked("فيليب ملك بلجيكا") == []


def test_other_names_need_no_mask() -> None:
    assert masked("دونالد ترامب") == []
    assert masked("خالد نهر") == []
    assert masked("جورجيا", AMBIGUOUS) == []
