"""Which language a text is in: langdetect, guarded by the evidence of letters and function words.

langdetect alone calls Pashto and Sorani Persian and Uyghur Arabic, and on short texts it guesses. Letters and
function words settle what they can; langdetect decides the rest and says how sure it is. Every call stands
alone: same text, same answer, in any process and after any other text.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from pipelines.records import Article, RejectPage

# Below this many letters a text is one urgent line, and its title is judged with it. A line without ی, ک or other
# letters that Arabic does not need is Arabic: here langdetect takes oil prices and football clubs for Persian.
# Longer Persian typed with ي and ك is told by langdetect.
ONE_LINE = 60
# Below this many letters two words with چ or گ can be half of an Arabic headline.
SHORT = 25
# Words and characters shown to langdetect: 100 words cost about 1 ms, and more of them change no verdict.
SAMPLE_WORDS, SAMPLE_CHARACTERS = 100, 600
# A longer text is judged by four slices of it, so that a 5 MB text cannot hold a worker up.
EXCERPT = 12_000
# English says the same in a third more letters, so 40 % Arabic letters are half of what a mixed text says;
# under an Arabic headline the rest may well be one long quotation.
ARABIC_SCRIPT, ARABIC_SCRIPT_UNDER_ARABIC_TITLE = 0.4, 0.2
# Lead in share of words that settles it against langdetect. 99 % of 15,000 Arabic articles lead by 0.4 and more,
# verse in dialect by 0.13; Persian leads by 0.2, the others by 0.4. The bar is higher for the others, since Arabic
# items carry names with چ and گ.
LEAD_OF_ARABIC, LEAD_OF_OTHERS, LEAD_OF_OTHERS_IF_SHORT = 0.05, 0.2, 0.5

_ARABIC = (
    r"\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff"
    r"\ufb50-\ufdff\ufe70-\ufefc"
)
_ARABIC_WORD = re.compile(f"[{_ARABIC}]+")
_OTHER_WORD = re.compile(rf"[^\W\d_{_ARABIC}]+")
_ARABIC_ALPHABET = frozenset("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي")
_MARKS = dict.fromkeys([0x0640, 0x0670, *range(0x064B, 0x0660), *range(0x06D6, 0x06DD)])
_ONE_SPELLING = str.maketrans("أإیىک", "ااييك")

# How an Arabic letter (U+0620-U+06FF, presentation forms without U+FEFF) can stand in a page's bytes.
_UTF8_LETTER = (
    rb"(?:\xd8[\xa0-\xbf]|[\xd9-\xdb][\x80-\xbf]"
    rb"|\xef(?:\xad[\x90-\xbf]|[\xae-\xb7\xba][\x80-\xbf]|\xb9[\xb0-\xbf]|\xbb[\x80-\xbc]))"
)
_IN_UTF8 = re.compile(_UTF8_LETTER)
_WORD_IN_UTF8 = re.compile(_UTF8_LETTER + rb"{3}")
_HEX = rb"(?:06[2-9a-f]|f(?:b[5-9a-f]|[cd][0-9a-f]|e[7-9a-f]))[0-9a-f]"
_ESCAPE = re.compile(rb"\\u(?i:" + _HEX + rb")")
_REFERENCE = re.compile(
    rb"&(?:amp;)*#(?:0*(?:15[6-9]\d|1[67]\d\d|6(?:4[3-9]|5[0-2])\d\d)(?!\d)|(?i:x0*(?:"
    + _HEX.replace(rb"06", rb"6")
    + rb")(?![0-9a-f])))"
)
# Alef and lam of windows-1256 and ISO-8859-6: 13 % and 11 % of the letters of any Arabic text. Other encodings
# spread their high bytes; 4 % of both is met by nothing else, and half of an Arabic page may be accented French.
_ALEF, _LAMS, _SHARE_OF_EACH = b"\xc7", (b"\xe1", b"\xe4"), 0.04
_HIGH_BYTES = bytes(range(0xC0, 0x100))


@dataclass(frozen=True, slots=True)
class Language:
    """The language of a text (ISO 639-1, or `und`), how sure that is, and the share of Arabic letters."""

    code: str
    confidence: float
    arabic_share: float


@dataclass(frozen=True, slots=True)
class _Marks:
    """What in a word speaks for one language."""

    letters: frozenset[str]
    words: frozenset[str]
    prefixes: tuple[str, ...]

    def speak_in(self, word: str, plain: str) -> bool:
        """Whether they do in a word as it stands; `plain` is the same word in one spelling."""
        return (
            plain in self.words
            or not self.letters.isdisjoint(word)
            or (len(plain) > 4 and plain.startswith(self.prefixes))
        )


class _Scripts(dict[int, str]):
    """What a character is: `a` an Arabic letter, `x` another letter, nothing else; asked once a character."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        self[point] = "" if not letter.isalpha() or letter == "ـ" else "a" if _ARABIC_WORD.match(letter) else "x"
        return self[point]


