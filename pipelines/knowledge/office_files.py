"""What titles are made of: the kinds of office, the countries as titles name them, and the ministries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.knowledge.tables import read_table


@dataclass(frozen=True, slots=True)
class OfficeKind:
    """A kind of office; `single`: one holder at a time in a country; `leads`: who holds it is a leader."""

    id: str
    name_ar: str
    name_en: str
    single: bool
    leads: bool


_ORGANISATIONS = frozenset({"UN", "EU", "WB"})  # of two letters, too


def mission_to(country: str) -> str:
    """The code of the UN's mission there: UNLY."""
    return f"UN{country}"


@dataclass(frozen=True, slots=True)
class Nation:
    """A country or organisation: adjectives without article, names and capitals."""

    code: str
    adjectives: tuple[str, ...]
    names: tuple[str, ...]
    capitals: tuple[str, ...]

    @property
    def is_state(self) -> bool:
        """States have codes of two letters (ISO 3166); movements and most organisations have longer ones."""
        return len(self.code) == 2 and self.code not in _ORGANISATIONS

    def words(self) -> Iterator[str]:
        """Everything that shows that a text is about it."""
        for adjective in self.adjectives:
            yield from (f"ال{adjective}", f"ال{feminine(adjective)}", adjective, feminine(adjective))
        yield from self.names
        yield from self.capitals

    def people(self) -> Iterator[str]:
        """«سوريون», «السوريين»: who is of it; adjectives of two words and irregular ones have no such plural."""
        for adjective in self.adjectives:
            if adjective.endswith("ي") and " " not in adjective:
                yield from (f"{article}{adjective}{ending}" for article in ("", "ال") for ending in ("ون", "ين"))


@dataclass(frozen=True, slots=True)
class Ministry:
    """What a minister may be minister of, and what such a ministry is called behind «وزير»."""

    field: str
    name_en: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeTables:
    """The kinds of office by id, the countries by code, the ministries by field."""

    kinds: Mapping[str, OfficeKind]
    nations: Mapping[str, Nation]
    ministries: Mapping[str, Ministry]


def read_office_tables(folder: Path) -> OfficeTables:
    """The three tables of our own folder."""
    return OfficeTables(
        _read_offices(folder / "offices.tsv"), _read_nations(folder / "nations.tsv"),
        _read_ministries(folder / "ministries.tsv"),
    )  # fmt: skip


def _read_offices(file: Path) -> dict[str, OfficeKind]:
    """The kinds of office, by id."""
    kinds: dict[str, OfficeKind] = {}
    for row in read_table(file, ("office", "name_ar", "name_en", "single", "leads")):
        if not {row["single"], row["leads"]} <= {"yes", "no"}:
            raise row.error("single and leads are yes or no")
        if row["office"] in kinds:
            raise row.error("this office stands here twice")
        kinds[row["office"]] = OfficeKind(
            row["office"], row["name_ar"], row["name_en"], row["single"] == "yes", row["leads"] == "yes"
        )  # fmt: skip
    return kinds


def _read_nations(file: Path) -> dict[str, Nation]:
    """The countries and organisations, by code."""
    nations: dict[str, Nation] = {}
    for row in read_table(file, ("code", "adjectives", "names", "capitals")):
        if row["code"] in nations:
            raise row.error("this code stands here twice")
        nations[row["code"]] = Nation(
            row["code"], row.several("adjectives"), row.several("names"), row.several("capitals")
        )
    return nations


def _read_ministries(file: Path) -> dict[str, Ministry]:
    """The ministries besides those that are offices of their own, by field."""
    ministries: dict[str, Ministry] = {}
    for row in read_table(file, ("field", "name_en", "ministries")):
        if not row["field"] or not row["name_en"]:
            raise row.error("field and name_en are needed")
        if row["field"] in ministries:
            raise row.error("this field stands here twice")
        ministries[row["field"]] = Ministry(row["field"], row["name_en"], row.several("ministries"))
    return ministries


def feminine(adjective: str) -> str:
    """«أمريكي» -> «أمريكية»."""
    return " ".join(f"{word}ة" if word.endswith("ي") else word for word in adjective.split())
