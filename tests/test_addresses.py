import contextlib
import csv
import re
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, unquote, unquote_to_bytes

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.addresses.canonical import (
    RefuseAddress,
    article_id,
    believed_canonical,
    canonical_url,
    looks_like_trap,
    on_site,
    registered_domain,
    source_id_for_host,
)
from pipelines.records import Outlet

OUTLET = Outlet("demo", "جريدة", ("example.com",))
MOVED = Outlet("demo", "جريدة", ("new.ae", "old.ae", "arabic.older.com"))
FACTS = Path(__file__).parents[1].parent / "shared" / "facts"
SLUG = "فوز-المنتخب-في-المباراة-الأولى"


def canonical(url: str, keep_params: tuple[str, ...] = ()) -> str:
    return canonical_url(url, replace(OUTLET, keep_params=keep_params))


@pytest.mark.parametrize(
    "spelling",
    [
        f"https://example.com/أخبار/{SLUG}",
        f"http://www.example.com/أخبار/{SLUG}/",
        f"https://EXAMPLE.com./{quote('أخبار')}/{quote(SLUG)}",
        f"https://example.com:443/{quote('أخبار').lower()}/{quote(SLUG).lower()}",
        f"http://example.com:80//{quote(quote('أخبار'))}/{quote(quote(SLUG))}",
        f"https://example.com/{quote(quote(quote('أخبار')))}/{quote(quote(quote(SLUG)))}",
        f"https://m.example.com/أخبار/./x/../{SLUG}?utm_source=rss&fbclid=IwAR0#comments",
        f"  https://amp.example.com/أخبار/{SLUG}/amp/\n",
        "https://example.com/أخبار/" + SLUG.replace("أ", "ا\u0654"),
        f"https://example.com/\u202eأخبار\u202c/{SLUG}\u200f",
        f"https://example.com/أخبار\\{SLUG}",
        f"https://example.com/أخبار/{SLUG}?&amp;utm_medium=x&#038;gclid=4",
        f"https://mobile.example.com/أخبار/{SLUG};jsessionid=0A1B2C?PHPSESSID=77",
        f"https://example.com/(S(lit3py55t21z5v55vlm25s55))/أخبار/{SLUG}%20?",
    ],
)
def test_every_spelling_of_an_address_is_one(spelling: str) -> None:
    assert canonical(spelling) == f"https://example.com/{quote('أخبار')}/{quote(SLUG)}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/News/Story", "/news/story"),
        ("/view.aspx?id=1", "/view.aspx?id=2"),
        ("/?p=36970", "/?p=36971"),
        ("/?q=node/1", "/?q=node/2"),
        ("/view.aspx?cdate=27102012&id=d8f3", "/view.aspx?cdate=28102012&id=d8f3"),
        ("/newsprint.aspx?newid=5", "/newsprint.aspx?newid=6"),
        ("/print?id=5", "/?id=5"),
        ("/print.php?id=5", "/?id=5"),
        ("/printpage.php?id=5", "/page.php?id=5"),
        ("/fingerprint/5", "/finger/5"),
        ("/blueprint/5", "/blue/5"),
        ("/stories/amplify", "/stories"),
        ("/tech/amp/review-of-a-guitar-amp", "/tech/review-of-a-guitar-amp"),
        ("/show.php?12345", "/show.php?12346"),
        ("/a%2Fb", "/a/b"),
        ("/100%25-5", "/100-5"),
        ("/a%3Fid=1", "/a?id=1"),
        ("/view?src=4471", "/view?src=4472"),
        ("/view?ref=4471", "/view?ref=4472"),
        ("/modules.php?name=News&sid=7", "/modules.php?name=News&sid=8"),
        ("/story?page=1", "/story?page=2"),
        ("/1.446?ot=ot.AjaxPageLayout", "/1.446"),
        ("/rss/?outputType=xml", "/rss/"),
        ("/news/%C7%E1", "/news/%C7%E2"),
    ],
)
def test_different_pages_stay_different(one: str, other: str) -> None:
    assert canonical(f"https://example.com{one}") != canonical(f"https://example.com{other}")


