import pickle
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawl.sources import BrokenSource, Evidence, Source, Terms, parse_source
from newscrawl.sources.catalogue import SHIPPED

PLACE = Path("eg/daily.toml")
LEAST = {
    "name": '"جريدة"',
    "domains": '["daily.example"]',
    "timezone": '"Africa/Cairo"',
    "feeds": '["https://daily.example/feed"]',
}
WHOLE = r"""
name = "الجريدة اليومية"
name_en = "The Daily"
domains = ["daily.example", "old.example"]
timezone = "Africa/Algiers"
kind = "newspaper"
feeds = ["https://daily.example/feed", "https://daily.example/ar/اقتصاد/rss"]
sitemaps = ["https://www.daily.example/news-sitemap.xml"]
sections = []
archives = ["https://daily.example/sitemap/{year}/{month}/{day}", "https://old.example/{year}-{month:02}.xml"]
wordpress = false
article_url = '^https?://(?:www\.)?(?:daily|old)\.example/\d+$'
examples = ["https://daily.example/1", "https://old.example/2"]
keep_params = ["id"]
feed_times = "local"
per_day = [10, 400]
every = "6h"
delay = 3
enabled = false
why = "closed for the summer"
terms = {url = "https://daily.example/terms", seen = 2026, tdm = "reserved"}
evidence = {year = 2026, listings = "measured"}

[[reading]]
body = ["main p", "//main//p"]
lead = [".lead"]

[[reading]]
until = 2024-09-09
body = ["./body/div"]
title = ["h1"]
author = [".by"]
published = ["(//time)[1]/@datetime"]
section = ["nav a"]
prune = [".ad"]
unwrap = ["a[href*='/tag']"]
"""


def parse(**changes: str | None) -> Source:
    keys = {**LEAST, **changes}
    toml = "\n".join(f"{key} = {value}" for key, value in keys.items() if value is not None)
    return parse_source(toml.encode(), PLACE)


def refusal(**changes: str | None) -> str:
    with pytest.raises(BrokenSource) as raised:
        parse(**changes)
    message = str(raised.value)
    assert message.startswith("eg/daily.toml: ")
    assert len(message.splitlines()) == 1
    return message.removeprefix("eg/daily.toml: ")


def test_least_source_has_the_defaults() -> None:
    source = parse()

    assert (source.id, source.country, source.path) == ("daily", "eg", PLACE)
    assert source.every == timedelta(minutes=30)
    assert source.delay == 2.0
    assert source.enabled is True
    assert source.terms == Terms(url=None, seen=None, tdm="unknown")
    assert source.evidence == Evidence(year=None, listings="inferred")
    assert source.is_article_url("https://anything.example/")
    assert source.outlet().article_url is None


def test_every_key_is_read() -> None:
    source = parse_source(WHOLE.encode(), PLACE)

    assert source.domains == ("daily.example", "old.example")
    assert source.article_url == re.compile(r"^https?://(?:www\.)?(?:daily|old)\.example/\d+$")
    assert (source.kind, source.feed_times, source.keep_params) == ("newspaper", "local", ("id",))
    assert source.per_day == (10, 400)
    assert (source.every, source.delay) == (timedelta(hours=6), 3.0)
    assert (source.enabled, source.why) == (False, "closed for the summer")
    assert source.terms == Terms("https://daily.example/terms", 2026, "reserved")
    assert source.evidence == Evidence(2026, "measured")
    assert [rule.until for rule in source.reading] == [None, date(2024, 9, 9)]
    assert source.reading[0].body == ("main p", "//main//p")
    assert source.reading[1].published == ("(//time)[1]/@datetime",)


def test_outlet_is_the_part_that_travels() -> None:
    outlet = parse_source(WHOLE.encode(), PLACE).outlet()

    assert outlet.source_id == "daily"
    assert outlet.article_url == r"^https?://(?:www\.)?(?:daily|old)\.example/\d+$"
    assert outlet.feed_times_local
    assert len(outlet.reading) == 2
    assert pickle.loads(pickle.dumps(outlet)) == outlet


