"""Worker processes for the pure steps: a page that hangs or kills its worker costs itself only."""

import ctypes
import multiprocessing
import os
import resource
import signal
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from pipelines.records import Article, Outcome, Page
from pipelines.refining import Step, outcome_of_page, refine

# A page that makes the parser take more is hostile; without the limit one such page swaps out the machine.
_MEMORY = 4 * 2**30
# lxml and trafilatura were seen to grow over days; a fresh worker costs a second.
_PAGES_PER_WORKER = 2000


class Workers:
    """A pool that starts with the first page; every page gets its answer within `deadline` seconds."""

    def __init__(self, count: int, deadline: float) -> None:
        self.count = count
        self._deadline = deadline
        self._pool: ProcessPool | None = None

    def refine(self, page: Page, steps: Sequence[Step]) -> Future[Article | Outcome]:
        """The page's article or outcome, as a future; it never holds an exception of the steps."""
        if self._pool is None:
            self._pool = self._start({step.__module__ for step in steps})
        answer: Future[Article | Outcome] = Future()
        work = self._pool.schedule(refine, args=(page, tuple(steps)), timeout=self._deadline)
        work.add_done_callback(lambda done: _hand_over(done, page, self._deadline, answer))
        return answer

    def close(self) -> None:
        """Wait for the pages under way, then end the workers."""
        if self._pool is not None:
            self._pool.close()
            self._pool.join()
            self._pool = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and self._pool is not None:
            self._pool.stop()
        self.close()

    def _start(self, modules: set[str]) -> ProcessPool:
        # forkserver: a forked worker would inherit the run's lock and keep it when the run is killed.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(sorted(modules))  # a replaced worker is at work in milliseconds
        return ProcessPool(
            max_workers=self.count, max_tasks=_PAGES_PER_WORKER, initializer=_prepare_worker, context=context
        )


def _hand_over(
    done: "Future[Article | Outcome]", page: Page, deadline: float, answer: "Future[Article | Outcome]"
) -> None:
    try:
        answer.set_result(done.result())
    except TimeoutError:
        answer.set_result(outcome_of_page(page, "reading_deadline", f"not read within {deadline:g} s"))
    except ProcessExpired as error:
        detail = f"the worker died with exit code {error.exitcode}"
        answer.set_result(outcome_of_page(page, "reading_deadline", detail))
    except BaseException as error:  # noqa: BLE001 (CancelledError too: whoever waits must not wait for ever)
        answer.set_exception(error)


def _prepare_worker() -> None:
    """Bound the worker's memory, and see to it that it does not outlive its run."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the run's to handle; it lets us finish the page
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: die with the fork server, which dies with us
    threading.Thread(target=_end_when_orphaned, args=(os.getppid(),), daemon=True).start()


def _end_when_orphaned(parent: int) -> None:
    """Elsewhere than on Linux nothing else ends a worker whose run was killed."""
    while os.getppid() == parent:
        threading.Event().wait(2.0)
    os._exit(1)
