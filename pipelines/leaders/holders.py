"""Who held on a day an office that a title means, and whom of them the words beside it name."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cached_property

from pipelines.leaders.hits import RoleHit
from pipelines.leaders.holder_forms import Form, Words, are_three_names, by_first_names
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.titles import holders_on, holds


class Holders:
    """Who held on that day an office that the title means, in its country or one that the article names."""

    def __init__(self, lexicon: Lexicon, nations: Collection[str], role: RoleHit, day: date) -> None:
        self.role = role
        self._lexicon = lexicon
        self._nations = nations
        self._day = day

    def named(self, words: Words, forms: Iterable[Form]) -> Iterator[tuple[int, int]]:
        """Whom of them the words name in one of the forms, and where the name ends."""
        if len(words) > 1 and words[0][0] not in self._lexicon.words["after_role"]:
            for form in forms:
                yield from form(self._lexicon, self._held, words)

    def named_alike(self, words: Words) -> Iterator[tuple[int, int]]:
        """The same, for a name that only begins like that of the one who held the office."""
        if are_three_names(self._lexicon, words):
            office, leaders = self.role.meant, self._lexicon.leaders
            held = [number for number in self._held if holds(leaders[number], office, self._day)]
            yield from by_first_names(self._lexicon, held, words)

    @cached_property  # most titles stand beside words that are no name
    def _held(self) -> list[int]:
        held = (
            number for kind, country in self.role.meant.offices
            for code in (self._nations if country is None else (country,))
            for number in holders_on(self._lexicon, kind, code, self._day)
        )  # fmt: skip
        return list(dict.fromkeys(held))  # who is minister and deputy prime minister is one
