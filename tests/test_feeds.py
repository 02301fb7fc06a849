import contextlib
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.discovery.feeds import read_feed
from newscrawl.discovery.listing import Listing, UnreadableListing

NOW = datetime(2026, 7, 7, 12, 0, tzinfo=UTC)
URL = "https://paper.example/rss/all"
SAMPLES = Path(__file__).parents[1].parent / "shared" / "pages" / "feeds"
SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)


def rss(*items: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> bytes:
    channel = "<title>صحيفة المثال</title><link>https://paper.example/</link>"
    return f'{head}<rss version="2.0" {SPACES}><channel>{channel}{"".join(items)}</channel></rss>'.encode()


def item(number: int = 1, inner: str = "") -> str:
    return f"<item><title>خبر رقم {number}</title><link>https://paper.example/news/{number}</link>{inner}</item>"


def read(body: bytes, content_type: str | None = None) -> Listing:
    return read_feed(body, URL, NOW, content_type)


def only(body: bytes) -> Any:
    listing = read(body)
    assert len(listing.candidates) == 1, listing
    return listing.candidates[0]


def titles(listing: Listing) -> list[str | None]:
    return [found.title for found in listing.candidates]


def test_everything_that_an_rss_item_says() -> None:
    found = only(
        rss(
            item(
                7,
                "<pubDate> Tue, 07 Jul 2026 10:00:00 +0300 </pubDate>"
                "<atom:updated>2026-07-07T11:00:00+03:00</atom:updated>"
                "<dc:creator><![CDATA[ سلمى الراوي ]]></dc:creator><dc:creator>كريم نصار</dc:creator>"
                "<category>اقتصاد</category><category><![CDATA[نفط &amp; غاز]]></category>"
                "<category>اقتصاد</category>"
                '<media:content url="/img/7.jpg" medium="image"/><section>أسواق</section>'
                "<description><![CDATA[<p>سطر <b>أ</b>ول</p><p>سطر&nbsp;ثان</p>"
                "<script>x()</script>]]></description>",
            )
        )
    )
    assert found.url == "https://paper.example/news/7"
    assert (found.found_in, found.found_at, found.listing_url) == ("feed", NOW, URL)
    assert found.title == "خبر رقم 7"
    assert found.published_raw == "Tue, 07 Jul 2026 10:00:00 +0300"
    assert found.modified_raw == "2026-07-07T11:00:00+03:00"
    assert found.authors == ("سلمى الراوي", "كريم نصار")
    assert found.keywords == ("اقتصاد", "نفط & غاز")
    assert found.section == "أسواق"
    assert found.image_url == "https://paper.example/img/7.jpg"
    assert found.summary == "سطر أول سطر ثان"


def test_an_atom_entry() -> None:
    found = only(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://paper.example/ar/"><entry>'
        '<title type="html">عنوان &lt;em&gt;مهم&lt;/em&gt; &amp;quot;اليوم&amp;quot;</title>'
        "<id>tag:paper.example,2026:1</id>"
        '<link rel="self" href="https://paper.example/self"/><link rel="alternate" type="text/html" href="news/1"/>'
        '<link rel="enclosure" type="image/png" href="https://paper.example/1.png"/>'
        "<published>2026-07-07T10:00:00Z</published><updated>2026-07-07T11:00:00Z</updated>"
        "<author><name>هدى منصور</name><email>huda@paper.example</email></author>"
        '<category term="eco" label="اقتصاد"/><summary>ملخص</summary></entry></feed>'.encode()
    )
    assert found.url == "https://paper.example/ar/news/1"
    assert found.title == 'عنوان مهم "اليوم"'
    assert (found.published_raw, found.modified_raw) == ("2026-07-07T10:00:00Z", "2026-07-07T11:00:00Z")
    assert (found.authors, found.keywords, found.summary) == (("هدى منصور",), ("اقتصاد",), "ملخص")
    assert found.image_url == "https://paper.example/1.png"


def test_an_atom_entry_with_a_change_only_has_no_publication_date() -> None:
    found = only(
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title><link href="/1"/>'
        b"<updated>2026-07-07T11:00:00Z</updated></entry></feed>"
    )
    assert (found.published_raw, found.modified_raw) == (None, "2026-07-07T11:00:00Z")


def test_rdf_means_publication_by_its_date() -> None:
    found = only(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://paper.example/"><title>م</title>'
        '</channel><item rdf:about="https://paper.example/1"><title>خبر</title><link>https://paper.example/1</link>'
        "<dc:date>2026-07-07T10:00:00Z</dc:date><dc:subject>سياسة</dc:subject></item></rdf:RDF>".encode()
    )
    assert (found.url, found.published_raw, found.modified_raw) == (
        "https://paper.example/1",
        "2026-07-07T10:00:00Z",
        None,
    )
    assert found.keywords == ("سياسة",)


@pytest.mark.parametrize(
    ("inner", "address"),
    [
        ("<link>\n  https://paper.example/a\n</link>", "https://paper.example/a"),
        ("<link><![CDATA[https://paper.example/?id=1&copy=2]]></link>", "https://paper.example/?id=1&copy=2"),
        ("<link>https://paper.example/?id=1&amp;p=2</link>", "https://paper.example/?id=1&p=2"),
        ("<link>https://paper.example/?id=1&p=2</link>", "https://paper.example/?id=1&p=2"),
        ("<link>/ar/خبر عاجل</link>", "https://paper.example/ar/خبر عاجل"),
        ("<link>//cdn.paper.example/1</link>", "https://cdn.paper.example/1"),
        ("<guid>https://paper.example/guid/1</guid>", "https://paper.example/guid/1"),
        ("<link/><guid>https://paper.example/guid/1</guid>", "https://paper.example/guid/1"),
        (
            '<link>javascript:x</link><guid isPermaLink="true">https://paper.example/g</guid>',
            "https://paper.example/g",
        ),
        ('<guid>55</guid><atom:link rel="alternate" href="/b"/>', "https://paper.example/b"),
        (
            "<link>https://proxy.example/1</link><feedburner:origLink>https://paper.example/o</feedburner:origLink>",
            "https://paper.example/o",
        ),
        (
            "<link>https://proxy.example/1</link><guid isPermaLink='true'>https://paper.example/g</guid>",
            "https://paper.example/g",
        ),
        (
            "<link>https://proxy.example/1</link><guid isPermaLink='false'>https://other.example/g</guid>",
            "https://proxy.example/1",
        ),
    ],
)
def test_the_link_of_an_item(inner: str, address: str) -> None:
    assert only(rss(f"<item><title>س</title>{inner}</item>")).url == address


@pytest.mark.parametrize(
    ("home", "address"),
    [
        ("https://www.paper.example/ar/", "https://www.paper.example/n/1"),
        ("<![CDATA[ https://www.paper.example ]]>", "https://www.paper.example/n/1"),
        ("http://localhost/", "https://paper.example/n/1"),
        ("", "https://paper.example/n/1"),
    ],
)
def test_a_relative_link_belongs_to_the_site_that_readers_see(home: str, address: str) -> None:
    body = f"<rss><channel><link>{home}</link><item><title>س</title><link>/n/1</link></item></channel></rss>"
    assert only(body.encode()).url == address


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        ("", "feed/no_link"),
        ("<guid>758148</guid>", "feed/no_link"),
        ('<guid isPermaLink="false">https://paper.example/?p=1</guid>', "feed/no_link"),
        ("<link>mailto:desk@paper.example</link>", "feed/bad_link"),
        ("<link>file:///etc/passwd</link>", "feed/bad_link"),
        ("<link>http://[::1/</link>", "feed/bad_link"),
        (f"<link>https://paper.example/{'x' * 9000}</link>", "feed/bad_link"),
        ("<link>https://paper.example/news/2</link>", "feed/repeated"),
    ],
)
def test_an_item_without_a_usable_link_is_counted_and_alone(inner: str, reason: str) -> None:
    listing = read(rss(item(2), f"<item><title>س</title>{inner}</item>", item(3)))
    assert titles(listing) == ["خبر رقم 2", "خبر رقم 3"]
    assert listing.skipped == {reason: 1}


