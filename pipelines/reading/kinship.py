"""What an article is about, as far as its headline and summary say: the words that its paragraphs share."""

import re
from collections.abc import Iterable

from pipelines.reading.boilerplate import normalised
from pipelines.reading.decoding import common_words

_WORD = re.compile(r"[^\W_]{3,}")
_PREFIX = re.compile("^(?:وال|بال|فال|كال|لل|ال|و|ب|ف|ل|ك)(?=.{3})")


def topic_words(texts: Iterable[str]) -> frozenset[str]:
    """The content words of some texts, without what Arabic writes as one with them."""
    found: set[str] = set()
    for text in texts:
        for word in _WORD.findall(normalised(text).lower()):
            if word not in _COMMON and len(stem := _PREFIX.sub("", word)) > 2 and stem not in _COMMON:
                found.add(stem)
    return frozenset(found)


_COMMON = frozenset(normalised(word).lower() for word in common_words())