_SCRIPTS = _Scripts()


def arabic_share(text: str) -> float:
    """The share of the text's letters that are Arabic script; 0 where there is no letter."""
    letters = text.translate(_SCRIPTS)
    return letters.count("a") / len(letters) if letters else 0.0


def judge_language(text: str, title: str | None = None) -> Language:
    """The language of a text; its title helps where the text is short or mixed."""
    share = arabic_share(text)
    needed = ARABIC_SCRIPT
    if title and len(text.translate(_SCRIPTS)) < ONE_LINE:
        text = f"{title}\n{text}"
    elif title and arabic_share(title) > 0.5:
        needed = ARABIC_SCRIPT_UNDER_ARABIC_TITLE
    judge = _judge_arabic_script if arabic_share(text) >= needed else _judge_other_script
    code, confidence = judge(_excerpt(text))
    return Language(code, round(confidence, 4), round(share, 4))


def has_arabic(body: bytes) -> bool:
    """Whether a page may hold Arabic letters; looks at the bytes alone, and when in doubt says yes."""
    if _ESCAPE.search(body) or _REFERENCE.search(body):
        return True
    if body.isascii():
        return b"\x00" in body and b"\x06" in body  # UTF-16 has Arabic in block 06
    return _has_arabic_bytes(body)


def _has_arabic_bytes(body: bytes) -> bool:
    # Leads first, by memchr: on a foreign page of 150 kB an expression over every byte costs half a millisecond.
    leads = any(lead in body for lead in (b"\xd8", b"\xd9", b"\xda", b"\xdb", b"\xef"))
    if leads and _WORD_IN_UTF8.search(body):
        return True
    try:
        body.decode()
    except UnicodeDecodeError:
        return _looks_like_an_arabic_code_page(body) or (b"\x00" in body and b"\x06" in body)
    return leads and _IN_UTF8.search(body) is not None


def _looks_like_an_arabic_code_page(body: bytes) -> bool:
    high = len(body) - len(body.translate(None, _HIGH_BYTES))
    needed = high * _SHARE_OF_EACH
    return body.count(_ALEF) > needed and any(body.count(lam) > needed for lam in _LAMS)


def keep_arabic(article: Article) -> Article:
    """The article with its language; a page in another language is rejected as `not_arabic`."""
    found = judge_language(article.text, article.title)
    if found.code != "ar":
        raise RejectPage("not_arabic", f"{found.code} {found.confidence:.2f} ({_why(article.text, found)})")
    return replace(
        article, language=found.code, language_confidence=found.confidence, arabic_share=found.arabic_share
    )


def _why(text: str, found: Language) -> str:
    counts = Counter(c for c in "".join(_arabic_words(_excerpt(text))) if c not in _ARABIC_ALPHABET)
    letters = sorted(counts, key=lambda letter: (-counts[letter], letter))[:5]
    if found.arabic_share < ARABIC_SCRIPT or not letters:
        return f"{found.arabic_share:.0%} Arabic letters"
    return f"letters {' '.join(letters)}"


