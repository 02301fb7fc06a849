"""Ctrl-C or SIGTERM ends a question at once, whatever DuckDB is doing.

Python calls a signal's handler between two lines of Python, and a question is a single one: some plans run for
minutes without a look at signals. A thread that the operating system tells of them asks DuckDB to stop.
"""

import contextlib
import signal
import socket
import threading
from collections.abc import Iterator
from typing import Protocol


class Stoppable(Protocol):
    """A session that another thread may stop, as DuckDB's."""

    def interrupt(self) -> None: ...


@contextlib.contextmanager
def stopped_by_ctrl_c(session: Stoppable) -> Iterator[None]:
    """Within it, ctrl-C interrupts what the session does; only the main thread of a program hears signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard, told = socket.socketpair()
    told.setblocking(False)  # as `set_wakeup_fd` demands
    thread = threading.Thread(target=_stop_when_told, args=(heard, session), daemon=True)
    before = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    thread.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        told.close()  # the thread reads the end, and ends
        thread.join()
        heard.close()


def _stop_when_told(heard: socket.socket, session: Stoppable) -> None:
    while signals := heard.recv(64):  # the numbers of the signals that came
        if {signal.SIGINT, signal.SIGTERM, signal.SIGHUP} & set(signals):  # commands take each for the others
            session.interrupt()
