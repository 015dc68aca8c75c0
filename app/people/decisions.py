"""What is remembered of earlier reviews and pushes, by which a label is judged: a port, for a simulation has no
database."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncEngine

from app.github.models import PullRequest
from app.report.published import MOST_EARLIER, Complete, Published
from app.store import complete_reviews, false_alarms, overrides, pushers
from app.store.tables import OverrideRow
from checks import Bound, Inherited, Override, Review, Waiver


@dataclass(frozen=True, slots=True)
class Pushers:
    """Who pushed to a pull request, in lower case, and the heads of which it is known."""

    logins: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()


class Decisions(Protocol):
    """What is remembered of one repository's pull requests."""

    async def bound(self, number: int, at: datetime) -> Bound | None:
        """What the last review had found that was complete at a time of GitHub's clock; None where none was."""
        ...

    async def pushers(self, pull: PullRequest) -> Pushers:
        """Who pushed to a pull request."""
        ...

    async def accepted(self, numbers: Collection[int]) -> Sequence[Inherited]:
        """The overrides that stand on pull requests, one for each finding; their `sha` is left empty."""
        ...

    async def waivers(self, pulls: Sequence[PullRequest]) -> tuple[Waiver, ...]:
        """The waivers that hold for pull requests: those of the repository, and of the authors' own those that they
        gave here, where it was asked whether they may."""
        ...


@dataclass(frozen=True, slots=True)
class StoredDecisions:
    """Those of the service's database."""

    engine: AsyncEngine
    repository_id: int

    async def bound(self, number: int, at: datetime) -> Bound | None:
        row = await complete_reviews.last_complete(self.engine, (self.repository_id, number), at)
        return Bound(frozenset(row.fingerprints), row.records) if row else None

    async def pushers(self, pull: PullRequest) -> Pushers:
        is_here = pull.head.repo is not None and pull.head.repo.id == self.repository_id
        places = [pushers.of_pull_request(pull.number), *([pushers.of_branch(pull.head.ref)] if is_here else [])]
        rows = await pushers.pushed_to(self.engine, self.repository_id, places, pull.head.sha)
        return Pushers(frozenset(row.login.casefold() for row in rows), frozenset(row.head_sha for row in rows))

    async def accepted(self, numbers: Collection[int]) -> Sequence[Inherited]:
        rows = await overrides.standing(self.engine, self.repository_id, numbers)
        return [
            Inherited(fingerprint, row.number, "", row.label, row.record or "", row.actor, row.put_at)
            for row in rows
            if row.is_accepted
            for fingerprint in row.fingerprints
        ]

    async def waivers(self, pulls: Sequence[PullRequest]) -> tuple[Waiver, ...]:
        authors = {pull.number: pull.user.login if pull.user else "" for pull in pulls}
        return await false_alarms.waivers(self.engine, self.repository_id, authors)

    async def published(self, pull: PullRequest, review: Review) -> Published:
        """What is remembered of a pull request together with a review that is about to be told."""
        rows = await complete_reviews.newest(self.engine, (self.repository_id, pull.number), MOST_EARLIER + 1)
        known = await self.pushers(pull)
        return Published(
            pull.number,
            Bound(frozenset(_found(review)), _printable(review.records)),
            tuple(
                Complete(row.completed_at, Bound(frozenset(row.fingerprints), _printable(row.records)))
                for row in rows[-MOST_EARLIER:]
            ),
            is_cut=len(rows) > MOST_EARLIER,
            pushers=known.logins,
            heads=known.heads & {pull.head.sha},
            accepted=tuple(_accepted(pull.number, review)),
            waivers=await self.waivers([pull]),
        )

    async def keep(self, number: int, head_sha: str, review: Review, completed_at: datetime) -> None:
        """Remember what a review found, and what became of its labels where that is news."""
        place, found = (self.repository_id, number), _found(review)
        await complete_reviews.keep(self.engine, place, found, review.records, completed_at)
        row = partial(_row, self.repository_id, number, head_sha, completed_at)
        gone = row(Override("", None, accepted=False, reason=overrides.TAKEN_OFF))
        await overrides.keep(self.engine, [row(one) for one in review.overrides], gone)


def _found(review: Review) -> list[str]:
    return list(dict.fromkeys(finding.fingerprint for finding in review.findings))


def _accepted(number: int, review: Review) -> Iterator[Inherited]:
    """The overrides that the review accepts, one for each finding."""
    for one in review.overrides:
        if one.accepted and one.inherited_from is None:
            path = one.record.path if one.record else ""
            yield from (Inherited(name, number, "", one.label, path, one.actor, one.at) for name in one.fingerprints)


def _printable(records: Mapping[str, str] | None) -> Mapping[str, str] | None:
    """Those whose path is UTF-8, as JSON takes them: no label can name others."""
    if records is None:
        return None
    return {path: digest for path, digest in records.items() if _is_utf8(path)}


def _is_utf8(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _row(repository_id: int, number: int, head_sha: str, decided_at: datetime, override: Override) -> OverrideRow:
    return OverrideRow(
        repository_id=repository_id,
        number=number,
        label=override.label,
        actor=override.actor,
        put_at=override.at,
        record=override.record.path if override.record else None,
        head_sha=head_sha,
        is_accepted=override.accepted,
        reason=override.reason,
        fingerprints=list(override.fingerprints),
        inherited_from=override.inherited_from,
        decided_at=decided_at,
    )
