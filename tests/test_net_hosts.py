import ipaddress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newscrawl.net.hosts import AddressPolicy, is_public, lenient_host, literal_address, slot_of

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
@settings(deadline=None, max_examples=200)
def test_an_embedded_address_is_as_public_as_it_is_alone(address: ipaddress.IPv4Address) -> None:
    mapped = ipaddress.IPv6Address(0xFFFF00000000 | int(address))
    assert is_public(mapped) == is_public(address)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.1", "127.0.0.1"), ("0", "0.0.0.0"), ("2130706433", "127.0.0.1"), ("0x7f000001", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"), ("[::1]", "::1"), ("fe80::1%eth0", "fe80::1"),
    ],
)  # fmt: skip
def test_reads_every_spelling_of_an_address(host: str, address: str) -> None:
    assert literal_address(host) == ipaddress.ip_address(address)


@pytest.mark.parametrize("host", ["news.test", "", "1.example", "x127.0.0.1", "أخبار.com", "1.2.3.4.5"])
def test_a_name_is_no_address(host: str) -> None:
    assert literal_address(host) is None


@given(st.text(max_size=40))
@example("0\r\xad")
@example("․")  # one dot leader: IDNA makes a dot of it
@example("a․․b ․ ")
@example(".عاجل.00")
@example(".عاجل.aaa")
@example(".a.⒘a.")
@example(".ع。a.a")
@example("1.2.3.4\x1f")
@settings(deadline=None, max_examples=300)
def test_any_host_is_read_without_failing(host: str) -> None:
    address = literal_address(host)
    assert address is None or literal_address(str(address)) == address
    assert slot_of(host) == slot_of(slot_of(host))


def test_the_operator_opens_networks() -> None:
    policy = AddressPolicy.of(["127.0.0.1/32", " 10.0.0.0/8"])
    assert policy.allows(ipaddress.ip_address("127.0.0.1"))
    assert policy.allows(ipaddress.ip_address("10.9.9.9"))
    assert not policy.allows(ipaddress.ip_address("127.0.0.2"))


def test_a_host_is_written_in_one_way() -> None:
    assert lenient_host("أخبار.COM.") == "xn--igbicxr.com"
    assert lenient_host("no host") == "no host"


@pytest.mark.parametrize(
    ("host", "slot"),
    [
        ("www.echoroukonline.com", "echoroukonline.com"), ("m.alwatan.com.sa", "alwatan.com.sa"),
        ("feeds.news.test", "news.test"), ("127.0.0.1", "127.0.0.1"), ("localhost", "localhost"),
        ("www.xn--igbicxr.com", "xn--igbicxr.com"), ("", ""),
        ("one.blogspot.com", "blogspot.com"), ("[::1]", "[::1]"), ("127.1", "127.1"),
    ],
)  # fmt: skip
def test_hosts_of_an_outlet_share_a_slot(host: str, slot: str) -> None:
    assert slot_of(host) == slot