@pytest.mark.parametrize(
    ("view", "article"),
    [
        ("/news/123/amp", "/news/123"),
        ("/amp/news/123", "/news/123"),
        ("/ar/amp/news/123", "/ar/news/123"),
        ("/news/123?amp", "/news/123"),
        ("/news/123?amp=1", "/news/123"),
        ("/news/123?outputType=amp", "/news/123"),
        ("/news/story-1.amp.html", "/news/story-1.html"),
        ("/arabic/articles/c1x9.amp", "/arabic/articles/c1x9"),
        ("/politics/2015-10-10-1.828836?ot=ot.AMPPageLayout", "/politics/2015-10-10-1.828836"),
        ("/news/123?print=1", "/news/123"),
        ("/news/123/print/", "/news/123"),
        ("/print/news/123", "/news/123"),
        ("/content/print/123", "/content/123"),
        ("/daily/NewsPrint/607640.aspx", "/daily/News/607640.aspx"),
        ("/newsprint.aspx?newid=5", "/news.aspx?newid=5"),
        ("/print-article.aspx?id=5", "/article.aspx?id=5"),
        ("/article_print.php?id=5", "/article.php?id=5"),
        ("/index.php?option=com&view=article&id=5&tmpl=component&print=1", "/?id=5&option=com&view=article"),
        ("/news/5/index.html", "/news/5"),
        ("/news/123?view=mobile", "/news/123"),
    ],
)
def test_another_view_of_an_article_is_the_article(view: str, article: str) -> None:
    assert canonical(f"https://example.com{view}") == f"https://example.com{article}"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("src=rss-feeds&utm_source=x&UTM_Medium=y", ""),
        ("b=2&a=1", "a=1&b=2"),
        ("id=2&id=1&id=2", "id=2&id=1"),
        ("ID=302931&lang=ar&name=news", "ID=302931&lang=ar&name=news"),
        ("q=node%2F33500", "q=node/33500"),
        ("s=a+b", "s=a%20b"),
        ("s=a%2Bb%26c", "s=a%2Bb%26c"),
        ("id=7&amp;cdate=1&amp;amp;x=2", "cdate=1&id=7&x=2"),
        ("id=7?utm_source=rss", "id=7"),
        ("id=%C7%e1", "id=%C7%E1"),
        ("&&", ""),
    ],
)
def test_query_keeps_what_may_say_which_article_it_is(query: str, kept: str) -> None:
    assert canonical(f"https://example.com/v?{query}") == "https://example.com/v" + (f"?{kept}" if kept else "")


def _rules(name: str) -> list[str]:
    lines = (Path(__file__).parents[1] / "pipelines" / "addresses" / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_every_parameter_of_the_lists_is_left_out() -> None:
    rules = _rules("tracking_params.txt") + _rules("twin_params.txt")
    names = [rule.partition("=")[0] for rule in rules]
    assert len(set(names)) == len(names), "a second rule for a name would replace the first"
    assert names == [name.lower() for name in names]
    for rule in rules:
        if "=" not in rule:
            param = rule.replace("*", "x") + "=1"
            assert canonical(f"https://example.com/v?id=7&{param}") == "https://example.com/v?id=7", rule


@pytest.mark.parametrize(
    "param",
    [
        "id=7", "p=36970", "newsid=277437", "newsId=7", "newid=7", "ID=302931", "ArticleId=123304",
        "cdate=27102012", "q=node/1", "nid=5", "sid=7", "aid=7", "article=7", "story=7", "n=7", "no=7",
        "t=53668", "s=7", "a=7", "m=202401", "d=7", "i=7", "c=7", "pid=7", "cid=7", "gid=7", "uid=7",
        "key=x", "item=7", "itemid=7", "news=7", "title=x", "slug=x", "name=news", "type=rss", "cat=5",
        "SectionID=65", "JournalID=1", "lang=ar", "page=2", "feed=rss2", "rss=1", "v=7", "attachment_id=7",
        "date=2026-01-02", "yyyy=2026", "limit=24", "level=vertical", "outputType=xml",
        "ot=ot.AjaxPageLayout", "src=7", "source=7", "from=7", "ref=7", "via=7", "print=4471", "amp=4471",
        "view=article", "format=feed", "mode=7", "template=7", "share=7",
    ],
)  # fmt: skip
def test_parameters_that_may_carry_ids_stay(param: str) -> None:
    assert canonical(f"https://example.com/v?{param}&utm_id=1") == f"https://example.com/v?{param}"


def test_outlets_own_parameters_stay_even_if_they_are_tracking_elsewhere() -> None:
    url = "https://example.com/v?ICID=a7&utm_source=x&print=1"
    assert canonical(url, keep_params=("icid", "Print")) == "https://example.com/v?ICID=a7&print=1"
    assert canonical(url) == "https://example.com/v"


def test_bytes_of_windows_1256_are_kept() -> None:
    escaped = quote("أخبار اليوم", encoding="windows-1256").lower()
    result = canonical(f"https://example.com/{escaped}")
    assert unquote_to_bytes(result.removeprefix("https://example.com/")).decode("windows-1256") == "أخبار اليوم"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.old.ae/a/1", "new.ae"),
        ("https://m.arabic.older.com/a/1", "new.ae"),
        ("https://sport.old.ae/a/1", "sport.new.ae"),
        ("https://sport.new.ae/a/1", "sport.new.ae"),
        ("https://english.older.com/a/1", "english.older.com"),
        ("https://other.com/a/1", "other.com"),
    ],
)
def test_moved_domain_is_the_new_one_and_its_sites_stay_apart(url: str, host: str) -> None:
    assert canonical_url(url, MOVED) == f"https://{host}/a/1"


