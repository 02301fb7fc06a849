"""E-mail addresses of writers, taken out of the text: they are personal data, and stand at its ends."""

import re

from pipelines.reading.body import Body
from pipelines.reading.contacts import mail_label

_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_ENDS = 2  # paragraphs; further in, an address is what the article tells
_MANY = 20  # in one paragraph it is a list or an attack, and is not taken apart name by name
_FEWEST_WORDS = 6  # with fewer left, a paragraph was a signature
_EMPTY = re.compile(r"[(\[<]\s*[)\]>]")


def without_mail(body: Body) -> Body:
    """The body without the addresses in its first and last paragraphs; a signature goes as a whole."""
    last = len(body.paragraphs) - _ENDS
    kept: list[str] = []
    heads: list[int] = []
    for number, paragraph in enumerate(body.paragraphs):
        is_end = number < _ENDS or number >= last
        text = _without(paragraph) if "@" in paragraph and is_end else paragraph
        if text:
            heads += [len(kept)] if number in body.headings else []
            kept.append(text)
    return Body(tuple(kept), tuple(heads)) if kept else body


def _without(text: str) -> str:
    found = _MAIL.search(text)
    if text.count("@") > _MANY:
        return _EMPTY.sub("", _MAIL.sub(" ", text)).strip(" -–|:")
    while found is not None:
        before = mail_label().sub("", text[: found.start()].rstrip())
        text = f"{before.rstrip()} {text[found.end() :].lstrip()}".strip()
        text = _EMPTY.sub("", text).strip(" -–|:")
        if len(text.split()) < _FEWEST_WORDS:
            return ""
        found = _MAIL.search(text)
    return text
