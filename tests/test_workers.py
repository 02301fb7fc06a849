import fcntl
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from pipelines.records import Article, Outcome, Page, RejectPage
from pipelines.refining import UNEXPECTED
from pipelines.workers import Workers
from tests.builders import article, page

ROOT = Path(__file__).parents[1]
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit is one of Linux")


# Steps, as workers import them; the page's body says what is to happen


def read(item: Page) -> Article:
    _ACTIONS[item.body]()
    made = article(item.url, title=str(os.getpid()))
    if item.body == b"bend":
        made.authors = lambda: None  # type: ignore[assignment]  # it cannot travel
    return made


def mark(read_article: Article) -> Article:
    read_article.section = "marked"
    return read_article


def how_it_started() -> tuple[bool, str]:
    """Whether ctrl-C is held off since before its first line, and who tells of what ends it while it starts."""
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []), sys.excepthook.__module__


def _reject() -> None:
    raise RejectPage("not_arabic", "fa")


def _break() -> None:
    raise KeyError("missing")


_ACTIONS: dict[bytes, Callable[[], object]] = {
    b"good": lambda: None,
    b"slow": lambda: threading.Event().wait(0.8),
    b"hang": lambda: threading.Event().wait(3600),
    b"busy": lambda: re.match(r"(a+)+$", "a" * 60 + "b"),  # holds the interpreter, so that no thread runs
    b"bend": lambda: None,
    b"exit": lambda: os._exit(3),
    b"die": lambda: os.kill(os.getpid(), signal.SIGKILL),
    b"crash": os.abort,
    b"leave": lambda: sys.exit(0),
    b"eat": lambda: bytearray(8 * 2**30),
    b"ctrl-c": lambda: os.kill(os.getpid(), signal.SIGINT),
    b"reject": _reject,
    b"break": _break,
}


def _page(number: int, body: bytes = b"good") -> Page:
    return page(f"https://anba.example/news/{number}", body=body)


def _refine(workers: Workers, *bodies: bytes) -> list[Article | Outcome]:
    answers = [workers.refine(_page(number, body), (read, mark)) for number, body in enumerate(bodies)]
    return [answer.result(timeout=240) for answer in answers]


def _reasons(answers: list[Article | Outcome]) -> list[str | None]:
    return [answer.reason if isinstance(answer, Outcome) else None for answer in answers]


@pytest.fixture(scope="module")
def workers():
    with Workers(2, deadline=20.0) as workers:
        yield workers


def test_each_page_gets_its_own_answer_through_all_steps(workers):
    answers = _refine(workers, *[b"good"] * 12)
    assert [answer.url for answer in answers] == [f"https://anba.example/news/{n}" for n in range(12)]
    assert {answer.section for answer in answers if isinstance(answer, Article)} == {"marked"}
    assert all(isinstance(answer, Article) for answer in answers)


def test_the_work_is_done_elsewhere_and_by_no_more_than_was_asked_for(workers):
    answers = _refine(workers, *[b"good"] * 12)
    pids = {answer.title for answer in answers if isinstance(answer, Article)}
    assert str(os.getpid()) not in pids
    assert 1 <= len(pids) <= 2


def test_a_page_that_a_step_rejects_is_an_outcome_and_so_is_a_fault(workers):
    rejected, broken, good = _refine(workers, b"reject", b"break", b"good")
    assert isinstance(rejected, Outcome)
    assert (rejected.reason, rejected.detail) == ("not_arabic", "fa")
    assert isinstance(broken, Outcome)
    assert (broken.detail or "").startswith(f"{UNEXPECTED}KeyError")
    assert isinstance(good, Article)


def test_an_article_that_cannot_travel_costs_itself_only(workers):
    answers = _refine(workers, b"good", b"bend", b"good")
    assert [isinstance(answer, Article) for answer in answers] == [True, False, True]
    assert _reasons(answers)[1] in {"reading_deadline", "invalid_record"}  # the worker dies, or tells (Python 3.14)


@pytest.mark.parametrize("body", [b"exit", b"die", b"crash"])
def test_a_page_that_kills_its_worker_costs_itself_only(workers, body):
    answers = _refine(workers, b"good", body, b"good", b"good", b"good")
    assert _reasons(answers) == [None, "reading_deadline", None, None, None]
    dead = answers[1]
    assert isinstance(dead, Outcome)
    assert "the worker died" in (dead.detail or "")
    assert dead.requested_url == "https://anba.example/news/1"


def test_a_page_that_leaves_the_process_costs_itself_only(workers):
    answers = _refine(workers, b"good", b"leave", b"good")
    assert _reasons(answers) == [None, "invalid_record", None]
    left = answers[1]
    assert isinstance(left, Outcome)
    assert (left.detail or "").startswith(f"{UNEXPECTED}SystemExit")


@linux_only
def test_a_page_that_eats_all_memory_costs_itself_only(workers):
    answers = _refine(workers, b"good", b"eat", b"good", b"good")
    assert [reason is None for reason in _reasons(answers)] == [True, False, True, True]


def test_ctrl_c_is_the_runs_to_handle(workers):
    assert _reasons(_refine(workers, b"ctrl-c", b"good")) == [None, None]


@pytest.mark.parametrize("body", [b"hang", b"busy"])
def test_a_page_that_hangs_is_given_up_at_the_deadline(body):
    with Workers(1, deadline=1.0) as workers:
        _refine(workers, b"good")
        before = time.monotonic()
        answers = _refine(workers, body, b"good")
        assert time.monotonic() - before < 15
    assert _reasons(answers) == ["reading_deadline", None]
    late = answers[0]
    assert isinstance(late, Outcome)
    assert late.detail == "not read within 1 s"