def _judge_arabic_script(text: str) -> tuple[str, float]:
    words = _arabic_words(text)
    spelt = [(word, word.translate(_ONE_SPELLING)) for word in words]
    shares = {code: _share(marks.speak_in(*each) for each in spelt) for code, marks in _marks().items()}
    rival = max((code for code in shares if code not in {"ar", "loan"}), key=shares.__getitem__)
    likely = _ask_langdetect(" ".join(words), _arabic_script_profiles())
    code = _settle(words, shares["ar"] - shares[rival], rival) or max(likely, key=likely.__getitem__, default="ar")
    if likely.get(code, 0.0) > 0.5:
        return code, likely[code]
    return code, shares[code] / (shares["ar"] + shares[rival] or 1.0)


def _settle(words: list[str], lead: float, rival: str) -> str | None:
    """What letters and function words settle, or None where langdetect is to decide."""
    letters = "".join(words)
    if lead <= -(LEAD_OF_OTHERS_IF_SHORT if len(letters) < SHORT else LEAD_OF_OTHERS):
        return rival
    familiar = len(letters) < ONE_LINE and (_ARABIC_ALPHABET | _marks()["loan"].letters).issuperset(letters)
    return "ar" if lead >= LEAD_OF_ARABIC or familiar else None


def _judge_other_script(text: str) -> tuple[str, float]:
    words = " ".join(_spread(_OTHER_WORD.findall(text)))
    likely = _ask_langdetect(words, _all_profiles())
    if not likely:
        return "und", 0.0
    code = max(likely, key=likely.__getitem__)
    return code.partition("-")[0], likely[code]


def _ask_langdetect(text: str, profiles: DetectorFactory) -> dict[str, float]:
    detector = profiles.create()
    detector.append(text[:SAMPLE_CHARACTERS])
    try:
        return {found.lang: found.prob for found in detector.get_probabilities()}
    except LangDetectException:  # no letter that it knows: Georgian, digits only
        return {}


@cache
def _arabic_script_profiles() -> DetectorFactory:
    # With all 55 languages, Arabic has been taken for Swedish; of Arabic script it knows these three.
    return _load_profiles(["ar", "fa", "ur"])


@cache
def _all_profiles() -> DetectorFactory:
    return _load_profiles(sorted(p.name for p in Path(PROFILES_DIRECTORY).iterdir() if "_" not in p.name))


def _load_profiles(codes: list[str]) -> DetectorFactory:
    """A detector with a seed of its own: langdetect's is global, and its order of languages is the disk's."""
    profiles = DetectorFactory()
    profiles.load_json_profile([(Path(PROFILES_DIRECTORY) / code).read_text("utf-8") for code in codes])
    profiles.set_seed(0)
    return profiles


@cache
def _marks() -> dict[str, _Marks]:
    lines = Path(__file__).with_name("letters.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {code: _read_marks(letters, words.split()) for code, letters, words in rows[1:]}


def _read_marks(letters: str, words: list[str]) -> _Marks:
    whole = frozenset(word.translate(_ONE_SPELLING) for word in words if not word.endswith("-"))
    return _Marks(frozenset(letters.split()), whole, tuple(word[:-1] for word in words if word.endswith("-")))


def _arabic_words(text: str) -> list[str]:
    """Words in Arabic script from all over the text, without marks, in their standard characters."""
    words = " ".join(_spread(_ARABIC_WORD.findall(text)))
    return unicodedata.normalize("NFKC", words).translate(_MARKS).split()


def _spread(words: list[str]) -> list[str]:
    return words[:: -(-len(words) // SAMPLE_WORDS) or 1]


def _excerpt(text: str) -> str:
    if len(text) <= EXCERPT:
        return text
    return "\n".join(text[start : start + EXCERPT // 4] for start in range(0, len(text), -(-len(text) // 4)))


def _share(verdicts: Iterable[bool]) -> float:
    answers = list(verdicts)
    return sum(answers) / len(answers) if answers else 0.0
