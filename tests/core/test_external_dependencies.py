"""What `external` and `encapsulates` forbid of things from outside: base files, head files, expected findings."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from app.report.wording import message
from checks import Circumstances, Codebase, Level, Snapshot, build_graph, compare, load_policy, review
from checks.external_dependencies import CHECK
from checks.new_lines import new_lines
from tests.core.building import Changes, Files, PullRequest, graph

Found = list[tuple[str, int | None, str | None]]


def policy(external: str, *more: str) -> str:
    """A policy of the component `a` with this `external`, and `b` without rules."""
    lines = "".join(f"{line}\n" for line in more)
    return f"version: 1\n{lines}components:\n  a: {{path: a, external: {external}}}\n  b: {{path: b}}\n"


def found(policy: str, head: Changes, base: Files | None = None, renames: Mapping[str, str] | None = None) -> Found:
    """The findings of the check as (path, line, symbol)."""
    pull = PullRequest(base or {}, head, renames=renames or {}, policy=policy)
    return [(one.path, one.line, one.symbol) for one in pull.findings if one.check == CHECK.name]


@pytest.mark.parametrize(
    ("external", "path", "text", "symbols"),
    [
        pytest.param("[zod]", "a/x.ts", "import { z } from 'zod'", [], id="in the list"),
        pytest.param("[zod]", "a/x.ts", "import 'react'", ["react"], id="not in the list"),
        pytest.param("[]", "a/x.ts", "import 'react'", ["react"], id="against an empty list"),
        pytest.param("[react]", "a/x.ts", "import 'react/jsx-runtime'", [], id="a sub-path of what is in the list"),
        pytest.param("[react]", "a/x.ts", "import 'react-dom'", ["react-dom"], id="a name that only begins alike"),
        pytest.param("[lodash]", "a/x.ts", "import 'lodash.get'", ["lodash.get"], id="npm names may hold dots"),
        pytest.param("['@acme/ui']", "a/x.ts", "import '@acme/ui/button'", [], id="a scoped package"),
        pytest.param("['@acme']", "a/x.ts", "import '@acme/ui'", [], id="a whole scope"),
        pytest.param("['peer:zod']", "a/x.ts", "import 'zod'", [], id="a peer"),
        pytest.param("[zod]", "a/x.ts", "import 'npm:zod@3/v4'", [], id="as Deno writes it"),
        pytest.param("['@b/c']", "a/x.ts", "import 'npm:@b/c@^1.2'", [], id="as Deno writes a scoped one"),
        pytest.param("[]", "a/x.ts", "import 'jsr:@std/fs'", ["@std/fs"], id="from another registry"),
        pytest.param("[]", "a/x.ts", "import 'https://esm.sh/zod'", ["https://esm.sh/zod"], id="an address"),
        pytest.param("[]", "a/x.ts", "import 'virtual:pwa'; import 'bun:test'", [], id="what a bundler or runtime has"),
        pytest.param("[]", "a/x.ts", "import 'node:fs'; import 'path'", [], id="a list leaves Node's modules alone"),
        pytest.param("[]", "a/x.ts", "fetch(process.env.A)", [], id="a list leaves the runtime alone"),
        pytest.param("[]", "a/x.py", "import os\nopen(os.environ['A'])", [], id="a list leaves Python alone"),
        pytest.param("[yaml]", "a/x.py", "import yaml.nodes, requests", ["requests"], id="Python"),
        pytest.param("[m.dto]", "a/x.py", "from m.dto import A\nfrom m import dto", [], id="a dotted name"),
        pytest.param("[m.dto]", "a/x.py", "from m import dto, orm", ["m.orm"], id="one of two parts"),
        pytest.param("[m.dto]", "a/x.py", "import m", ["m"], id="the package around a dotted name"),
        pytest.param("{not: [m.orm]}", "a/x.py", "from m import orm, dto", ["m.orm"], id="a forbidden part"),
        pytest.param("{not: [m.orm]}", "a/x.py", "import m.ormolu", [], id="a part that only begins alike"),
        pytest.param("{not: [PyYAML]}", "a/x.py", "import yaml", ["yaml"], id="by the name of its distribution"),
        pytest.param("[psycopg2-binary]", "a/x.py", "import psycopg2.extras", [], id="a distribution that is allowed"),
        pytest.param(
            "{not: [fs]}", "a/x.ts", "import 'node:fs/promises'", ["node:fs/promises"], id="Node without node:"
        ),
        pytest.param("{not: ['node:fs']}", "a/x.ts", "import 'fs'", ["node:fs"], id="Node with node:"),
        pytest.param("{not: [os]}", "a/x.py", "import os\nos.environ", ["os"], id="an import holds what is used of it"),
        pytest.param(
            "{not: [os.environ]}", "a/x.py", "from os import environ", ["os.environ"], id="a name of a module"
        ),
        pytest.param("{not: [process]}", "a/x.ts", "process.nextTick()", ["process"], id="a global"),
        pytest.param("{not: [process]}", "a/x.ts", "process.env.A", ["process.env"], id="a member of a global"),
        pytest.param("{not: [window]}", "a/x.ts", "window.fetch()", ["window"], id="a global that holds others"),
        pytest.param("{only: [zod], not: [zod/v3]}", "a/x.ts", "import 'zod/v3'", ["zod/v3"], id="both lists"),
        pytest.param("{not: [react]}", "a/x.test.ts", "import 'react'", [], id="a test"),
        pytest.param("{not: ['io:*']}", "a/tests/x.py", "open('x')", [], id="a test that uses the runtime"),
        pytest.param("[]", "b/x.ts", "import 'react'", [], id="another component"),
        pytest.param("[]", "c/x.ts", "import 'react'", [], id="no component"),
    ],
)
def test_lists(external: str, path: str, text: str, symbols: list[str]) -> None:
    assert [symbol for _, _, symbol in found(policy(external), {path: text})] == symbols


GROUPS = [
    *(("io:env", "py", text) for text in ("import dotenv", "import os\nos.getenv('A')", "from os import environ as e")),
    *(("io:network", "py", text) for text in ("import requests", "import httpx", "from urllib import request")),
    *(
        ("io:filesystem", "py", text)
        for text in ("open('x')", "import shutil", "from pathlib import Path\nPath('x').stat()")
    ),
    *(("io:database", "py", text) for text in ("import sqlalchemy.orm", "from django import db", "import sqlite3")),
    *(
        ("io:process", "py", text)
        for text in ("import subprocess", "import os\nos.system('ls')", "import multiprocessing")
    ),
    *(
        ("io:env", "ts", text)
        for text in ("process.env.A", "import.meta.env.A", "Deno.env.get('A')", "import 'dotenv'")
    ),
    *(
        ("io:network", "ts", text)
        for text in ("fetch('x')", "new WebSocket('x')", "new XMLHttpRequest()", "import 'axios'")
    ),
    *(("io:network", "ts", text) for text in ("navigator.sendBeacon('x')", "import 'http'", "window.fetch('x')")),
    *(("io:filesystem", "ts", text) for text in ("import 'node:fs'", "import 'fs/promises'", "Bun.file('x')")),
    *(("io:database", "ts", text) for text in ("import '@prisma/client'", "import 'pg'", "localStorage.getItem('a')")),
    *(("io:process", "ts", text) for text in ("import 'child_process'", "import 'execa'", "Bun.spawn(['ls'])")),
]
ALL_GROUPS = ["io:env", "io:network", "io:filesystem", "io:database", "io:process"]


@pytest.mark.parametrize(("group", "language", "text"), GROUPS)
def test_groups(group: str, language: str, text: str) -> None:
    head = {f"a/x.{language}": text}
    others = json.dumps([one for one in ALL_GROUPS if one != group])
    assert len(found(policy(f'{{not: ["{group}"]}}'), head)) == 1
    assert len(found(policy('{not: ["io:*"]}'), head)) == 1
    assert found(policy(f"{{not: {others}}}"), head) == []


@pytest.mark.parametrize(
    ("external", "text", "symbols"),
    [
        pytest.param("['io:database']", "import 'pg'; import 'react'", ["react"], id="a group stands for its packages"),
        pytest.param("['io:env', zod]", "process.env.A; import 'path'", [], id="a group stands for what is used"),
        pytest.param("['io:env']", "fetch(process.env.A)", ["fetch"], id="and then for no other group"),
        pytest.param("['io:env', fetch]", "fetch(process.env.A)", [], id="unless by name"),
        pytest.param("['io:*']", "fetch(process.env.A); import 'fs'; import 'pg'", [], id="all groups"),
    ],
)
def test_a_list_that_names_a_group_says_what_is_used_of_all_of_them(
    external: str, text: str, symbols: list[str]
) -> None:
    assert [symbol for _, _, symbol in found(policy(external), {"a/x.ts": text})] == symbols


def manifest(**groups: Mapping[str, str]) -> str:
    return json.dumps({"name": "a", **groups}, indent=1)


X = {"x": "^1"}


@pytest.mark.parametrize(
    ("external", "head", "lines"),
    [
        pytest.param("[]", manifest(dependencies=X), [4], id="declared"),
        pytest.param("[x]", manifest(dependencies=X), [], id="declared and allowed"),
        pytest.param("[x/sub]", manifest(dependencies=X), [], id="what a part needs may be declared"),
        pytest.param("{not: [x/sub]}", manifest(dependencies=X), [], id="of which a part is forbidden"),
        pytest.param("{not: [x]}", manifest(peerDependencies=X), [4], id="as a peer"),
        pytest.param("[]", manifest(devDependencies=X), [], id="for development"),
        pytest.param("['dev:*']", manifest(devDependencies=X), [], id="for development only"),
        pytest.param("['dev:*']", manifest(dependencies=X), [4], id="against development only"),
        pytest.param("['dev:*', x]", manifest(dependencies=X), [], id="development and one more"),
        pytest.param("['peer:x']", manifest(peerDependencies=X), [], id="a peer that is allowed"),
        pytest.param("[react]", manifest(dependencies={"@types/react": "*"}), [], id="types of what is allowed"),
        pytest.param("{not: [react]}", manifest(dependencies={"@types/react": "*"}), [4], id="types of what is not"),
        pytest.param("['@b/c']", manifest(dependencies={"@types/b__c": "*"}), [], id="types of a scoped package"),
        pytest.param("{not: ['io:database']}", manifest(dependencies={"pg": "*"}), [4], id="by a group"),
        pytest.param("[]", manifest(dependencies={"b": "workspace:*"}), [], id="a package of the repository"),
        pytest.param("[]", manifest(dependencies={"c": "workspace:b@*"}), [], id="one under another name"),
    ],
)
def test_manifests_of_npm(external: str, head: str, lines: list[int]) -> None:
    base = {"package.json": '{"workspaces": ["a", "b"]}', "b/package.json": '{"name": "b"}'}
    assert [line for _, line, _ in found(policy(external), {"a/package.json": head}, base)] == lines


@pytest.mark.parametrize(
    ("external", "requirement", "symbols"),
    [
        pytest.param("[]", "PyYAML>=6", ["pyyaml"], id="declared"),
        pytest.param("[yaml]", "PyYAML", [], id="allowed by the name that is imported"),
        pytest.param("[pyyaml]", "PyYAML", [], id="allowed by its own name"),
        pytest.param("{not: [yaml]}", "PyYAML", ["pyyaml"], id="forbidden by the name that is imported"),
        pytest.param("[monstrino_models.dto]", "monstrino-models", [], id="what a part needs may be declared"),
        pytest.param("{not: ['io:database']}", "psycopg2-binary", ["psycopg2-binary"], id="by a group"),
    ],
)
def test_manifests_of_python(external: str, requirement: str, symbols: list[str]) -> None:
    head = {"a/pyproject.toml": f'[project]\nname = "a"\ndependencies = ["{requirement}"]\n'}
    assert [symbol for _, _, symbol in found(policy(external), head)] == symbols


def test_a_development_dependency_that_is_shipped_now_is_new() -> None:
    base, head = {"a/package.json": manifest(devDependencies=X)}, {"a/package.json": manifest(dependencies=X)}
    assert found(policy("[]"), head, base) == [("a/package.json", 4, "x")]


ENV = policy("{not: ['io:env']}")
READS = "import os\n\nos.environ['A']\n"


@pytest.mark.parametrize(
    ("base", "head", "lines"),
    [
        pytest.param(READS, READS, [], id="unchanged"),
        pytest.param(READS, "import os\nimport re\n\n\nos.environ['B']\n", [], id="moved down and changed"),
        pytest.param(READS, READS + "def f():\n    return os.environ\n", [5], id="one more"),
        pytest.param(READS, "import os\nos.environ\n\n\nos.environ['A']\n", [2], id="one more above"),
        pytest.param(READS, READS + "os.getenv('A')\n", [4], id="another name"),
        pytest.param(READS, "def f(): ...\n", [], id="gone"),
        pytest.param("from os import path", "from os import path\nfrom os import environ", [2], id="of an old import"),
    ],
)
def test_only_more_uses_than_before_are_new(base: str, head: str, lines: list[int]) -> None:
    assert [line for _, line, _ in found(ENV, {"a/x.py": head}, {"a/x.py": base})] == lines


def test_a_part_of_a_package_that_is_imported_already_is_new_at_its_own_line() -> None:
    base, head = "from django import forms\n", "from django import forms\nfrom django import db\n"
    assert found(policy("{not: ['io:database']}"), {"a/x.py": head}, {"a/x.py": base}) == [("a/x.py", 2, "django.db")]


def test_what_the_tip_of_the_base_branch_has_too_is_not_new() -> None:
    pull = PullRequest({"a/x.py": ""}, {"a/x.py": READS}, tip={"a/x.py": READS}, policy=ENV)
    assert pull.findings == ()


def test_a_file_that_moves_takes_its_uses_along() -> None:
    base = {"a/x.py": READS + "import requests\n"}
    rules = policy("{not: ['io:*']}")
    assert found(rules, {}, base, {"a/x.py": "a/y.py"}) == []
    assert found(rules, {"a/y.py": READS + "import requests\nopen('x')\n"}, base, {"a/x.py": "a/y.py"}) == [
        ("a/y.py", 5, "open")
    ]


def test_a_file_that_moves_into_the_component_is_judged_anew() -> None:
    base = {"b/x.py": "import requests\n" + READS}
    assert found(policy("{not: ['io:*']}"), {}, base, {"b/x.py": "a/x.py"}) == [
        ("a/x.py", 1, "requests"),
        ("a/x.py", 4, "os.environ"),
    ]


def test_what_only_a_parser_tells_of_a_file_that_nobody_touched_is_not_new() -> None:
    """The base was read by a scanner, or holds few facts; at head the file's import means something else."""
    files = {"a/x.py": f"{READS}import shared\n", "shared.py": ""}
    head, base = graph({**files, "a/shared.py": ""}), graph(files)
    scanned = {path: replace(facts, uses=None) for path, facts in base.codebase.facts.items()}
    before = build_graph(replace(base.codebase, facts=scanned))
    change = compare(before, before, head, {})
    assert "a/x.py" in head.changed_since(before)
    assert review(change, load_policy(ENV), Circumstances(date(2026, 1, 1))).findings == ()


