"""Why a part file is not used. Each names the file and says what to do; commands end with 3 or 4 by them."""


class PartDamaged(OSError):  # noqa: N818 (named by its effect)
    """The file is not what was stored: missing, cut, a flipped bit, or none of ours. Commands end with 3."""

    def __init__(self, name: str, what: str) -> None:
        """`name` is the file's, relative to OUTPUT_DIR."""
        super().__init__(f"{name}: {what}; `newscrawl status --verify` lists all that is wrong")
        self.what = what


class PartIsNewer(Exception):  # noqa: N818 (named by its effect)
    """A newer newscrawl wrote the file: what this one does not know of it would be lost. Commands end with 4."""
