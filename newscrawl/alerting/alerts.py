"""Tells of incidents, once each, and of their ends; what a channel did not take is tried again at the next run."""

import logging
from collections.abc import Iterable
from datetime import datetime

from filelock import Timeout
from scrapy.settings import BaseSettings

from newscrawl.alerting.delivery import Deliver, channels
from newscrawl.alerting.incidents import Finding, Incident, remembered, updated
from pipelines.layout import Layout

log = logging.getLogger(__name__)


class Alerts:
    """Never changes an exit code: what cannot be told is logged. EndWith(4) for settings that cannot be meant."""

    def __init__(self, settings: BaseSettings) -> None:
        self._channels = channels(settings["ALERT_COMMAND"], settings["ALERT_WEBHOOK"])

    @property
    def are_wanted(self) -> bool:
        return bool(self._channels)

    def tell(self, layout: Layout, findings: Iterable[Finding], now: datetime) -> None:
        if not self.are_wanted:
            return
        try:
            with remembered(layout) as incidents:
                incidents[:] = updated(incidents, findings, now.isoformat())
                for name, deliver in self._channels.items():
                    _tell_all(incidents, name, deliver)
                incidents[:] = [each for each in incidents if not self._is_done_with(each)]
        except (OSError, Timeout) as error:
            log.warning("alerts: %s", error)

    def _is_done_with(self, incident: Incident) -> bool:
        return incident.over is not None and self._channels.keys() <= set(incident.told_over)


def _tell_all(incidents: Iterable[Incident], name: str, deliver: Deliver) -> None:
    """Up to the first message that the channel does not take: ten others would each wait as long."""
    for incident in incidents:
        told = incident.told if incident.over is None else incident.told_over
        if name in told:
            continue
        if incident.over is not None and name not in incident.told:  # whoever heard of no beginning needs no end
            told.append(name)
            continue
        if not deliver(incident.message()):
            return
        told.append(name)
