"""What the fork server imports before all else, and nobody else: a worker whose run ends while it starts is silent.

The run takes its semaphores with it, and a worker that is just being made would tell of their absence on standard
error. What a worker says later never comes by this way.
"""

import sys
from types import TracebackType


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not isinstance(error, FileNotFoundError):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _tell
