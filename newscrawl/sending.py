"""Requests to services of the operator's own, such as a webhook: one that is deaf must not hold up the run."""

import logging
import threading
import urllib.error
import urllib.request

log = logging.getLogger(__name__)

PATIENCE = 10.0  # seconds


def sent_in_time(setting: str, request: urllib.request.Request) -> bool:
    """Whether the address that the setting names took it. Never raises: why it did not is logged."""
    was_taken = threading.Event()
    # A thread, since looking up a name has no time limit of its own.
    sending = threading.Thread(target=_send, args=(setting, request, was_taken), daemon=True)
    sending.start()
    sending.join(PATIENCE)
    if sending.is_alive():
        log.warning("%s: no answer within %g seconds", setting, PATIENCE)
    return was_taken.is_set()


def _send(setting: str, request: urllib.request.Request, was_taken: threading.Event) -> None:
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310 (the scheme was checked)
            was_taken.set()
    except urllib.error.HTTPError as error:  # it holds the answer, open
        log.warning("%s: %s", setting, error)
        error.close()
    except (OSError, ValueError) as error:  # ValueError: an address that is none
        log.warning("%s: %s", setting, error)
