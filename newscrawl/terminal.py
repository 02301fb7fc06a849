"""Standard output as tables and colours are written to it."""

from typing import IO

from rich.console import Console


class Terminal(Console):
    """rich's console, but for two habits of its own.

    Brackets and colons are what people wrote: a reason such as «[/x]» would be taken for a style, and end the
    command. And where nobody reads on, a command says that in its own way; rich would end with 1.
    """

    def __init__(self, *, soft_wrap: bool = False, highlight: bool = True, file: IO[str] | None = None) -> None:
        super().__init__(soft_wrap=soft_wrap, highlight=highlight, file=file, markup=False, emoji=False)

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError
