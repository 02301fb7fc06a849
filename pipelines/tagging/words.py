"""The words beside a place in a normalised text; a word is adjacent only where a single space lies between."""

from collections.abc import Container

from pipelines.tagging.clitics import ARTICLE, SINGLE

OPENINGS = frozenset({' "', " «", " “", " ("})
"""What may stand between a title and a name that is set between marks."""

COMMAS = ("، ", ", ")


def word_before(text: str, at: int) -> tuple[str, int]:
    """The word right before `at` and where it begins; an empty word at a beginning or after punctuation."""
    if at < 2 or text[at - 1] != " " or not text[at - 2].isalnum():
        return "", at
    return word_until(text, at - 1)


def word_until(text: str, end: int) -> tuple[str, int]:
    """The word that ends there and where it begins; an empty one where none does."""
    begin = end
    while begin and text[begin - 1].isalnum():
        begin -= 1
    return text[begin:end], begin


def word_after(text: str, at: int) -> tuple[str, int]:
    """The word right after `at` and where it ends."""
    if at + 1 >= len(text) or text[at] != " " or not text[at + 1].isalnum():
        return "", at
    return word_at(text, at + 1)


def word_at(text: str, begin: int) -> tuple[str, int]:
    """The word that begins there and where it ends; an empty one where none does."""
    end, length = begin, len(text)
    while end < length and text[end].isalnum():
        end += 1
    return text[begin:end], end


def is_adjective(text: str, start: int, end: int) -> bool:
    """Whether «المصري» stands there: a word for a people or a movement, or a family's name."""
    return text.startswith(ARTICLE, start) and text[end - 1] == "ي"


def unjoined(word: str) -> tuple[str, ...]:
    """The word, and what it may be without what is written together with it: «ولجامعة», «للناشط»."""
    bare = word.removeprefix("و")
    if bare.startswith("لل"):
        return word, bare, f"ال{bare[2:]}"
    return word, bare, bare[1:] if bare.startswith(SINGLE) else bare


def is_entry(word: str, following: str, entries: Container[str]) -> bool:
    """Whether a list has the word, or it and the next one: «مدير», «رئيس قسم»."""
    return word in entries or f"{word} {following}" in entries


def entry_behind(text: str, at: int, entries: Container[str]) -> bool:
    """Whether one word or two of a list stand right behind `at`, or behind a comma there."""
    word, end = word_after(text, at + (text[at : at + 2] in COMMAS))
    return is_entry(word, word_after(text, end)[0], entries)
