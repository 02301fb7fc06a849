"""Which commands there are, told to people.

Scrapy brings its own. None of them but `list` is listed; those that mean something here still run.
"""

from collections.abc import Mapping

from scrapy.commands import ScrapyCommand

import newscrawl

_OURS = "newscrawl.commands."
_SCRAPYS = {"list": "The sources, an id a line"}
# They are of spiders that somebody wrote; `check` would find no contract and call that OK.
_MEANS_NOTHING = {
    "check": "`newscrawl sources check` looks at sources",
    "edit": "a source is a file; `newscrawl sources --format jsonl` tells where it lies",
    "genspider": "a source is a file; `newscrawl sources add URL` proposes one",
}

Commands = Mapping[str, ScrapyCommand]


def listed(commands: Commands) -> dict[str, str]:
    """The commands that are for users of newscrawl, by name, each with what it does."""
    ours = {name: each.short_desc() for name, each in commands.items() if type(each).__module__.startswith(_OURS)}
    return dict(sorted((ours | _SCRAPYS).items()))


def greeting(commands: Commands) -> str:
    """What `newscrawl` alone says."""
    lines = (f"  {name:<13} {what}" for name, what in listed(commands).items())
    return "\n".join(
        (
            f"newscrawl {newscrawl.__version__}",
            "\nUsage: newscrawl <command> [options]\n",
            *lines,
            "\n`newscrawl <command> -h` tells more of one.",
        )
    )


def why_not(name: str) -> str | None:
    """Why a command of Scrapy's does not run here, and what does; None for every other."""
    instead = _MEANS_NOTHING.get(name)
    return None if instead is None else f"`{name}` is for spiders written by hand, and here is none; {instead}"
