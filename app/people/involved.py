"""Who acts on a pull request, as far as it decides whether they may override its findings."""

from collections.abc import Collection
from dataclasses import dataclass

from app.github.models import ActingApp, PullRequest, User
from app.github.people import commit_authors, is_member, permission_of
from app.github.reading import Client
from app.people.decisions import Decisions
from checks import Involvement, Person, PersonKind


@dataclass(frozen=True, slots=True)
class PeopleOf:
    """What is the same for everybody: `teams` are those that the policy names, `authors` and `pushers` in lower case,
    None where they cannot all be told."""

    client: Client
    pull: PullRequest
    teams: Collection[str]
    authors: frozenset[str] | None
    pushers: frozenset[str]
    is_pusher_known: bool

    async def person(self, actor: User, app: ActingApp | None) -> Person:
        """What GitHub says now of somebody who acted, perhaps through an App. Raises GitHubError."""
        login = actor.login
        allowed = await permission_of(self.client, self.pull.base.repo.full_name, login)
        memberships = {team: await self._belongs(team, login) for team in sorted(self.teams)}
        kind = PersonKind.APP if app else PersonKind.USER
        return Person(
            login=login,
            kind=kind if actor.type == "User" else PersonKind.BOT,
            app=app.bot if app else None,
            permission=allowed.permission,
            role_name=allowed.role_name,
            teams=frozenset(team for team, belongs in memberships.items() if belongs),
            unknown_teams=frozenset(team for team, belongs in memberships.items() if belongs is None),
            involvement=self._involvement(login.casefold()),
        )

    async def _belongs(self, team: str, login: str) -> bool | None:
        """`team` may name its organisation: `acme/architects`, `@acme/architects`."""
        organisation, _, slug = team.removeprefix("@").rpartition("/")
        owner = organisation or self.pull.base.repo.full_name.partition("/")[0]
        return await is_member(self.client, owner, slug, login)

    def _involvement(self, login: str) -> Involvement:
        author = self.pull.user
        if author is not None and author.login.casefold() == login:
            return Involvement.AUTHOR
        if self.authors is not None and login in self.authors:
            return Involvement.COMMIT_AUTHOR
        if login in self.pushers:
            return Involvement.PUSHER
        if self.authors is None:
            return Involvement.UNKNOWN_COMMITS
        return Involvement.NONE if self.is_pusher_known else Involvement.UNKNOWN_PUSHERS


async def people_of(client: Client, pull: PullRequest, teams: Collection[str], decisions: Decisions) -> PeopleOf:
    """`teams` are those that the policy names for overrides. Raises GitHubError."""
    pushers = await decisions.pushers(pull)
    authors = await commit_authors(client, pull.base.repo.full_name, pull.number)
    return PeopleOf(client, pull, teams, authors, pushers.logins, pull.head.sha in pushers.heads)
