"""Standard output as tables and colours are written to it."""

from rich.console import Console


class Terminal(Console):
    """rich's console, but for its own end with 1 where nobody reads on: a command says that in its own way."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError
