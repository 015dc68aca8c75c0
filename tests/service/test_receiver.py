"""The receiver: what is stored, what is refused, and which jobs are put in."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr

from app.jobs import job
from app.settings import Settings
from app.webhooks.receiver import LARGEST_BODY
from app.webhooks.signature import sign
from tests.running import running
from tests.service.conftest import LEGAL, jobs, opened, query
from tests.stand_in import Repository, StandIn

SECRET = "a webhook secret of the stand-in"
STORED = "select event, action, repository_id from delivery"


def send(
    url: str, body: bytes, *, event: str = "pull_request", signature: str | None = None, guid: str | None = None
) -> httpx.Response:
    """A webhook, signed as GitHub does unless a signature is given."""
    headers = {
        b"X-GitHub-Event": event.encode(),
        b"X-GitHub-Delivery": (guid or str(uuid4())).encode(),
        b"X-Hub-Signature-256": (sign(SECRET, body) if signature is None else signature).encode(),
        b"Content-Type": b"application/json",
    }
    return httpx.post(f"{url}/webhooks/github", content=body, headers=headers, trust_env=False)


def pull_request_payload(action: str = "opened", **more: object) -> bytes:
    repository = {"id": 7, "full_name": "acme/shop"}
    return json.dumps(
        {"action": action, "number": 1, "repository": repository, "installation": {"id": 9}, **more}
    ).encode()


def edited(was: str, title: str, text: str | None = "", body: str | None = "") -> bytes:
    """Somebody edits a title, or a text, which GitHub tells by what was there before."""
    changed = {"title": (was, title), "body": (text, body)}
    changes = {name: {"from": old} for name, (old, new) in changed.items() if old != new}
    return pull_request_payload("edited", pull_request={"title": title, "body": body}, changes=changes)


def branch_payload(**more: object) -> bytes:
    repository = {"id": 7, "full_name": "acme/shop", "default_branch": "main"}
    push = {"ref": "refs/heads/main", "before": "1" * 40, "after": "2" * 40}
    return json.dumps({"repository": repository, "installation": {"id": 9}, **push, **more}).encode()


@pytest.mark.parametrize(
    "signature", ["", "sha256=", "sha256=00", "=", "sha256", "sha1=x", "sha256=" + "é" * 64, sign("other", b"{}")]
)
def test_a_wrong_signature_is_refused_and_nothing_stored(receiver: str, database_url: str, signature: str) -> None:
    assert send(receiver, b"{}", signature=signature).status_code == 401
    assert query(database_url, STORED) == []


def test_a_missing_signature_is_refused(receiver: str, database_url: str) -> None:
    headers = {"X-GitHub-Event": "ping", "X-GitHub-Delivery": "1"}
    assert httpx.post(f"{receiver}/webhooks/github", content=b"{}", headers=headers).status_code == 401
    assert query(database_url, STORED) == []


def test_a_body_that_was_changed_by_a_byte_is_refused(receiver: str, database_url: str) -> None:
    body = pull_request_payload()
    assert send(receiver, body + b" ", signature=sign(SECRET, body)).status_code == 401
    assert query(database_url, STORED) == []


@pytest.fixture
def rotating(settings: Settings, database_url: str) -> Iterator[str]:
    """A receiver whose webhook secret is being changed."""
    changed = {"worker": False, "webhook_secret": SecretStr("new"), "webhook_secret_previous": SecretStr(SECRET)}
    with running(settings.model_copy(update=changed), database_url) as url:
        yield url


@pytest.mark.parametrize(("secret", "status"), [("new", 202), (SECRET, 202), ("other", 401), ("", 401)])
def test_while_the_secret_is_changed_both_hold(rotating: str, secret: str, status: int) -> None:
    assert send(rotating, b"{}", event="ping", signature=sign(secret, b"{}")).status_code == status


def test_ping_needs_a_signature_too(receiver: str) -> None:
    assert send(receiver, b"{}", event="ping", signature="sha256=00").status_code == 401


def test_ping_is_stored(gh: StandIn, receiver: str, database_url: str) -> None:
    gh.ping()
    gh.wait_settled()
    assert [row[0] for row in query(database_url, STORED)] == ["ping"]
    assert gh.deliveries[-1].status_code == 202


def test_a_body_of_more_than_25_mb_is_refused_unread(receiver: str) -> None:
    answer = send(receiver, b" " * (LARGEST_BODY + 1))
    assert answer.status_code == 413


def test_a_chunked_body_of_more_than_25_mb_is_refused(receiver: str) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(26):
            yield b" " * 1024 * 1024

    assert httpx.post(f"{receiver}/webhooks/github", content=chunks()).status_code == 413


def test_a_body_of_just_25_mb_is_taken(receiver: str, database_url: str) -> None:
    assert send(receiver, b"{}" + b" " * (LARGEST_BODY - 2), event="x").status_code == 202
    assert query(database_url, "select length(body) from delivery") == [(LARGEST_BODY,)]


def test_what_is_stored(receiver: str, database_url: str) -> None:
    body = pull_request_payload()
    assert send(receiver, body, guid="one").status_code == 202
    rows = query(database_url, "select id, event, action, installation_id, repository_id, body from delivery")
    assert rows == [("one", "pull_request", "opened", 9, 7, body)]


def test_a_repeated_delivery_makes_no_second_job(receiver: str, database_url: str) -> None:
    first = [send(receiver, pull_request_payload(), guid="one").json() for _ in range(2)]
    assert [answer["message"] for answer in first] == ["stored", "stored before"]
    assert (len(query(database_url, STORED)), len(jobs(database_url))) == (1, 1)


def test_a_second_event_of_a_pull_request_that_waits_is_stored_without_a_job(receiver: str, database_url: str) -> None:
    for action in ("opened", "synchronize", "labeled"):
        assert send(receiver, pull_request_payload(action)).status_code == 202
    assert (len(query(database_url, STORED)), len(jobs(database_url))) == (3, 1)


def test_of_several_deliveries_a_job_names_the_first(receiver: str, database_url: str) -> None:
    for guid in ("first", "second"):
        send(receiver, pull_request_payload(), guid=guid)
    assert query(database_url, "select args -> 'origin' ->> 'delivery' from procrastinate_jobs") == [("first",)]


def test_a_new_event_does_not_wait_for_the_next_try(receiver: str, database_url: str) -> None:
    send(receiver, pull_request_payload())
    query(database_url, "update procrastinate_jobs set scheduled_at = now() + interval '1 hour' returning id")
    send(receiver, pull_request_payload("synchronize"))
    assert query(database_url, "select scheduled_at from procrastinate_jobs") == [(None,)]


def test_a_burst_is_stored_whole_and_each_pull_request_waits_once(receiver: str, database_url: str) -> None:
    bodies = [pull_request_payload(number=number) for number in range(10)] * 6
    guids = [f"burst-{number % 40}" for number in range(60)]
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda one: send(receiver, one[0], guid=one[1]), zip(bodies, guids, strict=True)))
    assert {answer.status_code for answer in answers} == {202}
    assert sum(answer.json()["message"] == "stored" for answer in answers) == 40
    assert (len(query(database_url, STORED)), len(jobs(database_url))) == (40, 10)


REFUSING = """
create function refuse() returns trigger language plpgsql as $$
begin
  if new.action = 'refused' then raise exception using errcode = 'data_exception'; end if;
  return new;
