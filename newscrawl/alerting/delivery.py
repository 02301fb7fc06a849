"""Channels that take a message: a command (ALERT_COMMAND) and a webhook (ALERT_WEBHOOK)."""

import json
import logging
import shlex
import subprocess
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any

from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.sending import PATIENCE, sent_in_time

log = logging.getLogger(__name__)

Deliver = Callable[[Mapping[str, Any]], bool]
"""Whether the channel took the message; why it did not is logged."""


def channels(command: str | None, webhook: str | None) -> dict[str, Deliver]:
    """Those that are set, by the names of their settings; EndWith(4) for one that cannot be meant."""
    found: dict[str, Deliver] = {}
    if command:
        found["ALERT_COMMAND"] = by_command(command)
    if webhook:
        found["ALERT_WEBHOOK"] = by_webhook(webhook)
    return found


def by_command(command: str) -> Deliver:
    """Runs a command, without a shell, with the message as JSON on its standard input."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise EndWith(ExitCode.CONFIGURATION, f"ALERT_COMMAND={command}: {error}") from error

    def deliver(message: Mapping[str, Any]) -> bool:
        # Its output goes nowhere: whatever it leaves running would keep a pipe open, and us waiting.
        nowhere = subprocess.DEVNULL
        try:
            done = subprocess.run(  # noqa: S603 (the user's own)
                words, input=_as_json(message), timeout=PATIENCE, check=False, stdout=nowhere, stderr=nowhere
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            log.warning("ALERT_COMMAND: %s", error)
            return False
        if done.returncode != 0:
            log.warning("ALERT_COMMAND: it ended with %d", done.returncode)
        return done.returncode == 0

    return deliver


def by_webhook(url: str) -> Deliver:
    """Posts the message as JSON."""
    headers = {"Content-Type": "application/json; charset=utf-8"}

    def deliver(message: Mapping[str, Any]) -> bool:
        content = _as_json(message)
        request = urllib.request.Request(url, content, headers, method="POST")  # noqa: S310 (the scheme was checked)
        return sent_in_time("ALERT_WEBHOOK", request)

    return deliver


def _as_json(message: Mapping[str, Any]) -> bytes:
    return json.dumps(message, ensure_ascii=False).encode()
