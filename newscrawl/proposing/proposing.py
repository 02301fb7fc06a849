"""From the address of a home page to a proposal: the page, the listings it names, and a few articles."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from scrapy.settings import BaseSettings

from newscrawl.checking.judging import of_pages
from newscrawl.checking.trial import Trial
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.proposing.home import Home, Stated, read_home, sitemaps_in
from newscrawl.proposing.listings import Chosen, ToTry, choose, to_try
from newscrawl.proposing.proposal import Proposal
from newscrawl.proposing.trying import answers_in, tried
from newscrawl.sources import claimed_domains, claiming_source, source_ids, web_checks
from newscrawl.sources.checks import Refused
from newscrawl.sources.countries import zone_of
from newscrawl.warc.writing import Answer
from pipelines.addresses.canonical import RefuseAddress, registered_domain, source_id_for_host

_FORBIDDEN = "robots_denied: forbidden"


@dataclass(frozen=True, slots=True)
class Told:
    """What the user says, since no page need say it."""

    country: str | None
    timezone: str | None


def propose(url: str, told: Told, sample: int, opts: argparse.Namespace, settings: BaseSettings) -> Proposal:
    """A source for the outlet whose home page this is.

    Raises EndWith: 2 for an address that is none or is known, 12 for a wall, 10 for a page or listings that give
    nothing.
    """
    bare = _bare(url)
    with tried(_provisional(bare, sections=[url]), 0, opts, settings) as (trial, folder):
        answers = list(answers_in(folder))
    problem = _problem_of(trial)
    if problem.startswith(_FORBIDDEN):
        return _placed(_forbidden(bare, url), read_home(url, b"", {}, bare.domain), told)
    page = _home_page(answers)
    if trial.run.code == ExitCode.BLOCKED or page is None:
        code = ExitCode.BLOCKED if trial.run.code == ExitCode.BLOCKED else ExitCode.NOTHING_FOUND
        raise EndWith(code, f"{url}: {problem or trial.run.why}")
    headers = {name.lower(): value for name, value in page.headers}
    home = read_home(page.url, page.body, headers, bare.domain)
    asked = to_try(page.url, home.feeds, _sitemaps(answers, bare.domain))
    return _placed(_measured(bare, home, asked, sample, opts, settings), home, told)


def _bare(url: str) -> Proposal:
    """What the address alone says."""
    try:
        domain = registered_domain(web_checks.url(url))
    except (Refused, RefuseAddress) as error:
        raise EndWith(
            ExitCode.USAGE, f"{url}: write a home page, such as https://example.org/ ({error})"
        ) from error
    known = claiming_source(url) or claiming_source(f"https://{domain}/")
    below = sorted(each for each in claimed_domains() if registered_domain(each) == domain)
    if known is None and below:
        known = claiming_source(f"https://{below[0]}/")
    if known is not None:
        raise EndWith(ExitCode.USAGE, f"{url}: {known} has this domain already; `newscrawl sources check {known}`")
    source_id = source_id_for_host(domain, dict.fromkeys(source_ids(), ""))
    return Proposal(id=source_id, domain=domain, name=Stated(domain, "nothing that could be read states its name"))


def _provisional(
    bare: Proposal, feeds: Sequence[str] = (), sitemaps: Sequence[str] = (), sections: Sequence[str] = ()
) -> Proposal:
    """A source file good enough to be tried: its zone only shifts days."""

    def listed(urls: Sequence[str]) -> tuple[Stated, ...]:
        return tuple(Stated(url, "") for url in urls)

    zone = Stated("UTC", "")
    return replace(bare, timezone=zone, feeds=listed(feeds), sitemaps=listed(sitemaps), sections=listed(sections))


def _problem_of(trial: Trial) -> str:
    return str(next((each["problem"] for each in trial.listings if each.get("problem")), ""))


def _forbidden(bare: Proposal, url: str) -> Proposal:
    return replace(bare, sections=(Stated(url, ""),), why_disabled="robots.txt forbids its home page")


def _home_page(answers: Sequence[Answer]) -> Answer | None:
    pages = [answer for answer in answers if answer.status == 200 and not _is_robots(answer)]
    return pages[-1] if pages else None


def _sitemaps(answers: Sequence[Answer], domain: str) -> list[str]:
    robots = [answer for answer in answers if _is_robots(answer)]
    return sitemaps_in(robots[-1].status, robots[-1].body, domain) if robots else []


def _is_robots(answer: Answer) -> bool:
    return answer.url.partition("?")[0].endswith("/robots.txt")


def _measured(
    bare: Proposal, home: Home, asked: ToTry, sample: int, opts: argparse.Namespace, settings: BaseSettings
) -> Proposal:
    provisional = _provisional(bare, asked.feeds, asked.sitemaps, [asked.home])
    with tried(provisional, sample, opts, settings) as (trial, _):
        chosen = choose(asked, trial.listings)
    if not (chosen.feeds or chosen.sitemaps or chosen.sections):
        why = "; ".join(chosen.remarks)
        line = f"{asked.home}: no listing found; name its section pages by hand, as docs/sources.md says: {why}"
        raise EndWith(ExitCode.NOTHING_FOUND, line)
    reserved = _reserved(home, trial.pages)
    _, why = of_pages(trial.pages) if sample and not reserved else (ExitCode.DONE, "")
    return replace(
        bare,
        name=home.name or bare.name,
        feeds=chosen.feeds,
        sitemaps=chosen.sitemaps,
        sections=chosen.sections,
        why_disabled=f"reserves text and data mining ({reserved})" if reserved else why or None,
        is_reserved=reserved is not None,
        is_measured=True,
        remarks=tuple(_remarks(chosen, home, trial.pages)),
    )


def _reserved(home: Home, pages: Sequence[dict[str, Any]]) -> str | None:
    stated = [*home.reservations, *(each for page in pages for each in page.get("reservations") or ())]
    return stated[0] if stated else None


def _remarks(chosen: Chosen, home: Home, pages: Sequence[dict[str, Any]]) -> list[str]:
    stored = sum(page["outcome"] == "stored" for page in pages)
    posts = [f"not tried: {home.posts}: wordpress = true makes its posts a listing, for the past too"]
    looked_at = f"of {len(pages)} pages looked at, {stored} would be stored"
    return [*chosen.remarks, *(posts if home.posts else []), looked_at]


def _placed(proposal: Proposal, home: Home, told: Told) -> Proposal:
    """With its country and time zone, as the user or the page states them."""
    country = Stated(told.country, "--country") if told.country else home.country
    zone = zone_of(country.value) if country else None
    timezone = Stated(told.timezone, "--timezone") if told.timezone else None
    if timezone is None and zone is not None and country is not None:
        timezone = Stated(zone, f"{country.value}, by {country.where}")
    return replace(proposal, country=country, timezone=timezone)
