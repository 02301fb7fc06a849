"""What is proposed, and as a source file in TOML."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from newscrawl.proposing.home import Stated

UNKNOWN_COUNTRY = "xx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    id: str
    domain: str
    name: Stated
    country: Stated | None = None
    timezone: Stated | None = None
    feeds: tuple[Stated, ...] = ()
    """Listings: each with what it gave."""
    sitemaps: tuple[Stated, ...] = ()
    sections: tuple[Stated, ...] = ()
    why_disabled: str | None = None
    is_reserved: bool = False
    is_measured: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Its path under a folder of sources."""
        return f"{self.country.value if self.country else UNKNOWN_COUNTRY}/{self.id}.toml"

    @property
    def missing(self) -> list[str]:
        """What nobody states, and a source file has to say."""
        stated = {"country": self.country, "timezone": self.timezone}
        return [name for name, value in stated.items() if value is None]


def as_toml(proposal: Proposal, day: date) -> str:
    """The source file; a remark behind each value says where it was found."""
    return "".join(f"{line}\n" for line in _lines(proposal, day))


def _lines(proposal: Proposal, day: date) -> Iterator[str]:
    country = f"country by {proposal.country.where}" if proposal.country else "its country: fill in the folder"
    yield _remark(f"{proposal.place}; {country}")
    yield _line("name", _text(proposal.name.value), proposal.name.where)
    yield _line("domains", f"[{_text(proposal.domain)}]")
    if proposal.timezone is None:
        yield _remark('timezone = "Area/City": fill it in, nothing on the page states it')
    else:
        yield _line("timezone", _text(proposal.timezone.value), proposal.timezone.where)
    for key in ("feeds", "sitemaps", "sections"):
        if listings := getattr(proposal, key):
            yield from _listings(key, listings)
    if proposal.why_disabled is not None:
        yield "enabled = false"
        yield _line("why", _text(proposal.why_disabled))
    if proposal.is_reserved:
        yield f'terms = {{seen = {day.year}, tdm = "reserved"}}'
    if proposal.is_measured:
        yield f'evidence = {{year = {day.year}, listings = "measured"}}'
    yield from map(_remark, proposal.remarks)


def _listings(key: str, listings: Sequence[Stated]) -> Iterator[str]:
    if len(listings) == 1:
        yield _line(key, f"[{_text(listings[0].value)}]", listings[0].where)
        return
    yield f"{key} = ["
    for each in listings:
        yield f"    {_text(each.value)},  {_remark(each.where)}"
    yield "]"


def _line(key: str, value: str, where: str = "") -> str:
    return f"{key} = {value}" + (f"  {_remark(where)}" if where else "")


def _remark(text: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return f"# {' '.join(printable.split())}"


def _text(value: str) -> str:
    """JSON's texts are TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
