"""Makes XML that its writers broke readable again, and plain text of HTML."""

import csv
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.entities import html5
from importlib.resources import files
from itertools import pairwise

from lxml import etree

from newscrawl.discovery.listing import UnreadableListing

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]+")
_AMPERSAND = re.compile(r"&(?:#(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}));|([A-Za-z][A-Za-z0-9]{0,31});)?")
_ROOT = re.compile(
    r"<!doctype\s+html|<(?:[\w.-]+:)?(html|rss|feed|rdf|channel|urlset|sitemapindex)(?=[\s/>])[^<>]{0,16384}>",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"[<\s]([A-Za-z_][\w.-]*):[A-Za-z_]", re.ASCII)
_MAX_PREFIXES = 50  # a feed has a dozen; text full of colons must not grow the root without end
_NOT_TEXT = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069\ufeff]+"
)
_DROPPED = {"script", "style"}
_INLINE = {"a", "abbr", "b", "bdi", "bdo", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u"}


def _known_prefixes() -> dict[str, str]:
    rows = csv.reader(files(__package__).joinpath("prefixes.tsv").read_text("utf-8").splitlines(), delimiter="\t")
    return {prefix: address for prefix, address in rows}  # noqa: C416 (says what the two columns are)


_KNOWN = _known_prefixes()


@dataclass(frozen=True)
class Markup:
    """One XML document from its root on: no declaration, no document type, hence no entities of its own."""

    root: str
    opening: str
    content: str

    @property
    def text(self) -> str:
        return self.opening + self.content

    def wrapped(self, entry: str) -> str:
        """A document of this kind that holds one entry."""
        name = self.opening[1:].split(maxsplit=1)[0].rstrip(">/")
        return f"{self.opening}{entry}</{name}>"


def open_markup(text: str) -> Markup:
    """The feed or sitemap in this text, with bare ampersands, undefined entities and undeclared prefixes mended.

    What stands before the root goes: blank lines, warnings of the server, and with the document type every entity.
    """
    text = _NOT_XML.sub("", text)
    match = _ROOT.search(text)
    if match is None or (match[1] or "html").lower() == "html":
        raise UnreadableListing(describe(text))
    opening = _outside_cdata(match[0], _mend)
    content = _outside_cdata(text[match.end() :], _mend)
    if opening.endswith("/>"):
        opening, content = opening[:-2] + ">", ""
    return Markup(match[1].lower(), _declare_prefixes(opening, content), content)


def split_entries(content: str, names: str) -> tuple[list[str], int]:
    """The entries called `names` (a regular expression) as text, and whether (0 or 1) the last one is torn."""
    starts = [match.start() for match in re.finditer(rf"<(?:[\w.-]+:)?(?:{names})(?=[\s/>])", content)]
    ending = re.compile(rf"</(?:[\w.-]+:)?(?:{names})\s*>")
    entries: list[str] = []
    for start, stop in pairwise([*starts, len(content)]):
        piece = content[start:stop]
        end = ending.search(piece)
        if end is None and stop == len(content) and not re.match(r"<[^<>]*/>", piece):
            return entries, 1
        entries.append(piece[: end.end()] if end else piece)
    return entries, 0


def describe(text: str) -> str:
    """What a body is that should have been a listing, for the person who reads the log."""
    beginning = text.lstrip()[:60]
    if not beginning:
        return "nothing: the body is empty"
    if re.search(r"<!doctype\s+html|<html[\s>]", text[:4096], re.IGNORECASE):
        title = re.search(r"<title[^<>]*>([^<]{1,200})", text, re.IGNORECASE)
        return (
            f"an HTML page, titled {fold(html.unescape(title[1]))!r}" if title else "an HTML page without a title"
        )
    kind = {"{": "JSON", "[": "JSON", "<": "XML or HTML of another kind"}.get(beginning[0], "text")
    return f"{kind}, beginning {beginning!r}"


def plain_text(markup: str, cap: int) -> str | None:
    """The words of a piece of HTML, entities and tags resolved, white space folded; None when there are none."""
    text = markup
    for _ in range(2):  # feeds escape their HTML once too often
        if "<" in text:
            text = "".join(_words(text))
        if "&" in text:
            text = html.unescape(text)
    return fold(text)[:cap].strip() or None


def fold(text: str) -> str:
    return " ".join(_NOT_TEXT.sub("", text).split())


def _words(markup: str) -> Iterator[str]:
    tree = etree.fromstring(f"<div>{_NOT_XML.sub('', markup)}</div>", etree.HTMLParser(no_network=True))
    return element_words(tree)


def element_words(root: etree._Element) -> Iterator[str]:
    """The texts inside an element, with a space where a block begins or ends and none inside a word."""
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"start", "end"} and element.tag not in _INLINE:
            yield " "
        if event == "start" and element.tag not in _DROPPED:
            yield element.text or ""
        elif event != "start" and element is not root:
            yield element.tail or ""


def _outside_cdata(text: str, mend: Callable[[re.Match[str]], str]) -> str:
    parts: list[str] = []
    at = 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        parts += (_AMPERSAND.sub(mend, text[at:start]), text[start : end + 3])
        at = end + 3
    return "".join([*parts, _AMPERSAND.sub(mend, text[at:])])


def _mend(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name is not None:
        return _mend_name(name)
    if decimal is None and hexadecimal is None:
        return "&amp;"
    code = int(decimal) if decimal else int(hexadecimal, 16)
    fits = code <= 0x10FFFF and code > 0 and not _NOT_XML.match(chr(code))
    return match[0] if fits else "\ufffd"


def _mend_name(name: str) -> str:
    if name in {"amp", "lt", "gt", "quot", "apos"}:
        return f"&{name};"
    letters = html5.get(f"{name};")
    return f"&amp;{name};" if letters is None else html.escape(letters)


def _declare_prefixes(opening: str, content: str) -> str:
    """The root with a namespace for each prefix that is used and nowhere declared."""
    used = sorted(set(_PREFIX.findall(opening)) | set(_PREFIX.findall(content)))
    known = {"xml", "xmlns", *re.findall(r"xmlns:([\w.-]+)\s*=", opening)}
    missing = [prefix for prefix in used if prefix not in known][:_MAX_PREFIXES]
    declared = "".join(f' xmlns:{prefix}="{_KNOWN.get(prefix, f"urn:prefix:{prefix}")}"' for prefix in missing)
    return f"{opening[:-1].rstrip()}{declared}>" if declared else opening
