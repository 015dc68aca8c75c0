"""adrift on Kubernetes: valid, without a secret in it, with no more rights than it needs, and true to the code."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from starlette.routing import Route

from app import stored_credentials as stored
from app.cli.main import adrift
from app.jobs.backlog import backlogs
from app.jobs.queue import GRACE
from app.main import web_application
from app.settings import Settings
from app.store.database import connected
from tests.deploy.dockerfile import stages
from tests.deploy.files import DEPLOY, documents, kubernetes_errors, variables
from tests.stand_in.auth import Authenticator
from tests.stand_in.state import World

FOLDERS = [DEPLOY / "kubernetes" / name for name in ("base", "autoscaling", "example")]
OBJECTS = sorted(
    path
    for folder in FOLDERS
    for path in folder.glob("*.yaml")
    if path.name not in {"kustomization.yaml", "name-reference.yaml"}
)
PARTS = ("serve", "worker")


def objects(kind: str) -> dict[str, dict[str, Any]]:
    """All objects of one kind, by name."""
    found = [one for path in OBJECTS for one in documents(path) if one["kind"] == kind]
    return {one["metadata"]["name"]: one for one in found}


def kustomization(folder: str) -> dict[str, Any]:
    return documents(DEPLOY / "kubernetes" / folder / "kustomization.yaml")[0]


def pod(part: str) -> dict[str, Any]:
    found: dict[str, Any] = objects("Deployment")[f"adrift-{part}"]["spec"]["template"]["spec"]
    return found


def container(part: str) -> dict[str, Any]:
    (found,) = pod(part)["containers"]
    assert isinstance(found, dict)
    return found


def secret_references(part: str) -> set[tuple[str, str]]:
    """(secret, key) of every variable that comes from one."""
    references = [variable["valueFrom"]["secretKeyRef"] for variable in container(part)["env"]]
    return {(one["name"], one["key"]) for one in references}


@pytest.mark.parametrize("path", OBJECTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_object_is_what_kubernetes_understands(path: Path) -> None:
    assert [error for one in documents(path) for error in kubernetes_errors(one)] == []


@pytest.mark.parametrize("kind", ["Deployment", "ScaledObject"])
def test_the_schemas_see_a_misspelt_word(kind: str) -> None:
    (wrong, *_) = objects(kind).values()
    wrong["spec"]["replcias"] = 2
    assert kubernetes_errors(wrong)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_kustomize_is_told_of_every_file(folder: Path) -> None:
    found = kustomization(folder.name)
    named = {*found["resources"], *found.get("components", ()), *found.get("configurations", ())}
    assert {name for name in named if "/" not in name} == {
        path.name for path in folder.glob("*.yaml") if path.name != "kustomization.yaml"
    }
    assert all((folder / name).exists() for name in named)


@pytest.mark.parametrize("part", PARTS)
def test_it_may_do_no_more_than_it_must(part: str) -> None:
    user, group = stages()[-1].last("USER").split(":")
    rights = pod(part)["securityContext"]
    assert rights["runAsNonRoot"]
    assert (rights["runAsUser"], rights["runAsGroup"], rights["fsGroup"]) == (int(user), int(group), int(group))
    assert rights["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container(part)["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod(part)["automountServiceAccountToken"] is False


@pytest.mark.parametrize("part", PARTS)
def test_it_can_write_where_it_has_to(part: str) -> None:
    mounts = {one["mountPath"]: one["name"] for one in container(part)["volumeMounts"]}
    kinds = {volume["name"]: next(key for key in volume if key != "name") for volume in pod(part)["volumes"]}
    data_dir = stages()[-1].last("VOLUME")
    assert {path: kinds[name] for path, name in mounts.items()} == {
        data_dir: "emptyDir",
        f"{data_dir}/{stored.FOLDER}": "secret",
        "/tmp": "emptyDir",
    }


@pytest.mark.parametrize("part", PARTS)
def test_it_says_what_it_needs(part: str) -> None:
    resources = container(part)["resources"]
    assert set(resources["requests"]) == {"cpu", "memory"}
    assert "memory" in resources["limits"]
    assert container(part)["args"] == [part]
    assert part in adrift.commands


@pytest.mark.parametrize("part", PARTS)
def test_it_is_looked_after(part: str) -> None:
    known = {route.path for route in web_application(Settings(), "").routes if isinstance(route, Route)}
    ports = {port["name"] for port in container(part)["ports"]}
    probes = [container(part)[name]["httpGet"] for name in ("startupProbe", "livenessProbe")]
    probes += [container(part)["readinessProbe"]["httpGet"]] if part == "serve" else []
    assert {probe["path"] for probe in probes} <= known
    assert {probe["port"] for probe in probes} <= ports


def test_a_worker_is_given_the_time_that_its_reviews_are_given() -> None:
    assert pod("worker")["terminationGracePeriodSeconds"] > GRACE


def test_no_secret_is_in_a_file() -> None:
    assert objects("Secret") == {}
    for part in PARTS:
        assert all("value" not in variable for variable in container(part)["env"])


@pytest.mark.parametrize("part", PARTS)
def test_the_example_makes_every_secret_that_is_referred_to(part: str) -> None:
    made = {
        (one["name"], name)
        for one in kustomization("example")["secretGenerator"]
        for name in (file.partition("=")[0].rsplit("/", 1)[-1] for file in one["files"])
    }
    assert secret_references(part) - {("adrift-credentials", "webhook-secret-previous")} <= made
    mounted = {volume["secret"]["secretName"] for volume in pod(part)["volumes"] if "secret" in volume}
    assert mounted == {"adrift-credentials"}
    needed = {("adrift-credentials", name) for name in (stored.APP_ID, stored.PRIVATE_KEY, stored.WEBHOOK_SECRET)}
    assert needed <= made


def test_the_mounted_secret_is_read_like_a_set_up(tmp_path: Path) -> None:
    """Kubernetes mounts links to files in a folder beside them."""
    folder = tmp_path / stored.FOLDER
    (folder / "..data").mkdir(parents=True)
    key = Authenticator(World(1, "adrift")).private_key_pem
    for name, text in ((stored.APP_ID, "7\n"), (stored.PRIVATE_KEY, key), (stored.WEBHOOK_SECRET, "s\n")):
        (folder / "..data" / name).write_text(text)
        (folder / name).symlink_to(Path("..data") / name)
    credentials = Settings(data_dir=tmp_path).credentials()
    assert (credentials.app_id, credentials.webhook_secrets()) == (7, ("s",))


def test_its_variables_are_settings() -> None:
    (settings,) = kustomization("base")["configMapGenerator"]
    names = {literal.partition("=")[0] for literal in settings["literals"]}
    names |= {variable["name"] for part in PARTS for variable in container(part)["env"]}
    assert names <= variables()
    metrics = next(port["containerPort"] for port in container("worker")["ports"] if port["name"] == "metrics")
    assert f"ADRIFT_METRICS_PORT={metrics}" in settings["literals"]


@pytest.mark.parametrize("part", PARTS)
def test_what_belongs_together_finds_itself(part: str) -> None:
    label = {"app.kubernetes.io/component": part}
    deployment = objects("Deployment")[f"adrift-{part}"]["spec"]
    assert deployment["selector"]["matchLabels"] == deployment["template"]["metadata"]["labels"] == label
    assert objects("PodDisruptionBudget")[f"adrift-{part}"]["spec"]["selector"]["matchLabels"] == label


def test_webhooks_reach_the_service() -> None:
    service = objects("Service")["adrift"]["spec"]
    assert service["selector"] == {"app.kubernetes.io/component": "serve"}
    assert service["ports"][0]["targetPort"] in {port["name"] for port in container("serve")["ports"]}
    (rule,) = objects("Ingress")["adrift"]["spec"]["rules"]
    (path,) = rule["http"]["paths"]
    assert path["path"] in {route.path for route in web_application(Settings(), "").routes if isinstance(route, Route)}
    assert path["backend"]["service"]["name"] == "adrift"


def test_what_may_go_in_and_out() -> None:
    policy = objects("NetworkPolicy")["adrift"]["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    assert {port["port"] for rule in policy["ingress"] for port in rule["ports"]} == {"http", "metrics"}
    assert {port["port"] for rule in policy["egress"] for port in rule["ports"]} == {53, 443, 5432}


def test_workers_are_scaled() -> None:
    scaled = objects("ScaledObject")["adrift-worker"]["spec"]
    assert scaled["scaleTargetRef"]["name"] in objects("Deployment")
    (trigger,) = scaled["triggers"]
    assert (trigger["type"], trigger["metricType"]) == ("postgresql", "Value")
    (target,) = objects("TriggerAuthentication")[trigger["authenticationRef"]["name"]]["spec"]["secretTargetRef"]
    assert (target["name"], target["key"]) in secret_references("worker")


def put_in(database_url: str, lock: str, *, waits_since: int, status: str = "todo", scheduled: str = "null") -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        sql = (
            "insert into procrastinate_jobs (queue_name, task_name, queueing_lock, status, scheduled_at)"
            f" values ('default', 'adrift:review', '{lock}', '{status}', {scheduled}) returning id"
        )
        row = connection.execute(sql.encode()).fetchone()
        assert row
        update = f"update procrastinate_events set at = now() - interval '{waits_since} s' where job_id = {row[0]}"
        connection.execute(update.encode())


def asked(database_url: str) -> object:
    (trigger,) = objects("ScaledObject")["adrift-worker"]["spec"]["triggers"]
    with psycopg.connect(database_url) as connection:
        row = connection.execute(trigger["metadata"]["query"].encode()).fetchone()
        assert row
        return row[0]


async def test_the_question_to_the_queue(database_url: str) -> None:
    """It is put to the real database, and its answer is the metric's."""
    assert asked(database_url) == 0
    put_in(database_url, "a", waits_since=40)
    put_in(database_url, "b", waits_since=90)
    put_in(database_url, "running", waits_since=500, status="doing")
    put_in(database_url, "later", waits_since=900, scheduled="now() + interval '1 hour'")
    put_in(database_url, "due", waits_since=900, scheduled="now() - interval '60 s'")
    found = asked(database_url)
    assert isinstance(found, int)
    async with connected(database_url) as engine:
        oldest = max(one.oldest for one in await backlogs(engine))
    assert 90 <= found < 500
    assert 90 <= oldest < 500
