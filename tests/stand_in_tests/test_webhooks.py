import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx

from tests.stand_in import PullRequest, Repository, StandIn
from tests.stand_in.git_repositories import git


@dataclass
class Receiver:
    """Remembers what it was sent and answers with `status`."""

    url: str = ""
    status: int = 202
    seen: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def receiver(status: int = 202) -> Iterator[Receiver]:
    memory = Receiver(status=status)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            memory.seen.append((dict(self.headers.items()), body))
            self.send_response(memory.status)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        memory.url = f"http://127.0.0.1:{server.server_port}/webhooks"
        yield memory
        server.shutdown()
        thread.join()


async def test_deliveries_are_signed_and_in_order(gh: StandIn, repo: Repository) -> None:
    with receiver() as memory:
        gh.webhook_url = memory.url
        gh.push(repo, "feature", {"b.py": "b\n"})
        gh.add_label(gh.open_pull_request(repo, head="feature"), "adr:1")
        await gh.settled()
    assert [headers["X-GitHub-Event"] for headers, _ in memory.seen] == ["push", "pull_request", "pull_request"]
    headers, body = memory.seen[-1]
    digest = hmac.new(gh.webhook_secret.encode(), body, hashlib.sha256).hexdigest()
    assert headers["X-Hub-Signature-256"] == f"sha256={digest}"
    assert json.loads(body)["label"]["name"] == "adr:1"


def test_a_failed_delivery_is_sent_again_with_the_same_guid(gh: StandIn, repo: Repository) -> None:
    with receiver(status=500) as memory:
        gh.webhook_url = memory.url
        delivery = gh.ping()
        gh.wait_settled()
        memory.status = 202
        again = gh.redeliver(delivery.guid)
        gh.wait_settled()
    assert (delivery.status_code, again.status_code) == (500, 202)
    assert len({headers["X-GitHub-Delivery"] for headers, _ in memory.seen}) == 1


def test_nobody_listens(gh: StandIn) -> None:
    gh.webhook_url = "http://127.0.0.1:9/webhooks"
    delivery = gh.ping()
    gh.wait_settled()
    assert delivery.status_code == 0


def test_without_an_address_payloads_are_only_recorded(gh: StandIn, pull: PullRequest) -> None:
    (delivery,) = gh.events("pull_request", "opened")
    assert delivery.payload["number"] == pull.number
    assert json.loads(delivery.body) == delivery.payload
    assert delivery.status_code is None


def test_installations_are_told(gh: StandIn, repo: Repository) -> None:
    gh.create_repository("acme/second")
    gh.suspend("acme")
    gh.unsuspend("acme")
    gh.uninstall("acme")
    told = [(one.event, one.action) for one in gh.deliveries]
    assert told == [
        ("installation", "created"),
        ("installation_repositories", "added"),
        ("installation", "suspend"),
        ("installation", "unsuspend"),
        ("installation", "deleted"),
    ]
    assert gh.violations == []


def test_a_merge_group_is_a_commit_of_its_own(gh: StandIn, repo: Repository, pull: PullRequest) -> None:
    sha = gh.merge_group(repo, [pull])
    (event,) = gh.events("merge_group")
    assert event.payload["merge_group"]["head_sha"] == sha
    assert gh.violations == []


def test_the_next_merge_group_is_built_on_the_one_before(gh: StandIn, repo: Repository, pull: PullRequest) -> None:
    gh.push(repo, "second", {"c.py": "c\n"})
    first = gh.merge_group(repo, [pull])
    gh.merge_group(repo, [gh.open_pull_request(repo, head="second")], after=first, squash=True)
    group = gh.events("merge_group")[-1].payload["merge_group"]
    assert (group["base_sha"], group["base_ref"]) == (first, "refs/heads/main")
    assert group["head_commit"]["message"] == "A change (#2)"


def test_a_merge_group_that_merges(gh: StandIn, repo: Repository, pull: PullRequest) -> None:
    sha = gh.merge_group(repo, [pull])
    gh.destroy_merge_group(repo, sha, "merged")
    assert gh.events("merge_group")[-1].payload["reason"] == "merged"
    assert (pull.state, git(repo.path, "rev-parse", "main").strip()) == ("closed", sha)
    assert gh.violations == []


def test_no_event_without_its_permission(gh: StandIn, repo: Repository, pull: PullRequest) -> None:
    del gh.installation("acme").permissions["merge_queues"]
    gh.merge_group(repo, [pull])
    assert gh.events("merge_group") == []


def test_permissions_and_new_names_are_told(gh: StandIn, repo: Repository) -> None:
    gh.accept_permissions("acme", {"members": "read"})
    gh.rename(repo, "store")
    gh.create_repository("globex/first")
    gh.transfer(repo, "globex")
    gh.rename_owner("globex", "initech")
    told = [(one.event, one.action, one.payload.get("repository", {}).get("full_name")) for one in gh.deliveries]
    assert told[1:] == [
        ("installation", "new_permissions_accepted", None),
        ("repository", "renamed", "acme/store"),
        ("installation", "created", None),
        ("installation_repositories", "removed", None),
        ("repository", "transferred", "globex/store"),
        ("installation_target", "renamed", None),
    ]
    assert gh.violations == []


def test_a_request_under_an_old_name_is_redirected(gh: StandIn, repo: Repository, api: httpx.Client) -> None:
    gh.rename(repo, "store")
    moved = api.get("/branches/main")
    assert (moved.status_code, api.get("/branches/main", follow_redirects=True).json()["name"]) == (301, "main")
    assert moved.headers["Location"] == f"{gh.api_url}/repositories/{repo.id}/branches/main"


def test_a_fork_tells_nothing(gh: StandIn, repo: Repository) -> None:
    fork = gh.fork(repo, "mallory")
    gh.push(fork, "patch", {"a.py": "x\n"}, author="mallory")
    assert gh.events("push") == []
