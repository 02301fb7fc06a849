"""What Arabic writes together with the word that follows: and, so, with, for, like.

They are known beside the name, not stripped from the text: stripping would find بري in كبرى.
"""

from collections.abc import Iterator

SINGLE = ("و", "ف", "ب", "ل", "ك")
PAIRS = ("وب", "ول", "وك", "فب", "فل", "فك")
PROCLITICS = frozenset((*SINGLE, *PAIRS))
_SINGLE, _NONE = frozenset(SINGLE), frozenset[str]()  # one object for all names: a megabyte
ARTICLE = "ال"
_BEFORE_LAM = frozenset(("و", "ف"))
ASSIMILATED = "لل"
"""ل before the article: للسيسي. The article's alef is not written, so this is a form of the name of its own."""


def allowed_before(form: str, *, is_beginning: bool = False) -> frozenset[str]:
    """What may stand before a form; more where other words follow it, in itself or as the beginning of a phrase."""
    first, space, _ = form.partition(" ")
    if space or is_beginning:
        return PROCLITICS if len(first) > 2 else _SINGLE
    return allowed_proclitics(len(first))


def allowed_proclitics(letters: int) -> frozenset[str]:
    """What may stand before a name of so many letters, if the name is no ordinary word.

    Behind one or two more letters a name of three is nearly always another word (بري in كبري); a name of four
    letters takes one.
    """
    if letters < 4:
        return _NONE
    return _SINGLE if letters == 4 else PROCLITICS


def assimilated(name: str) -> str | None:
    """The name after ل where it has the article: السيسي -> للسيسي; else None."""
    if not name.startswith(ARTICLE) or len(name) < 5:
        return None
    rest = name.removeprefix(ARTICLE)
    # Before a second lam one of the three is not written: الليبي -> لليبي.
    return f"ل{rest}" if rest.startswith("ل") else f"{ASSIMILATED}{rest}"


def borne_forms(form: str, allowed: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """The form with what may be written before it, and its form after ل, before which only و and ف stand."""
    yield form, allowed
    joined = assimilated(form)
    if joined is not None:
        yield joined, _BEFORE_LAM
