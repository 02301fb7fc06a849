"""An archived answer as the page that it was when it was fetched."""

import dataclasses
from datetime import datetime

from newscrawl.warc.writing import ArchivedAnswer
from pipelines.records import Candidate, Outlet, Page, RunKind


def page_of(archived: ArchivedAnswer, outlet: Outlet, run_id: str, kind: RunKind) -> Page:
    answer = archived.answer
    return Page(
        outlet=outlet,
        candidate=candidate_of(archived),
        url=answer.url,
        status=answer.status,
        headers={name.lower(): value for name, value in answer.headers},
        body=answer.body,
        fetched_at=answer.at,
        run_id=run_id,
        run_kind=kind,
    )


def candidate_of(archived: ArchivedAnswer) -> Candidate:
    """What its listing said; in an archive of others only where and when it was fetched."""
    said = archived.said
    if not said:
        return Candidate(url=archived.answer.url, found_in="warc", found_at=archived.answer.at)
    names = {field.name for field in dataclasses.fields(Candidate)}
    facts = {name: value for name, value in said.items() if name in names}  # a later version may say more
    url = said["requested_url"]
    facts["found_at"] = datetime.fromisoformat(facts["found_at"])
    for name in ("authors", "keywords"):
        facts[name] = tuple(facts.get(name, ()))
    return Candidate(url=url, **facts)
