from newscrawl.sources import load_source, source_ids
from newscrawl.sources.checks import timezone
from newscrawl.sources.countries import _rows, country_of_domain, is_listed, zone_of
from newscrawl.sources.reader import COUNTRY


def test_the_table_holds_countries_and_zones_that_there_are():
    rows = _rows()
    assert len(rows) > 25
    assert len({country for country, _, _ in rows}) == len(rows)
    assert all(COUNTRY.fullmatch(country) for country, _, _ in rows)
    assert all(timezone(zone) for _, zone, _ in rows if zone)


def test_no_top_level_domain_stands_for_two_countries():
    names = [name for _, _, names in _rows() for name in names.split()]
    assert len(set(names)) == len(names)


def test_a_domain_tells_its_country_in_either_script():
    assert country_of_domain("almasryalyoum.com.eg") == "eg"
    assert country_of_domain("bbc.co.uk") == "gb"
    assert country_of_domain("xn--mgbh0fb.xn--wgbh1c") == "eg"  # مثال.مصر
    assert country_of_domain("hespress.com") is None


def test_zones_are_those_of_the_sources_that_ship_and_none_where_there_are_two():
    shipped = {
        source.country: source.timezone for source in map(load_source, source_ids()) if source.country == "eg"
    }
    assert zone_of("eg") == shipped["eg"]
    assert is_listed("ps")
    assert zone_of("ps") is None
    assert zone_of("us") is None
    assert not is_listed("us")