@pytest.mark.parametrize(
    ("inner", "authors"),
    [
        ("<author>desk@paper.example (ليلى حداد)</author>", ("ليلى حداد",)),
        ("<dc:creator>ليلى حداد &lt;layla@paper.newspaper&gt;</dc:creator>", ("ليلى حداد",)),
        ("<author>desk@paper.example</author>", ()),
        ("<dc:creator><![CDATA[desk@paper.photography]]></dc:creator>", ()),
        ("<author>mailto:desk@paper.example</author>", ()),
    ],
)
def test_an_e_mail_address_is_never_an_author(inner: str, authors: tuple[str, ...]) -> None:
    assert only(rss(item(1, inner))).authors == authors


@pytest.mark.parametrize(
    ("inner", "image"),
    [
        (
            '<enclosure url="https://paper.example/1.jpg" type="image/jpeg" length="1"/>',
            "https://paper.example/1.jpg",
        ),
        ('<enclosure url="https://paper.example/1.mp3" type="audio/mpeg"/>', None),
        (
            '<media:content url="https://paper.example/1.mp4" medium="video"/><media:thumbnail url="/t.jpg"/>',
            "https://paper.example/t.jpg",
        ),
        (
            '<media:group><media:content url="https://paper.example/2.webp?w=1"/></media:group>',
            "https://paper.example/2.webp?w=1",
        ),
        ('<media:content url="data:image/png;base64,AA" medium="image"/>', None),
    ],
)
def test_the_image_of_an_item(inner: str, image: str | None) -> None:
    assert only(rss(item(1, inner))).image_url == image


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("<![CDATA[ قمة\n «الشرق» &#8211; اليوم ]]>", "قمة «الشرق» – اليوم"),
        ("خبر&nbsp;جديد &laquo;هنا&raquo;", "خبر جديد «هنا»"),
        ("خبر &undefined; جديد", "خبر &undefined; جديد"),
        ("نفط & غاز", "نفط & غاز"),
        ("&lt;b&gt;عا&lt;/b&gt;جل", "عاجل"),
        ("&amp;quot;قول&amp;quot;", '"قول"'),
        ("خبر \u202eمقلوب\u202c", "خبر مقلوب"),
        ("حرف&#0;غريب&#xD800;", "حرف\ufffdغريب\ufffd"),
        ("5 < 6", "5 < 6"),
        ("  ", None),
    ],
)
def test_a_title_is_plain_text(written: str, title: str | None) -> None:
    body = rss(f"<item><title>{written}</title><link>https://paper.example/1</link></item>", item(2))
    listing = read(body)
    assert titles(listing) == [title, "خبر رقم 2"]


