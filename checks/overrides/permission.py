"""Whether somebody may override a finding: by the policy's `override`, of the component that decides."""

from collections.abc import Iterator

from checks.findings import Finding
from checks.overrides.labels import ROLES, Involvement, Person, PersonKind
from checks.policy import OverrideRules, Policy

INVOLVED = {
    Involvement.AUTHOR: "`{}` is the author of the pull request: somebody else has to put the label",
    Involvement.COMMIT_AUTHOR: "`{}` wrote a commit of the pull request: somebody else has to put the label",
    Involvement.PUSHER: "`{}` pushed to the pull request: somebody else has to put the label",
    Involvement.UNKNOWN_COMMITS: "the pull request has too many commits to tell whether `{}` wrote one of them",
    Involvement.UNKNOWN_PUSHERS: "who pushed the head is not known here, so it may have been `{}`: push once more",
}
AGAIN = "take the label off and put it on again"


def deciding(finding: Finding | None, policy: Policy) -> tuple[str | None, OverrideRules]:
    """Whose `override` decides a finding: of an edge that of what it leads to, else the own component's, else the whole
    policy's (None)."""
    ends = (finding.target, finding.source, finding.rule.component) if finding else ()
    for component in ends:
        rules = policy.components.get((component or "").partition("/")[0])
        if rules and rules.override:
            return component, rules.override
    return None, policy.override


def refusal_of_person(person: Person, finding: Finding | None, policy: Policy) -> str | None:
    """Why somebody may not override a finding (None: anything at all) by a label that they put; None where they may."""
    component, rules = deciding(finding, policy)
    return next(_refusals(person, rules, f" for findings of `{component}`" if component else ""), None)


def named_teams(policy: Policy) -> frozenset[str]:
    """All teams that a policy names for overrides, as it spells them."""
    own = [rules.override for rules in policy.components.values() if rules.override]
    return frozenset(team for one in (policy.override, *own) for team in one.teams)


def _refusals(person: Person, rules: OverrideRules, where: str) -> Iterator[str]:
    name = person.app if person.kind is PersonKind.APP and person.app else person.login
    listed = {user.removeprefix("@").casefold() for user in rules.users}
    is_person = person.kind is PersonKind.USER
    if not is_person and name.casefold() not in listed:
        yield f"`{name}` is an App or a bot that the policy's `override.users` does not list: a person has to put it"
    if person.involvement in INVOLVED and not rules.author:
        yield INVOLVED[person.involvement].format(person.login)
    if not is_person and name.casefold() in listed:
        return
    if (rules.users or rules.teams) and person.login.casefold() not in listed:
        yield from _outside(person, rules, where)
    if person.role is None:
        yield f"what `{person.login}` may do in this repository cannot be told: {AGAIN}"
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
