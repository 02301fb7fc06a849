"""The leaders as people write them down: `leaders/*.tsv`, one leader a line."""

import calendar
import re
import sys
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from pipelines.knowledge.office_files import OfficeTables
from pipelines.knowledge.tables import Row, read_table

COLUMNS = ("id", "qid", "name_ar", "name_en", "full", "short", "ambiguous", "offices", "blockers")
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_QID = re.compile(r"Q[1-9]\d*")
_OFFICE = re.compile(r"([a-z_]+)(?::([a-z_+]+))? ([A-Z]{2,8})(?: (\S*)\.\.(\S*))?")
_IN_NO_NAME = re.compile(r"[^\w\s.'’\-\u064b-\u0652\u0670]")  # the vowel signs are no letters by Unicode
_MINISTER = "minister"
_NO_FIELDS: frozenset[str] = frozenset()  # two of three offices have none; one object for them, three megabytes
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_BLOCKER = re.compile(r"(before|after|context):([^:;]+)")


@dataclass(frozen=True, slots=True)
class Office:
    """An office held in a country or organisation; `start` and `end` None: not known, or still held.

    `vague` are offices without dates: they say what somebody was, never that he was it on a day. An office that
    does not lead (an ambassador's) makes nobody a leader.
    """

    kind: str
    country: str
    start: date | None = None
    end: date | None = None
    vague: bool = False
    leads: bool = True
    fields: frozenset[str] = _NO_FIELDS
    """Of which ministries; empty where that is not written down."""

    def held_on(self, day: date) -> bool:
        """Whether it was held on that day, as far as is known."""
        return not self.vague and (self.start or date.min) <= day <= (self.end or date.max)

    def overlaps(self, other: "Office") -> bool:
        """Whether both were held on some day, as far as is known."""
        if self.vague or other.vague:
            return False
        start = max(self.start or date.min, other.start or date.min)
        return start <= min(self.end or date.max, other.end or date.max)


@dataclass(frozen=True, slots=True)
class LeaderEntry:
    """One leader: names by how surely they mean this person, offices, and words that say it is another."""

    id: str
    qid: str | None
    name_ar: str
    name_en: str
    full: tuple[str, ...]
    short: tuple[str, ...]
    ambiguous: tuple[str, ...]
    offices: tuple[Office, ...]
    blockers: tuple[tuple[str, str], ...]
    file: str

    @property
    def countries(self) -> frozenset[str]:
        """Where the offices are or were."""
        return frozenset(office.country for office in self.offices)

    def begins(self) -> date | None:
        """The first day of the first leading office with dates."""
        return min((office.start for office in self.offices if office.leads and office.start), default=None)

    def leads(self) -> bool:
        """Whether any office makes a leader; who has none written down was put in the table as one."""
        return not self.offices or any(office.leads for office in self.offices)


def read_leaders(folder: Path, tables: OfficeTables, lesser: frozenset[str] = frozenset()) -> list[LeaderEntry]:
    """Every leader under `folder`; refuses what a tagger could not trust. The `lesser` kinds do not lead."""
    leaders: dict[str, LeaderEntry] = {}
    for file in sorted(folder.glob("*.tsv")):
        for row in read_table(file, COLUMNS):
            entry = _entry(row, tables, lesser)
            if entry.id in leaders:
                raise row.error(f"this id stands in {leaders[entry.id].file} too")
            leaders[entry.id] = entry
    return list(leaders.values())


def with_prefix(entry: LeaderEntry, prefix: str) -> LeaderEntry:
    """The leader under an id that cannot meet one of another folder."""
    return replace(entry, id=prefix + entry.id) if prefix else entry


def _entry(row: Row, tables: OfficeTables, lesser: frozenset[str]) -> LeaderEntry:
    if not _ID.fullmatch(row["id"]):
        raise row.error("id: small letters, digits and single hyphens, please")
    if row["qid"] and not _QID.fullmatch(row["qid"]):
        raise row.error(f"qid: {row['qid']} is no Wikidata id")
    if not row["name_ar"] or not row["name_en"]:
        raise row.error("name_ar and name_en are needed")
    entry = LeaderEntry(
        row["id"], row["qid"] or None, sys.intern(row["name_ar"]), row["name_en"],
        _full_names(row),
        row.several("short"), row.several("ambiguous"),
        tuple(
            replace(office, leads=office.kind not in lesser)
            for office in (_office(row, text, tables) for text in _parts(row, "offices"))
        ),
        tuple(_blocker(row, text) for text in row.several("blockers")), row.file.name,
    )  # fmt: skip
    _check_names(row, entry)
    return entry


