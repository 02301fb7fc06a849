"""From text to one tree: parsed once, whatever the input."""

import re

from lxml import etree
from lxml.html import HtmlElement

# libxml2 drops what lies deeper than 2048 elements, silently; such runs of openings hold nothing between them.
_NESTED = re.compile(r"(?:<[a-zA-Z][^<>]{0,200}>\s*){200,}")
# One class for all elements: the default of lxml.html asks a Python function for each.
_CLASSES = etree.ElementDefaultClassLookup(element=HtmlElement)
_OPENING = re.compile(r"<[a-zA-Z][^<>]*>")
_BAD_REFERENCE = re.compile(
    r"&#(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}|0*5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7[0-2]\d\d|73[0-3]\d|734[0-3]));?"
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def parse(text: str) -> HtmlElement | None:
    """The page's tree without comments; None if there is no element in it."""
    text = _DECLARATION.sub("", text, count=1)
    if "&#" in text:
        text = _BAD_REFERENCE.sub("\ufffd", text)
    tree, is_cut = _parse_once(text)
    if is_cut:
        tree, _ = _parse_once(_flatten(text))
    return tree


def _parse_once(text: str) -> tuple[HtmlElement | None, bool]:
    """The tree, and whether libxml2 left out what lay too deep."""
    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    parser.set_element_class_lookup(_CLASSES)
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None, False
    is_cut = any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)
    return (tree if isinstance(tree, HtmlElement) else None), is_cut


def _flatten(text: str) -> str:
    """Only the last of very long runs of opening tags: their depth would cost the text inside them."""
    return _NESTED.sub(lambda run: "".join(_OPENING.findall(run.group())[-2:]), text)


def is_element(node: object) -> bool:
    """Whether a node is an element with a name, not an entity or a leftover instruction."""
    return isinstance(getattr(node, "tag", None), str)
