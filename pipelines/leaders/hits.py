"""Names and titles as they stand in one article, before anybody decided whom they mean."""

from collections import Counter
from dataclasses import dataclass, field

from pipelines.knowledge.role_files import Role
from pipelines.leaders.name_forms import FULL, SHORT, Alias
from pipelines.tagging.copies import Copy
from pipelines.tagging.words import is_adjective

_CHAINED_BEFORE, _CHAINED_BEHIND = ("، ", " الي ", " ثم ", " او "), (" الي ", " ثم ")
_MARKS = frozenset('«»"“”')


@dataclass(slots=True)
class RoleHit:
    """A title; `name` is the name that it stands before, if any."""

    copy: Copy
    start: int
    end: int
    role: Role
    prefix: str
    name: "NameHit | None" = None
    former: bool = False
    settled: Role | None = None
    behind: int = 0  # where the words end that may stand between the title and a name
    is_anothers: bool = False  # than of the name behind it: «أبلغ الرئيس الأميركي نتنياهو»
    is_name: bool = False  # «رئيس الوزراء السوداني» where محمد شياع السوداني is meant

    @property
    def meant(self) -> Role:
        """The title with the office or country that the article gave it, if any."""
        return self.settled or self.role


@dataclass(slots=True)
class NameHit:
    """A name; `aliases` are those of its readings that nothing around it excludes."""

    copy: Copy
    start: int
    end: int
    prefix: str
    aliases: list[Alias]
    title: RoleHit | None = None
    title_behind: RoleHit | None = None
    of_the_elder: bool = False  # «الأسد الأب»
    other_bearer: bool = False
    namesake: bool = False
    """Whether somebody else has this very name: «المقدم محمد مرسي»; not a brother or a son."""

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the article, for comparing."""
        return self.copy.number, self.start

    @property
    def words(self) -> str:
        return self.copy.text[self.start : self.end]

    @property
    def is_quoted(self) -> bool:
        """«بوتين», alone between marks: a camel, a ship or an operation of that name."""
        text = self.copy.text
        return text[self.start - 1 : self.start] in _MARKS and text[self.end : self.end + 1] in _MARKS

    @property
    def is_joined(self) -> bool:
        """«، ومبارك», «، مبارك», «ثم مبارك» or «من مبارك إلى»: one of several."""
        text = self.copy.text
        return (
            self.prefix in {"و", "ف"}
            or text.endswith(_CHAINED_BEFORE, 0, self.start)
            or text.startswith(_CHAINED_BEHIND, self.end)
        )

    @property
    def is_sure(self) -> bool:
        """Whether it is a full name, or a family name that means one leader only."""
        return bool(self.aliases) and self.aliases[0].name_class in {FULL, SHORT}

    @property
    def is_ordinary(self) -> bool:
        """Whether the name is a word of every day, too, or the name of many."""
        return any(alias.ordinary for alias in self.aliases)

    @property
    def is_adjective(self) -> bool:
        """«العربي», «الحوثي»: a word for a people or a movement too."""
        return is_adjective(self.copy.text, self.start, self.end)


@dataclass(slots=True)
class Hits:
    """What was found in all fields, in reading order."""

    names: list[NameHit] = field(default_factory=list)
    roles: list[RoleHit] = field(default_factory=list)
    nations: set[str] = field(default_factory=set)
    peoples: set[str] = field(default_factory=set)
    """Countries of whose people the article tells: enough for a name, but no scene of events."""
    times: Counter[str] = field(default_factory=Counter)
    """How often words name or show each country."""
    countries: dict[tuple[int, int], tuple[int, str]] = field(default_factory=dict)
    """Names of countries: field's number and where the word begins, to where it ends and the code."""
    covered: list[tuple[NameHit, RoleHit]] = field(default_factory=list)
    """Names that are an adjective of a title: «رئيس الوزراء السوداني»."""
    copies: list[Copy] = field(default_factory=list)
    """The fields."""


def overlap(one: NameHit | RoleHit, other: NameHit | RoleHit) -> bool:
    """Whether the two share a letter of the article."""
    return one.copy is other.copy and one.start < other.end and other.start < one.end