def test_source_and_refusal_can_travel_between_processes() -> None:
    source = parse_source(WHOLE.encode(), PLACE)
    broken = BrokenSource(PLACE, ("name: missing",))

    assert pickle.loads(pickle.dumps(source)) == source
    assert str(pickle.loads(pickle.dumps(broken))) == "eg/daily.toml: name: missing"


def test_arabic_in_an_address_may_be_encoded() -> None:
    source = parse(article_url=r"'^https://daily\.example/سياسة/\d+$'")

    assert source.is_article_url("https://daily.example/سياسة/7")
    assert source.is_article_url("https://daily.example/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9/7")
    assert not source.is_article_url("https://daily.example/%D8%B3/7")


def test_archives_are_filled_in_day_by_day() -> None:
    source = parse_source(WHOLE.encode(), PLACE)

    assert list(source.archive_urls(date(2024, 2, 28), date(2024, 3, 1))) == [
        "https://daily.example/sitemap/2024/2/28",
        "https://daily.example/sitemap/2024/2/29",
        "https://daily.example/sitemap/2024/3/1",
        "https://old.example/2024-02.xml",
        "https://old.example/2024-03.xml",
    ]
    assert list(source.archive_urls(date(2024, 3, 1), date(2024, 2, 1))) == []


@pytest.mark.parametrize("key", ["name", "domains", "timezone"])
def test_required_key(key: str) -> None:
    assert refusal(**{key: None}) == f"{key}: missing"


@pytest.mark.parametrize("feeds", [None, "[]"])
def test_one_listing_is_required(feeds: str | None) -> None:
    assert refusal(feeds=feeds).startswith("missing: one listing")


@pytest.mark.parametrize("key", ["sitemaps", "sections", "archives"])
def test_any_listing_will_do(key: str) -> None:
    assert getattr(parse(feeds=None, **{key: '["https://daily.example/x"]'}), key) == ("https://daily.example/x",)


def test_wordpress_is_a_listing() -> None:
    assert parse(feeds=None, wordpress="true").wordpress


def test_the_site_is_that_of_the_first_example_else_of_the_first_domain() -> None:
    assert (
        parse(article_url=None, examples='["http://www.daily.example:8080/a/1"]').site()
        == "http://www.daily.example:8080"
    )
    assert parse(examples=None).site() == "https://daily.example"


