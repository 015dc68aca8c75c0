from pathlib import Path

import httpx
import pytest

from tests.stand_in import PullRequest, Repository, StandIn
from tests.stand_in.git_repositories import resolve


def test_a_pull_request_in_githubs_shape(gh: StandIn, api: httpx.Client, pull: PullRequest) -> None:
    shown = api.get(f"/pulls/{pull.number}").json()
    assert (shown["head"]["sha"], shown["base"]["ref"], shown["changed_files"]) == (pull.head_sha, "main", 3)
    assert gh.violations == []


def test_a_push_moves_the_pull_request(gh: StandIn, api: httpx.Client, repo: Repository, pull: PullRequest) -> None:
    sha = gh.push(repo, "feature", {"more.py": "more\n"})
    assert api.get(f"/pulls/{pull.number}").json()["head"]["sha"] == sha
    assert resolve(repo.path, f"pull/{pull.number}/head") == sha
    assert [one.action for one in gh.events("pull_request")] == ["opened", "synchronize"]
    assert gh.violations == []


def test_files_with_their_patches(api: httpx.Client, pull: PullRequest) -> None:
    files = {one["filename"]: one for one in api.get(f"/pulls/{pull.number}/files").json()}
    assert {path: one["status"] for path, one in files.items()} == {
        "a.py": "modified",
        "new.py": "added",
        "old.py": "removed",
    }
    assert files["a.py"]["patch"].startswith("@@ -17,7 +17,7 @@")


def test_a_rename_names_both_paths(gh: StandIn, api: httpx.Client, repo: Repository) -> None:
    gh.push(repo, "moved", {"old.py": None, "moved.py": "old\n"})
    pull = gh.open_pull_request(repo, head="moved")
    (file,) = api.get(f"/pulls/{pull.number}/files").json()
    assert (file["status"], file["previous_filename"], file["filename"]) == ("renamed", "old.py", "moved.py")


def test_the_fork_of_a_pull_request_may_be_gone(gh: StandIn, api: httpx.Client, repo: Repository) -> None:
    fork = gh.fork(repo, "mallory")
    gh.push(fork, "patch", {"a.py": "x\n"}, author="mallory")
    pull = gh.open_pull_request(repo, head="patch", head_repository=fork, author="mallory")
    gh.delete_fork(fork)
    gh.add_label(pull, "adr:1")
    assert api.get(f"/pulls/{pull.number}").json()["head"]["repo"] is None
    assert gh.violations == []


def test_retargeting_tells_the_old_base(gh: StandIn, repo: Repository, pull: PullRequest) -> None:
    gh.push(repo, "develop", {"c.py": "c\n"})
    gh.retarget(pull, "develop")
    (event,) = gh.events("pull_request", "edited")
    assert event.payload["changes"]["base"]["ref"] == {"from": "main"}


def test_every_step_of_a_pull_request_is_told(gh: StandIn, pull: PullRequest) -> None:
    gh.convert_to_draft(pull)
    gh.mark_ready(pull)
    gh.edit(pull, title="Better")
    gh.close(pull)
    gh.reopen(pull)
    gh.merge(pull)
    actions = ["opened", "converted_to_draft", "ready_for_review", "edited", "closed", "reopened", "closed"]
    assert [one.action for one in gh.events("pull_request")] == actions
    assert gh.events("pull_request")[-1].payload["pull_request"]["merged"]
    assert gh.violations == []


@pytest.mark.parametrize("path", ["/issues/1/timeline", "/issues/1/events"])
def test_label_events_name_who_and_when(gh: StandIn, api: httpx.Client, pull: PullRequest, path: str) -> None:
    gh.add_label(pull, "adr:0012", actor="bob")
    gh.remove_label(pull, "adr:0012", actor="eve")
    told = [(one["event"], one["actor"]["login"], one["label"]["name"]) for one in api.get(path).json()]
    assert told == [("labeled", "bob", "adr:0012"), ("unlabeled", "eve", "adr:0012")]
    assert gh.violations == []


def test_labels_now(gh: StandIn, api: httpx.Client, pull: PullRequest) -> None:
    gh.add_label(pull, "adr:0012")
    assert [one["name"] for one in api.get(f"/issues/{pull.number}/labels").json()] == ["adr:0012"]
    assert api.get("/pulls").json()[0]["labels"][0]["name"] == "adr:0012"


def test_permissions_of_people(gh: StandIn, api: httpx.Client, repo: Repository) -> None:
    gh.set_permission("bob", repo, "triage")
    answer = api.get("/collaborators/bob/permission").json()
    assert (answer["permission"], answer["role_name"]) == ("read", "triage")
    assert api.get("/collaborators/nobody/permission").status_code == 404


def test_comparing_gives_the_merge_base(gh: StandIn, api: httpx.Client, repo: Repository, pull: PullRequest) -> None:
    fork_point = resolve(repo.path, "main")
    gh.push(repo, "main", {"later.py": "later\n"}, author="owner")
    answer = api.get(f"/compare/main...{pull.head_sha}").json()
    assert (answer["merge_base_commit"]["sha"], answer["status"]) == (fork_point, "diverged")
    assert gh.violations == []


def test_pull_requests_of_a_commit(api: httpx.Client, pull: PullRequest) -> None:
    assert [one["number"] for one in api.get(f"/commits/{pull.head_sha}/pulls").json()] == [pull.number]


def test_lists_are_paged(gh: StandIn, api: httpx.Client, repo: Repository) -> None:
    gh.push(repo, "many", {f"f{number}.py": "x\n" for number in range(5)})
    gh.open_pull_request(repo, head="many")
    answer = api.get("/pulls/1/files", params={"per_page": 2, "page": 2})
    assert [one["filename"] for one in answer.json()] == ["f2.py", "f3.py"]
    assert answer.links["next"]["url"].endswith("per_page=2&page=3")


@pytest.mark.parametrize("path", ["/branches/main", "/git/ref/heads/main", "/contents/a.py", "/commits/main"])
def test_what_a_repository_holds(gh: StandIn, api: httpx.Client, path: str) -> None:
    assert api.get(path).status_code == 200
    assert gh.violations == []


@pytest.mark.parametrize("path", ["repos/acme/shop", "repositories/{id}"])
def test_a_repository_by_name_and_by_number(gh: StandIn, api: httpx.Client, repo: Repository, path: str) -> None:
    assert api.get(f"{gh.api_url}/{path.format(id=repo.id)}").json()["full_name"] == "acme/shop"
    assert gh.violations == []


def test_odd_files(gh: StandIn, api: httpx.Client, repo: Repository) -> None:
    odd = 'a "quoted" \\ näme.py'
    gh.push(repo, "odd", {odd: "x\n", "old.py": Path("a.py"), "b.bin": b"\x00\xff", "empty": "", "crlf": "a\r\nb"})
    gh.open_pull_request(repo, head="odd")
    files = {one["filename"]: one for one in api.get("/pulls/1/files").json()}
    assert {path: (one["status"], "patch" in one) for path, one in files.items()} == {
        odd: ("added", True),
        "old.py": ("changed", True),
        "b.bin": ("added", False),
        "empty": ("added", False),
        "crlf": ("added", True),
    }


def test_a_very_large_pull_request(gh: StandIn, api: httpx.Client, repo: Repository) -> None:
    gh.push(repo, "large", {f"folder/f{number}.py": "x\n" for number in range(3100)})
    gh.open_pull_request(repo, head="large")
    answer = api.get("/pulls/1/files", params={"per_page": 100, "page": 30})
    assert len(answer.json()) == 100
    assert "next" not in answer.links