def test_domains_below_one_registered_domain_are_no_move() -> None:
    outlet = Outlet("gate", "بوابة", ("gate.example.com.eg", "example.com.eg", "shabab.example.com.eg"))
    hosts = ["gate.example.com.eg", "example.com.eg", "shabab.example.com.eg"]
    assert [canonical_url(f"https://{host}/1", outlet) for host in hosts] == [f"https://{host}/1" for host in hosts]


def test_arabic_host_is_its_punycode() -> None:
    punycode = "xn--igbicxr.com"
    assert canonical("https://أخبار.com/1") == canonical(f"http://{punycode.upper()}/1") == f"https://{punycode}/1"
    assert canonical("https://%D8%A3خبار.com/1") == f"https://{punycode}/1"


def test_other_ports_addresses_and_local_hosts_are_kept() -> None:
    assert canonical("http://127.0.0.1:8123/a/") == "https://127.0.0.1:8123/a"
    assert canonical("http://localhost/a") == "https://localhost/a"
    assert canonical("http://[0:0::1]:81/a") == "https://[::1]:81/a"
    assert canonical("https://www.m.com/") == "https://m.com/"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "http"),
        ("data:text/html,x", "http"),
        ("javascript:alert(1)", "http"),
        ("ftp://example.com/a", "http"),
        ("//example.com/a", "http"),
        ("/a/b", "http"),
        ("", "http"),
        ("https:///a", "no host"),
        ("https://user:pass@example.com/", "user name"),
        ("https://example.com@evil.com/", "user name"),
        ("https://example.com:99999/", "port"),
        ("https://example.com:0/", "port"),
        ("https://example.com:x/", "port"),
        ("https://exa mple.com/", "host"),
        ("https://evil.com\\.example.com/", "host"),
        ("https://a..com/", "host"),
        (f"https://{'a' * 64}.com/", "host"),
        ("https://[::1%eth0]/", "host"),
        ("https://[::1/", "unreadable"),
        ("https://example.com/a\nSet-Cookie: b", "control"),
        ("https://example.com/\x1b[31m", "control"),
        ("https://example.com/\ud800", "half"),
        ("https://example.com/" + "a" * 8000, "longer"),
        ("https://example.com/" + "ب" * 1400, "longer"),
        ("https://example.com/" + "{" * 3000, "longer"),
    ],
)
def test_refuses_what_is_no_address_of_a_page(url: str, why: str) -> None:
    with pytest.raises(RefuseAddress, match=why):
        canonical(url)


def test_a_long_arabic_slug_is_no_reason_to_refuse() -> None:
    assert canonical("https://example.com/" + "ب" * 1300).count("%D8%A8") == 1300


# Written in one string, parted by spaces; a space itself comes with `%20` and with any text.
@pytest.mark.parametrize(
    "rest",
    [
        "amp/" * 1900,
        "index.html/" * 700,
        "a" + ".amp" * 1900,
        "a" + ".amp" * 1900 + "z",
        "%" + "25" * 3900,
        "(S(1))/" * 1000,
        "../" * 2500,
        "?" + "&amp;" * 1500,
        "?" + "a=1&" * 1900,
    ],
)
def test_long_repetitions_cost_little(rest: str) -> None:
    began = time.process_time()
    once = canonical(f"https://example.com/{rest}")
    assert canonical(once) == once
    assert time.process_time() - began < 1


