"""The key of an address in state, for every address: one that cannot be a page's has a key, too."""

import json

from pipelines.addresses.canonical import ADDRESS_RULES_VERSION, RefuseAddress, canonical_url, former_addresses
from pipelines.records import Outlet
from pipelines.storing.derived_rows import storable


def canonical_or_raw(url: str, outlet: Outlet) -> str:
    """The canonical address; one that is refused is its own key, as its outcome's row has it."""
    url = storable(url)
    try:
        return canonical_url(url, outlet)
    except RefuseAddress:
        return url


def all_keys(url: str, outlet: Outlet) -> list[str]:
    """Its key, and those that it had before the outlet moved: what was forgotten then stays forgotten."""
    key = canonical_or_raw(url, outlet)
    return [key, *former_addresses(key, outlet)]


def rules_of_keys(outlet: Outlet) -> str:
    """Names the rules by which keys are made today: state made by others does not find what it knows."""
    return json.dumps([ADDRESS_RULES_VERSION, outlet.domains, outlet.keep_params])
