"""Our own source files, the documentation of their keys, and the package's door."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

import newscrawl.sources
from newscrawl.sources import broken_sources, load_source
from newscrawl.sources.catalogue import SHIPPED
from newscrawl.sources.countries import zone_of
from newscrawl.sources.reader import KEYS, SELECTORS, parse_source
from newscrawl.sources.source import DELAY, EVERY, Evidence, Terms

REPOSITORY = Path(__file__).parents[1]
FILES = sorted(SHIPPED.glob("*/*.toml"))
ENABLED = [path for path in FILES if "enabled = false" not in path.read_text(encoding="utf-8").splitlines()]
ARAB_STATES = {  # but km, dj, so
    "ae", "bh", "dz", "eg", "iq", "jo", "kw", "lb", "ly", "ma", "mr", "om", "ps", "qa", "sa", "sd", "sy", "tn",
    "ye",
}  # fmt: skip
DOCUMENT = (REPOSITORY / "docs" / "sources.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWSCRAWL_SOURCES", raising=False)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_source_loads(path: Path) -> None:
    source = load_source(path.stem)

    assert source.path == path
    assert source.kind is not None
    assert source.name_en is not None
    assert source.evidence.year is not None


@pytest.mark.parametrize("path", ENABLED, ids=lambda path: path.stem)
def test_enabled_source_was_measured_and_filters_its_addresses(path: Path) -> None:
    source = load_source(path.stem)

    assert source.enabled
    assert source.evidence.listings == "measured"
    assert source.article_url is not None
    assert source.terms.tdm != "reserved"
    # A feed, the home page or an index of another outlet is never an article.
    listings = (*source.feeds, *source.sitemaps, *source.sections)
    homes = [f"https://{www}{domain}/" for domain in source.domains for www in ("", "www.")]
    assert [url for url in (*listings, *homes, "https://example.org/news/1") if source.is_article_url(url)] == []


def test_there_are_many_from_many_countries() -> None:
    enabled = [source for path in FILES if (source := load_source(path.stem)).enabled]

    assert len(enabled) >= 15
    assert len({source.country for source in enabled}) >= 10
    assert broken_sources() == []


def test_nearly_every_arab_state_has_an_outlet() -> None:
    assert {path.parent.name for path in FILES} >= ARAB_STATES


@pytest.mark.parametrize("path", sorted(set(FILES) - set(ENABLED)), ids=lambda path: path.stem)
def test_disabled_source_says_why_in_a_line_and_lists_nothing_as_an_article(path: Path) -> None:
    source = load_source(path.stem)

    assert source.why is not None
    assert len(source.why) < 100
    listings = (*source.feeds, *source.sitemaps, *source.sections)
    assert source.article_url is None or [url for url in listings if source.is_article_url(url)] == []
    if source.article_url is not None:
        assert not source.is_article_url("https://example.org/news/1")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_source_lies_in_its_own_time_zone(path: Path) -> None:
    source = load_source(path.stem)

    assert zone_of(source.country) in {None, source.timezone}


def test_no_domain_has_two_outlets() -> None:
    domains = [domain for path in FILES for domain in load_source(path.stem).domains]

    assert len(domains) == len(set(domains))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_outlet_carries_what_steps_need(path: Path) -> None:
    source = load_source(path.stem)
    outlet = source.outlet()

    assert (outlet.source_id, outlet.name, outlet.domains) == (source.id, source.name, source.domains)
    assert outlet.timezone == source.timezone
    assert outlet.country == path.parent.name.upper()
    assert outlet.feed_times_local is (source.feed_times == "local")
    assert (outlet.article_url is None) == (source.article_url is None)
    assert outlet.reading == source.reading


@pytest.mark.parametrize(
    ("source_id", "url"),
    [
        ("aaar", "https://www.aa.com.tr/ar/%D8%AA/slug-%D8%AA/3817682"),
        ("aawsat", "https://aawsat.com/%D8%A7%D9%84/5236486-slug"),
        ("alriyadh", "https://www.alriyadh.com/2173749"),
        ("alqudsalarabi", "https://www.alquds.co.uk/?p=596597"),
        ("alkhaleej", "https://www.alkhaleej.ae/2026-04-08/slug-6394091/section/sub"),
        ("alsharqqa", "https://al-sharq.com/article/02/10/2025/slug"),
        ("elkhabar", "https://www.elkhabar.com/politics/slug-of-a-story-1"),
        ("france24", "https://www.france24.com/ar/section/20260331-slug"),
        ("hespress", "https://www.hespress.com/slug-1489084.html"),
        ("rt", "https://arabic.rt.com/middle_east/1790098-slug"),
        (
            "shorouk",
            "https://www.shorouknews.com/news/view.aspx?id=d8f3c548-2cc9-4232-9fe2-d4320d62684a&cdate=01022026",
        ),
        ("skynewsarabia", "https://www.skynewsarabia.com/middle-east/1884498-slug"),
        ("sputnik", "https://arabic.sputniknews.com/arab_world/202003171044893040-slug/"),
    ],
)
def test_known_shape_of_article_matches(source_id: str, url: str) -> None:
    assert load_source(source_id).is_article_url(url)


@pytest.mark.parametrize(
    ("source_id", "url"),
    [
        ("bbc", "https://www.bbc.com/arabic/topics/c06gq9v4xp3t"),
        ("bbc", "https://www.bbc.com/news/articles/c62x34m1nkzo"),
        ("france24", "https://www.france24.com/en/section/20260331-slug"),
        ("france24", "https://www.france24.com/ar/section/"),
        ("hespress", "https://en.hespress.com/slug-1489084.html"),
        ("aljazeera", "https://www.aljazeera.net/where/syria/"),
        ("alqudsalarabi", "https://www.alquds.co.uk/feed/"),
        ("dw", "https://www.dw.com/en/slug/a-70123456"),
        ("baghdadtoday", "https://baghdadtoday.news/lastnews"),
    ],
)
def test_look_alike_does_not_match(source_id: str, url: str) -> None:
    assert not load_source(source_id).is_article_url(url)


def test_every_key_is_documented_and_nothing_else() -> None:
    documented = set(re.findall(r"^\| `([a-z_.]+)` \|", DOCUMENT, re.MULTILINE))
    tables = {"terms": Terms, "evidence": Evidence}
    inner = {f"{name}.{field.name}" for name, table in tables.items() for field in fields(table)}

    assert documented == KEYS | inner | {f"reading.{key}" for key in SELECTORS | {"until"}}


def test_documented_defaults_are_true() -> None:
    minutes = EVERY.total_seconds() / 60

    assert f"| `every` | text | no | `{minutes:.0f}m` |" in DOCUMENT
    assert f"| `delay` | number | no | `{DELAY}` |" in DOCUMENT
    assert f"| `terms.tdm` | text | no | `{Terms().tdm}` |" in DOCUMENT
    assert f"| `evidence.listings` | text | no | `{Evidence().listings}` |" in DOCUMENT


def test_walk_in_the_documentation_is_a_source() -> None:
    steps = re.findall(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)
    toml = "\n".join(steps)

    assert set(tomllib.loads(toml)) == {
        "name",
        "domains",
        "timezone",
        "feeds",
        "article_url",
        "examples",
        "reading",
    }
    walked = parse_source(toml.encode(), Path("eg/almasry.toml"))
    shipped = load_source("almasry")
    assert (walked.name, walked.domains, walked.feeds) == (shipped.name, shipped.domains, shipped.feeds)
    assert walked.article_url == shipped.article_url


def test_door_exports_what_it_names() -> None:
    assert all(hasattr(newscrawl.sources, name) for name in newscrawl.sources.__all__)
