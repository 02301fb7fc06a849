"""What titles mean: the offices, the countries as titles name them, and the phrases of `roles.tsv`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.knowledge.tables import Row, read_table
from pipelines.phrase_patterns import expand

SAME, OWN, SOLE, LISTED = "{same}", "{own}", "{sole}", " {list}"
"""In place of an office or a country: that which was named last («نظيره الروسي», «وزير خارجيته»)."""


@dataclass(frozen=True, slots=True)
class OfficeKind:
    """A kind of office; `single`: one holder at a time in a country; `leads`: who holds it is a leader."""

    id: str
    name_ar: str
    name_en: str
    single: bool
    leads: bool


@dataclass(frozen=True, slots=True)
class Nation:
    """A country or organisation: adjectives without article, names and capitals."""

    code: str
    adjectives: tuple[str, ...]
    names: tuple[str, ...]
    capitals: tuple[str, ...]

    def words(self) -> Iterator[str]:
        """Everything that shows that a text is about it."""
        for adjective in self.adjectives:
            yield from (f"ال{adjective}", f"ال{_feminine(adjective)}", adjective, _feminine(adjective))
        yield from self.names
        yield from self.capitals


@dataclass(frozen=True, slots=True)
class Role:
    """A title as it stands in a text: which offices it means (kind, country or None for any), and where."""

    offices: frozenset[tuple[str, str | None]]
    country: str | None
    same_office: bool = False
    own_country: bool = False
    sole_country: bool = False
    """Whether the country is the only one that the article names: «قرر رئيس الوزراء»."""
    listed: bool = False
    """Whether countries follow, each with its holder: «وزراء خارجية تركيا والعراق»."""
    alone: bool = False
    """Whether the title without a name stands for its holder."""

    def of(self, country: str | None) -> "Role":
        """The same offices of one country; None: of any."""
        return Role(frozenset((kind, country) for kind, _ in self.offices), country)

    def or_as(self, other: "Role") -> "Role":
        """What the same phrase of the same country means in two lines of the table."""
        return Role(
            self.offices | other.offices,
            self.country,
            self.same_office or other.same_office,
            self.own_country or other.own_country,
            self.sole_country or other.sole_country,
            self.listed or other.listed,
            self.alone or other.alone,
        )


def read_offices(file: Path) -> dict[str, OfficeKind]:
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


def read_nations(file: Path) -> dict[str, Nation]:
    """The countries and organisations, by code."""
    nations: dict[str, Nation] = {}
    for row in read_table(file, ("code", "adjectives", "names", "capitals")):
        if row["code"] in nations:
            raise row.error("this code stands here twice")
        nations[row["code"]] = Nation(
            row["code"], row.several("adjectives"), row.several("names"), row.several("capitals")
        )
    return nations


def read_roles(file: Path, kinds: frozenset[str], nations: dict[str, Nation]) -> Iterator[tuple[str, Role]]:
    """Every title that can stand in a text, with its meaning."""
    for row in read_table(file, ("phrase", "offices", "only", "alone")):
        limits = row.several("only")
        for code in limits:
            if code not in nations:
                raise row.error(f"only: {code} is not among the countries of nations.tsv")
        offices = [_office(row, text, kinds, nations) for text in row.several("offices")]
        if not offices:
            raise row.error("a title needs an office")
        if row["alone"] not in {"yes", ""}:
            raise row.error("alone is yes or nothing")
        meant = [nations[code] for code in limits] or list(nations.values())
        for written in _written(row):
            for phrase, role in _expanded(written, offices, meant):
                yield phrase, replace(role, alone=True) if row["alone"] else role


def _written(row: Row) -> list[str]:
    try:
        return expand(row["phrase"])
    except ValueError as error:
        raise row.error(f"phrase: {error}") from error


def _expanded(
    phrase: str, offices: list[tuple[str, str | None]], nations: list[Nation]
) -> Iterator[tuple[str, Role]]:
    if phrase.endswith(LISTED):
        yield phrase.removesuffix(LISTED), Role(frozenset(offices), None, listed=True)
        return
    if "{" not in phrase:
        yield phrase, _fixed(offices)
        return
    for nation in nations:
        meant = frozenset(
            (kind, nation.code) for kind, country in offices if country is None or country == nation.code
        )
        same = any(kind == SAME for kind, _ in offices)
        if not meant:
            continue
        for form in _forms(phrase, nation):
            yield form, Role(frozenset() if same else meant, nation.code, same_office=same)


def _fixed(offices: list[tuple[str, str | None]]) -> Role:
    own = any(country == OWN for _, country in offices)
    if own:
        return Role(frozenset((kind, None) for kind, _ in offices), None, own_country=True)
    if any(country == SOLE for _, country in offices):
        return Role(frozenset((kind, None) for kind, _ in offices), None, sole_country=True)
    countries = {country for _, country in offices}
    only = next(iter(countries)) if len(countries) == 1 else None
    return Role(frozenset(offices), only)


def _forms(phrase: str, nation: Nation) -> Iterator[str]:
    if "{name}" in phrase:
        yield from (phrase.replace("{name}", name) for name in nation.names)
    for adjective in nation.adjectives:
        if "{adj}" in phrase:
            yield phrase.replace("{adj}", _with_article(adjective))
        elif "{fem}" in phrase:
            yield phrase.replace("{fem}", _with_article(_feminine(adjective)))


def _with_article(adjective: str) -> str:
    """«كوري شمالي» -> «الكوري الشمالي», but «جنوب أفريقي» -> «الجنوب أفريقي»."""
    first, *rest = adjective.split()
    if first.endswith(("ي", "ية")):
        rest = [f"ال{word}" for word in rest]
    return " ".join([f"ال{first}", *rest])


def _feminine(adjective: str) -> str:
    return " ".join(f"{word}ة" if word.endswith("ي") else word for word in adjective.split())


def _office(row: Row, text: str, kinds: frozenset[str], nations: dict[str, Nation]) -> tuple[str, str | None]:
    kind, _, country = text.partition("@")
    if kind != SAME and kind not in kinds:
        raise row.error(f"offices: {kind} is not among the offices of offices.tsv")
    if country and country not in {OWN, SOLE} and country not in nations:
        raise row.error(f"offices: {country} is not among the countries of nations.tsv")
    return kind, country or None
