"""The words by which titles and texts name states, movements and ministries, folded as the text is."""

from collections.abc import Collection, Container, Iterator

from pipelines.knowledge.office_files import Ministry, Nation
from pipelines.leaders.name_forms import NationWord
from pipelines.tagging.clitics import ARTICLE
from pipelines.tagging.spellings import fold_name


def adjectives_of(nations: Collection[Nation]) -> dict[str, str]:
    """Each adjective with its article, and the code of its country."""
    return {
        fold_name(f"{ARTICLE}{adjective}"): nation.code for nation in nations for adjective in nation.adjectives
    }


def movement_words(nations: Collection[Nation]) -> frozenset[str]:
    """The words in the names of what is no state."""
    names = (name for nation in nations if not nation.is_state for name in nation.names)
    return frozenset(fold_name(word) for name in names for word in name.split())


def ministry_words(ministries: Collection[Ministry]) -> frozenset[str]:
    """The words in the names of ministries, without the «and» that joins their fields."""
    names = (name for ministry in ministries for name in ministry.names)
    return frozenset(fold_name(word.removeprefix("و")) for name in names for word in name.split())


def nation_words(nations: Collection[Nation], no_nations: Container[str]) -> Iterator[tuple[str, object]]:
    """Every word for a country, then every word for its people; one of `no_nations` alone does not show it."""
    for nation in nations:
        for word in nation.words():
            form = fold_name(word)
            yield form, NationWord(nation.code, word in nation.names, form not in no_nations)
    for nation in nations:
        for word in nation.people():
            yield fold_name(word), NationWord(nation.code, is_name=False, is_people=True)
