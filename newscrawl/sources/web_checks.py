"""What an address, a domain and an expression over addresses must be in a source file."""

import re
import warnings
from urllib.parse import urlsplit

from newscrawl.sources.checks import Refused, shown, text
from pipelines.addresses.covering import host_or_none
from pipelines.addresses.registered_domains import RefuseAddress, normal_host

_DOMAIN = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_PLACEHOLDER = re.compile(r"\{(year|month|day)(?::0[24])?\}")


def domain(value: object) -> str:
    """A host without scheme, port or path, in lower case; Arabic labels become xn-- as on the network."""
    name = text(value)
    host = _host(name)
    if host is None or name.lower() != name or _DOMAIN.fullmatch(host) is None:
        bare = host_or_none(name) or host_or_none(f"//{name}")
        hint = f", write {bare!r}" if bare is not None and _DOMAIN.fullmatch(bare) is not None else ""
        raise Refused(f"{shown(name)} is not a host name{hint}")
    return host


def _host(name: str) -> str | None:
    try:
        return None if "%" in name else normal_host(name)
    except RefuseAddress:
        return None


def url(value: object) -> str:
    address = text(value)
    if re.search(r"[{}]", address) is not None:
        raise Refused(
            f"{shown(address)} has braces; only archives are filled in, with {{year}}, {{month}}, {{day}}"
        )
    if re.search(r"[\s<>\"\\]", address) is not None:
        raise Refused(f"{shown(address)} is not an address: encode its spaces and signs, such as %20")
    if not _names_a_server(address):
        raise Refused(f"{shown(address)} is not an address: it needs http:// or https:// and a host")
    return address


def _names_a_server(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        return False
    host = host_or_none(address)
    is_web = parts.scheme in {"http", "https"} and port_is_right
    return is_web and parts.username is None and host is not None and _DOMAIN.fullmatch(host) is not None


def archive(value: object) -> str:
    """An address in which {year}, {month}, {day} are numbers of a date; {month:02} and {day:02} have two digits."""
    template = text(value)
    url(_PLACEHOLDER.sub("1", template))
    named = set(_PLACEHOLDER.findall(template))
    missing = ({"year", "month"} if "day" in named else {"year"} if "month" in named else set()) - named
    if missing:
        raise Refused(f"{shown(template)} lacks {{{min(missing)}}}, so that it means no one date")
    return template


def pattern(value: object) -> re.Pattern[str]:
    expression = text(value)
    try:
        with warnings.catch_warnings():
            # What Python calls doubtful, such as "[[", is nearly always a slip.
            warnings.simplefilter("error")
            return re.compile(expression)
    except (re.error, Warning, OverflowError, RecursionError) as error:
        raise Refused(f"{shown(expression)} is not a regular expression: {error}") from error


def parameter(value: object) -> str:
    name = text(value)
    if re.search(r"[=&?#\s]", name) is not None:
        raise Refused(f"{shown(name)} is not the bare name of a query parameter")
    return name
