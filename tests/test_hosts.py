from contextlib import closing
from pathlib import Path

import pytest

from newscrawl.hosts import SourceFinder
from pipelines.layout import SOURCE_ID, Layout
from pipelines.state.source_state import State

SOURCE = """name = "أنباء"
domains = ["anba.example", "old-anba.example"]
timezone = "Africa/Cairo"
feeds = ["https://anba.example/feed"]
"""


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    folder = tmp_path / "sources" / "xx"
    folder.mkdir(parents=True)
    (folder / "anba.toml").write_text(SOURCE, "utf-8")
    (folder / "paused.toml").write_text(
        SOURCE.replace("anba", "paused") + 'enabled = false\nwhy = "moved"\n', "utf-8"
    )
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path / "sources"))
    return Layout(tmp_path / "output")


def state_of(layout: Layout, source_id: str, domain: str) -> None:
    with closing(State(layout.state_file(source_id), domain)):
        pass


def id_of(finder: SourceFinder, url: str) -> str | None:
    outlet = finder.outlet_of(url)
    return None if outlet is None else outlet.source_id


@pytest.mark.parametrize("any_source", [False, True])
def test_a_source_claims_its_domains_and_what_is_below_them(layout: Layout, any_source: bool):
    finder = SourceFinder(layout, any_source=any_source)
    for url in ("https://anba.example/1", "http://m.anba.example:8080/1", "https://www.old-anba.example/"):
        outlet = finder.outlet_of(url)
        assert outlet is not None
        assert (outlet.source_id, outlet.timezone) == ("anba", "Africa/Cairo")


def test_a_disabled_source_keeps_its_pages_out_of_an_id_made_from_the_host(layout: Layout):
    assert id_of(SourceFinder(layout, any_source=True), "https://paused.example/1") == "paused"


def test_a_host_that_no_source_claims_is_left_out_unless_asked_for(layout: Layout):
    assert id_of(SourceFinder(layout, any_source=False), "https://khabar.example.org/1") is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.khabar-24.org/1", "khabar_24_org"),
        ("https://m.khabar-24.org/1", "khabar_24_org"),
        ("https://24khabar.com/1", "x24khabar_com"),
        ("https://news.khabar.com.eg/1", "khabar_com_eg"),
        ("https://192.0.2.7/1", "x192_0_2_7"),
    ],
)
def test_an_id_is_made_from_the_registered_domain(layout: Layout, url: str, expected: str):
    assert id_of(SourceFinder(layout, any_source=True), url) == expected


@pytest.mark.parametrize(
    ("url", "country", "zone"),
    [
        ("https://www.khabar.com.eg/1", "EG", "Africa/Cairo"),
        ("https://khabar.gov.iq/1", "IQ", "Asia/Baghdad"),
        ("https://xn--mgbc0a.xn--mgberp4a5d4ar/1", "SA", "Asia/Riyadh"),
        ("https://khabar.ps/1", "PS", "UTC"),  # two zones, which differ on some days of some years
        ("https://khabar-egypt.com/1", None, "UTC"),
        ("https://192.0.2.7/1", None, "UTC"),
    ],
)
def test_a_top_level_domain_tells_country_and_time_zone(layout: Layout, url: str, country: str | None, zone: str):
    outlet = SourceFinder(layout, any_source=True).outlet_of(url)
    assert outlet is not None
    assert (outlet.country, outlet.timezone) == (country, zone)


def test_every_id_is_one_whatever_the_host(layout: Layout):
    finder = SourceFinder(layout, any_source=True)
    hosts = [f"{'a' * 60}.com", "أخبار.com", "[2001:db8::1]", "localhost", "a_b.com", "a-b.com"]
    ids = [id_of(finder, f"http://{host}/1") for host in hosts]
    assert all(found is not None and SOURCE_ID.fullmatch(found) for found in ids)
    assert len(set(ids)) == len(hosts)


def test_two_domains_never_share_an_id_also_over_two_ingests(layout: Layout):
    first = id_of(SourceFinder(layout, any_source=True), "https://a-b.com/1")
    assert first == "a_b_com"
    state_of(layout, first, "a-b.com")
    later = SourceFinder(layout, any_source=True)
    other = id_of(later, "https://a_b.com/1")
    assert other not in (None, first)
    assert id_of(later, "https://www.a-b.com/2") == first
    state_of(layout, str(other), "a_b.com")
    assert id_of(SourceFinder(layout, any_source=True), "https://a_b.com/3") == other


def test_an_id_of_a_source_is_never_given_to_a_host(layout: Layout, tmp_path: Path):
    (tmp_path / "sources" / "xx" / "khabar_com.toml").write_text(SOURCE.replace("anba", "elsewhere"), "utf-8")
    made = id_of(SourceFinder(layout, any_source=True), "https://khabar.com/1")
    assert made is not None
    assert made.startswith("khabar_com_")


def test_a_damaged_state_keeps_its_id_and_stops_nobody(layout: Layout):
    path = layout.state_file("khabar_com")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database")
    made = id_of(SourceFinder(layout, any_source=True), "https://khabar.com/1")
    assert made is not None
    assert path.read_bytes() == b"no database"


@pytest.mark.parametrize(
    "url", ["https:///1", "http://[", "https://", "http://[::1", "http://-.com/", "mailto:a@b.example"]
)
def test_an_address_without_host_belongs_to_nobody(layout: Layout, url: str):
    assert id_of(SourceFinder(layout, any_source=True), url) is None


def test_one_broken_source_file_does_not_disturb_the_others(layout: Layout, tmp_path: Path):
    (tmp_path / "sources" / "xx" / "broken.toml").write_text("name = ", "utf-8")
    assert id_of(SourceFinder(layout, any_source=True), "https://anba.example/1") == "anba"
