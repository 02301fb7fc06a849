import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.sources.hosts import ascii_host, enclosing, host_of, is_covered


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
def test_host_of(url: str, host: str | None) -> None:
    assert host_of(url) == host


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
    for host in (host_of(text), host_of(f"https://{text}"), ascii_host(text)):
        assert host is None or host.isascii()
