"""`/metrics`, in the format of Prometheus."""

import httpx
from prometheus_client.parser import text_string_to_metric_families

from tests.service.conftest import query
from tests.service.test_receiver import pull_request_payload, send


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


def test_deliveries_are_counted_by_what_became_of_them(receiver: str) -> None:
    before = samples(receiver)
    for _ in range(2):
        send(receiver, pull_request_payload(), guid="counted")
    after = samples(receiver)
    outcomes = ("stored", "repeated")
    assert [
        after["adrift_deliveries_total", one] - before.get(("adrift_deliveries_total", one), 0) for one in outcomes
    ] == [1, 1]