def test_everything_is_new_against_nothing() -> None:
    nothing = build_graph(Codebase(Snapshot("empty", {}), {}))
    change = compare(nothing, nothing, graph({"a/x.py": READS}), {})
    (finding,) = review(change, load_policy(ENV), Circumstances(date(2026, 1, 1))).findings
    assert (finding.path, finding.line, finding.symbol) == ("a/x.py", 3, "os.environ")


def test_one_finding_for_a_package_in_a_file() -> None:
    text = "import type { A } from 'react'\nimport 'react/jsx-runtime'\nimport 'react'\nimport('react')\n"
    assert found(policy("[]"), {"a/x.ts": text}) == [("a/x.ts", 1, "react")]


@pytest.mark.parametrize(("type_imports", "count"), [("count", 1), ("ignore", 0)])
def test_types_count_as_the_policy_says(type_imports: str, count: int) -> None:
    rules = policy("[]", f"type_imports: {type_imports}")
    assert len(found(rules, {"a/x.ts": "import type { A } from 'react'"})) == count


def test_a_type_that_is_imported_for_real_now_is_new_where_types_are_ignored() -> None:
    rules = policy("[]", "type_imports: ignore")
    base, head = {"a/x.ts": "import type { A } from 'react'"}, {"a/x.ts": "import { A } from 'react'"}
    assert found(rules, head, base) == [("a/x.ts", 1, "react")]


