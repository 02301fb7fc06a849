"""Which parameters of a query may say which article a page is."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from pipelines.addresses.spelling import one_spelling
from pipelines.data_files import entries_of

_HERE = Path(__file__).parent
_IN_NAME = "!$'()*,;:@/"
_IN_VALUE = "!$'()*,;:@/="

# `&amp;` and `&#038;` come from feeds that escaped twice.
_ESCAPED_TWICE = re.compile(r"&(?:(?:amp|#0*38|#x0*26);)+", re.IGNORECASE)
_ENTITY_LEFT = re.compile(r"(?:amp;)+", re.IGNORECASE)
# `?id=5?utm_source=rss` comes from tools that add their mark without looking.
_SECOND_QUERY = re.compile(r"\?(?=utm_|fbclid=|gclid=)", re.IGNORECASE)


class _ParamRules:
    """What a list such as `tracking_params.txt` says: names, beginnings of names, names with certain values."""

    def __init__(self, lines: Iterable[str]) -> None:
        rules = list(lines)
        self.names = {rule for rule in rules if not rule.endswith("*") and "=" not in rule}
        self.prefixes = tuple(rule[:-1] for rule in rules if rule.endswith("*") and "=" not in rule)
        pairs = (rule.partition("=") for rule in rules if "=" in rule)
        self.values = {name: re.compile(regex, re.IGNORECASE) for name, _, regex in pairs}

    def match(self, name: str, value: str) -> bool:
        if name in self.names or name.startswith(self.prefixes):
            return True
        pattern = self.values.get(name)
        return pattern is not None and pattern.fullmatch(value) is not None


_NEEDLESS_PARAMS = _ParamRules([*entries_of(_HERE / "tracking_params.txt"), *entries_of(_HERE / "twin_params.txt")])


def unescape_ampersands(url: str) -> str:
    """Repairs the query of an address that was escaped for HTML once too often."""
    head, mark, tail = url.partition("?")
    return head + mark + _ESCAPED_TWICE.sub("&", tail) if mark and "&" in tail else url


def identifying_query(query: str, keep: Collection[str]) -> str:
    """The parameters that may say which article it is, sorted by name; names in `keep` (lower case) always stay."""
    pairs = dict.fromkeys(_parameters(query))
    kept = [pair for pair in pairs if pair[0].lower() in keep or not _is_needless(*pair)]
    return "&".join(name + value for name, value in sorted(kept, key=lambda pair: pair[0]))


def _is_needless(name: str, value: str) -> bool:
    return _NEEDLESS_PARAMS.match(name.lower(), value[1:])


def _parameters(query: str) -> Iterable[tuple[str, str]]:
    """Names and values; a value brings its `=` along, since `?12345` and `?12345=` are not alike."""
    query = _SECOND_QUERY.sub("&", query)
    for pair in query.replace("+", "%20").split("&"):
        raw_name, equals, raw_value = pair.partition("=")
        name = _ENTITY_LEFT.sub("", one_spelling(raw_name, _IN_NAME)) if raw_name else ""
        if name or equals:
            yield name, equals + one_spelling(raw_value, _IN_VALUE)
