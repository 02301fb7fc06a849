"""Worker processes for the pure steps: a page that hangs or kills its worker costs itself only."""

import ctypes
import multiprocessing
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from multiprocessing import forkserver, resource_tracker
from types import TracebackType
from typing import Any, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from pipelines.records import Article, Outcome, Page
from pipelines.refining import Step, outcome_of_page, refine, unexpected
from pipelines.without_pandas import leave_out_pandas

# A page that makes the parser take more is hostile; without the limit one such page swaps out the machine.
_MEMORY = 4 * 2**30
# lxml and trafilatura were seen to grow over days; a fresh worker costs a second.
_PAGES_PER_WORKER = 2000
_QUIET = "pipelines.quiet_start"

Result = TypeVar("Result")


class Workers:
    """A pool that starts with the first page; every page gets its answer within `deadline` seconds.

    `preload` are modules that all workers need: imported once, before there are workers.
    """

    def __init__(self, count: int, deadline: float, preload: Sequence[str] = ()) -> None:
        """Raises OSError where no worker could be started: else every single page would end with it."""
        check_shared_memory()
        self.count = count
        self._preload = (__name__, *preload)
        # For whoever waits: two pages before this one may use their time up, and then the pool itself is broken.
        self.patience = 3 * deadline + 30
        self._deadline = deadline
        self._pool: ProcessPool | None = None
        self._unanswered: set[Future[Article | Outcome]] = set()

    def refine(self, page: Page, steps: Sequence[Step]) -> Future[Article | Outcome]:
        """The page's article or outcome, as a future; it never holds an exception of the steps."""
        if self._pool is None:
            self._pool = self._start(sorted({*self._preload, *(step.__module__ for step in steps)}))
        answer: Future[Article | Outcome] = Future()
        self._unanswered.add(answer)
        answer.add_done_callback(self._unanswered.discard)
        work = self._pool.schedule(refine, args=(page, tuple(steps)), timeout=self._deadline)
        work.add_done_callback(lambda done: _hand_over(done, page, self._deadline, answer))
        return answer

    def get_ready(self) -> None:
        """Begin to import what the workers need, in the background; whoever needs them soon calls it early."""
        if self._pool is not None:
            return
        _start_fork_server(self._preload)

    def do(self, work: Callable[..., Result], *given: object) -> Future[Result]:
        """Any other work that can travel, as a future; it fails where the work does, or takes too long."""
        if self._pool is None:
            self._pool = self._start(sorted({*self._preload, work.__module__}))
        done: Future[Result] = self._pool.schedule(work, args=given, timeout=self._deadline)
        return done

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
        for answer in tuple(self._unanswered):  # the pool forgets them, and whoever waits would wait for ever
            answer.cancel()

    def _start(self, modules: list[str]) -> ProcessPool:
        # forkserver: a forked worker would inherit the run's lock and keep it when the run is killed.
        context = multiprocessing.get_context("forkserver")
        _start_fork_server(modules)  # a replaced worker is at work in milliseconds
        return ProcessPool(
            max_workers=self.count, max_tasks=_PAGES_PER_WORKER, initializer=_prepare_worker, context=context
        )


def check_shared_memory() -> None:
    """Raises OSError where the machine gives processes nothing to share, as in some containers."""
    try:
        multiprocessing.get_context("forkserver").Lock()
    except OSError as error:
        what = f"no worker can be started ({error.strerror}): a /dev/shm is needed that may be written"
        raise OSError(error.errno, what) from error


def _start_fork_server(modules: Sequence[str]) -> None:
    """With these modules, and deaf to ctrl-C from its first line on, as are its workers: the run handles it.

    What a process blocks, its children block too; what comes meanwhile comes to us afterwards.
    """
    multiprocessing.get_context("forkserver").set_forkserver_preload([_QUIET, *modules])
    resource_tracker.ensure_running()  # else the fork server starts it first, which unblocks ctrl-C
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
    except CancelledError as error:
        answer.set_exception(error)
    except BaseException as error:  # noqa: BLE001 (a step that called sys.exit, or the pool broke)
        answer.set_result(outcome_of_page(page, "invalid_record", unexpected(error)))


def _prepare_worker() -> None:
    """Bound the worker's memory, and see to it that it does not outlive its run."""
    leave_out_pandas()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the run's to handle; it lets us finish the page
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        # PR_SET_PDEATHSIG: die with the fork server, even inside a regex.
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    _let_fork_server_end()
    threading.Thread(target=_end_when_orphaned, args=(os.getppid(),), daemon=True).start()


def _let_fork_server_end() -> None:
    """Give up the pipe by whose end the fork server sees that the run is gone.

    Each worker holds it too, so that a worker that hangs would keep the fork server, and with it itself, for ever.
    """
    server: Any = forkserver._forkserver  # nothing public leads to the pipe
    os.close(server._forkserver_alive_fd)
    server._forkserver_alive_fd = None


def _end_when_orphaned(parent: int) -> None:
    """Elsewhere than on Linux nothing else ends a worker whose run was killed."""
    while os.getppid() == parent:
        threading.Event().wait(2.0)
    os._exit(1)
