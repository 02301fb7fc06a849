"""Where each outlet is described: `<cc>/<id>.toml`, its path being its country and its id.

source.py      the record that a file becomes
reader.py      bytes of one file -> Source, or BrokenSource with all that is wrong
table.py       a TOML table whose keys are taken out as they are used
checks.py      what one value must be
web_checks.py  what an address, a domain and an expression over addresses must be
selectors.py   which selectors of `[[reading]]` can be evaluated
countries.py   top-level domains and time zones
own_files.py   files among the user's own sources: written, or a shipped one enabled
catalogue.py   finds the files; parses only the one that is asked for

ValueError
  BrokenSource     this source cannot be used; every other one can
KeyError
  UnknownSource    no file has this id
"""

from newscrawl.sources.catalogue import (
    UnknownSource,
    broken_sources,
    claimed_domains,
    claiming_source,
    load_source,
    source_folders,
    source_ids,
)
from newscrawl.sources.reader import BrokenSource, parse_source
from newscrawl.sources.source import Evidence, Source, Terms

__all__ = [
    "BrokenSource",
    "Evidence",
    "Source",
    "Terms",
    "UnknownSource",
    "broken_sources",
    "claimed_domains",
    "claiming_source",
    "load_source",
    "parse_source",
    "source_folders",
    "source_ids",
]
