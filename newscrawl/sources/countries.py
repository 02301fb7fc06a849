"""Which country a top-level domain means, and which time zone a country has."""

import csv
from functools import cache
from importlib.resources import files

from pipelines.addresses.registered_domains import normal_host


def country_of_domain(domain: str) -> str | None:
    """The country whose top-level domain it lies under; None for .com and its like."""
    return _by_top_level().get(domain.rpartition(".")[2])


def is_listed(country: str) -> bool:
    return country in _zones()


def zone_of(country: str) -> str | None:
    """The country's time zone; None when it has several, or is not in our table."""
    return _zones().get(country) or None


@cache
def _zones() -> dict[str, str]:
    return {country: zone for country, zone, _ in _rows()}


@cache
def _by_top_level() -> dict[str, str]:
    return {normal_host(name): country for country, _, names in _rows() for name in names.split()}


def _rows() -> list[list[str]]:
    lines = files(__package__).joinpath("countries.tsv").read_text("utf-8").splitlines()
    return list(csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t"))
