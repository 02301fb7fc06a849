"""Keeps pandas out of our processes: Arrow imports it, wherever there is one, to ask whose a list is.

That takes a second and 60 MB, a tenth of what a crawl takes, and nothing of ours needs it.
"""

import sys
from importlib.abc import MetaPathFinder


def leave_out_pandas() -> None:
    """For a process that is ours alone: whoever uses this package from a program of their own keeps pandas."""
    if not any(isinstance(finder, _NoPandas) for finder in sys.meta_path):
        sys.meta_path.insert(0, _NoPandas())


class _NoPandas(MetaPathFinder):
    def find_spec(self, fullname: str, path: object, target: object = None) -> None:  # noqa: ARG002 (the protocol)
        if fullname == "pandas":
            raise ModuleNotFoundError("left out", name=fullname)
