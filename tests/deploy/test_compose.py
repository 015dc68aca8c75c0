"""adrift on one machine by Compose: valid, without a secret in it, and saying what the service understands."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import adrift
from app.jobs.queue import GRACE
from app.settings import read_settings
from app.store.database import database
from tests.deploy.dockerfile import TOP, stages
from tests.deploy.files import DEPLOY, compose_errors, documents, variables

FILES = ("compose.yaml", "compose.credentials.yaml")
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")
OURS = ("serve", "worker")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return documents(DEPLOY / "compose.yaml")[0]


@pytest.mark.parametrize("name", FILES)
def test_it_is_what_compose_understands(name: str) -> None:
    (document,) = documents(DEPLOY / name)
    assert compose_errors(document) == []


def test_the_schema_sees_a_misspelt_word(compose: dict[str, Any]) -> None:
    service = {**compose["services"]["serve"], "restrat": "always"}
    assert compose_errors({**compose, "services": {"serve": service}})


def test_a_service_two_workers_and_a_database(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {"serve", "worker", "database"}
    assert services["worker"]["deploy"]["replicas"] == 2
    assert services["worker"]["command"][0] in adrift.commands
    assert services["serve"]["environment"]["ADRIFT_WORKER"] == "false"
    assert services["database"]["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]
    assert services["database"]["volumes"] == ["postgres:/var/lib/postgresql"]
    assert [services[name]["depends_on"]["database"]["condition"] for name in OURS] == ["service_healthy"] * 2


@pytest.mark.parametrize("name", FILES)
def test_no_secret_is_in_the_file(name: str) -> None:
    (document,) = documents(DEPLOY / name)
    for secret in document["secrets"].values():
        assert list(secret) == ["file"]
        assert secret["file"].startswith("./secrets/")
        ignored = ["git", "check-ignore", "--quiet", str(DEPLOY / secret["file"])]
        assert subprocess.run(ignored, cwd=TOP, check=False).returncode == 0
    for service in document["services"].values():
        for variable, value in service["environment"].items():
            if re.search("PASSWORD|SECRET|KEY|TOKEN", variable):
                assert variable.endswith("_FILE")
                assert Path(value).parent == Path("/run/secrets")


def test_every_secret_that_is_named_is_given(compose: dict[str, Any]) -> None:
    (credentials,) = documents(DEPLOY / "compose.credentials.yaml")
    given = {*compose["secrets"], *credentials["secrets"]}
    for document in (compose, credentials):
        for service in document["services"].values():
            paths = [value for value in service["environment"].values() if value.startswith("/run/secrets/")]
            assert {Path(path).name for path in paths} <= {*service["secrets"]} <= given


@pytest.mark.parametrize("name", FILES)
def test_its_variables_are_settings(name: str) -> None:
    (document,) = documents(DEPLOY / name)
    assert {variable for one in OURS for variable in document["services"][one]["environment"]} <= variables()


def test_what_it_says_are_settings_as_they_have_to_be(
    compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for variable, value in compose["services"]["serve"]["environment"].items():
        monkeypatch.setenv(variable, VARIABLE.sub(lambda match: match[3], value))
    (tmp_path / "password").write_text("p@ss/word\n")
    monkeypatch.setenv("DATABASE_PASSWORD_FILE", str(tmp_path / "password"))
    settings = read_settings()
    assert (settings.worker, settings.public_url, settings.github_url) == (False, None, "https://github.com")
    with database(settings) as url:
        assert url == "postgresql://adrift:p%40ss%2Fword@database/adrift"


@pytest.mark.parametrize("name", OURS)
def test_it_may_do_no_more_than_it_must(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["stop_grace_period"].rstrip("s")) > GRACE


def test_nobody_outside_reaches_the_database(compose: dict[str, Any]) -> None:
    assert "ports" not in compose["services"]["database"]
    assert compose["services"]["database"]["networks"] == ["database"]
    assert compose["networks"]["database"] == {"internal": True}
    assert all(port.startswith("127.0.0.1:") for port in compose["services"]["serve"]["ports"])


def test_it_fits_the_image(compose: dict[str, Any]) -> None:
    final = stages()[-1]
    assert compose["services"]["serve"]["volumes"] == [f"data:{final.last('VOLUME')}"]
    assert compose["services"]["serve"]["ports"][0].endswith(f":{final.last('EXPOSE')}")
    assert "command" not in compose["services"]["serve"]
    assert json.loads(final.last("CMD")) == ["serve"]
