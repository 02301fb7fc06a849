"""What titles mean: the phrases of `roles.tsv`, each with its offices."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.knowledge.office_files import Ministry, Nation, OfficeTables, feminine
from pipelines.knowledge.tables import Row, read_table
from pipelines.tagging.phrase_patterns import expand

_MINISTRY, _VERB = "{ministry}", "verb"
_OF_WOMEN = tuple(
    f"{word} " for word in ("وزيرة", "رئيسة", "الرئيسة", "مستشارة", "المستشارة", "ملكة", "الملكة", "مفوضة")
)
SAME, OWN, SOLE, LISTED = "{same}", "{own}", "{sole}", " {list}"
"""In place of an office or a country: that which was named last («نظيره الروسي», «وزير خارجيته»)."""


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
    before_verb: bool = False
    """Whether it does so only before a verb: «الملك يستقبل», but not «عهد الملك»."""
    fields: frozenset[str] = frozenset()
    """Of which ministries; empty for titles that name none."""
    of_women: bool = False
    """Whether it is a woman's: «وزيرة الصحة»."""

    @property
    def is_limited(self) -> bool:
        """Whether only some countries have it: «رئيس المجلس الرئاسي» is Libya's or Yemen's."""
        return all(country is not None for _, country in self.offices)

    def of(self, country: str | None) -> "Role":
        """The same offices of one country, those alone that it has where the title says so; None: of any."""
        own = frozenset(office for office in self.offices if office[1] == country)
        offices = own or frozenset((kind, country) for kind, _ in self.offices)
        return Role(
            offices, country, alone=self.alone, before_verb=self.before_verb,
            fields=self.fields, of_women=self.of_women,
        )  # fmt: skip

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
            not any(role.alone and not role.before_verb for role in (self, other))
            and (self.before_verb or other.before_verb),
            self.fields | other.fields,
            self.of_women and other.of_women,
        )


def read_roles(file: Path, tables: OfficeTables) -> Iterator[tuple[str, Role]]:
    """Every title that can stand in a text, with its meaning."""
    kinds, nations = tables.kinds, tables.nations
    for row in read_table(file, ("phrase", "offices", "only", "alone")):
        limits = row.several("only")
        for code in limits:
            if code not in nations:
                raise row.error(f"only: {code} is not among the countries of nations.tsv")
        offices = [_office(row, text, kinds, nations) for text in row.several("offices")]
        if not offices:
            raise row.error("a title needs an office")
        if row["alone"] not in {"yes", _VERB, ""}:
            raise row.error("alone is yes, verb or nothing")
        meant = [nations[code] for code in limits] or list(nations.values())
        for written in _written(row):
            for bare, fields in _of_ministries(written, tables.ministries.values()):
                for phrase, role in _expanded(bare, offices, meant):
                    yield (
                        phrase,
                        replace(
                            role, alone=row["alone"] != "", before_verb=row["alone"] == _VERB,
                            fields=fields, of_women=phrase.startswith(_OF_WOMEN),
                        ),
                    )  # fmt: skip


def _of_ministries(phrase: str, ministries: Iterable[Ministry]) -> Iterator[tuple[str, frozenset[str]]]:
    if _MINISTRY not in phrase:
        yield phrase, frozenset()
        return
    fields: dict[str, set[str]] = {}
    for ministry in ministries:
        for name in ministry.names:
            fields.setdefault(name, set()).add(ministry.field)
    for name, several in fields.items():
        # «وزيرا ل» with «المالية» is «وزيرا للمالية»
        yield phrase.replace(_MINISTRY, name).replace(" لال", " لل"), frozenset(several)


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
    return Role(frozenset(offices), only, sole_country=only is None and None not in countries)


def _forms(phrase: str, nation: Nation) -> Iterator[str]:
    if "{name}" in phrase:
        yield from (phrase.replace("{name}", name) for name in nation.names)
    for adjective in nation.adjectives:
        if "{adj}" in phrase:
            yield phrase.replace("{adj}", _with_article(adjective))
        elif "{fem}" in phrase:
            yield phrase.replace("{fem}", _with_article(feminine(adjective)))


def _with_article(adjective: str) -> str:
    """«كوري شمالي» -> «الكوري الشمالي», but «جنوب أفريقي» -> «الجنوب أفريقي»."""
    first, *rest = adjective.split()
    if first.endswith(("ي", "ية")):
        rest = [f"ال{word}" for word in rest]
    return " ".join([f"ال{first}", *rest])


def _office(row: Row, text: str, kinds: Container[str], nations: Mapping[str, Nation]) -> tuple[str, str | None]:
    kind, _, country = text.partition("@")
    if kind != SAME and kind not in kinds:
        raise row.error(f"offices: {kind} is not among the offices of offices.tsv")
    if country and country not in {OWN, SOLE} and country not in nations:
        raise row.error(f"offices: {country} is not among the countries of nations.tsv")
    return kind, country or None
