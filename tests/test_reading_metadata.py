# ruff: noqa: E501
import hashlib
import re
from dataclasses import replace

import pytest

from pipelines.addresses.canonical import article_id
from pipelines.reading import READER_VERSION, read
from pipelines.reading.article import READER
from pipelines.reading.metas import stated_addresses
from pipelines.reading.tree import parse
from pipelines.records import SCHEMA_VERSION, Article, Candidate, WarcPlace

from .test_reading_layouts import NOON, dress, invented, page_of, plain

STORY = "".join(f"<p>{plain(line)}</p>" for line in invented())


def article(head: str = "", headers: dict[str, str] | None = None) -> Article:
    page = page_of(dress(STORY).replace(b"</head>", head.encode() + b"</head>"))
    return read(replace(page, headers={**page.headers, **(headers or {})}))


def ld(fields: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"س",{fields}}}</script>'


def test_what_the_page_and_its_candidate_say_is_carried_over() -> None:
    url = "https://nahr.example/news/2026/03/4411"
    candidate = Candidate(
        url + "?utm_source=rss", "feed", NOON, "https://nahr.example/feed", section="محليات", keywords=("السد",)
    )
    page = replace(page_of(dress(STORY)), candidate=candidate, warc=WarcPlace("archive/a.warc.gz", 7, 900))
    found = read(page)
    assert (found.url, found.requested_url, found.listing_url) == (url, candidate.url, candidate.listing_url)
    assert (found.source_id, found.outlet, found.section, found.keywords) == (
        "nahr",
        "صحيفة النهر",
        "محليات",
        ["السد"],
    )
    assert (found.found_in, found.found_at, found.run_kind, found.run_id) == ("feed", NOON, "live", page.run_id)
    assert (found.warc_file, found.warc_offset, found.warc_length) == ("archive/a.warc.gz", 7, 900)
    assert found.page_sha256 == hashlib.sha256(page.body).hexdigest()
    assert (found.reader, found.reader_version, found.schema_version) == (READER, READER_VERSION, SCHEMA_VERSION)
    assert found.article_id == article_id(found.canonical_url)
    assert found.words == sum(len(re.findall(r"\w+", line)) for line in found.text.split("\n\n"))
    assert (found.is_short, found.is_truncated, found.reservations, found.labels) == (False, False, [], [])
    assert (found.language, found.text_hash, found.leaders) == (None, None, None)


def test_the_stated_address_is_believed_on_its_own_site() -> None:
    own = article('<link rel="canonical" href="https://nahr.example/news/2026/03/4411/the-dam">')
    assert own.canonical_url.startswith("https://nahr.example/news/2026/03/4411")
    foreign = article('<link rel="canonical" href="https://other.example/news/99">')
    assert foreign.canonical_url == "https://nahr.example/news/2026/03/4411"


def test_stated_addresses_are_the_canonical_link_then_the_graph() -> None:
    tree = parse(
        '<link rel="Canonical" href=" /a "><meta property="og:url" content="/b"><link rel=canonical href="/a">'
    )
    assert tree is not None
    assert stated_addresses(tree) == ["/a", "/b"]


@pytest.mark.parametrize(
    ("author", "authors", "agencies"),
    [
        ('{"@type":"Person","name":"سليم البحري"}', ["سليم البحري"], []),
        ('[{"@type":"Person","name":"سليم البحري"},{"name":"ليلى وهبة"}]', ["سليم البحري", "ليلى وهبة"], []),
        ('{"@type":"Person","name":"بقلم: سليم البحري"}', ["سليم البحري"], []),
        ('{"@type":"Person","name":"سليم البحري وليلى النجار"}', ["سليم البحري", "ليلى النجار"], []),
        ('{"@type":"Person","name":"محمد أحمد وليد حسن"}', ["محمد أحمد وليد حسن"], []),
        ('{"@type":"Organization","name":"صحيفة النهر"}', [], []),
        ('{"@type":"Person","name":"صحيفة النهر"}', [], []),
        ('{"@type":"Person","name":"admin"}', [], []),
        ('{"@type":"Person","name":"https://www.facebook.com/nahr"}', [], []),
        ('{"@type":"Person","name":"www.facebook.com"}', [], []),
        ('{"@type":"Organization","name":"رويترز"}', [], ["reuters"]),
        ('"أ ف ب"', [], ["afp"]),
        ('"سليم البحري - رويترز"', ["سليم البحري"], ["reuters"]),
        ('"وكالات"', [], []),
        ('"هيئة التحرير"', [], []),
        ('"واسع الخيال"', ["واسع الخيال"], []),
        ("null", [], []),
    ],
)
def test_credits_name_persons_and_agencies_or_nobody(author: str, authors: list[str], agencies: list[str]) -> None:
    found = article(ld(f'"author":{author}'))
    assert (found.authors, found.agencies) == (authors, agencies)


