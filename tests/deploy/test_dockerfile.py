"""The image: who it runs as, what is in it, and that what it names exists. There is no Docker where this runs."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.utils import parse_wheel_filename

from app.cli.main import adrift
from app.settings import Settings
from app.web.setup.application import SetUp, setup_application
from tests.deploy.dockerfile import TOP, Stage, copied, stages
from tests.service.test_serve import free_port
from tests.stand_in.server import Server

PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text())
SYNC = "uv sync --frozen --no-dev --extra otel"


@pytest.fixture(scope="module")
def build() -> Stage:
    return stages()[0]


@pytest.fixture(scope="module")
def final() -> Stage:
    return stages()[-1]


def test_two_stages_from_one_pinned_image() -> None:
    assert [stage.name for stage in stages()] == ["build", None]
    images = {stage.image for stage in stages()}
    assert len(images) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", images.pop())


def test_it_does_not_run_as_root(final: Stage) -> None:
    user, group = final.last("USER").split(":")
    assert int(user) >= 1000
    assert int(group) >= 1000
    assert "USER" not in [
        name for name, _ in final.instructions[final.instructions.index(("USER", final.last("USER"))) + 1 :]
    ]


def test_the_service_owns_its_data_directory_and_nothing_else(final: Stage) -> None:
    (run,) = final.all("RUN")
    assert "install --directory --owner adrift --group adrift --mode 0700 /var/lib/adrift" in run
    assert run.count("--owner") == 1
    assert not [line for line in final.all("COPY") if "--chown" in line]
    assert final.last("VOLUME") == "/var/lib/adrift"
    assert environment(final)["ADRIFT_DATA_DIR"] == "/var/lib/adrift"


def test_git_is_in_it_and_nothing_that_builds(final: Stage) -> None:
    (run,) = final.all("RUN")
    packages = re.search(r"apt-get install --yes --no-install-recommends ([\w .-]+?) &&", run)
    assert packages
    assert set(packages[1].split()) == {"git", "ca-certificates"}
    assert "pip uninstall" in run
    assert not [word for word in ("pip install", "uv ", "gcc", "build-essential") if word in run]


def test_what_is_installed_is_what_is_locked(build: Stage) -> None:
    uv, dependencies, project = build.all("RUN")
    version = re.search(r"^UV_VERSION := (\S+)$", (TOP / "Makefile").read_text(), re.MULTILINE)
    assert version
    assert uv.endswith(f" uv=={version[1]}")
    assert dependencies == f"{SYNC} --no-install-project --no-build"
    assert project == f"{SYNC} --no-editable"


def test_dependencies_are_a_layer_of_their_own(build: Stage) -> None:
    names = [f"{name} {text}" for name, text in build.instructions]
    assert names.index("COPY pyproject.toml uv.lock ./") < names.index(f"RUN {SYNC} --no-install-project --no-build")
    assert names.index(f"RUN {SYNC} --no-install-project --no-build") < names.index("COPY app app")


def test_all_that_the_wheel_is_made_of_is_copied(build: Stage) -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["packages"], *wheel["force-include"], PROJECT["project"]["readme"]}
    assert copied(build) >= needed | {*PROJECT["project"]["license-files"], "pyproject.toml", "uv.lock"}
    assert [path for path in copied(build) if not (TOP / path).exists()] == []


def test_nothing_else_is_sent_to_the_builder(build: Stage) -> None:
    lines = [line for line in (TOP / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == copied(build)


def test_its_commands_exist(final: Stage) -> None:
    assert json.loads(final.last("ENTRYPOINT")) == ["adrift"]
    assert "adrift" in PROJECT["project"]["scripts"]
    assert {*json.loads(final.last("CMD")), "worker"} <= set(adrift.commands)
    assert environment(final)["PATH"].startswith("/opt/adrift/bin:")
    assert "--from=build /opt/adrift /opt/adrift" in final.all("COPY")


def test_its_variables_are_settings(final: Stage) -> None:
    names = {name.removeprefix("ADRIFT_").lower() for name in environment(final) if name.startswith("ADRIFT_")}
    assert names <= set(Settings.model_fields)
    assert environment(final)["ADRIFT_HOST"] == "0.0.0.0"
    assert final.last("EXPOSE") == environment(final)["ADRIFT_PORT"]


def test_its_health_check_tells_alive_from_dead(final: Stage, tmp_path: Path) -> None:
    command = json.loads(final.last("HEALTHCHECK").split(" CMD ")[1])
    assert command[0] == "python"
    port = free_port()
    setup = SetUp(Settings(data_dir=tmp_path), lambda: None)
    server = Server(setup_application(setup), port)
    server.start()
    try:
        assert exit_status(command, port) == 0
    finally:
        server.stop()
    assert exit_status(command, port) != 0


def exit_status(command: list[str], port: int) -> int:
    arguments = [sys.executable, *command[1:]]
    environment = {"ADRIFT_PORT": str(port), "no_proxy": "*"}
    return subprocess.run(arguments, env=environment, stderr=subprocess.DEVNULL, timeout=60, check=False).returncode


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_dependency_has_a_wheel_for_its_python(final: Stage, machine: str) -> None:
    version = re.search(r"python:3\.(\d+)", final.image)
    assert version
    lock = {package["name"]: package for package in tomllib.loads((TOP / "uv.lock").read_text())["package"]}
    missing = [name for name in needed_by("adrift-app", lock) if not has_wheel(lock[name], int(version[1]), machine)]
    assert missing == []


def needed_by(name: str, lock: dict[str, Any]) -> set[str]:
    """All that a package needs, extras included, whatever the markers say."""
    found: set[str] = set()
    waiting = [(name, "")]
    while waiting:
        package, extra = waiting.pop()
        asked = [*lock[package].get("dependencies", [])] if not extra else lock[package]["optional-dependencies"][extra]
        for one in asked:
            if not on_linux(one.get("marker", "")):
                continue
            if one["name"] not in found:
                found.add(one["name"])
                waiting.append((one["name"], ""))
            waiting.extend((one["name"], extra) for extra in one.get("extra", []))
    return found


def on_linux(marker: str) -> bool:
    return not re.search(
        r"== '(win32|Windows|emscripten)'|implementation_name == 'pypy'|python_full_version < ", marker
    )


def has_wheel(package: dict[str, Any], minor: int, machine: str) -> bool:
    tags = {
        tag for wheel in package.get("wheels", []) for tag in parse_wheel_filename(wheel["url"].rsplit("/", 1)[1])[3]
    }
    for tag in tags:
        fits = tag.interpreter in {"py3", f"cp3{minor}"} or tag.abi == "abi3"
        runs = tag.platform == "any" or ("manylinux" in tag.platform and tag.platform.endswith(machine))
        if fits and runs and not tag.abi.endswith("t"):
            return True
    return False


def environment(stage: Stage) -> dict[str, str]:
    found = (pair.partition("=") for line in stage.all("ENV") for pair in line.split())
    return {name: value for name, _, value in found}