end $$;
create trigger refusing before insert on delivery for each row execute function refuse();
"""


@pytest.fixture
def _refusing(receiver: str, database_url: str) -> Iterator[None]:
    """The database does not like what some deliveries say."""
    query(database_url, REFUSING)
    yield
    query(database_url, "drop trigger refusing on delivery; drop function refuse()")


@pytest.mark.usefixtures("_refusing")
def test_a_delivery_that_the_database_does_not_take_costs_no_other(receiver: str, database_url: str) -> None:
    refused = b'{"action": "refused"}'
    with ThreadPoolExecutor(20) as pool:
        answers = pool.map(lambda number: send(receiver, refused if number % 5 == 0 else b"{}"), range(40))
    assert sorted(answer.status_code for answer in answers) == [202] * 32 + [503] * 8
    assert len(query(database_url, STORED)) == 32


def test_a_more_urgent_event_hastens_the_job_that_waits(receiver: str, database_url: str) -> None:
    send(receiver, pull_request_payload())
    send(receiver, pull_request_payload("labeled", label={"name": "adr:1"}))
    assert jobs(database_url) == [("review_pull_request", "todo", job.URGENT)]


def test_an_unknown_event_is_stored_without_a_job(receiver: str, database_url: str) -> None:
    assert send(receiver, pull_request_payload(), event="sponsorship").status_code == 202
    assert (len(query(database_url, STORED)), jobs(database_url)) == (1, [])


@pytest.mark.parametrize("body", [b"", b"{", b"payload=%7B%7D", b"\xff\xfe", b"[1]", b'"x"', b"{" * 5000])
def test_a_signed_body_that_is_no_json_object_is_refused(receiver: str, database_url: str, body: bytes) -> None:
    assert send(receiver, body).status_code == 400
    assert query(database_url, STORED) == []


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"action": {"x": 1}},
        {"action": "opened", "repository": {"id": "x"}},
        {"action": "opened", "number": "x", "repository": {"id": 7, "full_name": "a/b"}, "installation": {"id": 9}},
        {"action": "opened", "number": 1, "repository": {"id": 7}, "installation": None},
    ],
)
def test_a_payload_of_unknown_shape_is_stored_without_a_job(receiver: str, database_url: str, payload: object) -> None:
    assert send(receiver, json.dumps(payload).encode()).status_code == 202
    assert (len(query(database_url, STORED)), jobs(database_url)) == (1, [])


def test_headers_that_github_sends_are_needed(receiver: str) -> None:
    headers = {"X-Hub-Signature-256": sign(SECRET, b"{}")}
    assert httpx.post(f"{receiver}/webhooks/github", content=b"{}", headers=headers).status_code == 400


@pytest.mark.parametrize(
    ("event", "body", "expected"),
    [
        ("pull_request", pull_request_payload("reopened"), ["review_pull_request"]),
        ("pull_request", pull_request_payload("closed"), ["review_pull_request"]),
        ("pull_request", pull_request_payload("edited", changes={"title": {}}), []),
        ("pull_request", pull_request_payload("edited", changes={"base": {}}), ["review_pull_request"]),
        ("pull_request", edited("fix: x", "docs: x"), ["review_pull_request"]),
        ("pull_request", edited("fix: x", "fix: y"), []),
        ("pull_request", edited("Fix x", "Fix y"), []),
        ("pull_request", edited("fix: x", "fix!: x"), ["review_pull_request"]),
        ("pull_request", edited("x", "x", "", "BREAKING CHANGE: all"), ["review_pull_request"]),
        ("pull_request", edited("x", "x", "Some words", "Other words"), []),
        ("pull_request", edited("x", "x", None, "Release-As: 2.0.0"), ["review_pull_request"]),
        ("pull_request", pull_request_payload("labeled", label={"name": "semver:major"}), ["review_pull_request"]),
        ("pull_request", pull_request_payload("unlabeled", label={"name": "breaking-change"}), ["review_pull_request"]),
        ("pull_request", pull_request_payload("labeled", label={"name": "bug"}), []),
        ("pull_request", pull_request_payload("labeled", label={"name": "ADR:7"}), ["review_pull_request"]),
        ("pull_request", pull_request_payload("unlabeled"), ["review_pull_request"]),
        ("repository", pull_request_payload("edited", changes={"description": {}}), []),
        ("repository", pull_request_payload("edited", changes={"default_branch": {}}), ["prepare_repository"]),
        ("check_run", pull_request_payload("completed", check_run={"head_sha": "1" * 40}), []),
        ("check_run", pull_request_payload("rerequested", check_run={"head_sha": "1" * 40}), ["review_head"]),
        ("check_suite", pull_request_payload("requested", check_suite={"head_sha": "1" * 40}), []),
        ("check_suite", pull_request_payload("rerequested", check_suite={"head_sha": "1" * 40}), ["review_head"]),
        ("push", branch_payload(), ["review_branch"]),
        ("push", branch_payload(before="0" * 40), []),
        ("push", branch_payload(after="0" * 40), []),
        ("push", branch_payload(ref="refs/heads/gh-readonly-queue/main/pr-1-" + "1" * 40), []),
        ("push", branch_payload(ref="refs/tags/v1"), []),
    ],
)
def test_which_job_an_event_asks_for(
    receiver: str, database_url: str, event: str, body: bytes, expected: list[str]
) -> None:
    assert send(receiver, body, event=event).status_code == 202
    assert [name for name, _, _ in jobs(database_url)] == expected


def test_one_commit_pushed_to_two_branches_is_two_jobs(receiver: str, database_url: str) -> None:
    for branch in ("main", "release"):
        send(receiver, branch_payload(ref=f"refs/heads/{branch}"), event="push")
    assert len(jobs(database_url)) == 2


@pytest.fixture
def _no_database(database_url: str, server_url: str) -> Iterator[None]:
    name = database_url.split("/")[3].split("?", maxsplit=1)[0]
    query(server_url, f"alter database {name} allow_connections false")
    cut_off(database_url, server_url)
    yield
    query(server_url, f"alter database {name} allow_connections true")


def cut_off(database_url: str, server_url: str) -> None:
    """End all connections to the database."""
    name = database_url.split("/")[3].split("?", maxsplit=1)[0]
    query(server_url, f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")


@pytest.mark.usefixtures("_no_database")
def test_without_its_database_it_says_later(receiver: str) -> None:
    assert send(receiver, pull_request_payload()).status_code == 503
    assert httpx.get(f"{receiver}/readyz").status_code == 503
    assert httpx.get(f"{receiver}/healthz").status_code == 200


def test_with_its_database_back_it_stores_again(receiver: str, database_url: str, server_url: str) -> None:
    cut_off(database_url, server_url)
    assert send(receiver, pull_request_payload()).status_code == 202
    assert httpx.get(f"{receiver}/readyz").json() == {"status": "ready"}


def test_real_webhooks_are_accepted(gh: StandIn, receiver: str, database_url: str, repo: Repository) -> None:
    opened(gh, repo, LEGAL)
    gh.wait_settled()
    assert {one.status_code for one in gh.deliveries if one.event != "installation"} == {202}
    assert [name for name, _, _ in jobs(database_url)] == ["review_pull_request"]


def test_pull_requests_of_apps_queue_behind_peoples(
    receiver: str, gh: StandIn, repo: Repository, database_url: str
) -> None:
    def priorities() -> list[int]:
        gh.wait_settled()
        return [priority for task, _, priority in jobs(database_url) if task == "review_pull_request"]

    bump = opened(gh, repo, LEGAL, branch="bump", author="dependabot[bot]")
    opened(gh, repo, LEGAL, branch="feature", author="ann")
    assert priorities() == [job.OF_APPS, job.USUAL]
    gh.add_label(bump, "adr:2")
    assert priorities() == [job.URGENT, job.USUAL]
