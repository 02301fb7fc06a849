"""Where a host's own name ends and its registry's begins, by the public suffix list.

Hosts are as `normal_host` writes them. Neither fetches nor caches: the list is the one that the library carries.
"""

import functools
import re

from tldextract import TLDExtract

_suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None)
_A_NUMBER = re.compile(r"\[.*|(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")


@functools.lru_cache(maxsize=4096)
def registered(host: str) -> str:
    """What somebody registered, or ""; two blogs on one platform are two sites, so platforms count as suffixes."""
    return _suffixes(host, include_psl_private_domains=True).top_domain_under_public_suffix


def site(host: str) -> str:
    """As `registered`; of an ending that is not listed the list's own rule holds: that ending is the suffix."""
    return registered(host) or _two_labels(host)


@functools.lru_cache(maxsize=4096)
def platform(host: str) -> str:
    """As `site`, but two blogs on one platform are one: they share its machines."""
    found = _suffixes(host, include_psl_private_domains=False).top_domain_under_public_suffix
    return found or _two_labels(host)


def _two_labels(host: str) -> str:
    return host if _A_NUMBER.fullmatch(host) else ".".join(host.split(".")[-2:])