def test_all_problems_are_told_at_once() -> None:
    message = refusal(name=None, nmae='"x"', delay="-1", timezone='"Africa/Algeirs"')

    assert message.split("; ") == [
        "name: missing",
        "timezone: 'Africa/Algeirs' is not a time zone, did you mean 'Africa/Algiers'?",
        "delay: -1 is not a number of seconds from 0 to 3600",
        "nmae: unknown key, did you mean 'name'?",
    ]


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("name", "7", "7 is not a text in quotes"),
        ("name", '" "', "is empty"),
        ("name", r'"a\nb"', "control characters"),
        ("domains", "[]", "is an empty list"),
        ("domains", '"daily.example"', "write ['daily.example']"),
        ("domains", '["https://daily.example/x"]', "write 'daily.example'"),
        ("domains", '["Daily.example"]', "write 'daily.example'"),
        ("domains", '["daily.example:80"]', "write 'daily.example'"),
        ("domains", '["*.daily.example"]', "is not a host name"),
        ("domains", '["daily.example", "daily.example"]', "stands there twice"),
        ("timezone", '"/etc/passwd"', "is not a time zone"),
        ("timezone", '"Africa"', "is not a time zone"),
        ("timezone", '"localtime"', "is not a time zone"),
        ("kind", '"newspapper"', "did you mean 'newspaper'"),
        ("feeds", '"https://daily.example/feed"', "is not a list"),
        ("feeds", '["daily.example/feed"]', "needs http:// or https://"),
        ("feeds", '["ftp://daily.example/feed"]', "needs http:// or https://"),
        ("feeds", '["https://user:pw@daily.example/feed"]', "is not an address"),
        ("feeds", '["https://daily.example:99999/feed"]', "is not an address"),
        ("feeds", '["https://[daily/feed"]', "is not an address"),
        ("feeds", '["https://daily.example/a b"]', "encode its spaces"),
        ("feeds", '["https://daily.example/{year}"]', "only archives are filled in"),
        ("feeds", '["https://other.example/feed"]', "is on other.example, which is not under domains"),
        ("feeds", '["https://notdaily.example/feed"]', "which is not under domains"),
        ("archives", '["https://daily.example/{hour}"]', "has braces"),
        ("archives", '["https://daily.example/{year}/{day}"]', "lacks {month}"),
        ("archives", '["https://daily.example/{month}"]', "lacks {year}"),
        ("archives", '["https://daily.example/{year.__class__}"]', "has braces"),
        ("archives", '["https://{year}.example/"]', "not under domains"),
        ("wordpress", '"yes"', "is not true or false"),
        ("wordpress", "1", "is not true or false"),
        ("article_url", "'('", "is not a regular expression"),
        ("article_url", "'[[a]'", "is not a regular expression"),
        ("examples", '["https://other.example/1"]', "not under domains"),
        ("keep_params", '["id="]', "bare name"),
        ("feed_times", '"gmt"', "is not one of local"),
        ("per_day", "[4, 3]", "is not [fewest, most]"),
        ("per_day", "[1, 2, 3]", "is not [fewest, most]"),
        ("per_day", "[-1, 3]", "is not [fewest, most]"),
        ("per_day", "[false, true]", "is not [fewest, most]"),
        ("every", '"30 minutes"', "is not a duration"),
        ("every", '"0m"', "is not a duration"),
        ("every", "30", "is not a duration"),
        ("every", '"99999999999w"', "is not a duration"),
        ("delay", "nan", "is not a number of seconds"),
        ("delay", "inf", "is not a number of seconds"),
        ("delay", "true", "is not a number of seconds"),
        ("delay", "1" + "0" * 400, "is not a number of seconds"),
        ("enabled", "false", "why: missing"),
        ("enabled", '"false"', "is not true or false"),
        ("terms", '"granted"', "is not a table"),
        ("terms", '{tdm = "yes"}', "terms.tdm: 'yes' is not one of granted, reserved, unknown"),
        ("terms", "{sen = 2026}", "terms.sen: unknown key, did you mean 'seen'?"),
        ("terms", "{seen = 20266}", "terms.seen: 20266 is not a year"),
        ("evidence", '{listings = "guessed"}', "evidence.listings"),
        ("reading", "{body = []}", "begin each with [[reading]]"),
        ("reading", "[1]", "begin each with [[reading]]"),
        ("reading", '[{boby = ["p"]}]', "reading[1].boby: unknown key, did you mean 'body'?"),
        ("reading", '[{body = "p"}]', "reading[1].body: 'p' is not a list"),
        ("reading", '[{until = "2024-09-09"}]', "reading[1].until: '2024-09-09' is not a day"),
        ("reading", "[{until = 2024-09-09T00:00:00}]", "is not a day"),
        ("reading", "[{}, {body = ['p'], title = ['[']}]", "reading[2].title: '[' is not CSS"),
        ("reading", "[{until = 2023-01-01}, {until = 2024-01-01}]", "reading[2].until: is later than"),
        ("reading", "[{until = 2023-01-01}, {}]", "reading[2].until: is later than"),
        ("id", '"daily"', "id: unknown key"),
        ("path", '"daily"', "path: unknown key"),
        (r'"a\nb"', "1", r"'a\nb': unknown key"),
    ],
)
def test_refused(key: str, value: str, says: str) -> None:
    assert says in refusal(**{key: value})


def test_example_must_match() -> None:
    message = refusal(article_url=r"'/\d+$'", examples='["https://daily.example/x"]')

    assert message == "examples: 'https://daily.example/x' does not match article_url"


@pytest.mark.parametrize(
    "until", ["[{until = 2024-01-01}]", "[{}, {}]", "[{until = 2024-01-01}, {until = 2024-01-01}]"]
)
def test_reading_rules_may_share_a_day_or_have_ended(until: str) -> None:
    assert parse(reading=until).reading


