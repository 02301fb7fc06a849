"""Which source a page of an archive belongs to."""

import sqlite3
import threading
from contextlib import closing

from newscrawl.sources import claiming_source, load_source, source_ids
from newscrawl.sources.countries import country_of_domain, zone_of
from pipelines.addresses.canonical import RefuseAddress, registered_domain, source_id_for_host
from pipelines.addresses.covering import host_or_none
from pipelines.layout import Layout
from pipelines.records import Outlet
from pipelines.state.source_state import State, StateDamaged


class SourceFinder:
    """Finds the outlet of an address; with `any_source` it makes one for a host that no source claims.

    Several threads may ask: two hosts at once could else be given one id.
    """

    def __init__(self, layout: Layout, *, any_source: bool) -> None:
        self._any_source = any_source
        self._outlets: dict[str, Outlet | None] = {}
        self._taken = _ids_taken(layout) if any_source else {}
        self._lock = threading.Lock()

    def outlet_of(self, url: str) -> Outlet | None:
        host = host_or_none(url)
        if host is None:
            return None
        if host not in self._outlets:
            with self._lock:
                self._outlets[host] = self._find(url, host)
        return self._outlets[host]

    def _find(self, url: str, host: str) -> Outlet | None:
        claimed = claiming_source(url)
        if claimed is not None:
            return load_source(claimed).outlet()
        if not self._any_source:
            return None
        try:
            domain = registered_domain(host)
            source_id = source_id_for_host(host, self._taken)
        except RefuseAddress:
            return None  # no name that a host can have
        self._taken[source_id] = domain
        return unclaimed(source_id, domain)


def unclaimed(source_id: str, domain: str) -> Outlet:
    """The outlet of a host that no source claims; its top-level domain may tell the country and the time zone."""
    country = country_of_domain(domain)
    zone = zone_of(country) if country else None
    return Outlet(
        source_id=source_id, name=domain, domains=(domain,), timezone=zone or "UTC",
        country=country.upper() if country else None,
    )  # fmt: skip


def _ids_taken(layout: Layout) -> dict[str, str]:
    """Ids in use, each with its registered domain: of our sources, and of hosts met by earlier ingests."""
    taken = dict.fromkeys(source_ids(), "")
    for path in sorted((layout.output / "state").glob("[a-z]*.sqlite")):
        try:
            with closing(State(path)) as state:
                taken[path.stem] = state.domain
        except (StateDamaged, sqlite3.Error):
            continue  # its own run says so; here it only must not be overwritten
    return taken
