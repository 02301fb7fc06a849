import contextlib
import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.discovery.listing import Child, Listing, UnreadableListing
from newscrawl.discovery.sitemaps import read_sitemap

NOW = datetime(2026, 7, 7, 12, 0, tzinfo=UTC)
URL = "https://paper.example/sitemap.xml"
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def urlset(*entries: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>\n', spaces: str = SPACES) -> bytes:
    return f"{head}<urlset {spaces}>{''.join(entries)}</urlset>".encode()


def entry(number: int = 1, inner: str = "") -> str:
    return f"<url><loc>https://paper.example/news/{number}</loc>{inner}</url>\n"


NEWS = (
    "<lastmod>2026-07-07T13:00:00+03:00</lastmod><news:news><news:publication><news:name>صحيفة</news:name>"
    "</news:publication><news:genres>Opinion</news:genres><news:title>عنوان &amp;quot;مهم&amp;quot;</news:title>"
    "<news:publication_date>2026-07-07T12:00:00+03:00</news:publication_date>"
    "<news:keywords>نفط، غاز, نفط</news:keywords></news:news>"
    "<image:image><image:loc>https://paper.example/1.jpg</image:loc><image:title>صورة</image:title></image:image>"
)


def read(body: bytes) -> Listing:
    return read_sitemap(body, URL, NOW)


def numbers(listing: Listing) -> list[str]:
    return [found.url.rsplit("/", 1)[-1] for found in listing.candidates]


def test_a_news_entry() -> None:
    found = read(urlset(entry(1, NEWS))).candidates[0]
    assert found.url == "https://paper.example/news/1"
    assert (found.found_in, found.found_at, found.listing_url) == ("news_sitemap", NOW, URL)
    assert found.title == 'عنوان "مهم"'
    assert found.published_raw == "2026-07-07T12:00:00+03:00"
    assert found.modified_raw == "2026-07-07T13:00:00+03:00"
    assert found.keywords == ("نفط", "غاز")
    assert found.image_url == "https://paper.example/1.jpg"


def test_a_plain_entry_has_no_publication_date() -> None:
    found = read(urlset(entry(1, "<lastmod>2026-07-07</lastmod><priority>0.5</priority>"))).candidates[0]
    assert (found.found_in, found.published_raw, found.modified_raw) == ("sitemap", None, "2026-07-07")


def test_an_index_names_its_children() -> None:
    listing = read(
        b"<sitemapindex><sitemap><loc>https://paper.example/1.xml</loc><lastmod>2026-07-07T15:00:00+03:00</lastmod>"
        b"</sitemap><sitemap><loc>\nhttps://paper.example/2.xml?a=1&amp;b=2\n</loc><lastmod>2026-07-07</lastmod></sitemap>"
        b"<sitemap><loc>/maps/4.xml</loc></sitemap><sitemap><loc>3.xml</loc></sitemap></sitemapindex>"
    )
    assert listing.children == (
        Child("https://paper.example/1.xml", NOW),
        Child("https://paper.example/2.xml?a=1&b=2", None),
        Child("https://paper.example/maps/4.xml", None),
    )
    assert listing.candidates == ()
    assert listing.skipped == {"sitemap/bad_link": 1}


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("<url><loc>news/9</loc></url>", "bad_link"),
        ("<url><loc>http://[::1</loc></url>", "bad_link"),
        ("<url><loc>file:///etc/hostname</loc></url>", "bad_link"),
        ("<url><loc>data:text/html,x</loc></url>", "bad_link"),
        (f"<url><loc>https://paper.example/{'x' * 8200}</loc></url>", "bad_link"),
        ("<url><loc> </loc></url>", "no_link"),
        ("<url><lastmod>2026-07-07</lastmod></url>", "no_link"),
        ("<url/>", "no_link"),
        ("<url><loc>https://paper.example/news/1</loc></url>", "repeated"),
        ("<url><loc>https://paper.example/n</lo</url>", "broken_entry"),
        ("<url><lastmod>x<br></lastmod></url>", "no_link"),
    ],
)
def test_a_bad_entry_is_counted_and_alone(bad: str, reason: str) -> None:
    listing = read(urlset(entry(1), bad, entry(2)))
    assert numbers(listing) == ["1", "2"]
    assert listing.skipped == {f"sitemap/{reason}": 1}


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://paper.example/?x=1&y=2", "https://paper.example/?x=1&y=2"),
        ("https://paper.example/?x=1&copy=2", "https://paper.example/?x=1&copy=2"),
        ("https://paper.example/?x=1&amp;y=2", "https://paper.example/?x=1&y=2"),
        ("<![CDATA[https://paper.example/?x=1&y=2]]>", "https://paper.example/?x=1&y=2"),
        ("https://paper.example/خبر عاجل", "https://paper.example/خبر عاجل"),
        ("https://paper.example/%D8%AE", "https://paper.example/%D8%AE"),
        ("http://localhost:3000/ar/1", "http://localhost:3000/ar/1"),
    ],
)
def test_an_address_survives_its_writer(written: str, address: str) -> None:
    assert read(urlset(f"<url><loc>{written}</loc></url>")).candidates[0].url == address


