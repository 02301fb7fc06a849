"""A field of an article and its normalised copy, and the words beside a place there."""

from dataclasses import dataclass

from pipelines.tagging.known_words import KnownWord, ReadText
from pipelines.tagging.normalised import Normalised
from pipelines.tagging.words import word_after, word_before

ALI, ON = "علي", "على"
"""Folded they are one."""
_FOLDED_ALIKE = {ALI: ON, "وعلي": "وعلى", "فعلي": "فعلى", "وادي": "وأدى"}
"""Verbs and particles that are folded to a name or a place, as they are written."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A field of the article and its normalised copy."""

    field: str
    number: int
    read: ReadText

    @property
    def normalised(self) -> Normalised:
        return self.read.copy

    @property
    def text(self) -> str:
        """The normalised text."""
        return self.read.copy.text

    def written(self, start: int, end: int) -> str:
        """What stands there in the text as stored."""
        first, last = self.normalised.span(start, end)
        return self.normalised.original[first:last]

    def word_before(self, at: int) -> tuple[str, int]:
        """The word before a name or a title, and where it begins; «وأدى» is no valley, though folded to one."""
        word, begin = word_before(self.text, at)
        if word in _FOLDED_ALIKE and self.written(begin, begin + len(word)) == _FOLDED_ALIKE[word]:
            return _FOLDED_ALIKE[word], begin
        return word, begin

    def word_behind(self, at: int) -> tuple[str, int]:
        """The word after a name, and where it ends; «على» is no name though it is folded to one."""
        word, end = word_after(self.text, at)
        return ("", end) if word == ALI and self.written(end - 3, end) == ON else (word, end)

    def has_new_word_before(self, at: int) -> bool:
        """Whether nothing at all is known of the word right before: mostly it is somebody's rare name."""
        word, begin = word_before(self.text, at)
        return bool(word) and self.is_new_word(begin)

    def is_new_word(self, begin: int) -> bool:
        """The same of the word that begins there."""
        known = self._known_at(begin)
        return not known.readings and known.stem < 0

    def has_common_word_behind(self, at: int) -> bool:
        """Whether the word right behind is one of many news items."""
        return bool(word_after(self.text, at)[0]) and self._known_at(at + 1).stem >= 0

    def _known_at(self, begin: int) -> KnownWord:
        return self.read.known[self.read.number_at(begin)]
