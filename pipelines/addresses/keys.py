"""The key of an address in state, for every address: one that cannot be a page's has a key, too."""

from pipelines.addresses.canonical import RefuseAddress, canonical_url
from pipelines.records import Outlet
from pipelines.storing.derived_rows import storable


def canonical_or_raw(url: str, outlet: Outlet) -> str:
    """The canonical address; one that is refused is its own key, as its outcome's row has it."""
    url = storable(url)
    try:
        return canonical_url(url, outlet)
    except RefuseAddress:
        return url