def test_raw_markup_in_a_title_costs_only_that() -> None:
    broken = NEWS.replace("عنوان", "عنوان <br> آخر", 1)
    listing = read(urlset(entry(1, broken), entry(2, NEWS)))
    assert numbers(listing) == ["1", "2"]
    assert listing.skipped == {}


@pytest.mark.parametrize("spaces", ["", 'xmlns="urn:none"', 'xmlns:n="urn:x" xmlns="urn:y"', 'a="1" a="2"'])
def test_namespaces_do_not_matter(spaces: str) -> None:
    found = read(urlset(entry(1, NEWS), spaces=spaces)).candidates[0]
    assert (found.found_in, found.image_url) == ("news_sitemap", "https://paper.example/1.jpg")


def test_odd_prefixes_do_not_matter() -> None:
    body = b"<s:urlset xmlns:s='urn:s'><s:url><s:loc>https://paper.example/news/1</s:loc><n0:news><n0:title>x</n0:title>"
    found = read(body + b"</n0:news></s:url></s:urlset>").candidates[0]
    assert (found.found_in, found.title) == ("news_sitemap", "x")


@pytest.mark.parametrize(
    "head",
    ["\ufeff<?xml version='1.0'?>", "\n\n <?xml version='1.0'?>", "", "<!-- x --><?xml-stylesheet href='a.xsl'?>"],
)
def test_what_stands_before_the_root_does_no_harm(head: str) -> None:
    assert numbers(read(urlset(entry(1), head=head))) == ["1"]


