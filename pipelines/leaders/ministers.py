"""A minister's title may name more fields of the office, and end in its country: «وزير التجارة والصناعة المصري»."""

from collections.abc import Container

from pipelines.leaders.hits import Hits, RoleHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.tagging.clitics import ARTICLE
from pipelines.tagging.words import word_after

MINISTER = ("وزير ", "وزيره ", "وزيرا ")
"""How a minister's title begins."""
_WOMAN = MINISTER[1]
_IN = "في"
_IN_THE_STATE = ("بدوله", "بجمهوريه", "بمملكه", "بسلطنه")
_OF_OFFICE = ("ال", "لل", "وال", "ولل")


def is_of_office(role: RoleHit, word: str) -> bool:
    """Whether the word may go on with a minister's title: «وزير الزراعة واستصلاح الأراضي المصري»."""
    return role.copy.text.startswith(MINISTER, role.start) and word.startswith(_OF_OFFICE)


def is_another_field(
    lexicon: Lexicon, begins: Container[tuple[int, int]], role: RoleHit, word: str, end: int
) -> bool:
    """«وزير البيئة وموارد المياه», not «وزير الطاقة وليد الفياض», nor «وزير الخارجية وأكد السيسي»."""
    text = role.copy.text
    if word == "و":  # «وزير الفلاحة و الصيد البحري»
        return word_after(text, end)[0] in lexicon.ministry_words
    return (
        text.startswith(MINISTER, role.start) and word.startswith("و") and text.startswith(f" {ARTICLE}", end)
        and (role.copy.number, end + 1) not in begins and lexicon.persons.isdisjoint((word, word[1:]))
        and word[1:].removeprefix(ARTICLE) not in lexicon.words["before_role"]  # «وزير الصحة والمدير العام»
    )  # fmt: skip


def settle_countries(lexicon: Lexicon, hits: Hits) -> None:
    """Gives ministers' titles without a name the country behind them: «وزير المالية والاقتصاد المصري».

    Only ministries' names may stand between: in «أدان وزير المالية الهجوم الإسرائيلي» it is not his country.
    """
    for role in hits.roles:
        is_minister = role.copy.text.startswith(MINISTER, role.start)
        if is_minister and role.name is None and role.role.country is None:
            _settle_country(lexicon, hits, role)


def _settle_country(lexicon: Lexicon, hits: Hits, role: RoleHit) -> None:
    word, end = word_after(role.copy.text, role.end)
    if word == _IN or word in _IN_THE_STATE:  # «وزير الصحة في بريطانيا», «وزير المالية بدولة الكويت»
        last, code = hits.countries.get((role.copy.number, end + 1), (0, ""))
        if code:
            role.role, role.end, role.behind = role.role.of(code), last, last
        return
    if word.startswith("و"):
        while word and word.removeprefix("و") in lexicon.ministry_words:
            word, end = word_after(role.copy.text, end)
    if role.copy.text.startswith(_WOMAN, role.start):
        word = word.removesuffix("ه")
    if word in lexicon.adjectives:
        role.role, role.end = role.role.of(lexicon.adjectives[word]), end
