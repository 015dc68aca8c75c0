import httpx
import pytest

from tests.stand_in import Repository, StandIn


@pytest.mark.parametrize(
    ("role", "permission", "shown"),
    [("triage", None, "read"), ("maintain", None, "write"), ("release captain", "write", "write")],
)
def test_what_somebody_may_do(
    gh: StandIn, api: httpx.Client, repo: Repository, role: str, *, permission: str | None, shown: str
) -> None:
    gh.set_permission("carl", repo, role, permission=permission)
    answer = api.get("/collaborators/carl/permission").json()
    assert (answer["permission"], answer["role_name"]) == (shown, role)
    assert gh.violations == []


def test_a_team_has_members_and_others(gh: StandIn, api: httpx.Client, repo: Repository) -> None:
    gh.add_team_member(repo.owner.login, "architects", "bob")
    team = f"{gh.world.api}/orgs/{repo.owner.login}/teams/architects/memberships"
    answers = [api.get(f"{team}/{login}") for login in ("bob", "eve")]
    assert [answer.status_code for answer in answers] == [200, 404]
    assert gh.violations == []
