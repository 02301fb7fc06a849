"""What an element's tag, class and id say of its place in the page: the article's body, or something else."""

import re

from lxml.html import HtmlElement

from pipelines.reading.tags import DROPPED

_ELSEWHERE_TAGS = {"a", "aside", "footer", "nav", "button", "figcaption", *DROPPED}
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus\w*|respond|related\w*|sidebar|side-bar|cookies?|consent|newsletter|footer"
    r"|most-?read|most-?viewed|recommend\w*|breaking-?news|ticker|popup|modal|menu|nav|navbar)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_COMMENTS = frozenset({"comments", "comment_list", "comment-list", "commentlist", "comments-list"})
_BODY_NAME = re.compile(
    r"(?:^|[\s_-])(?:entry|article|post|story|news|single|page|paragraph|art)[\s_-]{0,2}"
    r"(?:content|body|text|txt|details|desc|description)(?:[\s_-]|$)|articlebody|articletext|body-?text|longdesc|(?:^|\s)field-{1,2}(?:name-)?body(?:\s|$)",
    re.IGNORECASE,
)


def is_elsewhere(element: HtmlElement, holds_most: bool = False) -> bool:
    """Whether an element says that it is no part of the article; what holds most of the page is not believed."""
    if element.tag in _ELSEWHERE_TAGS:
        return element.tag == "a" or element.tag in DROPPED or not holds_most
    if holds_most:
        return False
    if element.tag in ("article", "main", "p", "html", "body"):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(names.strip()) and len(names) < 300 and bool(_ELSEWHERE.search(names))


def names_comments(element: HtmlElement) -> bool:
    """Whether an element is by its whole name what readers wrote."""
    names = {*(element.get("class") or "").lower().split(), (element.get("id") or "").lower()}
    return not names.isdisjoint(_COMMENTS)


def says_body(element: HtmlElement) -> bool:
    """Whether an element says that it is the article's body."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.get("itemprop") == "articleBody" or bool(len(names) < 300 and _BODY_NAME.search(names))


def named_body(tree: HtmlElement) -> HtmlElement | None:
    """The one element that says of itself that it is the body, however short; None where several do."""
    found = [
        element
        for element in tree.iter("div", "section", "article", "p", "td")
        if says_body(element) and not is_elsewhere(element) and (element.text_content() or "").strip()
    ]
    known = set(found)
    inner = [element for element in found if not any(child in known for child in element.iterdescendants())]
    return inner[0] if len(inner) == 1 else None
