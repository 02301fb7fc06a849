"""Which addresses are one article. Ids are made from this and live for ever (`docs/addresses.md`)."""

import functools
import hashlib
import re
from collections.abc import Sequence
from urllib.parse import unquote, urljoin

from pipelines.addresses.covering import is_covered, on_site
from pipelines.addresses.path import identifying_path
from pipelines.addresses.query import identifying_query, unescape_ampersands
from pipelines.addresses.registered_domains import (
    RefuseAddress,
    check_length,
    host_of,
    normal_host,
    port_of,
    registered_domain,
    source_id_for_host,
    split_address,
)
from pipelines.addresses.stated import is_credible
from pipelines.addresses.traps import looks_like_trap
from pipelines.records import Outlet

__all__ = [
    "ADDRESS_RULES_VERSION",
    "RefuseAddress",
    "article_id",
    "believed_canonical",
    "canonical_url",
    "former_addresses",
    "looks_like_trap",
    "on_site",
    "registered_domain",
    "source_id_for_host",
]

# Raise it with every change, of the data files too, that gives some address another `canonical_url`.
ADDRESS_RULES_VERSION = "1"

# Hosts that show the same articles to other devices. What follows must still be a domain: `m.co` is one itself.
_VIEW_PREFIX = re.compile(r"(?:(?:www|m|mobile|wap|amp)\.)+(?=[^.]+\.)")


def canonical_url(url: str, outlet: Outlet) -> str:
    """The address that stands for every spelling and view of this one; no page is needed to know it.

    Raises:
        RefuseAddress: it cannot be the address of a page.
    """
    parts = split_address(unescape_ampersands(url))
    host = _identity_host(host_of(parts), outlet.domains) + port_of(parts)
    query = identifying_query(parts.query, _lower(outlet.keep_params)) if parts.query else ""
    path = identifying_path(parts.path, has_query=bool(query))
    canonical = f"https://{host}{path}?{query}" if query else f"https://{host}{path}"
    check_length(canonical)
    return canonical


def article_id(canonical: str) -> str:
    """The id of an article that is stored for the first time under this `canonical_url`."""
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]


def former_addresses(canonical: str, outlet: Outlet) -> list[str]:
    """What a `canonical_url` was before the outlet moved to its first domain, by each domain that it had."""
    today, former = _moves(outlet.domains)
    if not former:  # as of most outlets: it is asked of every address
        return []
    host = re.split(r"[:/]", canonical.removeprefix("https://"), maxsplit=1)[0]
    if not is_covered(host, (today,)):
        return []
    rest, before = canonical.removeprefix(f"https://{host}"), host.removesuffix(today)
    return [f"https://{before}{domain}{rest}" for domain in former]


def believed_canonical(own: str, stated: Sequence[str], outlet: Outlet) -> str | None:
    """The `canonical_url` of the first address that a page states as its own and that can be believed.

    `own` is where the page was found after redirects; `stated` are its rel=canonical and og:url, the most trusted
    first. Whether many pages share one stated address is for the store to see.
    """
    identity, keep = canonical_url(own, outlet), _lower(outlet.keep_params)
    for value in stated:
        address = _absolute(value, own)
        candidate = _canonical_on_site(address, own, outlet) if address else None
        if address is None or candidate is None or not is_credible(identity, candidate, keep):
            continue
        if candidate == identity or _is_article_as_own(address, own, outlet):
            return candidate
    return None


@functools.lru_cache(maxsize=256)
def _lower(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)


@functools.lru_cache(maxsize=4096)
def _identity_host(host: str, domains: tuple[str, ...]) -> str:
    return _without_view_prefix(_after_move(_without_view_prefix(host), domains))


def _without_view_prefix(host: str) -> str:
    return _VIEW_PREFIX.sub("", host, count=1) if _VIEW_PREFIX.match(host) else host


def _after_move(host: str, domains: tuple[str, ...]) -> str:
    """The host under the outlet's first domain, where another domain of the outlet held it before.

    What stands before the domain is kept. Two domains below one registered domain are two sites, not a move.
    """
    today, former = _moves(domains)
    if is_covered(host, (today,)):
        return host
    moved = [old for old in former if is_covered(host, (old,))]
    return host.removesuffix(max(moved, key=len)) + today if moved else host


@functools.lru_cache(maxsize=256)
def _moves(domains: tuple[str, ...]) -> tuple[str, list[str]]:
    """The outlet's domain of today, and those from which it moved there."""
    today, *before = [_without_view_prefix(normal_host(domain)) for domain in domains] or [""]
    return today, [old for old in before if registered_domain(old) != registered_domain(today)]


def _absolute(value: str, own: str) -> str | None:
    """A stated address in full, or None where it is empty or broken."""
    value = value.strip()
    # `www.example.com/a` without its scheme would else be taken for a path.
    if on_site(f"https://{value}", [registered_domain(own)]):
        value = f"//{value}"
    try:
        # Joining drops an empty `;` at the end, and the address would be another than its own.
        is_whole = value.lower().startswith(("http://", "https://"))
        return value if is_whole else urljoin(own, value) if value else None
    except ValueError:
        return None


def _canonical_on_site(address: str, own: str, outlet: Outlet) -> str | None:
    """The canonical form of a stated address, or None where it is broken or leads to another site."""
    try:
        same = on_site(address, outlet.domains) or registered_domain(address) == registered_domain(own)
        return canonical_url(address, outlet) if same else None
    except RefuseAddress:
        return None


def _is_article_as_own(address: str, own: str, outlet: Outlet) -> bool:
    """False where the outlet's pattern of articles knows our own address and does not know the stated one."""
    if outlet.article_url is None:
        return True
    return _matches(outlet.article_url, address) or not _matches(outlet.article_url, own)


def _matches(pattern: str, address: str) -> bool:
    return any(re.search(pattern, spelling) for spelling in (address, unquote(address)))