def test_listing_on_a_host_of_its_own_is_a_domain() -> None:
    source = parse(domains='["daily.example", "feeds.cdn.example"]', feeds='["https://feeds.cdn.example/daily"]')

    assert source.feeds == ("https://feeds.cdn.example/daily",)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_listing_on_this_machine_with_a_port(host: str | None) -> None:
    assert parse(domains=f'["{host}"]', feeds=f'["http://{host}:8765/feed"]').domains == (host,)


def test_bom_and_windows_line_ends_are_no_fault() -> None:
    text = "\n".join(f"{key} = {value}" for key, value in LEAST.items())

    assert parse_source(text.replace("\n", "\r\n").encode("utf-8-sig"), PLACE).name == "جريدة"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "name: missing; domains: missing; timezone: missing"),
        (b"name = ", "not TOML"),
        ("name = 'جريدة'".encode("cp1256"), "not UTF-8: byte"),
        (b"a = " + b"[" * 5000, "not TOML"),
        (b"a = " + b"9" * 5000, "not TOML"),
        (b'name = "a"\nname = "b"', "not TOML"),
    ],
)
def test_file_that_is_no_toml(content: bytes, says: str) -> None:
    with pytest.raises(BrokenSource) as raised:
        parse_source(content, PLACE)
    assert says in str(raised.value)


VALUES = st.one_of(
    st.booleans(), st.integers(), st.floats(), st.dates(), st.datetimes(),
    st.text(alphabet=st.characters(exclude_characters="'\n\r", exclude_categories=("Cs", "Cc")), max_size=30),
    st.sampled_from(["/", "//p[", "p::text", "(?<a", "https://", "{year}", "10m",
        "2024", "daily.example", ":is(", "*|*"]),
)  # fmt: skip


def toml_value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, list):
        return f"[{', '.join(toml_value(each) for each in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {toml_value(each)}' for key, each in value.items())}}}"
    return value.isoformat() if isinstance(value, date) else repr(value)


SAMPLES = [path.read_bytes() for path in sorted(SHIPPED.glob("*/*.toml"))]
NAMES = [re.split(r" = ", line)[0] for line in WHOLE.splitlines() if " = " in line]
ANY = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
)


@settings(deadline=None, max_examples=150)
@given(changes=st.dictionaries(st.sampled_from([*NAMES, "terms", "evidence", "reading", "x"]), ANY, max_size=4))
def test_any_value_gives_a_source_or_a_refusal(changes: dict[str, object]) -> None:
    keys = {**LEAST, **{key: toml_value(value) for key, value in changes.items()}}
    toml = "\n".join(f"{key} = {value}" for key, value in keys.items())

    assert_source_or_one_line(toml.encode())


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.data_too_large])
@given(data=st.data())
def test_any_cut_of_a_real_file_gives_a_source_or_a_refusal(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([WHOLE.encode(), *SAMPLES])))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 6))
        content[start : start + length] = data.draw(
            st.binary(max_size=6) | st.sampled_from([b'"', b"]", b"\n", b"= "])
        )

    assert_source_or_one_line(bytes(content))


def assert_source_or_one_line(content: bytes) -> None:
    try:
        line = parse_source(content, PLACE).outlet().source_id
    except BrokenSource as broken:
        line = str(broken)
    assert len(line.splitlines()) == 1
    assert line.startswith(("daily", "eg/daily.toml: "))


@settings(deadline=None, max_examples=200)
@given(selector=st.text(alphabet="/.()[]@*:abp'\"= >#,-$|1\\", max_size=14))
def test_any_selector_gives_a_source_or_a_refusal(selector: str) -> None:
    escaped = selector.replace("\\", "\\\\").replace('"', '\\"')
    try:
        body = parse(reading=f'[{{body = ["{escaped}"]}}]').reading[0].body
    except BrokenSource as broken:
        problems = broken.problems
    else:
        problems = ()
        assert body == (selector,)
    assert all(problem.startswith("reading[1].body: ") for problem in problems)
