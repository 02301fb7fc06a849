import socket
from collections.abc import Sequence
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.test import get_crawler
from twisted.internet.defer import Deferred, fail, succeed
from twisted.internet.error import DNSLookupError

from newscrawl.net import resolver as module
from newscrawl.net.refusals import AddressRefused
from newscrawl.net.resolver import PublicResolver, ResolverWatch


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the name server says; numbers are read as the C library reads them."""
    names: dict[str, str] = {}

    def look_up(_self: Any, name: str, _timeout: Sequence[int] = ()) -> Deferred[str]:
        try:
            return succeed(names.get(name) or socket.inet_ntoa(socket.inet_aton(name)))
        except OSError:
            return fail(DNSLookupError(name))

    monkeypatch.setattr(CachingThreadedResolver, "getHostByName", look_up)
    return names


def _resolver(**settings: Any) -> PublicResolver:
    return PublicResolver.from_crawler(get_crawler(settings_dict=settings), reactor=None)  # type: ignore[arg-type]


def _resolve(resolver: PublicResolver, name: str) -> str | Exception:
    found: list[Any] = []
    resolver.getHostByName(name).addCallbacks(found.append, lambda failure: found.append(failure.value))
    return found[0]  # type: ignore[no-any-return]


SPELLINGS = [
    "127.0.0.1", "127.1", "0", "2130706433", "0x7f000001", "0177.0.0.1", "10.0.0.1", "169.254.169.254",
    "100.64.0.1",     "192.168.1.1", "172.31.255.255", "224.0.0.1", "255.255.255.255", "0.0.0.0", "198.18.0.1",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_private_addresses_do_not_resolve(answers: dict[str, str], spelling: str) -> None:
    assert isinstance(_resolve(_resolver(), spelling), DNSLookupError)


def test_a_name_that_changes_its_address_is_checked_each_time(answers: dict[str, str]) -> None:
    resolver = _resolver()
    answers["news.test"] = "8.8.8.8"
    assert _resolve(resolver, "news.test") == "8.8.8.8"
    answers["news.test"] = "10.0.0.1"
    assert isinstance(_resolve(resolver, "news.test"), DNSLookupError)
    assert resolver.refused == {"news.test": "10.0.0.1"}
    answers["news.test"] = "8.8.8.8"
    assert _resolve(resolver, "NEWS.test") != ""
    _resolve(resolver, "news.test")
    assert not resolver.refused


def test_hosts_file_and_opened_networks(answers: dict[str, str]) -> None:
    hosts = {"أخبار.test": "127.0.0.1", "inside.test": "127.0.0.2"}
    resolver = _resolver(NET_HOSTS=hosts, NET_ALLOWED_NETWORKS="127.0.0.1/32")
    assert _resolve(resolver, "xn--igbicxr.test") == "127.0.0.1"
    assert isinstance(_resolve(resolver, "inside.test"), DNSLookupError)


def test_unknown_names_stay_unknown(answers: dict[str, str]) -> None:
    resolver = _resolver()
    assert isinstance(_resolve(resolver, "missing.test"), DNSLookupError)
    assert not resolver.refused


def test_a_cached_address_is_checked_too() -> None:
    from scrapy.resolver import dnscache

    dnscache["cached.test"] = "10.0.0.1"
    try:
        assert isinstance(_resolve(_resolver(), "cached.test"), DNSLookupError)
    finally:
        del dnscache["cached.test"]


def test_the_watch_names_a_refused_address(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver = _resolver()
    resolver.refused["inside.test"] = "10.0.0.1"
    monkeypatch.setattr(module, "installed_resolver", lambda: resolver)
    watch = build_from_crawler(ResolverWatch, get_crawler())
    watch.process_request(Request("http://inside.test/"))
    watch.process_exception(Request("http://missing.test/"), CannotResolveHostError("x"))
    watch.process_exception(Request("http://inside.test/"), ValueError("x"))
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.1"):
        watch.process_exception(Request("http://inside.test/"), CannotResolveHostError("x"))
    assert watch.stats.get_value("net/address_refused") == 1


def test_nothing_is_sent_past_a_foreign_resolver(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = build_from_crawler(ResolverWatch, get_crawler())
    monkeypatch.setattr(module, "installed_resolver", lambda: None)
    with pytest.raises(AddressRefused, match="resolver"):
        watch.process_request(Request("http://news.test/"))