def test_a_component_s_own_code_as_a_package_is_not_external() -> None:
    rules = policy("[]").replace("b: {path: b}", "b: {path: b, distribution: ['@acme/b']}")
    assert found(rules, {"a/x.ts": "import '@acme/b/api'"}) == []


def test_a_part_and_its_parent_are_both_asked() -> None:
    rules = policy("{not: ['io:*']}").replace("b: {path: b}", "b: {path: a/part, external: {not: [react]}}")
    head = {"a/part/x.ts": "import 'react'\nfetch()"}
    pull = PullRequest({}, head, policy=rules)
    assert [(one.source, one.symbol) for one in pull.findings] == [("b", "react"), ("a", "fetch")]


def test_what_is_encapsulated_is_for_its_homes_only() -> None:
    rules = "version: 1\ncomponents:\n  db: {path: db, encapsulates: [sqlalchemy]}\n  web: {path: web}\n"
    head = {"db/x.py": "import sqlalchemy", "web/x.py": "import sqlalchemy.orm", "tool.py": "import sqlalchemy"}
    pull = PullRequest({}, head, policy=rules)
    assert [(one.check, one.source, one.symbol) for one in pull.findings] == [(CHECK.name, "web", "sqlalchemy.orm")]
    assert "Only `db` may use `sqlalchemy` (architecture.yml:3)" in message(pull.findings[0])


