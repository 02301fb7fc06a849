import pytest

from newscrawl.sources.selectors import selector_fault


@pytest.mark.parametrize(
    "selector",
    [
        "article p", ".a, .b", "sna-share", "[class^=rel_article_]", "a[href*='/keyword-search']", "p:not(.x)", "*",
        "//p", "/html/body", "./div//p", ".//p", "(//time)[1]/@datetime", "(string(//h1))",
        "//p[a and normalize-space(.) = normalize-space(a)]", "//p[contains(@class, 're:x($)')]",
        "//p/following-sibling::*[not(self::script) and position() = last()]", "//text()", "//a[@b or (c)]",
    ],
)  # fmt: skip
def test_can_be_evaluated(selector: str) -> None:
    assert selector_fault(selector) is None


@pytest.mark.parametrize(
    ("selector", "says"),
    [
        ("[", "is not CSS"),
        ("a::text", "write XPath"),
        ("string(//h1)", "XPath starts with"),
        ("p:unheard-of", "is not CSS"),
        ("//p[", "is not XPath"),
        ("//p[ends-with(@class, 'x')]", "calls ends-with(), which is not in XPath 1.0"),
        ("//div[re:test(., 'x')]", "namespace prefix"),
        ("//div[@a = $b]", "variable"),
        ("(count(//p))", "selects no nodes"),
        ("(1 = 1)", "selects no nodes"),
        ("//p\x00", "is not XPath"),
    ],
)
def test_cannot_be_evaluated(selector: str, says: str) -> None:
    assert says in (selector_fault(selector) or "")
