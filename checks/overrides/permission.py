"""Whether somebody may override a finding: by the policy's `override`, of the component that decides."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checks.findings import Finding
from checks.overrides.labels import ROLES, Involvement, Person, PersonKind
from checks.policy import OverrideRules, Policy

INVOLVED = {
    Involvement.AUTHOR: "`{}` is the author of the pull request: somebody else has to {}",
    Involvement.COMMIT_AUTHOR: "`{}` wrote a commit of the pull request: somebody else has to {}",
    Involvement.PUSHER: "`{}` pushed to the pull request: somebody else has to {}",
    Involvement.UNKNOWN_COMMITS: "the pull request has too many commits to tell whether `{}` wrote one of them",
    Involvement.UNKNOWN_PUSHERS: "who pushed the head is not known here, so it may have been `{}`: push once more",
}
AGAIN = "take the label off and put it on again"


@dataclass(frozen=True, slots=True)
class Deed:
    """How somebody overrides, in words: what is done, and how it is done once more."""

    done: str
    again: str


LABELLING = Deed("put the label", AGAIN)
WAIVING = Deed("waive it", "give the command again")


def deciding(components: Iterable[str | None], policy: Policy) -> tuple[str | None, OverrideRules]:
    """Whose `override` decides a finding of these components: that of the first one that has one, else the whole
    policy's (None)."""
    for component in components:
        rules = policy.components.get((component or "").partition("/")[0])
        if rules and rules.override:
            return component, rules.override
    return None, policy.override


def refusal_of_person(person: Person, finding: Finding | None, policy: Policy) -> str | None:
    """Why somebody may not override a finding (None: anything at all) by a label that they put; None where they may."""
    return _refusal(person, concerned(finding) if finding else (), policy, LABELLING)


def refusal_to_waive(person: Person, components: Iterable[str | None], policy: Policy) -> str | None:
    """Why somebody may not waive a finding of these components (`concerned`); None where they may."""
    return _refusal(person, components, policy, WAIVING)


def concerned(finding: Finding) -> tuple[str | None, ...]:
    """The components whose `override` may decide a finding: of an edge what it leads to comes first, then the own one,
    then the one whose rule it is."""
    return finding.target, finding.source, finding.rule.component


def _refusal(person: Person, components: Iterable[str | None], policy: Policy, deed: Deed) -> str | None:
    component, rules = deciding(components, policy)
    return next(_refusals(person, rules, f" for findings of `{component}`" if component else "", deed), None)


def named_teams(policy: Policy) -> frozenset[str]:
    """All teams that a policy names for overrides, as it spells them."""
    own = [rules.override for rules in policy.components.values() if rules.override]
    return frozenset(team for one in (policy.override, *own) for team in one.teams)


def _refusals(person: Person, rules: OverrideRules, where: str, deed: Deed) -> Iterator[str]:
    name = person.app if person.kind is PersonKind.APP and person.app else person.login
    listed = {user.removeprefix("@").casefold() for user in rules.users}
    is_person = person.kind is PersonKind.USER
    if not is_person and name.casefold() not in listed:
        unlisted = "an App or a bot that the policy's `override.users` does not list"
        yield f"`{name}` is {unlisted}: a person has to {deed.done}"
    if person.involvement in INVOLVED and not rules.author:
        yield INVOLVED[person.involvement].format(person.login, deed.done)
    if not is_person and name.casefold() in listed:
        return
    if (rules.users or rules.teams) and person.login.casefold() not in listed:
        yield from _outside(person, rules, where)
    if person.role is None:
        yield f"what `{person.login}` may do in this repository cannot be told: {deed.again}"
    elif person.role not in ROLES[ROLES.index(rules.role) :]:
        has = "no access" if person.role == "none" else f"the role `{person.role}`"
        yield f"`{person.login}` has {has}, and the policy asks for `{rules.role}` or above{where}"


def _outside(person: Person, rules: OverrideRules, where: str) -> Iterator[str]:
    """Who is in none of the teams."""
    if person.teams & set(rules.teams):
        return
    unknown = sorted(person.unknown_teams & set(rules.teams))
    if unknown:
        teams = ", ".join(f"`{team}`" for team in unknown)
        yield f"whether `{person.login}` belongs to {teams} cannot be told: the App needs to read members for it"
        return
    wanted = ", ".join(f"`{one}`" for one in (*rules.teams, *rules.users))
    yield f"`{person.login}` is none of those whom the policy permits{where}: {wanted}"