def test_a_page_that_waits_for_a_worker_is_not_late():
    with Workers(1, deadline=2.0) as workers:
        assert _reasons(_refine(workers, b"slow", b"slow", b"slow")) == [None, None, None]


# Beginning


def test_a_machine_that_lets_no_worker_start_says_so_at_once(monkeypatch):
    """Not with every single page: in a container without /dev/shm no two processes share a lock."""

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("_multiprocessing.SemLock", refused)
    with pytest.raises(PermissionError, match="no worker can be started"):
        Workers(1, 20.0)


def name_preloaded(item: Page) -> Article:
    return article(item.url, title=" ".join({"this", "antigravity"} & set(sys.modules)))


_RUN_THAT_PRELOADS = """
from tests.test_workers import _page, name_preloaded
from pipelines.workers import Workers

with Workers(1, deadline=20.0, preload=("this", "tests.test_workers")) as workers:
    workers.get_ready()
    print("", workers.refine(_page(1), (name_preloaded,)).result(timeout=240).title)
"""


def test_what_all_workers_need_is_there_before_the_first_page():
    run = subprocess.run(  # a fork server that runs already would have it from elsewhere, or not
        [sys.executable, "-c", _RUN_THAT_PRELOADS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == " this"


_OTHER_WORK_THAT_PRELOADS = """
from tests.test_workers import is_preloaded
from pipelines.workers import Workers

with Workers(1, deadline=20.0, preload=("this",)) as workers:
    print("", workers.do(is_preloaded, "this").result(timeout=240))
"""


def is_preloaded(module: str) -> bool:
    return module in sys.modules


def test_what_all_workers_need_is_there_before_any_other_work():
    run = subprocess.run(
        [sys.executable, "-c", _OTHER_WORK_THAT_PRELOADS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == " True"


# Ending


def test_closing_waits_for_the_pages_under_way_and_ends_the_workers():
    workers = Workers(2, deadline=20.0)
    answers = [workers.refine(_page(number, b"slow"), (read,)) for number in range(3)]
    workers.close()
    assert all(answer.done() for answer in answers)
    results = [answer.result() for answer in answers]
    pids = {int(answer.title or 0) for answer in results if isinstance(answer, Article)}
    assert pids
    assert _all_gone(pids)
    workers.close()


def test_workers_that_never_worked_close_at_once():
    with Workers(2, deadline=20.0) as workers:
        assert workers._pool is None
    assert workers._pool is None
    never_entered = Workers(2, deadline=20.0)
    never_entered.close()
    assert never_entered._pool is None


def test_an_error_of_the_run_ends_the_workers_without_waiting():
    before = time.monotonic()
    answers: list[Future[Article | Outcome]] = []
    with pytest.raises(ValueError, match="the run broke"), Workers(1, deadline=600.0) as workers:  # noqa: PT012
        _refine(workers, b"good")
        answers.append(workers.refine(_page(1, b"hang"), (read,)))
        answers.append(workers.refine(_page(2, b"good"), (read,)))
        raise ValueError("the run broke")
    assert time.monotonic() - before < 30
    for answer in answers:  # whoever waits is told
        assert answer.done()


_RUN_TO_BE_KILLED = """
import fcntl, sys
from tests.test_workers import _page, _refine, read
from pipelines.workers import Workers

lock = open(sys.argv[1], "w")
fcntl.flock(lock, fcntl.LOCK_EX)
workers = Workers(2, deadline=600.0)
pids = {answer.title for answer in _refine(workers, *[b"slow"] * 4)}
for number, body in enumerate([b"hang", b"busy", b"good", b"good"]):
    workers.refine(_page(number, body), (read,))
print(*pids, flush=True)
sys.stdin.read()
"""


def test_when_a_run_is_killed_its_workers_vanish_and_nobody_holds_its_lock(tmp_path):
    lock = tmp_path / "anba.lock"
    command = [sys.executable, "-c", _RUN_TO_BE_KILLED, str(lock)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as run:
        assert run.stdout is not None
        pids = {int(pid) for pid in run.stdout.readline().split()}
        assert pids
        assert not _is_free(lock)
        assert not any(_is_gone(pid) for pid in pids)
        run.kill()
        run.wait(timeout=60)
        assert _is_free(lock)
        assert _all_gone(pids)


def _is_free(lock: Path) -> bool:
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    try:  # who has ended and is not yet buried does nothing any more
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return not Path(f"/proc/{pid}").exists() and sys.platform.startswith("linux")


def _all_gone(pids: set[int], within: float = 60.0) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if all(_is_gone(pid) for pid in pids):
            return True
        threading.Event().wait(0.05)
    return False


def test_a_worker_that_is_stopped_while_it_starts_leaves_no_traceback():
    with Workers(1, 20.0) as workers:
        assert workers.do(how_it_started).result(60) == (True, "pipelines.quiet_start")
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_whose_run_has_ended_says_nothing_of_it():
    code = "import pipelines.quiet_start; raise {}"
    said = [
        subprocess.run([sys.executable, "-c", code.format(error)], cwd=ROOT, capture_output=True, check=False)
        for error in ("FileNotFoundError", "OSError")
    ]
    assert [b"Traceback" in done.stderr for done in said] == [False, True]
