"""Which language a text is in: langdetect, guarded by the evidence of letters and function words.

langdetect alone calls Pashto and Sorani Persian and Uyghur Arabic, and on short texts it guesses. Letters and
function words settle what they can; langdetect decides the rest and says how sure it is. Every call stands
alone: same text, same answer, in any process and after any other text.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipelines.language.arabic_script import arabic_share, arabic_words, excerpt, letters_in, other_words
from pipelines.language.detector import all_profiles, arabic_script_profiles, likely_languages
from pipelines.language.marks import in_one_spelling, marks
from pipelines.records import Article, RejectPage

# Below this many letters a text is one urgent line, and its title is judged with it. A line without ی, ک or other
# letters that Arabic does not need is Arabic: here langdetect takes oil prices and football clubs for Persian.
# Longer Persian typed with ي and ك is told by langdetect.
ONE_LINE = 60
# Below this many letters two words with چ or گ can be half of an Arabic headline.
SHORT = 25
# English says the same in a third more letters, so 40 % Arabic letters are half of what a mixed text says;
# under an Arabic headline the rest may well be one long quotation.
ARABIC_SCRIPT, ARABIC_SCRIPT_UNDER_ARABIC_TITLE = 0.4, 0.2
# Lead in share of words that settles it against langdetect. 99 % of 15,000 Arabic articles lead by 0.4 and more,
# verse in dialect by 0.13; Persian leads by 0.2, the others by 0.4. The bar is higher for the others, since Arabic
# items carry names with چ and گ.
LEAD_OF_ARABIC, LEAD_OF_OTHERS, LEAD_OF_OTHERS_IF_SHORT = 0.05, 0.2, 0.5
_ARABIC_ALPHABET = frozenset("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي")


@dataclass(frozen=True, slots=True)
class Language:
    """The language of a text (ISO 639-1, or `und`), how sure that is, and the share of Arabic letters."""

    code: str
    confidence: float
    arabic_share: float


def judge_language(text: str, title: str | None = None) -> Language:
    """The language of a text; its title helps where the text is short or mixed."""
    share = arabic_share(text)
    needed = ARABIC_SCRIPT
    if title and letters_in(text) < ONE_LINE:
        text = f"{title}\n{text}"
    elif title and arabic_share(title) > 0.5:
        needed = ARABIC_SCRIPT_UNDER_ARABIC_TITLE
    judge = _judge_arabic_script if arabic_share(text) >= needed else _judge_other_script
    code, confidence = judge(excerpt(text))
    return Language(code, round(confidence, 4), round(share, 4))


def keep_arabic(article: Article) -> Article:
    """The article with its language; a page in another language is rejected as `not_arabic`."""
    found = judge_language(article.text, article.title)
    if found.code != "ar":
        raise RejectPage("not_arabic", f"{found.code} {found.confidence:.2f} ({_why(article.text, found)})")
    return replace(
        article, language=found.code, language_confidence=found.confidence, arabic_share=found.arabic_share
    )


def _why(text: str, found: Language) -> str:
    counts = Counter(c for c in "".join(arabic_words(excerpt(text))) if c not in _ARABIC_ALPHABET)
    letters = sorted(counts, key=lambda letter: (-counts[letter], letter))[:5]
    if found.arabic_share < ARABIC_SCRIPT or not letters:
        return f"{found.arabic_share:.0%} Arabic letters"
    return f"letters {' '.join(letters)}"


def _judge_arabic_script(text: str) -> tuple[str, float]:
    words = arabic_words(text)
    spelt = [(word, in_one_spelling(word)) for word in words]
    shares = {code: _share(of_code.speak_in(*each) for each in spelt) for code, of_code in marks().items()}
    rival = max((code for code in shares if code not in {"ar", "loan"}), key=shares.__getitem__)
    likely = likely_languages(" ".join(words), arabic_script_profiles())
    code = _settle(words, shares["ar"] - shares[rival], rival) or max(likely, key=likely.__getitem__, default="ar")
    if likely.get(code, 0.0) > 0.5:
        return code, likely[code]
    return code, shares[code] / (shares["ar"] + shares[rival] or 1.0)


def _settle(words: list[str], lead: float, rival: str) -> str | None:
    """What letters and function words settle, or None where langdetect is to decide."""
    letters = "".join(words)
    if lead <= -(LEAD_OF_OTHERS_IF_SHORT if len(letters) < SHORT else LEAD_OF_OTHERS):
        return rival
    familiar = len(letters) < ONE_LINE and (_ARABIC_ALPHABET | marks()["loan"].letters).issuperset(letters)
    return "ar" if lead >= LEAD_OF_ARABIC or familiar else None


def _judge_other_script(text: str) -> tuple[str, float]:
    words = " ".join(other_words(text))
    likely = likely_languages(words, all_profiles())
    if not likely:
        return "und", 0.0
    code = max(likely, key=likely.__getitem__)
    return code.partition("-")[0], likely[code]


def _share(verdicts: Iterable[bool]) -> float:
    answers = list(verdicts)
    return sum(answers) / len(answers) if answers else 0.0
