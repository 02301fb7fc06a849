"""How far a command is that goes through all stored rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def rows_done(total: int) -> Iterator[Callable[[int], None]]:
    """Tell it the rows as they are done: on a terminal a bar moves; elsewhere the command's lines say enough."""
    console = Console(stderr=True)
    columns = (TextColumn("rows"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=total)
        yield lambda rows: bar.advance(task, rows)