def test_an_exception_covers_one_package() -> None:
    rules = policy("[]", "exceptions: [{from: a, to: react, adr: ADR-1}]")
    assert found(rules, {"a/x.ts": "import 'react/jsx-runtime'; import 'vue'"}) == [("a/x.ts", 1, "vue")]


@pytest.mark.parametrize("to", ["process.env", "x"])
def test_an_exception_that_covers_what_is_no_edge_is_not_idle(to: str) -> None:
    rules = policy("{not: [x, 'io:env']}", f"exceptions: [{{from: a, to: {to}, adr: ADR-1}}]")
    head = {"a/x.ts": "process.env.A", "a/package.json": manifest(dependencies=X)}
    assert [(one.check, one.symbol) for one in PullRequest({}, head, policy=rules).findings] == [
        (CHECK.name, "x" if to == "process.env" else "process.env")
    ]


def test_the_rule_says_how_grave_it_is_and_why() -> None:
    rules = policy("{not: ['io:env'], level: warning, adr: ADR-7, reason: settings are passed in}")
    (finding,) = PullRequest({}, {"a/x.ts": "\nprocess.env.A"}, policy=rules).findings
    assert (finding.level, finding.rule.adr, finding.rule.line) == (Level.WARNING, "ADR-7", 3)
    assert message(finding) == (
        "`a/x.ts:2` uses `process.env` (`io:env`). `a` may not use `io:env` (ADR-7, architecture.yml:3): settings are "
        "passed in. This does not block."
    )


