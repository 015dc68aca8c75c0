"""`/metrics`, in the format of Prometheus."""

import socket

import httpx
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from app.github.counted import forgotten, remaining
from app.settings import Settings
from tests.running import running, wait_for
from tests.service.conftest import query
from tests.service.test_receiver import pull_request_payload, send

FALSE_ALARM = """
insert into false_alarm values (2, 5, 1, 7, 'claim', 'f', 'cycle', 'ann', 'it is none', now(), null)"""


def samples(url: str) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels, in the order of the labels' names."""
    answer = httpx.get(f"{url}/metrics", trust_env=False)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_what_waits_and_for_how_long(receiver: str, database_url: str) -> None:
    send(receiver, pull_request_payload())
    query(database_url, "update procrastinate_events set at = at - interval '90 seconds'")
    found = samples(receiver)
    assert found["adrift_queue_jobs", "waiting", "review_pull_request"] == 1
    assert 90 <= found["adrift_queue_age_seconds", "review_pull_request"] < 120
    assert found["adrift_oldest_job_seconds",] >= 90


def test_a_job_that_is_put_off_does_not_wait(receiver: str, database_url: str) -> None:
    send(receiver, pull_request_payload())
    query(database_url, "update procrastinate_jobs set scheduled_at = now() + interval '1 hour'")
    assert samples(receiver)["adrift_oldest_job_seconds",] == 0


def test_false_alarms_are_told_by_check(settings: Settings, database_url: str) -> None:
    query(database_url, FALSE_ALARM)
    with running(settings.model_copy(update={"worker": False}), database_url) as url:
        assert samples(url)["adrift_findings_called_wrong", "cycle"] == 1


def test_on_a_port_of_their_own_metrics_are_there_alone(settings: Settings, database_url: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    changed = settings.model_copy(update={"worker": False, "metrics_port": port})
    with running(changed, database_url) as url:
        assert wait_for(lambda: samples(f"http://127.0.0.1:{port}"))["adrift_database_up",] == 1
        assert httpx.get(f"{url}/metrics", trust_env=False).status_code == 404


async def test_what_is_left_of_an_allowance_is_told_as_github_says() -> None:
    answer = httpx.Response(200, headers={"x-ratelimit-remaining": "4321", "x-ratelimit-resource": "core"})
    search = httpx.Response(200, headers={"x-ratelimit-remaining": "3", "x-ratelimit-resource": "search"})
    for response in (answer, search):
        assert remaining(77, response) is response
    assert REGISTRY.get_sample_value("adrift_github_requests_left", {"installation": "77"}) == 4321
    forgotten(77)
    assert REGISTRY.get_sample_value("adrift_github_requests_left", {"installation": "77"}) is None


def test_deliveries_are_counted_by_what_became_of_them(receiver: str) -> None:
    before = samples(receiver)
    for _ in range(2):
        send(receiver, pull_request_payload(), guid="counted")
    after = samples(receiver)
    outcomes = ("stored", "repeated")
    assert [
        after["adrift_deliveries_total", one] - before.get(("adrift_deliveries_total", one), 0) for one in outcomes
    ] == [1, 1]
