import pytest

from newscrawl.sources import web_checks
from newscrawl.sources.checks import Refused


@pytest.mark.parametrize(
    "url",
    [
        "https://daily.example",
        "http://127.0.0.1:8000/feed",
        "https://daily.example/ar/اقتصاد/rss",
        "https://daily.example/?feed=rss2&x=%20",
        "https://أخبار.example/feed",
    ],
)
def test_address(url: str) -> None:
    assert web_checks.url(url) == url


@pytest.mark.parametrize(
    "url", ["https://", "file:///etc/passwd", "//daily.example", "https://a..b/", "https://a:0/", 'https://a/"']
)
def test_no_address(url: str) -> None:
    with pytest.raises(Refused, match="is not an address"):
        web_checks.url(url)


@pytest.mark.parametrize(
    "template",
    [
        "https://daily.example/all.xml",
        "https://daily.example/{year}",
        "https://daily.example/{year:04}-{month:02}-{day:02}",
        "https://daily.example/?d={day}&m={month}&y={year}",
    ],
)
def test_archive_can_be_filled_in(template: str) -> None:
    assert web_checks.archive(template) == template
    assert "{" not in template.format(year=2024, month=8, day=5)


@pytest.mark.parametrize(
    "template", ["{}", "{0}", "{year!r}", "{year", "{{year}}", "{month:2}", "{Year}", "{hour}"]
)
def test_archive_that_could_not_be_filled_in(template: str) -> None:
    with pytest.raises(Refused):
        web_checks.archive(f"https://daily.example/{template}")


def test_domain_is_told_how_to_be_written() -> None:
    with pytest.raises(Refused, match=r"write 'www\.daily\.example'"):
        web_checks.domain("https://www.daily.example/feed")


def test_doubtful_expression_is_refused() -> None:
    assert web_checks.pattern(r"/\d+$").pattern == r"/\d+$"
    with pytest.raises(Refused, match="nested set"):
        web_checks.pattern("[[a-z]]")
