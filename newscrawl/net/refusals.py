"""Why a request is not sent, or its answer not used; each reaches the request's errback.

IgnoreRequest (Scrapy's)
+-- Refused
    +-- AddressRefused      the address is not one that we ask: scheme, port, private network
    +-- OffsiteRefused      the address is of no domain of the source
    +-- RobotsDenied        robots.txt forbids it
    +-- RobotsUnreachable   nobody could say what robots.txt forbids
    +-- HostGivenUp         the host failed too often in this run
    +-- RunEnds             the run ends before it was sent
    +-- Blocked             the answer is a wall against robots
    +-- AnswerTooLarge      the answer is more than we take
    +-- AnswerBroken        the answer does not decode
"""

from typing import ClassVar

from scrapy.exceptions import IgnoreRequest

from pipelines.records import Reason


class Refused(IgnoreRequest):
    """Raised by this layer; `reason` becomes the reason of the candidate's outcome."""

    default: ClassVar[Reason] = "address_refused"

    def __init__(self, detail: str, *, host: str = "", reason: Reason | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.host = host
        self.reason: Reason = self.default if reason is None else reason


class AddressRefused(Refused):
    default = "address_refused"


class OffsiteRefused(Refused):
    default = "offsite"


class RobotsDenied(Refused):
    default = "robots_denied"


class RobotsUnreachable(Refused):
    """Where the host does not answer at all, its reason says so: that is an outage, not a wish of the site."""

    default = "robots_denied"


class HostGivenUp(Refused):
    """Its reason is that of the failure that opened the breaker: blocked, http_error, network_error or timeout."""

    default = "network_error"


class RunEnds(Refused):
    """Says nothing of the host; its reason is never stored."""

    default = "network_error"


class Blocked(Refused):
    default = "blocked"


class AnswerTooLarge(Refused):
    default = "too_large"


class AnswerBroken(Refused):
    default = "network_error"
