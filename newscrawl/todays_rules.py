"""What a source's state was made by, where the rules are others today."""

import logging
from functools import partial

from pipelines.addresses.keys import canonical_or_raw, rules_of_keys
from pipelines.reading.version import rules_of_reading
from pipelines.records import Outlet
from pipelines.state.source_state import State

log = logging.getLogger(__name__)


def follow_addresses(state: State, outlet: Outlet) -> None:
    """Let what is known be found by today's domains and rules of addresses."""
    added = state.readdress(rules_of_keys(outlet), partial(canonical_or_raw, outlet=outlet))
    if added:
        log.info(
            "%s: %d known addresses follow its new domains, or new rules of addresses", outlet.source_id, added
        )


def say_what_looks_cannot_tell(state: State, outlet: Outlet) -> None:
    """By other rules than before, what the outlet changed and what we read otherwise look alike."""
    rules, known = rules_of_reading(outlet), state.rules_of("reading")
    if known is None or not state.has_articles():
        state.note_rules("reading", rules)
    elif known != rules:
        log.warning(
            "%s: its rules of reading have changed: until `newscrawl reprocess %s`, looks may take that for edits",
            outlet.source_id,
            outlet.source_id,
        )