@pytest.mark.parametrize(
    "broken",
    [
        '<item a="1" a="2"><title>س</title><link>https://paper.example/b</link></item>',
        "<item><title>س</title><link>https://paper.example/b</link><description>x<br>y</description></item>",
        "<item><title>س<link>https://paper.example/b</link></item>",
        "<item><title>س</title><link>https://paper.example/b</link><description><![CDATA[x</description></item>",
        "<item><title>س</title><link>https://paper.example/b</link>",
        "<item><title>س</title><link>https://paper.example/b</link></item></item></channel>",
        "<item><title>س</title><link>https://paper.example/b</link><odd:tag odd:a='1'>x</odd:tag></item>",
    ],
)
def test_a_broken_item_does_not_cost_the_others(broken: str) -> None:
    listing = read(rss(item(1), broken, item(2), item(3)))
    addresses = {found.url for found in listing.candidates}
    assert {f"https://paper.example/news/{number}" for number in (1, 2, 3)} <= addresses
    assert len(addresses) + sum(listing.skipped.values()) >= 4


def test_a_broken_item_keeps_what_stands_behind_its_flaw() -> None:
    broken = item(1, "<description>سطر<br>ثان</description><pubDate>Tue, 07 Jul 2026 10:00:00 GMT</pubDate>")
    found = only(rss(broken))
    assert found.summary == "سطر ثان"
    assert found.published_raw == "Tue, 07 Jul 2026 10:00:00 GMT"


def test_an_attribute_twice_at_the_root_costs_nothing() -> None:
    body = rss(item(1), item(2)).replace(b'version="2.0"', b'version="2.0" version="2.0"')
    assert len(read(body).candidates) == 2