PIECES = st.sampled_from(
    re.findall(
        r"\S+",
        "/ // . .. amp print newsprint .amp .html index.html % %25 25 D8%A7 ا %D8 %A7 %u0627 \u200f \u0654 %C7 ? & "
        "&amp; amp; # = ; ;jsessionid=1 utm_source=1 id=5 + %20 (S(1)) ar \\ %2e %2F %26 %3F %E2%80%8F : []",
    )
)
HOSTS = st.sampled_from(
    ["example.com", "www.m.example.com.:443", "m.co", "أخبار.com", "127.0.0.1:81", "amp.old.ae"]
)


@settings(deadline=None, max_examples=1000)
@given(HOSTS, st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join))
@example("example.com", "/%D8\u200f%A7")
@example("example.com", "/%E2%80%8F.%E2%80%8F./a")
@example("example.com", "?b=1&a=2&amp%3Bid=5")
@example("example.com", "?a=1%3Futm_source=2")
@example("example.com", "/%252\u200f5D8%25A7")
@example("example.com", "/a/..%20.amp")
@example("example.com", "/(S(1))%20;jsessionid=1")
def test_canonical_url_of_a_canonical_url_is_itself(host: str, rest: str) -> None:
    outlet = Outlet("demo", "جريدة", ("new.ae", "old.ae"))
    try:
        once = canonical_url(f"https://{host}/{rest}", outlet)
    except RefuseAddress:
        return
    assert once.isascii()
    assert canonical_url(once, outlet) == once


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=60))
def test_any_text_gives_an_address_or_a_refusal(text: str) -> None:
    for url in (text, f"https://{text}", f"https://example.com/{text}"):
        with contextlib.suppress(RefuseAddress):
            assert canonical(url).startswith("https://")
        assert on_site(url, ["example.com"]) in {True, False}
        assert looks_like_trap(url) != ""
        assert believed_canonical("https://example.com/news/12345", [text, url], OUTLET) != ""


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(st.sampled_from(["id", "p", "newsid", "q"]), st.text(min_size=1, max_size=8), min_size=1))
def test_order_of_parameters_does_not_matter(params: dict[str, str]) -> None:
    pairs = [f"{name}={quote(value, safe='')}" for name, value in params.items()]
    forth, back = ("https://example.com/v?" + "&".join(order) for order in (pairs, pairs[::-1]))
    assert canonical(forth) == canonical(back)


def test_article_id_is_the_beginning_of_a_sha256() -> None:
    assert article_id("https://example.com/a") == "2dce0a4c50441bfccfa9caf4b58c3cba"


@pytest.mark.parametrize(
    ("given_", "domain"),
    [
        ("https://news.bbc.co.uk/a", "bbc.co.uk"),
        ("GATE.ahram.org.eg.", "ahram.org.eg"),
        ("www.أخبار.com", "xn--igbicxr.com"),
        ("one.blogspot.com", "one.blogspot.com"),
        ("127.0.0.1:8080", "127.0.0.1"),
        ("http://[::1]:8080/a", "[::1]"),
        ("::1", "[::1]"),
        ("localhost:8080", "localhost"),
        ("localhost", "localhost"),
        ("com.eg", "com.eg"),
    ],
)
def test_registered_domain(given_: str, domain: str) -> None:
    assert registered_domain(given_) == domain


def test_registered_domain_of_nothing_is_refused() -> None:
    with pytest.raises(RefuseAddress):
        registered_domain("")


@pytest.mark.parametrize(
    ("url", "domains", "answer"),
    [
        ("https://example.com/a", ["example.com"], True),
        ("http://news.EXAMPLE.com.:8080/a", ["example.com"], True),
        ("https://badexample.com/", ["example.com"], False),
        ("https://example.com.evil.net/", ["example.com"], False),
        ("https://example.com@evil.net/", ["example.com"], False),
        ("https://example.com/", ["news.example.com"], False),
        ("https://xn--igbicxr.com/", ["أخبار.com"], True),
        ("https://sport.أخبار.com/", ["xn--igbicxr.com"], True),
        ("http://127.0.0.1:8000/", ["127.0.0.1:9000"], True),
        ("ftp://example.com/", ["example.com"], False),
        ("nonsense", ["example.com"], False),
        ("https://example.com/", [], False),
    ],
)
def test_on_site(url: str, domains: list[str], answer: bool) -> None:
    assert on_site(url, domains) is answer


