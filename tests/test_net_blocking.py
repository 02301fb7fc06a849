import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.net.blocking import _marks, blocked_by

PARAGRAPH = "<p>قال مسؤول في الشركة إن خدمة الحماية واجهت صعوبات مساء أمس، وإن العمل عاد إلى طبيعته بعد ساعات.</p>"

WALLS = [
    ("cloudflare", 403, {}, "<title>Just a moment...</title><body>x"),
    ("cloudflare", 200, {}, "<title>لحظة…</title><p>التحقق من أنك إنسان. قد يستغرق هذا بضع ثوان.</p>"),
    ("cloudflare", 503, {}, "<TITLE>\n Just a moment... </TITLE>"),
    ("cloudflare", 403, {"CF-Mitigated": "challenge"}, ""),
    ("cloudflare", 403, {}, "<title>Attention Required! | Cloudflare</title>"),
    ("cloudflare", 200, {}, "<html><script>(function(){window._cf_chl_opt={cvId:'3'}})()</script>"),
    (
        "akamai",
        403,
        {},
        '<TITLE>x</TITLE>You don\'t have permission to access "x" on this server.<P>\nReference&#32;&#35;18',
    ),
    ("sucuri", 403, {"x-sucuri-block": "block"}, "<title>x</title>"),
    ("sucuri", 200, {}, "<title>You are being redirected...</title><script>x</script>"),
    ("imperva", 200, {}, '<iframe src="/_Incapsula_Resource?CWUDNSAI=1">Request unsuccessful.</iframe>'),
    ("imperva", 403, {}, "Request unsuccessful. Incapsula incident ID: 12-34"),
    ("ddos-guard", 403, {}, "<title>DDoS-Guard</title>"),
    ("aws-waf", 202, {"x-amzn-waf-action": "challenge"}, ""),
    ("imunify360", 200, {}, "<title>One moment, please...</title>"),
    (
        "f5",
        200,
        {},
        "The requested URL was rejected. Please consult with your administrator. Your support ID is: 1",
    ),
    ("wordfence", 503, {}, "<p>Your access to this site has been limited by the site owner</p>"),
    ("captcha", 403, {}, "<title>Human Verification</title>"),
    ("captcha", 200, {}, "<title>هل أنت روبوت؟</title><p>يرجى إثبات أنك لست روبوتا</p>"),
    ("captcha", 200, {}, '<form><div class="g-recaptcha" data-sitekey="x"></div></form>'),
    ("cookie challenge", 200, {}, '<script>document.cookie="__test="+1; location.href="http://n/?i=1"</script>'),
]


@pytest.mark.parametrize(("wall", "status", "headers", "body"), WALLS)
def test_walls_are_named(wall: str, status: int, headers: dict[str, str], body: str) -> None:
    assert blocked_by(status, headers, body.encode()) == wall


def _article(extra: str, title: str = "خبر عن Cloudflare") -> bytes:
    return f"<html><title>{title}</title>{extra}{PARAGRAPH * 8}</html>".encode()


PAGES = [
    _article("<p>Cloudflare: Just a moment... Access Denied Reference #1, Incapsula incident ID</p>"),
    _article("<script>window.__CF$cv$params={}; a='/cdn-cgi/challenge-platform/scripts/jsd/main.js'</script>"),
    _article('<script src="/_Incapsula_Resource?SWJIYLWA=1"></script>'),
    _article("<script>document.cookie='a=1'; function f(){location.reload()}</script>"),
    _article('<div class="g-recaptcha" data-sitekey="x"></div>'),
    _article("", title="Just a moment..."),
    _article("", title="لحظة…").decode().encode("cp1256"),
    "<title>عاجل: انقطاع خدمة Cloudflare</title><p>عاجل: انقطاع واسع في خدمات Cloudflare حول العالم</p>".encode(),
    b"<title>Cloudflare says just a moment was enough</title><p>short</p>",
    b"<title>404 Not Found</title>",
    b"",
    b'<?xml version="1.0"?><rss><channel><title>Just a moment in history</title></channel></rss>',
    b"<title>Just a moment...</title>" + b"x" * 200_000,
]


@pytest.mark.parametrize("body", PAGES)
def test_pages_are_not_walls(body: bytes) -> None:
    assert blocked_by(200, {"Server": "cloudflare", "CF-RAY": "1"}, body) is None


@pytest.mark.parametrize("status", [301, 304, 404, 410])
def test_what_is_gone_or_moved_is_no_wall(status: int) -> None:
    assert blocked_by(status, {}, b"<title>Just a moment...</title>") is None


@pytest.mark.parametrize("status", [403, 429, 451, 503])
def test_a_bare_refusal_names_no_wall(status: int) -> None:
    assert blocked_by(status, {"Server": "nginx"}, b"<html><title>403 Forbidden</title></html>") is None


@given(st.binary(max_size=3000), st.integers(100, 599))
@settings(deadline=None, max_examples=200)
def test_any_answer_is_judged(body: bytes, status: int) -> None:
    named = {mark.wall for place in ("title", "text", "program", "cookie") for mark in _marks(place)}
    wall = blocked_by(status, {}, b"<title>" + body)
    assert wall is None or (wall in named and status not in {301, 404, 410})


@pytest.mark.parametrize("piece", [b"<script", b"<!--", b"<title>", b"<title", b"<", b"<p>\xd8\xa7", b"&amp;"])
def test_hostile_markup_is_judged_in_linear_time(piece: bytes) -> None:
    import time

    body = (b"px-captcha _pxAppId " + piece * (100_000 // len(piece)))[:100_000]
    start = time.process_time()
    blocked_by(200, {}, body)
    assert time.process_time() - start < 1.0
