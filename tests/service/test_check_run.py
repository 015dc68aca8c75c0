"""What the check run of a pull request shows: the verdict, links that lead somewhere, and a button."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.service.conftest import CROSSING, FILES, LEGAL, POLICY, finished, idle, reviewed
from tests.service.test_hostile_content import outside_code
from tests.stand_in import Repository, StandIn
from tests.stand_in.git_repositories import git

pytestmark = pytest.mark.usefixtures("adrift")
LINK = re.compile(r"\]\((http[^)\s]+)\)")


def links(summary: str | None) -> list[str]:
    return LINK.findall(summary or "")


def content(repo: Repository, address: str) -> str:
    """What a blob address of the stand-in leads to."""
    revision, _, path = urlsplit(address).path.partition("/blob/")[2].partition("/")
    return git(repo.path, "show", f"{revision}:{unquote(path)}")


def test_links_lead_to_the_place_the_record_and_the_rule(gh: StandIn, repo: Repository) -> None:
    pull, run = reviewed(gh, repo, CROSSING)
    place, record, rule = links(run.summary)[:3]
    assert place == f"{gh.url}/{repo.full_name}/blob/{pull.head_sha}/orders/api.py#L3"
    assert content(repo, record).startswith("# 1. Components talk by events")
    line = int(urlsplit(rule).fragment.removeprefix("L"))
    assert "orders:  {path: orders,  depends_on: [shared]}" in content(repo, rule).splitlines()[line - 1]


def test_a_link_opens_the_record_filled_in_on_the_branch_of_a_fork(gh: StandIn, repo: Repository) -> None:
    fork = gh.fork(repo, "ann")
    gh.push(fork, "my/fix", CROSSING)
    pull = gh.open_pull_request(repo, head="my/fix", head_repository=fork)
    (address,) = [one for one in links(finished(gh, repo, pull).summary) if "/new/" in one]
    parts = urlsplit(address)
    assert parts.path == f"/{fork.full_name}/new/my/fix"
    fields = parse_qs(parts.query)
    assert fields["filename"] == ["docs/adr/0002-orders-may-depend-on-billing.md"]
    assert "Amends [ADR-0001]" in fields["value"][0] or "Amends [" in fields["value"][0]
    assert "`orders` may depend on `billing`." in fields["value"][0]


def test_a_deleted_fork_gets_the_command_instead(gh: StandIn, repo: Repository) -> None:
    fork = gh.fork(repo, "bob")
    gh.push(fork, "fix", CROSSING)
    pull = gh.open_pull_request(repo, head="fix", head_repository=fork)
    first = finished(gh, repo, pull)
    gh.delete_fork(fork)
    gh.rerequest(first)
    run = finished(gh, repo, pull, runs=2)
    assert run.conclusion == "failure"
    assert [one for one in links(run.summary) if "/new/" in one] == []
    assert "`adrift adr new --repo . --base " in (run.summary or "")


def test_the_delta_is_a_table_with_the_picture_folded_below(gh: StandIn, repo: Repository) -> None:
    _, run = reviewed(gh, repo, CROSSING)
    summary = run.summary or ""
    assert "| `orders` | `billing` | 0 | 1 | new, needs an ADR |" in summary
    assert 'c1 ==>|"new, needs an ADR"| c0' in summary.partition("<details>")[2]


def test_the_title_counts_what_is_overridden_and_what_goes(gh: StandIn) -> None:
    repo = gh.create_repository("acme/debt", files={**FILES, "orders/old.py": "import billing.models\n"})
    _, run = reviewed(gh, repo, {"orders/old.py": ""})
    assert run.title == "No new violations, 1 edge removed"
    assert "| `orders` | `billing` | 1 | 0 | gone |" in (run.summary or "")


def test_the_button_checks_again(gh: StandIn, repo: Repository, database_url: str) -> None:
    pull, run = reviewed(gh, repo, CROSSING)
    (action,) = run.actions
    assert action["label"] == "Check again"
    gh.press(run, action["identifier"])
    assert finished(gh, repo, pull, runs=2).conclusion == "failure"
    gh.press(run, "another")
    idle(database_url)
    assert len(gh.check_runs(repo, pull.head_sha)) == 2


def test_a_green_check_run_has_no_button(gh: StandIn, repo: Repository) -> None:
    _, run = reviewed(gh, repo, LEGAL)
    assert run.actions == []


def test_hostile_component_names_stay_names(gh: StandIn) -> None:
    evil = 'x"] --> y<img src=1>|`@ann`'
    policy = POLICY + "  evil: {path: 'pkg/{evil}', depends_on: []}\n"
    repo = gh.create_repository("acme/evil", files={**FILES, ".github/architecture.yml": policy})
    _, run = reviewed(gh, repo, {f"pkg/{evil}/a.py": "import billing.models\n"})
    summary = run.summary or ""
    chart = summary.partition("```mermaid")[2].partition("```")[0]
    assert "needs an ADR" in chart
    assert not {"<", "`", "@"} & set(chart)
    assert [word for word in ("@ann", "<img") if word in outside_code(summary.replace(chart, ""))] == []


def test_thousands_of_files_are_one_comment_and_one_picture(gh: StandIn, repo: Repository) -> None:
    pull, run = reviewed(gh, repo, {f"orders/m{number}.py": "import billing.models\n" for number in range(3000)})
    assert run.title == "3000 new edges need an ADR"
    assert (len(gh.review_comments(pull)), len(gh.annotations(run))) == (1, 3000)
    assert "| `orders` | `billing` | 0 | 3000 | new, needs an ADR |" in (run.summary or "")