def test_gzip_is_known_by_its_bytes() -> None:
    packed = gzip.compress(urlset(*map(entry, range(2000))))
    assert len(read(packed).candidates) == 2000
    torn = read(packed[: len(packed) // 2])
    assert 100 < len(torn.candidates) < 2000
    assert torn.skipped == {"sitemap/torn": 1}


def test_a_gzip_file_of_two_members_is_read_to_its_end() -> None:
    body = urlset(*map(entry, range(2000)))
    packed = gzip.compress(body[:9000]) + gzip.compress(body[9000:])
    assert len(read(packed).candidates) == 2000


def test_a_gzip_bomb_is_refused_before_it_grows() -> None:
    bomb = gzip.compress(b" " * (60 * 1024 * 1024))
    with pytest.raises(UnreadableListing, match="more than"):
        read(bomb)


def test_a_file_cut_off_gives_its_complete_entries() -> None:
    body = urlset(entry(1), entry(2), "<url><loc>https://paper.example/news/37</loc></url>")
    listing = read(body[: body.index(b"news/37") + len(b"news/3")])
    assert numbers(listing) == ["1", "2"]
    assert listing.skipped == {"sitemap/torn": 1}


def test_a_plain_text_sitemap() -> None:
    lines = "\ufeff\nhttps://paper.example/news/1\r\nhttps://paper.example/خبر-2\n\nnews/3\nftp://paper.example/4\n"
    listing = read(lines.encode())
    assert [found.url for found in listing.candidates] == [
        "https://paper.example/news/1",
        "https://paper.example/خبر-2",
    ]
    assert listing.skipped == {"sitemap/bad_link": 2}


def test_a_feed_that_serves_as_sitemap() -> None:
    body = "<rss><channel><item><title>خبر</title><link>/news/1</link></item></channel></rss>".encode()
    found = read(body).candidates[0]
    assert (found.found_in, found.title, found.url) == ("feed", "خبر", "https://paper.example/news/1")


def test_an_empty_sitemap_is_an_empty_listing() -> None:
    assert read(urlset()) == Listing()
    assert read(b"<sitemapindex/>") == Listing()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "empty"),
        (b"<!doctype html><title>Access denied</title>", "Access denied"),
        (b'{"error": 1}', "JSON"),
        (b"User-agent: *\nDisallow:", "User-agent"),
        (b"<Error><Code>NoSuchKey</Code></Error>", "another kind"),
    ],
)
def test_what_is_no_sitemap_is_refused_by_name(body: bytes, message: str) -> None:
    with pytest.raises(UnreadableListing, match=message):
        read(body)


def test_entities_are_neither_grown_nor_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://secret.example/")
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE urlset [<!ENTITY l0 "ha">{lol}<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    listing = read(urlset("<url><loc>&x;</loc></url><url><loc>&l9;</loc></url>", entry(1), head=head))
    assert numbers(listing) == ["1"]
    assert listing.skipped == {"sitemap/bad_link": 2}


def test_fifty_thousand_entries_are_read_and_no_more() -> None:
    body = urlset(*(entry(n, "<lastmod>2026-07-07T13:00:00+03:00</lastmod>") for n in range(50_010)))
    listing = read(body)
    assert len(listing.candidates) == 50_000
    assert listing.skipped == {"sitemap/over_cap": 10}


def test_an_entry_with_images_without_end_is_read() -> None:
    image = "<image:image><image:loc>https://paper.example/1.jpg</image:loc></image:image>"
    assert numbers(read(urlset(entry(1, image * 100_000), entry(2)))) == ["1", "2"]


@pytest.mark.parametrize("unit", ["<url>", "<", "&", "<![CDATA[", "<url><loc>", "<a>", "</url>", "<loc ", "<url "])
def test_a_flood_of_one_mark_ends(unit: str) -> None:
    listing = read(urlset(entry(1), unit * (200_000 // len(unit)), entry(2)))
    assert numbers(listing)[:1] == ["1"]


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300) | st.builds(lambda junk: b"<urlset><url>" + junk, st.binary(max_size=300)))
def test_any_bytes_give_a_listing_or_are_refused(body: bytes) -> None:
    with contextlib.suppress(UnreadableListing):
        assert isinstance(read(body), Listing)


FULL = urlset(entry(1, NEWS), entry(2), entry(3, NEWS))


@settings(deadline=None, max_examples=200)
@given(
    st.integers(0, len(FULL) - 1),
    st.integers(0, 40),
    st.binary(max_size=8)
    | st.sampled_from([b"<", b"</url>", b"&", b"]]>", b"<!--", b'"', b"&#99999999;", b"\x00"]),
)
def test_a_sitemap_with_one_spot_changed_still_gives_most(at: int, length: int, junk: bytes) -> None:
    try:
        listing = read(FULL[:at] + junk + FULL[at + length :])
    except UnreadableListing:
        assert at < FULL.index(b"<url>")
    else:
        if at > FULL.index(b"<url>"):
            assert len(listing.candidates) >= 1
