"""What a command costs in a process of its own: time, memory, and whether memory grows with what was read."""

import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.02  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Cost:
    """`seconds` of wall and `cpu` time; `peak` memory in MB.

    `growth`: how much the highest memory of the second half exceeds that of the first, as a share. Memory is what
    the process itself has taken: pages of mapped files belong to the system, which takes them back when it must.
    """

    seconds: float
    cpu: float
    peak: float
    growth: float
    output: str

    def in_words(self) -> str:
        return f"{self.seconds:.1f} s ({self.cpu:.1f} s CPU), {self.peak:.0f} MB"


def cost_of(*command: str) -> Cost:
    """Run a Python command to its end; raises when it fails."""
    began, cpu = time.perf_counter(), os.times()
    with subprocess.Popen(
        [sys.executable, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    ) as process:
        seen: list[tuple[float, float]] = []
        watch = threading.Thread(target=_watch, args=(process, seen))
        watch.start()
        out, err = process.communicate()
        watch.join()
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {err[-2000:]}")
    after = os.times()
    spent = after.children_user + after.children_system - cpu.children_user - cpu.children_system
    return Cost(
        time.perf_counter() - began, spent, max((each for _, each in seen), default=0.0), _growth(seen), out
    )


def _watch(process: "subprocess.Popen[str]", seen: list[tuple[float, float]]) -> None:
    while process.poll() is None:
        memory = _own_memory(process.pid)
        if memory is not None:
            seen.append((time.perf_counter(), memory))
        time.sleep(_EVERY)


def _own_memory(pid: int) -> float | None:
    """In MB; None once it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return None
    found = re.search(r"RssAnon:\s+(\d+) kB", status)
    return None if found is None else int(found[1]) / 1000


def _growth(seen: list[tuple[float, float]]) -> float:
    if len(seen) < 4:
        return 0.0
    middle = (seen[0][0] + seen[-1][0]) / 2
    first = max(memory for at, memory in seen if at <= middle)
    return max(memory for at, memory in seen if at > middle) / first - 1