OWN = f"https://www.example.com/news/123456/{SLUG}"


@pytest.mark.parametrize(
    ("own", "stated", "believed"),
    [
        (OWN, ["https://www.example.com/news/123456"], "https://example.com/news/123456"),
        (OWN, ["", "  ", "/news/123456"], "https://example.com/news/123456"),
        (OWN, ["www.example.com/news/123456"], "https://example.com/news/123456"),
        (OWN, ["https://sabq.example.org/123456", "/news/123456"], "https://example.com/news/123456"),
        (OWN, ["http://localhost:3000/news/123456"], None),
        (OWN, ["https://example.com:99999/news/1", "http://[", "https://u@example.com/news/123456"], None),
        (OWN, ["https://example.com/"], None),
        (OWN, ["https://example.com"], None),
        (OWN, ["https://example.com/ar"], None),
        (OWN, ["https://example.com/index.php"], None),
        (OWN, ["https://example.com/news"], None),
        (OWN, ["https://example.com/latest/news-and-reports"], None),
        (OWN, ["https://example.com/undefined"], None),
        (OWN, [OWN + "?utm_source=x"], canonical(OWN)),
        (OWN, [], None),
        ("https://example.com/", ["https://example.com/"], None),
        ("https://example.com/news/view.aspx?id=7", ["/news/view.aspx"], None),
        ("https://example.com/news/view.aspx?id=7", ["/news/view.aspx?id=8"], None),
        ("https://example.com/news/view.aspx?id=7", ["/news/7/خبر"], f"https://example.com/news/7/{quote('خبر')}"),
        ("https://example.com/v.aspx?id=7&catid=3&page=2", ["/v.aspx?id=7"], "https://example.com/v.aspx?id=7"),
        ("https://example.com/?p=7", [f"/{SLUG}"], None),
        ("https://example.com/2024/05/11/خبر-من-أخبار-اليوم-هنا", ["/2024/05/11"], None),
        ("https://example.com/articles/c62x34m1nkzo?at=5", ["/articles/c62x34m1nkzo"], "https://example.com/articles/c62x34m1nkzo"),
        ("https://example.com/amp/2024/8/24/خبر/6684503", ["/story/2024/8/24/x/6684503"], "https://example.com/story/2024/8/24/x/6684503"),
        ("https://m.news.example.com/n/55555", ["https://example.com/n/55555"], "https://example.com/n/55555"),
    ],
)  # fmt: skip
def test_believes_a_stated_address_only_where_it_can_be_this_page(
    own: str, stated: list[str], believed: str | None
) -> None:
    assert believed_canonical(own, stated, OUTLET) == believed


def test_a_stated_address_must_be_an_article_where_our_own_is_one() -> None:
    outlet = Outlet(
        "demo", "جريدة", ("example.com",), article_url=r"^https?://(?:www\.)?example\.com/(?:ar|أخبار)/\d+"
    )
    own = "https://example.com/ar/123456"
    assert believed_canonical(own, ["https://example.com/topics/999999"], outlet) is None
    assert believed_canonical(own, ["https://example.com/" + quote("أخبار") + "/123456"], outlet) is not None
    assert believed_canonical("https://example.com/x/1", ["https://example.com/topics/999999"], outlet) is not None
    assert believed_canonical(own, ["https://m.example.com/ar/123456"], outlet) == own


def test_a_parameter_that_the_outlet_keeps_must_not_get_lost() -> None:
    outlet = Outlet("demo", "جريدة", ("example.com",), keep_params=("part",))
    own = "https://example.com/news/123456?part=b"
    assert believed_canonical(own, ["https://example.com/news/123456"], outlet) is None


def test_moved_domain_is_believed() -> None:
    assert (
        believed_canonical("https://old.ae/a/12345", ["https://new.ae/a/12345"], MOVED) == "https://new.ae/a/12345"
    )


NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "rest",
    [
        "/a/x/a/y/a/z/a",
        "/a/b/a/b/a/b",
        "/x/a/a/a",
        "/a/b/c/a/b/c/a/b/c/d",
        "/خبر/خبر/خبر",
        "/" + "/".join(map(str, range(17))),
        "/2031/05/",
        "/calendar/2031/5/1",
        "/events/2031-05-01",
        "/archive?date=2031-05",
        "/archive?year=2031&m=5",
        "/01/05/2031/x",
        "/search?" + "&".join(f"f{number}=1" for number in range(13)),
        "/search?a=1&a=2&a=3&a=4",
    ],
)
def test_traps_are_seen(rest: str) -> None:
    assert looks_like_trap(f"https://example.com{rest}", now=NOW)


@pytest.mark.parametrize(
    "rest",
    [
        "/",
        "/ar/a/b/2023/11/19/" + SLUG,
        "/vision-2030-12-projects",
        "/رؤية-2035-10-مشاريع",
        "/2026/12/31/budget",
        "/2011/11/11/11-11-11",
        "/11/11/11/11/x",
        "/7/11/7/11/7/11",
        "/a/b/a/b",
        "/a/a/b/b/c/c",
        "/story/2745/10",
        "/article/20451112",
        "/node/2045/12345",
        "/Include/InnerPage.jsp?ID=302931&lang=ar&name=news",
    ],
)
def test_articles_are_no_traps(rest: str) -> None:
    assert looks_like_trap(f"https://example.com{rest}", now=NOW) is None


@given(st.lists(st.sampled_from("ab1"), min_size=1, max_size=5).filter(lambda run: not all(s == "1" for s in run)))
@settings(deadline=None, max_examples=100)
def test_any_run_three_times_is_found(run: list[str]) -> None:
    assert looks_like_trap("https://example.com/start/" + "/".join(run * 3))


def test_without_now_dates_are_not_judged() -> None:
    assert looks_like_trap("https://example.com/2031/05/") is None
    assert looks_like_trap("javascript:void(0)") is not None


def test_source_id_of_an_unclaimed_host() -> None:
    assert source_id_for_host("www.al-Quds.co.uk", {}) == "al_quds_co_uk"
    assert source_id_for_host("7adramout.net", {}) == "x7adramout_net"
    assert source_id_for_host("127.0.0.1:8000", {}) == "x127_0_0_1"
    assert source_id_for_host("[::1]", {}) == "x___1_"
    assert source_id_for_host("m.al-quds.co.uk", {"al_quds_co_uk": "al-quds.co.uk"}) == "al_quds_co_uk"


def test_source_ids_that_collide_or_are_too_long_get_a_hash() -> None:
    collided = source_id_for_host("a-b.com", {"a_b_com": "a.b.com"})
    assert re.fullmatch(r"a_b_com_[0-9a-f]{8}", collided)
    long = source_id_for_host("7" + "a" * 50 + ".com", {})
    assert re.fullmatch(r"x7a{29}_[0-9a-f]{8}", long)
    assert long == source_id_for_host("www.7" + "a" * 50 + ".com", {})


@settings(deadline=None, max_examples=200)
@given(
    st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?){0,3}", fullmatch=True)
)
def test_source_ids_have_the_form_of_ids(host: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,39}", source_id_for_host(host, {}))


def _facts(name: str) -> list[dict[str, str]]:
    if not (FACTS / name).exists():
        pytest.skip("the tables of real outlets are not beside this repository")
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_ids_in_addresses_of_real_outlets_survive() -> None:
    checked = 0
    for row in _facts("sources.tsv"):
        outlet = Outlet("demo", "جريدة", (row["domain"], *re.findall(r"[^;\s]+", row["alt_domains"] or "")))
        for url in re.findall(r"https?://\S+", row["article_url_example"] or ""):
            identity = canonical_url(url, outlet)
            assert canonical_url(identity, outlet) == identity
            ids = re.findall(r"\d{4,}|[0-9a-f]{8}-[0-9a-f-]{27}", unquote(url))
            assert all(number in identity for number in ids), url
            assert looks_like_trap(url, now=NOW) is None
            checked += 1
    assert checked > 100


def test_feeds_of_real_outlets_stay_distinct() -> None:
    urls = {url for row in _facts("feeds.tsv") for url in re.findall(r"https?://\S+", row["feed_url"])}
    assert len({canonical(url) for url in urls}) == len(urls) > 300


def test_an_address_that_a_page_states_of_itself_is_its_own() -> None:
    own = "https://example.com/news/12345/ab;"
    assert believed_canonical(own, [own], OUTLET) == canonical_url(own, OUTLET)
