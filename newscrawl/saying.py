"""What is said beside the results: a line on standard error that begins with our name."""

import sys


def say(line: str) -> None:
    print(f"newscrawl: {line}", file=sys.stderr)
