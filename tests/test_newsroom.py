"""The demo newsroom serves what it says it serves, or the tests that build on it would prove nothing."""

import calendar
import gzip
import http.client
import io
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast
from urllib.parse import quote, unquote, urljoin, urlsplit

import feedparser
import pytest
from lxml import etree, html

from tests.newsroom import NET_HOSTS, NOW, Expected, Newsroom, Truth, expected, write_sources
from tests.newsroom.content import Edition
from tests.newsroom.fajr import SECTIONS
from tests.newsroom.truth import site

OUTLETS = ("fajr", "marsad", "sada")
LISTINGS = {
    "fajr": ["/feed", "/economy/atom.xml", "/latest", "/"],
    "marsad": ["/sitemap.xml", "/sitemaps/news.xml", "/sitemaps/articles.xml.gz", "/"],
    "sada": [f"/section.php?cat={cat}&page={page}" for cat in (1, 2) for page in (1, 2)],
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Client:
    """A browser that finds every host at 127.0.0.1, over one connection that stays open."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def ask(self, address: str, method: str = "GET", **headers: str) -> Answer:
        parts = urlsplit(address)
        target = quote(parts.path, safe="/%") + (f"?{parts.query}" if parts.query else "")
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, target or "/", headers={"Host": parts.netloc, **sent})
        response = self.connection.getresponse()
        return Answer(response.status, response.headers, response.read())

    def listing(self, outlet: str, path: str, **headers: str) -> Answer:
        return self.ask(f"http://{outlet}.example:{self.port}{path}", **headers)


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as running:
        yield running


@pytest.fixture
def client(newsroom: Newsroom) -> Iterator[Client]:
    made = Client(newsroom.port)
    yield made
    made.connection.close()


@pytest.fixture(scope="module")
def truth(newsroom: Newsroom) -> Expected:
    return newsroom.expected(1)


def charset(article: Truth) -> str:
    return "windows-1256" if article.source_id == "sada" else "utf-8"


def words(body: bytes, encoding: str) -> str:
    tree = html.document_fromstring(body.decode(encoding))
    return re.sub(r"\s+", " ", "".join(str(part) for part in tree.itertext()))


def found(body: bytes, path: str, encoding: str = "utf-8") -> list[str]:
    """What an XPath finds in a page, as strings."""
    return [str(part) for part in cast(list[object], html.document_fromstring(body.decode(encoding)).xpath(path))]


def links(answer: Answer, address: str, encoding: str = "utf-8") -> set[str]:
    return {urljoin(address, link) for link in found(answer.body, "//a/@href", encoding)}


def test_every_article_is_served_as_it_was_written(client: Client, truth: Expected) -> None:
    assert len(truth.articles) >= 60
    for article in truth.articles:
        answer = client.ask(article.address)
        text = words(answer.body, charset(article))
        assert answer.status == 200
        assert article.title_raw in text
        for paragraph in article.paragraphs:
            assert paragraph in text, (article.address, paragraph)


def test_every_twin_leads_to_the_article(client: Client, truth: Expected) -> None:
    for article in truth.articles:
        for address in article.addresses[1:]:
            answer = client.ask(address)
            if answer.status == 301:
                assert answer.headers["Location"] == article.address
            else:
                assert article.paragraphs[-1] in words(answer.body, charset(article)), address


def test_the_articles_are_real_prose_and_no_two_alike(truth: Expected) -> None:
    short = {article.id for article in truth.articles if len(article.text.split()) < 90}
    assert short == {1009, 1028}  # the urgent line and the gallery
    bodies = [paragraph for article in truth.articles if article.wire is None for paragraph in article.paragraphs]
    assert len(set(bodies)) == len(bodies)
    assert all(40 < len(article.text) < 3000 for article in truth.articles)


def test_the_wire_story_stands_in_all_three_with_small_changes(truth: Expected) -> None:
    copies = [article for article in truth.articles if article.wire == "pastures"]
    assert {article.source_id for article in copies} == set(OUTLETS)
    assert len({article.title for article in copies}) == 3
    assert len({article.text for article in copies}) == 3
    shared = set.intersection(*(set(article.paragraphs) for article in copies))
    assert len(shared) >= 2
    assert all(article.agencies == ("reuters",) for article in copies)


def test_dates_spread_over_the_days_before_now(truth: Expected) -> None:
    ages = [NOW - article.published_at for article in truth.articles]
    assert min(ages) > timedelta(minutes=30)
    assert max(ages) > timedelta(days=2)
    assert all(article.published_at.tzinfo is UTC for article in truth.articles)


def test_the_feeds_parse_and_name_every_article(client: Client, truth: Expected) -> None:
    feed = feedparser.parse(io.BytesIO(client.listing("fajr", "/feed").body))
    assert not feed.bozo
    assert feed.version == "rss20"
    assert len(feed.entries) >= 20
    known = {address: article for article in truth.articles for address in article.addresses}
    offered = {entry.link for entry in feed.entries} - set(truth.gone)
    assert offered <= known.keys()
    assert {"utm_source" in link for link in offered} == {True, False}
    assert any("?p=" in link for link in offered)
    for entry in feed.entries:
        article = known[entry.link]
        assert entry.title == article.title_raw
        assert calendar.timegm(entry.published_parsed) == article.published_at.timestamp()


def test_the_atom_feed_parses(client: Client, truth: Expected) -> None:
    feed = feedparser.parse(io.BytesIO(client.listing("fajr", "/economy/atom.xml").body))
    assert not feed.bozo
    assert feed.version == "atom10"
    economy = {article.address for article in truth.articles if article.section == "اقتصاد"}
    assert {entry.link for entry in feed.entries} == {url for url in economy if "fajr" in url}


def test_the_section_of_fajr_lists_articles_under_both_addresses(client: Client, truth: Expected) -> None:
    offered = links(client.listing("fajr", "/latest"), f"http://fajr.example:{client.port}/latest")
    fajr = [article for article in truth.articles if article.source_id == "fajr"]
    assert {article.address for article in fajr} <= offered
    assert any("/amp/" in link for link in offered)
    amp = found(client.ask(fajr[0].address).body, '//link[@rel="amphtml"]/@href')
    assert amp == [fajr[0].addresses[1]]
    assert found(client.ask(amp[0]).body, '//link[@rel="canonical"]/@href') == [fajr[0].address]


def test_the_sitemaps_parse_and_name_every_article(client: Client, truth: Expected) -> None:
    index = etree.fromstring(client.listing("marsad", "/sitemap.xml").body)
    children = [str(loc.text) for loc in index.iter("{*}loc")]
    assert len(children) == 3
    assert children[2] in truth.not_to_be_asked
    news = etree.fromstring(client.ask(children[0]).body)
    everything = etree.fromstring(gzip.decompress(client.ask(children[1]).body))
    fresh = {str(loc.text) for loc in news.iter("{*}loc")}
    listed = {str(loc.text) for loc in everything.iter("{*}loc")}
    marsad = {article.address for article in truth.articles if article.source_id == "marsad"}
    drafts = {address for address, reason in truth.refused.items() if reason == "robots_denied"}
    assert listed == marsad | drafts
    assert fresh < marsad
    assert all("%D" in address and address.isascii() for address in listed)
    dates = [datetime.fromisoformat(str(date.text)) for date in news.iter("{*}publication_date")]
    assert sorted(dates) == sorted(a.published_at for a in truth.articles if a.address in fresh)


def test_marsad_writes_arabic_addresses_raw_in_its_links(client: Client, truth: Expected) -> None:
    page = client.listing("marsad", "/").body.decode()
    for article in truth.articles:
        if article.source_id == "marsad":
            assert f'href="{unquote(urlsplit(article.address).path)}"' in page


def test_marsad_keeps_its_drafts_from_robots(client: Client) -> None:
    robots = client.listing("marsad", "/robots.txt").body.decode()
    assert "Disallow: /drafts/" in robots
    assert re.search(r"^Crawl-delay: [\d.]+$", robots, re.MULTILINE)
    assert f"Sitemap: http://marsad.example:{client.port}/sitemap.xml" in robots


def test_visible_dates_of_marsad_are_local_and_in_arabic_digits(client: Client, truth: Expected) -> None:
    article = next(
        article for article in truth.articles if article.id == 4001
    )  # 75 minutes before 12:00 in Baghdad
    assert "١٤ آذار ٢٠٢٦ - ١٠:٤٥" in words(client.ask(article.address).body, "utf-8")


def test_sada_is_windows_1256_and_says_so_in_its_markup_only(client: Client, truth: Expected) -> None:
    declared: dict[str, list[int]] = {}
    for article in truth.articles:
        if article.source_id == "sada":
            answer = client.ask(article.address)
            assert answer.headers["Content-Type"] == "text/html"
            with pytest.raises(UnicodeDecodeError):
                answer.body.decode("utf-8")
            said = re.search(rb"charset=([\w-]+)", answer.body)
            assert said is not None
            declared.setdefault(said[1].decode(), []).append(article.id)
    assert declared["utf-8"] == [18]
    assert len(declared["windows-1256"]) > 10


def test_the_sections_of_sada_name_everything_over_two_pages_each(client: Client, truth: Expected) -> None:
    offered: set[str] = set()
    for path in LISTINGS["sada"]:
        page = links(client.listing("sada", path), f"http://sada.example:{client.port}{path}", "windows-1256")
        offered |= {link for link in page if "news.php" in link}
    sada = {article.address for article in truth.articles if article.source_id == "sada"}
    assert offered == sada | {address for address in truth.refused if "sada" in address}
    assert (
        client.listing("sada", "/section.php?page=1&cat=2").body
        == client.listing("sada", "/section.php?cat=2").body
    )


def test_what_is_no_article_is_served_as_its_reason_says(client: Client, truth: Expected) -> None:
    served = {(reason, client.ask(address).status) for address, reason in truth.refused.items()}
    assert served == {
        ("blocked", 200), ("blocked", 403), ("soft_404", 200), ("http_error", 404), ("http_error", 410),
        ("js_shell", 200), ("offsite", 302), ("listing_page", 200), ("media_only", 200), ("not_arabic", 200),
        ("robots_denied", 200),
    }  # fmt: skip


def test_the_redirect_leaves_the_outlet(client: Client, truth: Expected) -> None:
    address = next(address for address, reason in truth.refused.items() if reason == "offsite")
    assert urlsplit(client.ask(address).headers["Location"]).hostname not in NET_HOSTS


def test_the_persian_page_is_persian(client: Client, truth: Expected) -> None:
    address = next(address for address, reason in truth.refused.items() if reason == "not_arabic")
    text = words(client.ask(address).body, "windows-1256")
    assert "جشنواره فیلم‌های کوتاه" in text
    assert set("پچگی") <= set(text)


def test_what_nobody_wrote_is_missing(client: Client) -> None:
    for outlet in OUTLETS:
        assert client.listing(outlet, "/nothing").status == 404
    assert client.ask(f"http://unknown.example:{client.port}/").status == 404


@pytest.mark.parametrize(("outlet", "path"), [(outlet, path) for outlet in OUTLETS for path in LISTINGS[outlet]])
def test_listings_answer_304_to_what_is_known(client: Client, outlet: str, path: str) -> None:
    first = client.listing(outlet, path)
    assert client.listing(outlet, path, If_None_Match=first.headers["ETag"]).status == 304
    again = client.listing(outlet, path, If_Modified_Since=first.headers["Last-Modified"])
    assert (again.status, again.body) == (304, b"")
    assert client.listing(outlet, path, If_None_Match='"other"').status == 200
    assert client.listing(outlet, path, If_Modified_Since="Sat, 01 Jan 2000 00:00:00 GMT").status == 200


def test_pages_are_packed_when_the_client_accepts_it(client: Client) -> None:
    plain, packed = client.listing("fajr", "/feed"), client.listing("fajr", "/feed", Accept_Encoding="gzip, br")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    child = client.listing("marsad", "/sitemaps/articles.xml.gz", Accept_Encoding="gzip")
    assert "Content-Encoding" not in child.headers  # it is packed already


def test_head_says_the_same_without_the_body(client: Client, truth: Expected) -> None:
    address = truth.articles[0].address
    page, head = client.ask(address), client.ask(address, "HEAD")
    assert head.body == b""
    assert head.headers.items() == page.headers.items()
    assert int(head.headers["Content-Length"]) == len(page.body)


def test_the_log_knows_every_request_and_the_edition_changes_while_serving() -> None:
    with Newsroom() as own:
        client = Client(own.port)
        edited = next(article for article in own.expected(1).articles if article.id == 1012)
        first = client.ask(edited.address, User_Agent="reader").body
        own.edition = 2
        second = client.ask(edited.address).body
        client.connection.close()
        assert first != second
        assert [(request.host, request.status) for request in own.requests] == [("fajr.example", 200)] * 2
        assert own.requests[0].path == urlsplit(edited.address).path
        assert own.requests[0].headers["user-agent"] == "reader"
        own.clear_requests()
        assert own.requests == []


def test_the_editions_differ_exactly_as_declared() -> None:
    with Newsroom() as own:
        one, two = own.expected(1), own.expected(2)
    before, after = ({article.id: article for article in told.articles} for told in (one, two))
    assert after.keys() - before.keys() == {1013, 1019, 4018, 19}
    assert before.keys() - after.keys() == {1029}
    assert [before[1029].address] == list(two.gone)
    assert one.gone == ()
    assert one.refused == two.refused
    assert [n for n in before.keys() & after.keys() if before[n] != after[n]] == [1012]
    assert before[1012].title != after[1012].title
    assert before[1012].address == after[1012].address
    assert before[1012].published_at == after[1012].published_at


def test_no_page_differs_between_the_editions_but_those_declared() -> None:
    one, two = (site(Edition(number, 8765)) for number in (1, 2))
    differing = {key[1] for key in one.keys() | two.keys() if one.get(key) != two.get(key)}
    articles = {target for target in differing if re.search(r"/\d{4}|\?p=|id=", target)}
    named = {found[0] for target in articles if (found := re.search(r"1012|1013|1019|1029|4018|id=19$|$", target))}
    assert named == {"1012", "1013", "1019", "1029", "4018", "id=19"}
    assert differing - articles <= {path for paths in LISTINGS.values() for path in paths} | {
        f"/section/{section}" for section in SECTIONS
    } | {"/index.php", "/section.php?cat=1", "/section.php?cat=2"}


def test_two_crawls_see_the_same_bytes(client: Client) -> None:
    assert site(Edition(1, 8765)) == site(Edition(1, 8765))
    first, second = client.listing("fajr", "/latest"), client.listing("fajr", "/latest")
    assert first.body == second.body
    assert first.headers.items() == second.headers.items()
    assert first.headers["Date"] == "Sat, 14 Mar 2026 09:00:00 GMT"


def test_published_times_follow_the_given_now() -> None:
    now = datetime(2026, 7, 1, 23, 30, 12, 999, tzinfo=UTC)
    with Newsroom(now=now) as own:
        client = Client(own.port)
        article = next(article for article in own.expected().articles if article.id == 4001)
        page = words(client.ask(article.address).body, "utf-8")
        client.connection.close()
    assert article.published_at == datetime(2026, 7, 1, 22, 15, tzinfo=UTC)
    assert "٢ تموز ٢٠٢٦ - ٠١:١٥" in page


def test_the_source_files_match_the_addresses(
    newsroom: Newsroom, client: Client, truth: Expected, tmp_path: Path
) -> None:
    write_sources(tmp_path, newsroom.port)
    files = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in (tmp_path / "xx").glob("*.toml")}
    assert files.keys() == set(OUTLETS)
    assert len({source["timezone"] for source in files.values()}) == 3
    for name, source in files.items():
        pattern = re.compile(source["article_url"])
        own = [address for article in truth.articles if article.source_id == name for address in article.addresses]
        assert all(pattern.search(address) for address in own + source["examples"])
        for kind in ("feeds", "sitemaps", "sections"):
            for address in source.get(kind, []):
                assert client.ask(address).status == 200
                assert not pattern.search(address)
    assert all(any(re.search(s["article_url"], address) for s in files.values()) for address in truth.refused)


def test_the_truth_needs_no_server() -> None:
    assert expected(1, 8765).articles[0].address.startswith("http://fajr.example:8765/")
