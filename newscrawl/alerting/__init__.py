"""Alerts: once when a source begins to fail or falls silent, and once when it recovers.

incidents.py   what is told and what is not, remembered in a file
delivery.py    by a command or a webhook, each in bounded time
alerts.py      both together, at the end of a `newscrawl run`
"""

from newscrawl.alerting.alerts import Alerts
from newscrawl.alerting.incidents import Finding

__all__ = ["Alerts", "Finding"]
