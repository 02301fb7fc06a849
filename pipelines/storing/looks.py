"""When a stored article is looked at again: news is corrected within hours, and withdrawn within days."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipelines.records import Article
from pipelines.state.known import Visit

Validators = tuple[str | None, str | None]
"""ETag and Last-Modified of an answer."""


@dataclass(frozen=True, slots=True)
class LookPlan:
    """`after` are the ages at which an article is looked at again; `grace` ends the last one."""

    after: tuple[timedelta, ...] = (timedelta(hours=1), timedelta(days=1), timedelta(days=7))
    grace: timedelta = timedelta(days=7)

    def first(self, article: Article, validators: Validators) -> Visit:
        etag, last_modified = validators
        return Visit(
            article_id=article.article_id,
            url=article.url,
            found_in=article.found_in,
            found_at=article.found_at,
            listing_url=article.listing_url,
            first_at=article.fetched_at,
            due_at=self._next(article.fetched_at, article.fetched_at),
            etag=etag,
            last_modified=last_modified,
        )

    def looked(self, visit: Visit, at: datetime, validators: Validators | None = None) -> Visit:
        """The visit after a look; a 304 leaves the validators as they were."""
        etag, last_modified = validators or (visit.etag, visit.last_modified)
        return replace(visit, due_at=self._next(visit.first_at, at), etag=etag, last_modified=last_modified)

    def missed(self, visit: Visit, now: datetime) -> int:
        """How many looks a long pause has made pointless: one look now stands for all that are overdue."""
        if visit.due_at is None:
            return 0
        overdue = sum(1 for age in self.after if visit.due_at <= visit.first_at + age <= now)
        return overdue if self.is_over(visit, now) else max(0, overdue - 1)

    def is_over(self, visit: Visit, now: datetime) -> bool:
        """Whether even the last look would come too late to say anything of the article's first days."""
        return not self.after or now > visit.first_at + self.after[-1] + self.grace

    def _next(self, first_at: datetime, now: datetime) -> datetime | None:
        return next((first_at + age for age in self.after if first_at + age > now), None)
