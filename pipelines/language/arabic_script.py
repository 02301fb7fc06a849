"""The letters and words of a text by their script: Arabic or another; of a long text, a sample."""

import re
import unicodedata

# 100 words cost langdetect about 1 ms, and more of them change no verdict.
SAMPLE_WORDS = 100
# A longer text is judged by four slices of it, so that a 5 MB text cannot hold a worker up.
EXCERPT = 12_000

_ARABIC = (
    r"\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff"
    r"\ufb50-\ufdff\ufe70-\ufefc"
)
_ARABIC_WORD = re.compile(f"[{_ARABIC}]+")
_OTHER_WORD = re.compile(rf"[^\W\d_{_ARABIC}]+")
_MARKS = dict.fromkeys([0x0640, 0x0670, *range(0x064B, 0x0660), *range(0x06D6, 0x06DD)])


class _Scripts(dict[int, str]):
    """What a character is: `a` an Arabic letter, `x` another letter, nothing else; asked once a character."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        self[point] = "" if not letter.isalpha() or letter == "ـ" else "a" if _ARABIC_WORD.match(letter) else "x"
        return self[point]


_SCRIPTS = _Scripts()


def letters_in(text: str) -> int:
    return len(text.translate(_SCRIPTS))


def arabic_share(text: str) -> float:
    """The share of the text's letters that are Arabic script; 0 where there is no letter."""
    letters = text.translate(_SCRIPTS)
    return letters.count("a") / len(letters) if letters else 0.0


def arabic_words(text: str) -> list[str]:
    """Words in Arabic script from all over the text, without marks, in their standard characters."""
    words = " ".join(_spread(_ARABIC_WORD.findall(text)))
    return unicodedata.normalize("NFKC", words).translate(_MARKS).split()


def other_words(text: str) -> list[str]:
    """Words in other scripts from all over the text."""
    return _spread(_OTHER_WORD.findall(text))


def excerpt(text: str) -> str:
    """The text, or four slices of it where it is long."""
    if len(text) <= EXCERPT:
        return text
    return "\n".join(text[start : start + EXCERPT // 4] for start in range(0, len(text), -(-len(text) // 4)))


def _spread(words: list[str]) -> list[str]:
    return words[:: -(-len(words) // SAMPLE_WORDS) or 1]
