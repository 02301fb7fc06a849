"""Failures that somebody knows of: still run and shown, but out of the exit code of `run` until a day.

They stand in OUTPUT_DIR/acknowledged.json, as strict as a source file. It is no part of `state/`: nothing could
make it anew.
"""

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filelock import FileLock

from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.scope import day_written
from pipelines.layout import Layout, make_folder, write_whole

FILE = "acknowledged.json"

# A full disk and a stopped run are no fault of the source, so nobody can have meant them.
_NEVER = frozenset({ExitCode.DONE, ExitCode.OUTPUT, ExitCode.INTERRUPTED})


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    until: date
    """The last day, in UTC, on which it holds."""
    why: str

    def covers(self, code: ExitCode, day: date) -> bool:
        return day <= self.until and code not in _NEVER


def read_acknowledged(output: Path) -> dict[str, Acknowledgement]:
    """By source id, those that are over too; EndWith(4) for anything wrong in the file."""
    path = output / FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise EndWith(ExitCode.CONFIGURATION, f"{path}: {error}") from error
    if not isinstance(content, dict):
        raise EndWith(ExitCode.CONFIGURATION, f"{path}: it has to be an object with one entry a source")
    return {source_id: _entry(path, source_id, value) for source_id, value in content.items()}


@contextlib.contextmanager
def changing_acknowledged(layout: Layout) -> Iterator[dict[str, Acknowledgement]]:
    """What is acknowledged, to be changed in place; written when the block ends well. One at a time."""
    with FileLock(layout.output / "state" / "_acknowledged.lock", timeout=30):
        entries = read_acknowledged(layout.output)
        yield entries
        try:
            _write(layout.output / FILE, entries)
        except OSError as error:
            raise EndWith(ExitCode.OUTPUT, f"{layout.output / FILE}: {error}") from error


def _entry(path: Path, source_id: str, value: object) -> Acknowledgement:
    match value:
        case {"until": str(until), "why": str(why), **rest} if not rest and why.strip():
            day = day_written(until)
            if day is not None:
                return Acknowledgement(day, why)
    expected = '{"until": "YYYY-MM-DD", "why": "…"}'
    raise EndWith(ExitCode.CONFIGURATION, f"{path}: {source_id}: write {expected}, not {value!r}")


def _write(path: Path, entries: Mapping[str, Acknowledgement]) -> None:
    content = {name: {"until": each.until.isoformat(), "why": each.why} for name, each in sorted(entries.items())}
    make_folder(path.parent)
    write_whole(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")
