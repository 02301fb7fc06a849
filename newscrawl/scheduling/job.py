"""The command that a scheduler is to run. A scheduler gives it nearly no environment, so it carries its own."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scrapy.settings import BaseSettings

from newscrawl.output_places import layout_in

# Folders that a user has named by environment; what is not set there is not set in the job either.
_FOLDERS = ("NEWSCRAWL_SOURCES", "NEWSCRAWL_KNOWLEDGE")
_SYSTEM_PATH = ("/usr/local/bin", "/usr/bin", "/bin")  # for ALERT_COMMAND and its like


@dataclass(frozen=True, slots=True)
class Job:
    environment: Mapping[str, str]
    program: Sequence[str]
    options: Sequence[str]

    def words(self, *what: str) -> list[str]:
        """`newscrawl run …` with its options, word by word."""
        return [*self.program, "run", *what, *self.options]


def job_of(settings: BaseSettings, told: Sequence[str], options: Sequence[str]) -> Job:
    """The job for this OUTPUT_DIR. `told` are NAME=VALUE settings of the command line, which go along."""
    program = _program()
    environment = {
        "PATH": os.pathsep.join(dict.fromkeys((str(Path(program[0]).parent), *_SYSTEM_PATH))),
        "NEWSCRAWL_OUTPUT": str(layout_in(settings).output),
        **{name: _absolute(os.environ[name]) for name in _FOLDERS if os.environ.get(name)},
    }
    more = [word for each in told if not each.startswith("OUTPUT_DIR=") for word in ("-s", each)]
    return Job(environment, program, [*options, *more])


def _program() -> list[str]:
    """The console script by its absolute path: the one that was called, else the one beside this Python."""
    called, beside = Path(sys.argv[0]).absolute(), Path(sys.executable).with_name("newscrawl")
    for script in (called, beside):
        if script.name == "newscrawl" and script.is_file():
            return [str(script)]
    return [sys.executable, "-m", "newscrawl"]


def _absolute(folders: str) -> str:
    named = [name for name in folders.split(os.pathsep) if name.strip()]
    return os.pathsep.join(str(Path(name).expanduser().absolute()) for name in named)
