import pytest

from newscrawl.proposing.home import Home, Stated, read_home, sitemaps_in

URL = "https://www.anba.com/"


def home(head: str, lang: str = "", domain: str = "anba.com", **headers: str) -> Home:
    page = f"<html{f' lang={lang!r}' if lang else ''}><head>{head}</head><body><p>أخبار اليوم</p></body></html>"
    return read_home(URL, page.encode(), {"content-type": "text/html; charset=utf-8", **headers}, domain)


def og(name: str) -> str:
    return f'<meta property="og:site_name" content="{name}">'


LD = '<script type="application/ld+json">{"@type": "NewsMediaOrganization", "name": "%s"}</script>'


@pytest.mark.parametrize(
    ("head", "name", "where"),
    [
        (og("أنباء"), "أنباء", "og:site_name"),
        (og("Anba") + LD % "أنباء", "أنباء", "JSON-LD"),
        (og("Anba") + LD % "Anba News", "Anba", "og:site_name"),
        ("<title>\n أنباء  اليوم </title>", "أنباء اليوم", "<title>: shorten it to the name"),
        (f"<title>{'كلام ' * 50}</title>{og('Anba')}", "Anba", "og:site_name"),
    ],
)
def test_the_name_is_where_the_outlet_names_itself_in_arabic_if_anywhere(head: str, name: str, where: str):
    assert home(head).name == Stated(name, where)


def test_a_page_without_a_name_gives_none():
    assert home("").name is None
    assert read_home(URL, b"", {}, "anba.com") == Home(None, None, (), ())


@pytest.mark.parametrize(
    ("href", "posts"),
    [
        ("https://www.anba.com/wp-json/", "https://www.anba.com/wp-json/"),
        ("/wp-json/", "https://www.anba.com/wp-json/"),
        ("https://www.anba.com/blog/wp-json/", None),  # posts of a blog beside the newspaper
        ("https://elsewhere.com/wp-json/", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_a_wordpress_says_where_its_posts_are(href: str, posts: str | None):
    assert home(f'<link rel="https://api.w.org/" href="{href}">').posts == posts
    assert home(f'<link rel="alternate" href="{href}">').posts is None


LD_ADDRESS = (
    '<script type="application/ld+json">{"address": {"@type": "PostalAddress", "addressCountry": "%s"}}</script>'
)


@pytest.mark.parametrize(
    ("head", "lang", "domain", "country"),
    [
        (LD_ADDRESS % "SA", "ar-AE", "anba.com.eg", Stated("eg", ".eg")),
        (LD_ADDRESS % "SA", "ar-AE", "anba.com", Stated("sa", "JSON-LD")),
        (LD_ADDRESS % "Egypt", "ar-AE", "anba.com", Stated("ae", 'lang="ar-AE"')),
        ('<meta property="og:locale" content="ar_JO">', "ar", "anba.com", Stated("jo", "og:locale")),
        ("", "ar", "anba.com", None),
        ("", "ar-AA", "anba.com", None),
        ("", "ar", "anba.tv", None),
    ],
)
def test_the_country_is_what_domain_or_page_state_and_else_none(
    head: str, lang: str, domain: str, country: Stated | None
):
    assert home(head, lang, domain).country == country


def test_feeds_are_those_that_it_links_on_its_own_hosts_without_comments():
    link = '<link rel="alternate" type="{}" href="{}">'
    head = "".join(
        link.format(kind, href)
        for kind, href in (
            ("application/rss+xml", "/feed"),
            ("application/rss+xml", "/feed"),
            ("application/atom+xml", "https://feeds.anba.com/sport"),
            ("application/rss+xml", "https://feeds.other.example/anba"),
            ("application/rss+xml", "/comments/feed"),
            ("application/rss+xml", "https://[bad/feed"),
            ("application/json+oembed", "/oembed"),
        )
    )
    assert home(head).feeds == ("https://www.anba.com/feed", "https://feeds.anba.com/sport")


def test_reservations_of_page_and_answer_are_told():
    assert home('<meta name="tdm-reservation" content="1">').reservations == ("meta tdm-reservation: 1",)
    assert home("", **{"tdm-reservation": "1"}).reservations == ("header tdm-reservation: 1",)
    assert home("").reservations == ()


def test_sitemaps_are_those_of_robots_with_news_first():
    robots = (
        "User-agent: *\nDisallow: /x\nSitemap: https://www.anba.com/sitemap.xml\nsitemap: https://anba.com/news.xml\n"
        "Sitemap: https://other.example/news.xml\nSitemap: /relative.xml\n"
    )
    found = ["https://anba.com/news.xml", "https://www.anba.com/sitemap.xml"]
    assert sitemaps_in(200, robots.encode(), "anba.com") == found
    assert sitemaps_in(404, robots.encode(), "anba.com") == []
    assert sitemaps_in(503, robots.encode(), "anba.com") == []
    assert sitemaps_in(200, f"<html>{robots}".encode(), "anba.com") == []
