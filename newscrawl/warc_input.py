"""The inputs of an ingest: a path, a URL or standard input, in a stream; and which of them are finished."""

import hashlib
import io
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.request import Request, urlopen

from newscrawl.exit_codes import EndWith, ExitCode
from pipelines.layout import Layout

# An archive opens with a record of random id: two that agree in so many bytes are one.
_HEAD = 64 * 1024
_SECONDS = 60  # that a server may keep silent


class WarcInput:
    """An open input. `fingerprint` tells it from others before it is read."""

    def __init__(self, name: str) -> None:
        self.name = name
        try:
            self.stream = io.BufferedReader(cast(Any, _open(name)), buffer_size=_HEAD)
            head = self.stream.peek(_HEAD)[:_HEAD]
        except (OSError, ValueError) as error:
            raise EndWith(ExitCode.USAGE, f"{name}: {error}") from error
        self.size = Path(name).stat().st_size if Path(name).is_file() else None
        self.fingerprint = f"{hashlib.sha256(head).hexdigest()}:{self.size}"

    def close(self) -> None:
        self.stream.close()


def _open(name: str) -> BinaryIO:
    if name == "-":
        return sys.stdin.buffer
    if name.startswith(("http://", "https://")):
        return cast(BinaryIO, urlopen(Request(name), timeout=_SECONDS))  # noqa: S310 (the scheme was looked at)
    return Path(name).open("rb", buffering=0)


class FinishedWarcs:
    """Which archives were read to their end: a line each in `state/_ingested.jsonl`.

    Lost, it costs a second reading of pages that are known by then.
    """

    def __init__(self, layout: Layout) -> None:
        self._path = layout.output / "state" / "_ingested.jsonl"

    def when(self, warc: WarcInput, *, any_source: bool) -> str | None:
        """When this archive was finished under the same option, or None."""
        if not self._path.exists():
            return None
        for text in self._path.read_text(encoding="utf-8").splitlines():
            line = json.loads(text)
            if line["fingerprint"] == warc.fingerprint and line["any_source"] >= any_source:
                return str(line["at"])
        return None

    def remember(self, warc: WarcInput, at: datetime, *, any_source: bool) -> None:
        line = {"fingerprint": warc.fingerprint, "name": warc.name, "any_source": any_source, "at": at.isoformat()}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
