"""The JSON Schema says of a file's form what the model says."""

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from checks import PolicyError, load_policy, policy_schema
from checks.policy.model import Policy
from checks.policy.yaml_text import read_yaml
from tests.policy.policies import ALL

TOP = Path(__file__).parents[2]
OWN = TOP / ".github" / "architecture.yml"
PUBLISHED = TOP / "docs" / "schemas" / "policy.json"
SCHEMA = Draft202012Validator(policy_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2 as an editor reads it: numbers are numbers, dates are text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - PyYAML's own way


EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(true|false)$"), None)
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?[0-9]+$"), None)
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(null|~|)$"), None)


def editor_accepts(text: str) -> bool:
    return SCHEMA.is_valid(yaml.load(text, EditorLoader))


def component(words: str) -> str:
    return f"version: 1\ncomponents: {{a: {{path: a, {words}}}, b: {{path: b}}}}"


def test_the_published_schema_is_the_models() -> None:
    Draft202012Validator.check_schema(policy_schema())
    assert json.loads(PUBLISHED.read_text()) == policy_schema()


@pytest.mark.parametrize("text", [*ALL.values(), OWN.read_text()], ids=[*ALL, "adrift"])
def test_policies_are_as_the_schema_says(text: str) -> None:
    SCHEMA.validate(read_yaml(text, "a.yml").value)
    SCHEMA.validate(yaml.load(text, EditorLoader))


@pytest.mark.parametrize(
    "text",
    [
        "version: 1",
        'version: "1"',
        "version: 1\nmode: warn",
        "version: 1\nmode: {default: block, cycle: shadow}",
        "version: 1\nlayers: [a, [b]]\ncomponents: {a: {path: a}, b: {path: b}}",
        "version: 1\ngenerated: gen/**",
        "version: 1\ngenerated: [gen/**]",
        "version: 1\ngenerated: {gen/**: api.yml}",
        "version: 1\nbranches: [1]\nadr: {cite: 12}",
        "version: 1\nexceptions: [{from: a/b.py, to: c/d.py, adr: 12, expires: 2030-01-31}]",
        component("depends_on: {not: [b], reason: because}, mode: {policy: warn}"),
        "version: 1\ncomponents: {a: {distribution: acme}}",
    ],
)
def test_what_a_file_may_write(text: str) -> None:
    load_policy(text)
    assert editor_accepts(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a",
        "components: {}",
        "version: 2",
        "version: 1\ncomponents:",
        "version: 1\ncycels: deny",
        "version: 1\ncycles: no",
        "version: 1\nlevel: error",
        "version: 1\nlayers: a",
        "version: 1\nmode: loud",
        "version: 1\nmode: {cycel: warn}",
        "version: 1\nmode: {cycle: [warn]}",
        "version: 1\ntests: [a, [b]]",
        "version: 1\nignore: true",
        "version: 1\nadr: docs/adr",
        "version: 1\ncomponents: {tests: {path: a}}",
        "version: 1\ncomponents: {a/b: {path: a}}",
        "version: 1\ncomponents: {a: 1}",
        "version: 1\ncomponents: {a: {}}",
        "version: 1\ncomponents: {a: {path: []}}",
        "version: 1\nexceptions: [{from: a, to: b}]",
        "version: 1\nexceptions: [{from: a/b.py, to: x, adr: A, expires: soon}]",
        "version: 1\nexceptions: [{from: a/b.py, to: x, adr: A, expires: 2030-02-31}]",
        "version: 1\noverride: {role: boss}",
        "version: 1\noverride: {author: maybe}",
        component("depend_on: [b]"),
        component("depends_on: b"),
        component("depends_on: [[b]]"),
        component("depends_on: {onyl: [b]}"),
        component("depends_on: {level: notice}"),
        component("depends_on: {not: []}"),
        component("depends_on: {not: [b], indirect: yes}"),
        component("depends_on:"),
        component("versioned: calver"),
        component("layers: {a: b}"),
    ],
)
def test_what_the_loader_refuses_for_its_form(text: str) -> None:
    with pytest.raises(PolicyError):
        load_policy(text)
    assert not editor_accepts(text)


def test_every_word_is_explained() -> None:
    said = [
        about["description"]
        for schema in (policy_schema(), *policy_schema()["$defs"].values())  # type: ignore[attr-defined] # plain JSON
        for about in schema.get("properties", {}).values()
    ]
    assert len(said) > 50
    assert all(". It must be " in text for text in said)


WORDS = ("warn", "deny", "allow", "failure", "semver", "ignore", "docs/adr", "a", "1")
TEXT = st.sampled_from(WORDS)
LISTS = st.lists(st.one_of(TEXT, st.lists(TEXT, max_size=2), st.booleans()), max_size=2)
VALUES = st.one_of(TEXT, st.booleans(), LISTS, st.lists(TEXT, max_size=2))


def mapping(*words: str) -> st.SearchStrategy[dict[str, object]]:
    return st.dictionaries(st.sampled_from(words), VALUES, max_size=3)


RULES = st.one_of(VALUES, mapping("only", "not", "indirect", "each_file", "level", "adr", "reason", "onyl"))
COMPONENT = st.fixed_dictionaries(
    {},
    optional={
        "path": VALUES,
        "distribution": VALUES,
        "depends_on": RULES,
        "contains": RULES,
        "public": VALUES,
        "versioned": VALUES,
        "layers": VALUES,
        "mode": st.one_of(VALUES, mapping("default", "cycle", "cycel")),
        "override": mapping("role", "users", "author"),
        "unknown": VALUES,
    },
)
POLICIES = st.fixed_dictionaries(
    {"version": st.sampled_from(["1", "2"])},
    optional={
        "components": st.dictionaries(st.sampled_from(["a", "b"]), COMPONENT, max_size=2),
        "adr": st.one_of(VALUES, mapping("path", "cite")),
        "exceptions": st.lists(mapping("from", "to", "adr", "reason"), max_size=2),
        "mode": st.one_of(VALUES, mapping("default", "policy", "cycel")),
        "generated": st.one_of(VALUES, st.dictionaries(TEXT, TEXT, max_size=2)),
        **dict.fromkeys(["layers", "branches", "level", "dynamic", "cycles", "tests", "events", "unknown"], VALUES),
    },
)


@settings(max_examples=300, deadline=None)
@given(POLICIES)
def test_schema_and_model_agree(policy: dict[str, object]) -> None:
    try:
        Policy.model_validate(policy)
    except ValidationError:
        assert not SCHEMA.is_valid(policy)
    else:
        SCHEMA.validate(policy)