@pytest.mark.parametrize(
    ("external", "path", "text", "sentences"),
    [
        ("[zod]", "a/x.ts", "import 'vue'", "imports `vue`. `a` may use `zod` only (architecture.yml:3). Either let"),
        ("[]", "a/x.ts", "import 'vue'", "`a` may use no third-party package (architecture.yml:3)."),
        ("['dev:*']", "a/package.json", manifest(dependencies=X), "may declare development dependencies only"),
        ("['dev:*']", "a/package.json", manifest(dependencies=X), "Either declare it for development, or record a"),
    ],
)
def test_messages(external: str, path: str, text: str, sentences: str) -> None:
    (finding,) = PullRequest({}, {path: text}, policy=policy(external)).findings
    assert sentences in message(finding)


def test_a_fingerprint_survives_renames_and_moved_lines() -> None:
    rules = policy("{not: ['io:env', react]}")
    base = {"a/x.ts": "const a = 1\n" * 9}
    one = PullRequest(base, {"a/x.ts": "process.env.A"}, policy=rules).findings
    two = PullRequest(base, {"a/y.ts": "\n\nprocess.env.B"}, renames={"a/x.ts": "a/y.ts"}, policy=rules).findings
    assert [finding.fingerprint for finding in one] == [finding.fingerprint for finding in two]
    assert len(one) == 1


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [
        pytest.param([], [3, 5], (3, 5), id="nothing before"),
        pytest.param([5], [5, 9], (9,), id="nothing moved"),
        pytest.param([5, 10], [6, 11, 20], (20,), id="all moved by one"),
        pytest.param([5, 10], [5, 7, 12], (7,), id="one between, and what follows moved"),
        pytest.param([5], [3, 6], (3,), id="the nearer one is the old one"),
        pytest.param(list(range(1, 100)), list(range(1, 101)), (100,), id="very many"),
    ],
)
def test_new_lines(before: list[int], after: list[int], new: tuple[int, ...]) -> None:
    assert new_lines(before, after) == new