def test_undeclared_prefixes_are_understood() -> None:
    body = rss(item(1, '<dc:creator>سامي</dc:creator><media:content url="/1.jpg" medium="image"/>'))
    found = only(body.replace(SPACES.encode(), b""))
    assert (found.authors, found.image_url) == (("سامي",), "https://paper.example/1.jpg")


def test_a_file_cut_off_gives_its_complete_items() -> None:
    body = rss(item(1), item(2), item(3))
    listing = read(body[: body.index(b"news/3") + 3])
    assert titles(listing) == ["خبر رقم 1", "خبر رقم 2"]
    assert listing.skipped == {"feed/torn": 1}


@pytest.mark.parametrize(
    "head",
    [
        "\ufeff<?xml version='1.0'?>",
        "\n\n  <?xml version='1.0'?>\n",
        "<br />\n<b>Warning</b>: x & y<?xml version='1.0'?>",
        "",
        '<?xml version="1.0" encoding="no-such"?><!-- تعليق --><?xml-stylesheet href="a.xsl"?>',
    ],
)
def test_what_stands_before_the_root_does_no_harm(head: str) -> None:
    assert titles(read(rss(item(1), head=head))) == ["خبر رقم 1"]


@pytest.mark.parametrize("encoding", ["windows-1256", "utf-8", "utf-16", "iso-8859-6"])
@pytest.mark.parametrize("declared", ["windows-1256", "utf-8", "iso-8859-1", None])
def test_the_encoding_is_found_whatever_is_declared(encoding: str, declared: str | None) -> None:
    if encoding == "iso-8859-6":
        declared = encoding  # it reads like windows-1256: only a declaration tells them apart
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = rss(*map(item, range(1, 4)), head=head).decode().encode(encoding)
    header = f"text/xml; charset={declared}" if declared else None
    for content_type in (header, None):
        assert titles(read(body, content_type)) == ["خبر رقم 1", "خبر رقم 2", "خبر رقم 3"]


def test_one_foreign_block_does_not_turn_a_feed_into_windows_1256() -> None:
    body = rss(*map(item, range(1, 9))).replace("خبر رقم 5".encode(), "خبر".encode("cp1256"))
    listing = read(body)
    assert listing.candidates[0].title == "خبر رقم 1"
    assert "\ufffd" in (listing.candidates[4].title or "")


def test_an_empty_feed_is_an_empty_listing() -> None:
    assert read(rss()) == Listing()
    assert read(b'<feed xmlns="http://www.w3.org/2005/Atom"/>') == Listing()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>", "Just a moment"),
        (b"<html><body><p>&lt;rss&gt;</p><rss></rss></body></html>", "HTML"),
        (b'{"items": []}', "JSON"),
        (b"%PDF-1.4 \x00\x01", "text"),
        (b"document.write('<div>')", "text"),
        (b"<urlset><url><loc>https://a.example/</loc></url></urlset>", "sitemap"),
        (b"\x1f\x8bnot gzip", "gzip"),
    ],
)
def test_what_is_no_feed_is_refused_by_name(body: bytes, message: str) -> None:
    with pytest.raises(UnreadableListing, match=message):
        read(body)


def test_entities_are_neither_grown_nor_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{lol}<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    listing = read(rss("<item><title>س &l9; &x;</title><link>https://paper.example/1</link></item>", head=head))
    assert titles(listing) == ["س &l9; &x;"]


