"""A TOML table whose keys are taken out as they are used, so that what is left at the end is unknown."""

import re
from collections.abc import Collection, Mapping
from typing import TypeVar

from newscrawl.sources import checks
from newscrawl.sources.checks import Check, Refused

T = TypeVar("T")


class Table:
    """The keys of one TOML table that were not used yet, and what was wrong with those that were."""

    def __init__(self, values: Mapping[str, object], problems: list[str], place: str = "") -> None:
        self._left = dict(values)
        self._problems = problems
        self._place = place

    def take(self, key: str, check: Check[T], default: T) -> T:
        """The value of an optional key."""
        if key not in self._left:
            return default
        try:
            return check(self._left.pop(key))
        except Refused as refusal:
            self.report(key, str(refusal))
            return default

    def need(self, key: str, check: Check[T], placeholder: T) -> T:
        """The value of a required key; after a problem, something to go on with."""
        if key not in self._left:
            self.report(key, "missing")
        return self.take(key, check, placeholder)

    def table(self, key: str) -> "Table | None":
        """A table inside this one."""
        inner = self._left.pop(key, None)
        if isinstance(inner, dict):
            return Table(inner, self._problems, f"{self._place}{key}.")
        if inner is not None:
            self.report(key, f"{checks.shown(inner)} is not a table: {{…}}")
        return None

    def tables(self, key: str) -> list["Table"]:
        """The tables of a list of tables; in messages they are counted from 1."""
        inner = self._left.pop(key, [])
        if not isinstance(inner, list) or not all(isinstance(each, dict) for each in inner):
            self.report(key, f"is not a list of tables: begin each with [[{key}]]")
            return []
        return [Table(each, self._problems, f"{self._place}{key}[{n}].") for n, each in enumerate(inner, 1)]

    def close(self, known: Collection[str]) -> None:
        """Complain about the keys that nobody took."""
        for key in self._left:
            self.report(key, f"unknown key{checks.did_you_mean(key, known)}")

    def report(self, key: str, problem: str) -> None:
        bare = re.fullmatch(r"[\w-]+", key) is not None
        self._problems.append(f"{self._place}{key if bare else checks.shown(key)}: {problem}")
