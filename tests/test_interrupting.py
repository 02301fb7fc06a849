import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from newscrawl.corpus.interrupting import stopped_by_ctrl_c

_ASKED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Session:
    """Stands for one that is busy: its interruption is waited for, and not a moment's sleep."""

    def __init__(self) -> None:
        self.is_stopped = threading.Event()

    def interrupt(self) -> None:
        self.is_stopped.set()


@pytest.fixture
def heard_signals():
    """A program that hears ctrl-C and goes on: what pytest does with it is not asked here."""
    before = {number: signal.signal(number, lambda *_: None) for number in _ASKED}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", _ASKED)
def test_ctrl_c_stops_the_session_from_another_thread(heard_signals, number):
    session = Session()
    with stopped_by_ctrl_c(session):
        signal.raise_signal(number)
        assert session.is_stopped.wait(20)


def test_other_signals_do_not(heard_signals):
    session = Session()
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    with stopped_by_ctrl_c(session):
        signal.raise_signal(signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, before)
    assert not session.is_stopped.is_set()  # the thread has read all that came, and ended


def test_who_listened_before_listens_again(heard_signals):
    before = signal.set_wakeup_fd(-1)
    threads = threading.active_count()
    try:
        with stopped_by_ctrl_c(Session()):
            pass
        assert signal.set_wakeup_fd(-1) == -1
        assert threading.active_count() == threads
    finally:
        signal.set_wakeup_fd(before)


def test_another_thread_hears_no_signals_and_needs_none():
    def ask() -> str:
        with stopped_by_ctrl_c(Session()):
            return "an answer"

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(ask).result(timeout=20) == "an answer"