def _full_names(row: Row) -> tuple[str, ...]:
    """The leader's name and its other spellings; a name that many bear may stand under `ambiguous` instead."""
    name_ar, full = sys.intern(row["name_ar"]), row.several("full")
    if name_ar in row.several("ambiguous"):
        return full
    return (name_ar, *(name for name in full if name != name_ar))


def _check_names(row: Row, entry: LeaderEntry) -> None:
    seen: set[str] = set()
    for name in (*entry.full, *entry.short, *entry.ambiguous):
        if name in seen:
            raise row.error(f"«{name}» stands in two classes, or twice in one")
        if (mark := _IN_NO_NAME.search(name)) is not None:
            raise row.error(f"«{name}» holds {mark[0]}, and would never be found")
        if sum(letter.isalpha() for letter in name) < 3:
            raise row.error(f"«{name}» is too short to be looked for")
        seen.add(name)


def _parts(row: Row, column: str) -> list[str]:
    return [part.strip() for part in row[column].split(";") if part.strip()]


def _office(row: Row, text: str, tables: OfficeTables) -> Office:
    matched = _OFFICE.fullmatch(text)
    if matched is None:
        raise row.error(f"offices: «{text}» is not `office COUNTRY start..end`")
    kind, ministries, country, start, end = matched.groups()
    if kind not in tables.kinds:
        raise row.error(f"offices: {kind} is not among the offices of offices.tsv")
    if country not in tables.nations:
        raise row.error(f"offices: {country} is not among the countries of nations.tsv")
    fields = _fields(row, kind, ministries, tables) if ministries else _NO_FIELDS
    kind, country = tables.kinds[kind].id, tables.nations[country].code  # one object each for all offices
    if start is None:
        return Office(kind, country, vague=True, fields=fields)
    office = Office(kind, country, _day(row, start, last=False), _day(row, end, last=True), fields=fields)
    if office.start and office.end and office.start > office.end:
        raise row.error(f"offices: «{text}» ends before it begins")
    return office


def _fields(row: Row, kind: str, ministries: str, tables: OfficeTables) -> frozenset[str]:
    """«trade+industry»: of which ministries somebody was minister."""
    fields = _split_fields(ministries)
    for field in sorted(fields):
        if field not in tables.ministries:
            raise row.error(f"offices: {field} is not among the fields of ministries.tsv")
    if kind != _MINISTER:
        raise row.error(f"offices: only a minister has a field, not «{kind}:{ministries}»")
    return fields


@cache  # eight thousand offices share two hundred: two megabytes
def _split_fields(ministries: str) -> frozenset[str]:
    return frozenset(ministries.split("+"))


def _day(row: Row, text: str | None, *, last: bool) -> date | None:
    """A day; of a year or month alone its first or `last`."""
    try:
        return _calendar_day(text, last=last) if text else None
    except ValueError as error:
        raise row.error(f"offices: {error}") from error


@cache  # forty thousand days of offices are four thousand: a megabyte
def _calendar_day(text: str, *, last: bool) -> date:
    matched = _DAY.fullmatch(text)
    if matched is None:
        raise ValueError(f"{text} is no day, month or year")
    year, month, day = (int(part) if part else None for part in matched.groups())
    assert year is not None
    month = month or (12 if last else 1)
    try:
        return date(year, month, day or (calendar.monthrange(year, month)[1] if last else 1))
    except ValueError as error:
        raise ValueError(f"{text} is no day of the calendar") from error


def _blocker(row: Row, text: str) -> tuple[str, str]:
    matched = _BLOCKER.fullmatch(text)
    if matched is None:
        raise row.error(f"blockers: «{text}» is not before:WORD, after:WORD or context:WORD")
    return matched[1], matched[2].strip()