def test_section_keywords_and_image() -> None:
    found = article(
        ld('"articleSection":["محليات","مياه"],"keywords":"السد، الري,القرى,السد","image":{"url":"/i/1.jpg"}')
    )
    assert (found.section, found.keywords) == ("محليات", ["السد", "الري", "القرى"])
    assert found.image_url == "https://nahr.example/i/1.jpg"
    assert article('<meta property="og:image" content="data:image/png;base64,xx">').image_url is None
    assert article(
        '<meta property="article:tag" content="السد"><meta property="article:tag" content="الري">'
    ).keywords == ["السد", "الري"]


@pytest.mark.parametrize(
    ("head", "headers", "expected"),
    [
        ('<meta name="robots" content="noai, noimageai">', {}, ["meta robots: noai", "meta robots: noimageai"]),
        ('<meta name="tdm-reservation" content="1">', {}, ["meta tdm-reservation: 1"]),
        ("", {"x-robots-tag": "noai"}, ["X-Robots-Tag: noai"]),
        ("", {"tdm-reservation": "1", "tdm-policy": "https://nahr.example/tdm"}, ["header tdm-reservation: 1", "tdm-policy: https://nahr.example/tdm"]),
        ('<meta name="tdm-reservation" content="0"><meta name="robots" content="index, follow, max-image-preview:large">', {}, []),
    ],
)  # fmt: skip
def test_reservations_are_told_where_they_stand(head: str, headers: dict[str, str], expected: list[str]) -> None:
    assert article(head, headers).reservations == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("false", True), ('"False"', True), ("true", False), ('"True"', False), ("null", False)]
)
def test_a_paywall_is_told(value: str, expected: bool) -> None:
    assert article(ld(f'"isAccessibleForFree":{value}')).is_truncated is expected


def walled(box: str, head: str = "") -> Article:
    """The first lines of a story and what stands where the others would."""
    story = "".join(f"<p>{plain(line)}</p>" for line in invented()[:3])
    return read(page_of(dress(story + box).replace(b"</head>", head.encode() + b"</head>")))


@pytest.mark.parametrize(
    "box",
    [
        '<div class="box"><h3>هذا المحتوى متاح للمشتركين فقط</h3><p>لديك حساب؟ <a href="/login">ادخل</a></p></div>',
        "<p>لقراءة المقال كاملاً، اشترك الآن</p>",
        "<p><b>اشترك لمواصلة القراءة</b></p>",
    ],
)  # fmt: skip
def test_a_paywall_is_told_by_its_words_where_nothing_is_stated(box: str) -> None:
    found = walled(box)
    assert found.is_truncated
    assert "اشترك" not in found.text
    assert "للمشتركين" not in found.text
    assert not walled(box, ld('"isAccessibleForFree":true')).is_truncated


@pytest.mark.parametrize(
    "box", ["<p>اشترك في نشرتنا البريدية</p>", "<p>قال المدير إن هذا المقال للمشتركين وحدهم.</p>", '<div hidden>هذا المقال للمشتركين</div>']
)  # fmt: skip
def test_a_newsletter_a_sentence_and_a_hidden_box_are_no_paywall(box: str) -> None:
    assert not walled(box).is_truncated


def test_the_article_of_the_page_is_chosen_among_several() -> None:
    other = (
        '{"@type":"NewsArticle","headline":"خبر آخر","url":"https://nahr.example/news/1","author":"ليلى النجار"}'
    )
    mine = '{"@type":"NewsArticle","headline":"خبرنا","url":"https://nahr.example/news/2026/03/4411","author":"سليم البحري"}'
    assert article(f'<script type="application/ld+json">{{"@graph":[{other},{mine}]}}</script>').authors == [
        "سليم البحري"
    ]
    assert article(f'<script type="application/ld+json">[{other},{other}]</script>').authors == []


def test_half_a_character_in_data_costs_no_article() -> None:
    """Systems cut a headline or a list of words at so many units: «🕊» is two, and JSON may write one of them alone."""
    found = article(
        ld('"keywords":["سلام \\ud83d"],"articleSection":"رأي\\ud83d","image":"https://nahr.example/a\\u0000.jpg"')
    )
    assert (found.keywords, found.section) == (["سلام"], "رأي")
    assert found.image_url == "https://nahr.example/a.jpg"


def test_data_nested_to_break_the_stack_is_no_value() -> None:
    deep = "[" * 600 + '"x"' + "]" * 600
    assert article(ld(f'"articleSection":{deep}')).section == "سياسة"  # as the page shows it
