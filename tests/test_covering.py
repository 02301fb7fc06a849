import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.addresses.covering import enclosing, host_or_none, is_covered, on_site


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Daily.Example./a", "www.daily.example"),
        ("http://127.0.0.1:80/", "127.0.0.1"),
        ("https://مثال.إختبار/", "xn--mgbh0fb.xn--kgbechtv"),
        ("https:///a", None),
        ("http://[", None),
        ("//daily.example", "daily.example"),
        ("daily.example", None),
    ],
)
def test_the_host_of_an_address(url: str, host: str | None) -> None:
    assert host_or_none(url) == host


def test_enclosing_goes_up_to_the_top() -> None:
    assert list(enclosing("a.b.c")) == ["a.b.c", "b.c", "c"]


def test_a_domain_covers_what_is_below_it_and_no_name_that_ends_alike() -> None:
    assert is_covered("m.daily.example", {"daily.example"})
    assert is_covered("daily.example", {"daily.example"})
    assert not is_covered("notdaily.example", {"daily.example"})
    assert not is_covered("example", {"daily.example"})


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=40))
def test_any_text_has_a_host_or_none(text: str) -> None:
    for host in (host_or_none(text), host_or_none(f"https://{text}")):
        assert host is None or host.isascii()
    assert on_site(f"https://{text}", ["news.test"]) in {True, False}


@pytest.mark.parametrize(
    ("host", "domains", "inside"),
    [
        ("news.test", ["news.test"], True), ("www.news.test", ["news.test"], True),
        ("NEWS.test.", ["news.test"], True), ("news.test:8080", ["news.test"], True),
        ("evilnews.test", ["news.test"], False), ("news.test.evil.test", ["news.test"], False),
        ("xn--igbicxr.com", ["أخبار.com"], True), ("m.أخبار.com", ["xn--igbicxr.com"], True),
        ("news.test%2eevil.test", ["news.test"], False), ("evil.test%2f.news.test", ["news.test"], False),
        ("news.test", [], False), ("", ["news.test"], False),
    ],
)  # fmt: skip
def test_on_site(host: str, domains: list[str], inside: bool) -> None:
    assert on_site(f"https://{host}/", domains) is inside
