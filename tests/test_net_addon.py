"""The whole net against a hostile site: one crawl, one case a trap."""

import datetime as dt
import gzip
import ssl
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from scrapy.core.downloader.handlers.datauri import DataURIDownloadHandler
from scrapy.downloadermiddlewares.downloadtimeout import DownloadTimeoutMiddleware
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.utils.test import get_crawler

from newscrawl.net.addon import SETTINGS, HardenedNet
from tests.hostile import Crawled, Hostile, crawl, drip, head, hostile, in_turn, raw, redirect, reply

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LIMIT = 1 << 20
ZEROS = bytes(4 * LIMIT)
ARTICLE = "<html><title>خبر</title><p>أعلنت الوزارة اليوم عن خطة جديدة لتطوير الطرق في المحافظة.</p></html>"
WALL = "<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script></html>"
SPELLINGS = [
    "127.0.0.2", "2130706434", "0x7f000002", "0177.0.0.2", "127.2", "0", "①②⑦.0.0.2", "[::ffff:127.0.0.2]", "[::1]",
    "169.254.169.254", "10.0.0.1", "192.168.1.1", "100.64.0.1", "[fd00::1]", "0x7f.0.0x0.2",
]  # fmt: skip


def _self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "news.test")])
    start = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(start).not_valid_after(start + dt.timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("news.test")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = folder / "site.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def _lay_traps(site: Hostile) -> dict[str, Any]:
    """Answers the cases by name."""
    page, secret = site.url("news.test"), f"http://127.0.0.2:{site.port}/secret"
    answers = {
        "ok": reply(ARTICLE),
        "to-private": redirect(secret),
        "busy-then-private": in_turn(reply(status=503), redirect(secret)),
        "to-offsite": redirect(site.url("other.test", "/x")),
        "to-subdomain": redirect(site.url("m.news.test", "/ok")),
        "refresh": reply(f'<meta http-equiv="refresh" content="0;url={secret}">{ARTICLE}'),
        "to-grown": redirect(site.url("news.test", "/a/b/a/b/a/b")),
        "to-port": redirect("http://news.test:22/"),
        "to-nonsense": redirect("http://news.test:99999/"),
        "to-file": redirect("file:///etc/passwd"),
        "with-login": redirect(site.url("m.news.test", "/echo")),
        "cookie": reply(ARTICLE, Set_Cookie="a=b; Path=/"),
        "policy": reply(ARTICLE, Referrer_Policy="os.system, unsafe-url"),
        "a": redirect(f"{page}b"),
        "b": redirect(f"{page}a"),
        "gzip": reply(gzip.compress(ZEROS), Content_Encoding="gzip"),
        "deflate": reply(zlib.compress(ZEROS), Content_Encoding="deflate"),
        "br": reply(brotli.compress(ZEROS), Content_Encoding="br"),
        "zstd": reply(zstd.compress(ZEROS), Content_Encoding="zstd"),
        "gzip-gzip": reply(gzip.compress(gzip.compress(ZEROS)), Content_Encoding="gzip, gzip"),
        "layers": reply(b"x", Content_Encoding=", ".join(["gzip"] * 50)),
        "good-gzip": reply(gzip.compress(ARTICLE.encode()), Content_Encoding="gzip"),
        "half-gzip": reply(gzip.compress(ARTICLE.encode() * 50)[:-30], Content_Encoding="gzip"),
        "announced": raw(head(Content_Length=str(5 * 2**30)) + b"x"),
        "endless": drip(head(Transfer_Encoding="chunked"), b"10000\r\n" + bytes(65536) + b"\r\n", 0, 200),
        "headers": drip(b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"a" * 8000 + b"\r\n", 0, 2000),
        "slow-body": drip(head(Content_Length="1000"), b"x"),
        "slow-headers": drip(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        "cut": raw(head(Content_Length="1000") + b"half"),
        "hangup": raw(b""),
        "wall": reply(WALL),
        "wall-403": reply(WALL, status=403),
        "gone": reply(status=410),
    }
    site.answers = {f"news.test/{name}": answer for name, answer in answers.items()}

    async def on_and_on(asked: Any, out: Any) -> None:
        await redirect(f"{page}loop?n={len(asked.query)}{asked.query}")(asked, out)

    async def echo(asked: Any, out: Any) -> None:
        await reply(repr(asked.headers))(asked, out)

    site.answers |= {"news.test/loop": on_and_on, "m.news.test/ok": reply(ARTICLE), "m.news.test/echo": echo}
    site.answers |= {"news.test/echo": echo, "other.test/x": reply(ARTICLE)}
    return {name: {"url": f"{page}{name}"} for name in [*answers, "loop"]}


def _cases(site: Hostile, tls_port: int) -> dict[str, dict[str, Any]]:
    cases: dict[str, dict[str, Any]] = _lay_traps(site)
    cases["with-login"]["headers"] = {"Authorization": "Basic c2VjcmV0", "Cookie": "secret=1"}
    cases["cookie"]["then"] = site.url("news.test", "/echo?cookie")
    cases["policy"]["then"] = site.url("news.test", "/echo?policy")
    direct = {
        "file": "file:///etc/hostname", "data": "data:text/html,x", "ftp": "ftp://news.test/x",
        "private-name": site.url("inside.test", "/x"), "unknown-name": site.url("missing.test", "/x"),
        "login": f"http://user:secret@news.test:{site.port}/ok", "offsite": site.url("other.test", "/x"),
        "long": site.url("news.test", "/" + "x" * 9000),
        "closed": "http://news.test:1/", "self-signed": f"https://news.test:{tls_port}/ok",
        "idn": site.url("أخبار.test", "/ok"),
    }  # fmt: skip
    return cases | {name: {"url": url} for name, url in direct.items()}


class Result:
    def __init__(self, site: Hostile, cases: dict[str, dict[str, Any]], crawled: Crawled) -> None:
        self.site, self.cases, self.crawled = site, cases, crawled

    def __getitem__(self, name: str) -> dict[str, Any]:
        return self.crawled.cases[self.cases[name]["url"]]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Result]:
    with hostile() as site, hostile(_self_signed(tmp_path_factory.mktemp("tls"))) as secure:
        secure.answers["news.test/ok"] = reply(ARTICLE)
        cases = _cases(site, secure.port)
        for number, spelling in enumerate(SPELLINGS):
            cases[f"literal-{number}"] = {"url": f"http://{spelling}:{site.port}/x"}
        site.answers["xn--igbicxr.test/ok"] = reply(ARTICLE)
        names = ["news.test", "m.news.test", "other.test", "xn--igbicxr.test"]
        settings = {
            "NET_HOSTS": dict.fromkeys(names, "127.0.0.1") | {"inside.test": "10.1.2.3"},
            "NET_ALLOWED_PORTS": [site.port, secure.port, 1],
            "DOWNLOAD_MAXSIZE": LIMIT, "DOWNLOAD_TIMEOUT": 2, "DNS_TIMEOUT": 2,
        }  # fmt: skip
        domains = ["news.test", "inside.test", "missing.test", "أخبار.test", *(s.strip("[]") for s in SPELLINGS)]
        yield Result(site, cases, crawl(list(cases.values()), settings, domains))


REFUSALS = [
    ("to-private", "address_refused"), ("busy-then-private", "address_refused"), ("to-offsite", "offsite"),
    ("offsite", "offsite"), ("to-port", "address_refused"), ("to-file", "http_error"), ("file", "address_refused"),
    ("data", "address_refused"), ("ftp", "address_refused"), ("private-name", "address_refused"),
    ("unknown-name", "network_error"), ("login", "address_refused"), ("to-grown", "address_refused"),
    ("long", "address_refused"), ("closed", "network_error"), ("self-signed", "network_error"),
    ("loop", "http_error"), ("a", "http_error"), ("gzip", "too_large"), ("deflate", "too_large"),
    ("br", "too_large"), ("zstd", "too_large"), ("gzip-gzip", "too_large"), ("layers", "too_large"),
    ("half-gzip", "network_error"), ("to-nonsense", "address_refused"),
    ("announced", "too_large"), ("endless", "too_large"), ("headers", "too_large"), ("slow-body", "timeout"),
    ("slow-headers", "timeout"), ("cut", "network_error"), ("hangup", "network_error"), ("wall", "blocked"),
    ("wall-403", "blocked"), ("gone", "http_error"),
    *((f"literal-{number}", "address_refused") for number in range(len(SPELLINGS))),
]  # fmt: skip


@pytest.mark.parametrize(("name", "reason"), REFUSALS)
def test_each_trap_ends_in_the_errback_with_its_reason(result: Result, name: str, reason: str) -> None:
    assert result[name]["reason"] == reason, result[name]


@pytest.mark.parametrize("name", ["ok", "to-subdomain", "refresh", "good-gzip", "cookie", "policy", "idn"])
def test_honest_pages_arrive_whole(result: Result, name: str) -> None:
    assert result[name]["reason"] is None, result[name]
    assert ARTICLE in result[name]["text"]


def test_nothing_private_was_asked(result: Result) -> None:
    assert not [asked for asked in result.site.asked if asked.path == "/secret" or asked.host == "other.test"]


def test_redirects_end_at_eight_hops(result: Result) -> None:
    assert len(result.site.times("news.test", "/loop")) == 9


def test_login_and_cookies_stay_with_their_host(result: Result) -> None:
    assert "secret" not in result["with-login"]["text"].lower()
    assert "c2vjcmv0" not in result["with-login"]["text"].lower()
    assert "'cookie'" not in result.crawled.cases[result.site.url("news.test", "/echo?cookie")]["text"]


def test_no_referrer_whatever_the_answer_says(result: Result) -> None:
    assert "'referer'" not in result.crawled.cases[result.site.url("news.test", "/echo?policy")]["text"]


def test_asks_for_arabic_and_for_what_it_can_decompress(result: Result) -> None:
    headers = next(asked.headers for asked in result.site.asked if asked.path == "/ok")
    assert headers["accept-language"].startswith("ar")
    assert headers["accept-encoding"] == "gzip, deflate, br, zstd"


def test_no_door_into_the_process(result: Result) -> None:
    assert not {"TelnetConsole", "RemoteControl", "FeedExporter"} & set(result.crawled.components)


def test_a_door_that_is_shut_is_not_even_imported() -> None:
    spy = "import sys; from scrapy.utils.reactor import install_reactor\n"
    spy += "install_reactor('twisted.internet.asyncioreactor.AsyncioSelectorReactor')\n"
    spy += "from scrapy.utils.test import get_crawler; from newscrawl.net.addon import HardenedNet\n"
    spy += "get_crawler(settings_dict={'ADDONS': {HardenedNet: 100}}); print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", spy], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "scrapy.extensions.closespider" in loaded
    assert not {"scrapy.extensions.telnet", "scrapy.extensions.remote_control", "aiohttp"} & loaded


