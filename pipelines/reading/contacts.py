"""What leads to a writer: e-mail addresses, also masked ones, links and accounts. It is no part of a name."""

import re
import tomllib
from functools import cache
from pathlib import Path

_AT = r"(?:@\s?|\s@\s|\s?[\[({<]\s?(?:at|@|آت|ات)\s?[\])}>]\s?|\sat\s)"
_DOT = r"(?:\.|\s?[\[({<]\s?(?:dot|\.|نقطة|دوت)\s?[\])}>]\s?|\sdot\s)"
_HOST = rf"[A-Za-z0-9-]{{1,63}}(?:{_DOT}[A-Za-z0-9-]{{1,63}}){{1,4}}"
_MAIL = rf"(?<![A-Za-z0-9._%+-])(?:mailto:)?[A-Za-z0-9._%+-]{{1,64}}{_AT}{_HOST}"
_PROTECTED = r"email\s?protected"  # what Cloudflare prints in place of an address
_HANDLE = r"(?<![A-Za-z0-9._-])[A-Za-z0-9._-]{0,64}@[\w.-]*"
_ACCOUNT = r"(?<![\w.])[A-Za-z][A-Za-z.-]{0,64}[\d_][\w.-]*"
_LINK = r"(?:https?://|www\.)[^\s،]+"
_GAP = r"[\s\-–—ـ|:•\u200e\u200f\u202a-\u202e]{0,4}"
_BRACKETED = re.compile(r"[(\[]([^()\[\]]+)[)\]]")  # «writer@paper.example (the name)», as feeds have it
_ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a]")
_REMAINS = re.compile(r"\b[a-z][A-Za-z]*(?:\.[A-Za-z]+)*\b|\b[A-Za-z]{2,}(?:\.[A-Za-z]+)+\b")


@cache
def _labels() -> dict[str, str]:
    table = tomllib.loads(Path(__file__).with_name("byline_labels.toml").read_text(encoding="utf-8"))
    return {kind: table[kind] for kind in ("mail", "account")}


@cache
def mail_label() -> re.Pattern[str]:
    """The words that introduce an address, at the end of what stands before it."""
    return re.compile(rf"(?:{_labels()['mail']})[^\w]{{0,4}}$", re.IGNORECASE)


@cache
def _contact() -> re.Pattern[str]:
    label = rf"(?:(?<!\w)(?:{'|'.join(_labels().values())})[^\w@]{{0,4}})?"
    contact = "|".join((_MAIL, _PROTECTED, _LINK, _HANDLE, _ACCOUNT))
    return re.compile(rf"{_GAP}{label}[(\[<]{{0,2}}(?:{contact})[)\]>]{{0,2}}{_GAP}", re.IGNORECASE)


def without_contacts(credit: str) -> str:
    """A credit without addresses, links and accounts; where one stood, a name ends."""
    found = _contact().sub("، ", credit)
    if found == credit:
        return credit
    rest = found.strip(" ،")
    whole = _BRACKETED.fullmatch(rest)
    return whole[1] if whole is not None else rest


def without_remains(name: str) -> str:
    """An Arabic name without what is left beside it of an account: a Latin word that begins small."""
    found = _REMAINS.sub(" ", name) if _ARABIC.search(name) else name
    return name if found == name else " ".join(found.split()).strip("-–ـ ")
