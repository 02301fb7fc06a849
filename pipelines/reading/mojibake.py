"""Text that was decoded wrongly before it reached us: repaired where nothing is lost, else recognised."""

import re

# UTF-8 Arabic read as cp1252 or Latin-1 is pairs of Ø Ù Ú Û and a second sign; read as cp1256, of ط or ظ and one.
_LATIN = re.compile("[ØÙÚÛ][\u0080-\u00bf\u0152-\u0192\u02c6-\u2122]")
_CP1256 = re.compile(
    "[طظ][\u0080-\u00bf\u0152-\u0192\u02c6-\u2122\u060c\u061b\u061f\u067e\u0679\u0686\u0688-\u06be]"
)
_ARABIC = re.compile("[\u0620-\u064a]")


def is_mojibake(text: str) -> bool:
    """Whether a good part of the letters are the debris of a wrong decoding."""
    letters = len(_ARABIC.findall(text))
    latin = len(_LATIN.findall(text))
    doubled = len(_CP1256.findall(text))
    unread = text.count("\ufffd")
    return (latin > 8 and latin > letters) or (doubled > 8 and doubled * 4 > letters) or _unreadable(text, unread)


def _unreadable(text: str, unread: int) -> bool:
    # One byte lost now and then is a blemish; one character in ten makes the words useless.
    return unread > 5 and unread * 10 > len(text)


def repair(text: str) -> str | None:
    """The text as it was meant, if one wrong decoding explains every character of it."""
    for encoding in ("cp1252", "latin-1", "cp1256"):
        try:
            fixed = _to_bytes(text, encoding).decode("utf-8")
        except UnicodeError:
            continue
        if len(_ARABIC.findall(fixed)) * 2 > len(re.findall(r"[^\W\d_]", fixed)) and not is_mojibake(fixed):
            return fixed
    return None


def _to_bytes(text: str, encoding: str) -> bytes:
    """The bytes behind a text; cp1252 leaves five bytes undefined, which decoders pass through as they are."""
    if encoding != "cp1252":
        return text.encode(encoding)
    return b"".join(
        bytes([ord(sign)]) if ord(sign) in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else sign.encode(encoding)
        for sign in text
    )
