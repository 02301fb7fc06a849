"""`newscrawl sources add` over outlets on 127.0.0.1, as a user would start it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawl.sources import BrokenSource, Source, parse_source
from tests.hostile import Hostile, hostile, reply
from tests.press import WALL, Press
from tests.test_command_crawl import page
from tests.test_command_line import ROOT, SOURCE, Said, assert_one_line, said

__all__ = ["said"]  # the fixture

HOST = "www.anba.eg"
TEXT = "text/plain"


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    with hostile() as site:
        press = Press(site, tmp_path)
        (tmp_path / "sources").mkdir()
        publish(site, HOST)
        yield press


def publish(site: Hostile, host: str, head: str = "", links: str = "") -> None:
    """An outlet with a feed and a sitemap of news; the home page also links a feed that is gone."""
    items = "".join(
        f"<item><title>الخبر رقم {n} عن حديقة المدينة</title><link>{site.url(host, f'/news/{n}')}</link>"
        f"<pubDate>Sat, 14 Mar 2026 0{n}:00:00 GMT</pubDate></item>"
        for n in range(1, 6)
    )
    links = links or "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{path}">' for path in ("/feed", "/old-feed")
    )
    name = '<meta property="og:site_name" content="أنباء المدينة">'
    rss = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    locs = "".join(f"<url><loc>{site.url(host, f'/news/{n}')}</loc></url>" for n in range(1, 6))
    robots = f"User-agent: *\nDisallow: /x\nSitemap: {site.url(host, '/news.xml')}\n"
    site.answers |= {
        f"{host}/robots.txt": reply(robots, Content_Type=TEXT),
        f"{host}/": reply(f"<html lang=ar><head>{name}{links}{head}</head><body>أخبار</body></html>"),
        f"{host}/feed": reply(rss, Content_Type="application/rss+xml"),
        f"{host}/news.xml": reply(f"<urlset>{locs}</urlset>", Content_Type="application/xml"),
        **{f"{host}/news/{n}": reply(page(n)) for n in range(1, 6)},
    }


def add(press: Press, url: str, *words: str) -> "subprocess.CompletedProcess[str]":
    hosts = {key.partition("/")[0]: "127.0.0.1" for key in press.site.answers}
    options = [*press.settings(), "-s", f"NET_HOSTS={json.dumps(hosts)}", "-s", "DOWNLOAD_DELAY=0"]
    command = [sys.executable, "-m", "newscrawl", "sources", "add", url, *options, *words]
    environment = press.environment()
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False
    )


def source_in(done: "subprocess.CompletedProcess[str]", place: str) -> Source:
    return parse_source(done.stdout.encode(), Path(place))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "one address"),
        (["http://a.example/", "http://b.example/"], "one address"),
        (["anba.example"], "anba.example: write a home page"),
        (["ftp://anba.example/"], "write a home page"),
        (["http://anba.example/", "--country", "Egypt"], "two lower-case letters"),
        (["http://anba.example/", "--timezone", "Cairo"], "not a time zone"),
        (["http://anba.example/", "--format", "csv"], "--format means nothing here"),
        (["http://anba.example/", "--write"], "$NEWSCRAWL_SOURCES"),
        (["https://www.hespress.com/sport"], "hespress has this domain already"),
    ],
)
def test_what_cannot_be_meant_is_2_before_anything_is_asked(
    words: list[str], says: str, said: Said, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("NEWSCRAWL_SOURCES", raising=False)
    assert_one_line(said("sources", "add", *words), 2, says)


def test_options_of_add_mean_nothing_elsewhere(said: Said):
    for words in (["--write"], ["check", "--country", "eg"]):
        assert_one_line(said("sources", *words), 2, "means nothing here")


def test_a_site_of_which_a_part_is_known_is_2(said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "anba.toml").write_text(SOURCE.replace("anba.example", "ar.anba.com"), "utf-8")
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path))
    assert_one_line(said("sources", "add", "https://www.anba.com/"), 2, "anba has this domain already")


def test_a_home_page_becomes_a_source_file_that_is_written_and_then_known(press: Press):
    url = press.site.url(HOST, "/")
    done = add(press, url, "--write")
    assert done.returncode == 0, done.stderr
    source = source_in(done, "eg/anba_eg.toml")
    assert (source.name, source.domains, source.timezone) == ("أنباء المدينة", ("anba.eg",), "Africa/Cairo")
    assert source.feeds == (press.site.url(HOST, "/feed"),)
    assert source.sitemaps == (press.site.url(HOST, "/news.xml"),)
    assert source.sections == ()
    assert source.enabled
    assert f"# left out: {press.site.url(HOST, '/old-feed')}: HTTP 404\n" in done.stdout
    assert "of 3 pages looked at, 3 would be stored" in done.stdout
    written = press.folder / "sources" / "eg" / "anba_eg.toml"
    assert written.read_text("utf-8") == done.stdout
    assert done.stderr == f"newscrawl: written to {written}\n"
    assert not press.output.exists()
    paths = [asked.path for asked in press.site.asked]
    assert sorted(paths) == sorted(
        ["/robots.txt", "/", "/robots.txt", "/", "/feed", "/old-feed", "/news.xml", "/news/3", "/news/4", "/news/5"]
    )
    assert_one_line(add(press, url), 2, "anba_eg has this domain already")


def test_robots_that_forbid_propose_a_disabled_source_and_nothing_else_is_asked(press: Press):
    press.site.answers[f"{HOST}/robots.txt"] = reply("User-agent: *\nDisallow: /", Content_Type=TEXT)
    done = add(press, press.site.url(HOST, "/"))
    assert done.returncode == 4
    source = source_in(done, "eg/anba_eg.toml")
    assert (source.enabled, source.why) == (False, "robots.txt forbids its home page")
    assert "proposed as disabled" in done.stderr
    assert [asked.path for asked in press.site.asked] == ["/robots.txt"]


def test_a_reservation_of_text_mining_proposes_a_disabled_source(press: Press):
    publish(
        press.site,
        HOST,
        '<meta name="tdm-reservation" content="1"><link rel="https://api.w.org/" href="/wp-json/">',
    )
    done = add(press, press.site.url(HOST, "/"))
    assert done.returncode == 4
    source = source_in(done, "eg/anba_eg.toml")
    assert (source.enabled, source.terms.tdm) == (False, "reserved")
    assert source.why == "reserves text and data mining (meta tdm-reservation: 1)"
    assert f"# not tried: {press.site.url(HOST, '/wp-json/')}: wordpress = true makes its posts" in done.stdout
    assert "/wp-json/" not in [asked.path for asked in press.site.asked]


def test_what_no_page_states_is_left_to_fill_in_and_usual_addresses_are_tried(press: Press):
    publish(press.site, "anba.example", links="<link rel=icon href=/x>")
    for number in range(1, 6):
        press.site.answers[f"anba.example/news/{number}"] = reply("<title>x</title><body><p>Nothing.</p>")
    done = add(press, press.site.url("anba.example", "/"), "--sample", "1")
    assert done.returncode == 4
    assert "--country and --timezone" in done.stderr
    assert "\n# timezone = " in done.stdout
    with pytest.raises(BrokenSource, match="timezone: missing"):
        source_in(done, "xx/anba_example.toml")
    assert f'feeds = ["{press.site.url("anba.example", "/feed")}"]' in done.stdout
    assert "\nenabled = false\n" in done.stdout
    assert "of 1 pages none would be stored: no_text 1" in done.stdout


@pytest.mark.parametrize(
    ("answer", "code", "says"),
    [(WALL, 12, "blocked"), (reply("gone", 404), 10, "404"), (reply("<p>x"), 10, "no listing")],
)
def test_a_home_page_that_gives_nothing_proposes_nothing(press: Press, answer: object, code: int, says: str):
    press.site.answers = {f"{HOST}/": answer}  # type: ignore[dict-item]
    assert_one_line(add(press, press.site.url(HOST, "/")), code, says)
