"""`adrift doctor` before and after something is wrong with what the service rests on."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import SecretStr

from app.cli.doctor import command
from app.doctor import examination, machine
from app.doctor.examination import examined
from app.doctor.line import Findings, Level, Line
from app.doctor.machine import drift_of
from app.settings import Settings
from tests.conftest import created_database
from tests.running import settings_for
from tests.service.conftest import query
from tests.stand_in import RequiredCheck, StandIn

HOOK = "https://adrift.example.com/webhooks/github"
PROBLEM, WARNING, OK, CANNOT_TELL = Level.PROBLEM, Level.WARNING, Level.OK, Level.CANNOT_TELL


@pytest.fixture
def gh(tmp_path: Path) -> Iterator[StandIn]:
    with StandIn(tmp_path / "github") as stand_in:
        stand_in.start()
        stand_in.create_repository("acme/shop", files={"a.py": ""})
        stand_in.webhook_url = HOOK
        yield stand_in
        assert stand_in.violations == []
        assert stand_in.unknown_requests == []


@pytest.fixture
def settings(gh: StandIn, tmp_path: Path) -> Settings:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return settings_for(gh, folder)


def of(lines: list[Line], about: str) -> list[Line]:
    return [line for line in lines if line.about == about]


async def one(settings: Settings, about: str, repository: str | None = None) -> Line:
    """The only line about something."""
    (line,) = of(await examined(settings, repository), about)
    return line


async def test_all_is_well(gh: StandIn, settings: Settings) -> None:
    lines = await examined(settings)
    assert {line.about: line.level for line in lines if line.about not in {"git", "disk", "deliveries"}} == {
        "database": OK,
        "clock": OK,
        "credentials": OK,
        "permissions": OK,
        "webhook": OK,
    }
    assert not (settings.data_dir / "postgres").exists()


async def test_a_key_of_another_app_is_a_problem_and_the_rest_is_examined(gh: StandIn, settings: Settings) -> None:
    lines = await examined(settings.model_copy(update={"app_id": 1}))
    assert of(lines, "credentials")[0].level is PROBLEM
    assert of(lines, "permissions")[0].level is CANNOT_TELL
    assert of(lines, "clock")[0].level is OK


async def test_before_there_are_credentials_nothing_is_a_problem(tmp_path: Path, gh: StandIn) -> None:
    lines = await examined(Settings(data_dir=tmp_path / "later", github_url=gh.url))
    assert PROBLEM not in {line.level for line in lines}
    assert of(lines, "credentials")[0].level is WARNING
    assert of(lines, "webhook")[0].level is CANNOT_TELL
    assert not (tmp_path / "later").exists()


async def test_github_out_of_reach_is_not_known(settings: Settings) -> None:
    lines = await examined(settings.model_copy(update={"github_url": "http://127.0.0.1:9"}))
    assert {line.level for line in lines if line.about in {"credentials", "webhook", "clock"}} == {CANNOT_TELL}


@pytest.mark.parametrize(("name", "level"), [("checks", PROBLEM), ("members", WARNING)])
async def test_what_an_installation_has_not_granted(gh: StandIn, settings: Settings, name: str, level: Level) -> None:
    del gh.installation("acme").permissions[name]
    line = await one(settings, "permissions")
    assert line.level is level
    assert f"the installation of acme lacks the permission {name}" in line.says
    assert "owner of acme" in line.advice


async def test_an_event_that_is_not_subscribed_to(gh: StandIn, settings: Settings) -> None:
    found = gh.installation("acme")
    found.events = [event for event in found.events if event != "merge_group"]
    assert "merge_group" in (await one(settings, "permissions")).says


@pytest.mark.parametrize(
    ("name", "value", "level", "says"),
    [
        ("url", None, PROBLEM, "no URL"),
        ("url", "http://adrift.example.com/webhooks/github", WARNING, "without TLS"),
        ("url", "https://adrift.example.com/", WARNING, "go to https://adrift.example.com/"),
        ("content_type", "form", PROBLEM, "form"),
        ("insecure_ssl", "1", WARNING, "certificate"),
    ],
)
async def test_how_the_webhook_is_set(  # noqa: PLR0917 - a table
    gh: StandIn, settings: Settings, name: str, value: str | None, level: Level, says: str
) -> None:
    setattr(gh.webhooks, name, value)
    line = await one(settings, "webhook")
    assert line.level is level
    assert says in line.says


async def test_a_webhook_that_goes_elsewhere(settings: Settings) -> None:
    line = await one(settings.model_copy(update={"public_url": "https://other.example.com"}), "webhook")
    assert line.level is WARNING


async def test_webhooks_that_nobody_takes(gh: StandIn, settings: Settings) -> None:
    gh.webhook_url = "http://127.0.0.1:9/webhooks/github"
    repo = gh.world.repository("acme/shop")
    assert repo
    gh.push(repo, "main", {"a.py": "x = 1\n"})
    gh.wait_settled()
    line = await one(settings, "deliveries")
    assert line.level is PROBLEM
    assert "no answer" in line.says


@pytest.mark.parametrize(
    ("rules", "protection", "level"),
    [
        ([], [], WARNING),
        ([RequiredCheck("adrift")], [], WARNING),
        ([RequiredCheck("adrift", 1)], [], PROBLEM),
        ([], [RequiredCheck("adrift")], WARNING),
    ],
)
async def test_what_a_branch_requires(
    gh: StandIn, settings: Settings, rules: list[RequiredCheck], protection: list[RequiredCheck], level: Level
) -> None:
    repo = gh.world.repository("acme/shop")
    assert repo
    repo.rules["main"] = rules
    repo.protection["main"] = protection
    assert (await one(settings, "required check", "acme/shop")).level is level


@pytest.mark.parametrize("place", ["rules", "protection"])
async def test_a_branch_that_requires_our_check(gh: StandIn, settings: Settings, place: str) -> None:
    getattr(gh.world.repository("acme/shop"), place)["main"] = [RequiredCheck("adrift", gh.app_id)]
    assert (await one(settings, "required check", "acme/shop")).level is OK


async def test_a_repository_without_the_app(settings: Settings) -> None:
    line = await one(settings, "required check", "acme/unknown")
    assert (line.level, line.says) == (PROBLEM, "the App is not installed on acme/unknown")


@pytest.mark.parametrize(
    ("revision", "level"), [("'0007'", WARNING), ("'9999'", WARNING), (None, OK)], ids=["old", "newer", "this"]
)
async def test_a_database_of_ones_own(server_url: str, settings: Settings, revision: str | None, level: Level) -> None:
    with created_database(server_url) as url:
        if revision:
            query(url, f"update alembic_version set version_num = {revision}")
        found = of(await examined(settings.model_copy(update={"database_url": SecretStr(url)})), "database")
    assert [line.level for line in found] == [OK, level]
    assert found[0].says.startswith("PostgreSQL ")


async def test_a_database_that_is_away_without_its_password(settings: Settings) -> None:
    url = SecretStr("postgresql://adrift:hunter2222@127.0.0.1:9/adrift")
    line = await one(settings.model_copy(update={"database_url": url}), "database")
    assert line.level is PROBLEM
    assert "hunter2222" not in line.says


async def test_a_folder_that_others_may_enter(settings: Settings) -> None:
    settings.data_dir.chmod(0o755)
    found = of(await examined(settings), "disk")
    assert (found[0].level, found[0].advice) == (WARNING, f"chmod 700 {settings.data_dir}")


async def test_a_disk_that_is_full(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LEAST_FREE", 1.1)
    assert of(await examined(settings), "disk")[-1].level is PROBLEM


async def test_git_that_is_not_there(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "OLDEST_GIT", (99, 0))
    assert (await one(settings, "git")).level is PROBLEM


@pytest.mark.parametrize(("ahead", "drift"), [(0, 0), (90, 89), (-90, -88)])
def test_the_clock_is_compared_with_githubs(ahead: int, drift: float) -> None:
    there = datetime(2026, 1, 1, 12, tzinfo=UTC)
    before = there + timedelta(seconds=ahead)
    found = drift_of(before, before + timedelta(seconds=2), there)
    assert found == drift


async def test_a_check_that_breaks_stops_no_other(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(_findings: Findings) -> None:
        raise RuntimeError("ghs_16C7e42F292c6912E7710c838347Ae178B4a")

    monkeypatch.setattr(examination, "examine_git", broken)
    lines = await examined(settings)
    assert of(lines, "git") == [
        Line("git", CANNOT_TELL, "it could not be examined (RuntimeError)", "please report this")
    ]
    assert of(lines, "credentials")[0].level is OK


def test_the_command_ends_with_1_where_there_is_a_problem(
    gh: StandIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADRIFT_APP_ID", str(gh.app_id))
    monkeypatch.setenv("ADRIFT_PRIVATE_KEY", gh.private_key_pem)
    monkeypatch.setenv("ADRIFT_WEBHOOK_SECRET", gh.webhook_secret)
    monkeypatch.setenv("ADRIFT_GITHUB_URL", gh.url)
    monkeypatch.setenv("ADRIFT_DATA_DIR", str(settings.data_dir))
    well = CliRunner().invoke(command, [])
    gh.webhooks.content_type = "form"
    ill = CliRunner().invoke(command, ["--format", "json", "--repository", "acme/shop"])
    assert (well.exit_code, ill.exit_code) == (0, 1)
    assert "ok           credentials: GitHub knows the App" in well.output
    found = json.loads(ill.output)
    assert found["healthy"] is False
    assert {"webhook", "required check"} <= {line["about"] for line in found["lines"]}
    assert not any(secret in well.output + ill.output for secret in (gh.webhook_secret, "PRIVATE KEY", "ghs_"))


def test_a_wrong_setting_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADRIFT_PORT", "a port")
    done = CliRunner().invoke(command, [])
    assert done.exit_code == 1
    assert done.output.startswith("problem      settings: ADRIFT_PORT")