def test_who_opens_a_door_has_it_open() -> None:
    crawler = get_crawler(settings_dict={"ADDONS": {HardenedNet: 100}, "TELNETCONSOLE_ENABLED": True})
    assert "scrapy.extensions.telnet.TelnetConsole" in crawler.settings.getdict("EXTENSIONS_BASE")
    assert "scrapy.extensions.remote_control.RemoteControl" not in crawler.settings.getdict("EXTENSIONS_BASE")


def test_each_refusal_is_counted(result: Result) -> None:
    stats = result.crawled.stats
    refused = [name for name, reason in REFUSALS if reason == "address_refused" and name != "to-nonsense"]
    assert stats["net/address_refused"] == len(refused)
    assert stats["net/offsite"] == 2
    assert stats["net/blocked"] == stats["net/blocked/cloudflare"] == 2
    assert stats["net/answer_too_large"] == 6
    assert stats["net/answer_broken"] == 1
    assert "spider_exceptions/count" not in stats


def test_every_value_can_be_overridden() -> None:
    crawler = get_crawler(settings_dict={"ADDONS": {HardenedNet: 100}, "DOWNLOAD_TIMEOUT": 7})
    assert crawler.settings.getint("DOWNLOAD_TIMEOUT") == 7
    for name in SETTINGS:
        assert crawler.settings.getpriority(name) in (15, 20), name


def test_a_projects_own_components_stay() -> None:
    mine = {OffsiteMiddleware: 7, DownloadTimeoutMiddleware: 3}
    handlers = {"data": DataURIDownloadHandler}
    given = {"ADDONS": {HardenedNet: 100}, "DOWNLOADER_MIDDLEWARES": mine, "DOWNLOAD_HANDLERS": handlers}
    settings = get_crawler(settings_dict=given).settings
    middlewares = settings.getdict("DOWNLOADER_MIDDLEWARES")
    assert middlewares[DownloadTimeoutMiddleware] == 3
    assert middlewares[OffsiteMiddleware] is None
    assert settings.getdict("DOWNLOAD_HANDLERS")["data"] is DataURIDownloadHandler
    assert settings.getdict("DOWNLOAD_HANDLERS")["file"] is None


def test_the_source_says_its_delay() -> None:
    from types import SimpleNamespace

    from scrapy import Spider

    class Slow(Spider):
        name = "slow"
        source = SimpleNamespace(delay=7.5)

    crawler = get_crawler(Slow, {"ADDONS": {HardenedNet: 100}})
    assert crawler.settings.getfloat("DOWNLOAD_DELAY") == 7.5