def test_a_path_or_address_as_body_is_not_opened(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_bytes(rss(item(1)))
    for body in (str(feed).encode(), feed.as_uri().encode()):
        with pytest.raises(UnreadableListing):
            read(body)


def test_a_feed_of_300_items_and_a_megabyte_is_read_quickly() -> None:
    body = rss(*(item(n, f"<description><![CDATA[<p>{'كلمة ' * 400}</p>]]></description>") for n in range(300)))
    assert len(body) > 1_000_000
    start = time.process_time()
    assert len(read(body).candidates) == 300
    assert len(read(body.replace(b"<channel>", b'<channel a="1" a="1">')).candidates) == 300
    assert time.process_time() - start < 10


def test_items_behind_the_cap_are_counted() -> None:
    listing = read(rss(*map(item, range(2100))))
    assert len(listing.candidates) == 2000
    assert listing.skipped == {"feed/over_cap": 100}


def test_a_tag_with_attributes_without_end_is_set_aside() -> None:
    flood = "<a " + " ".join(f'a{n}="1"' for n in range(20_000)) + "/>"
    start = time.process_time()
    assert titles(read(rss(item(1, flood), item(2)))) == ["خبر رقم 2"]
    assert titles(read(rss(flood, item(2)))) == ["خبر رقم 2"]
    assert titles(read(rss(item(2)).replace(b"<rss", b"<rss " + flood[2:-2].encode()))) == ["خبر رقم 2"]
    assert time.process_time() - start < 5


@pytest.mark.parametrize("tag", ["author", "dc:creator"])
@pytest.mark.parametrize("letters", ["a", "&#x41;", "."])
def test_a_name_without_end_is_set_aside(tag: str, letters: str) -> None:
    start = time.process_time()
    listing = read(rss(item(1, f"<{tag}>{letters * 100_000}</{tag}>"), item(2)))
    assert time.process_time() - start < 5
    assert [each[-1] for each in titles(listing) if each] == ["2"]
    assert listing.skipped == {"feed/broken_entry": 1}


@pytest.mark.parametrize("name", ["links", "authors", "tags", "media_content", "id", "link", "is_atom", "updated"])
def test_an_element_named_like_a_part_of_the_parser_does_no_harm(name: str) -> None:
    assert len(read(rss(item(1, f"<{name}>x</{name}>"), item(2, f'<{name} a="1"/>'), item(3))).candidates) == 3


@pytest.mark.parametrize("words", ["<category>{}</category>", "<media:keywords>{}</media:keywords>"])
def test_an_item_with_keywords_without_end_is_set_aside(words: str) -> None:
    flood = "".join(words.format(f"k{n}") for n in range(50_000))
    if "keywords" in words:
        flood = words.format(",".join(f"k{n}" for n in range(50_000)))
    start = time.process_time()
    listing = read(rss(item(1, flood), item(2)))
    assert listing.skipped == {"feed/broken_entry": 1}
    assert titles(listing) == ["خبر رقم 2"]
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "unit", ["<", "&", "<![CDATA[", "<!--", "<item>", "<a ", "<title>", "&#", "]]>", "<item", "</item>"]
)
def test_a_flood_of_one_mark_ends(unit: str) -> None:
    start = time.process_time()
    read(rss(item(1), unit * (200_000 // len(unit)), item(2)))
    assert time.process_time() - start < 20


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300) | st.builds(lambda junk: b"<rss>" + junk, st.binary(max_size=300)))
def test_any_bytes_give_a_listing_or_are_refused(body: bytes) -> None:
    with contextlib.suppress(UnreadableListing):
        assert isinstance(read(body), Listing)


FULL = rss(
    item(1, "<pubDate>Tue, 07 Jul 2026 10:00:00 GMT</pubDate><dc:creator>كريم</dc:creator>"),
    item(2, '<media:content url="/1.jpg" width="10"/><category>رياضة</category><guid>5</guid>'),
    item(3, "<description><![CDATA[<p>نص</p>]]></description><dc:date>2026-07-07</dc:date>"),
)


@settings(deadline=None, max_examples=200)
@given(
    st.integers(0, len(FULL) - 1),
    st.integers(0, 40),
    st.binary(max_size=8)
    | st.sampled_from([b"<", b"</", b"&", b"]]>", b"<!DOCTYPE x>", b'"', b"&#99999999;", b"\x00"]),
)
def test_a_feed_with_one_spot_changed_still_gives_most(at: int, length: int, junk: bytes) -> None:
    try:
        listing = read(FULL[:at] + junk + FULL[at + length :])
    except UnreadableListing:
        assert at < FULL.index(b"<item>")
    else:
        if at > FULL.index(b"<item>"):
            assert len(listing.candidates) >= 1


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no sample feeds beside the project")
def test_a_real_feed() -> None:
    listing = read((SAMPLES / "aksalser_rss2.xml").read_bytes())
    assert len(listing.candidates) == 50
    assert listing.skipped == {}
    assert all(found.title and found.published_raw and found.summary for found in listing.candidates)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no sample feeds beside the project")
def test_a_real_script_is_no_feed() -> None:
    with pytest.raises(UnreadableListing):
        read((SAMPLES / "cia_alayyam_feed2js.js").read_bytes())
