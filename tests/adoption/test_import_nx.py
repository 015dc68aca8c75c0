"""Nx workspaces, beyond the table of docs/import.md."""

import json

from tests.adoption.importing import WORKSPACE, Imported

RULE = "@nx/enforce-module-boundaries"
FEATURE = {"sourceTag": "type:feature", "onlyDependOnLibsWithTags": ["type:ui"]}


def eslintrc(options: dict[str, object], severity: object = "error") -> dict[str, str]:
    overrides = [{"files": ["*.ts"], "rules": {RULE: [severity, options]}}]
    return {".eslintrc.json": json.dumps({"root": True, "overrides": overrides}), **WORKSPACE}


def test_the_rule_in_an_override_of_eslintrc() -> None:
    assert Imported(eslintrc({"depConstraints": [FEATURE]})).component("orders") == {"depends_on": ["ui"]}


def test_a_warning_stays_one() -> None:
    imported = Imported(eslintrc({"depConstraints": [FEATURE]}, "warn"))
    assert imported.component("orders") == {"depends_on": {"only": ["ui"], "level": "warning"}}


def test_options_are_listed() -> None:
    left = Imported(
        eslintrc({"depConstraints": [FEATURE], "allow": ["@acme/x"], "banTransitiveDependencies": True})
    ).left_out
    assert "option allow: imports that are never checked" in left
    assert "option banTransitiveDependencies" in left


def test_only_and_not_become_one_list_without_chains() -> None:
    both = {**FEATURE, "onlyDependOnLibsWithTags": ["*:*"], "notDependOnLibsWithTags": ["type:ui"]}
    imported = Imported(
        eslintrc({"depConstraints": [both, {"sourceTag": "*", "onlyDependOnLibsWithTags": ["type:ui"]}]})
    )
    assert imported.component("orders") == {"depends_on": []}
    assert "chains of imports from orders" in imported.left_out


def test_constants_and_spreads_of_the_file_itself() -> None:
    script = f"""
    const shared = [{json.dumps(FEATURE)}];
    module.exports = [{{ rules: {{ '{RULE}': ['error', {{ depConstraints: [...shared] }}] }} }}];
    """
    imported = Imported({"eslint.config.js": script, **WORKSPACE})
    assert imported.component("orders") == {"depends_on": ["ui"]}


def test_constraints_in_nx_json() -> None:
    conformance = {"conformance": {"rules": [{"options": {"depConstraints": [FEATURE]}}]}}
    assert Imported({"nx.json": json.dumps(conformance), **WORKSPACE}).component("orders") == {"depends_on": ["ui"]}


def test_an_older_workspace_has_its_tags_in_nx_json() -> None:
    files = eslintrc({"depConstraints": [FEATURE]})
    older = {path: text for path, text in files.items() if path == ".eslintrc.json"}
    older["workspace.json"] = json.dumps({"projects": {"orders": "libs/orders", "ui": {"root": "libs/ui"}}})
    older["nx.json"] = json.dumps({"projects": {"orders": {"tags": ["type:feature"]}, "ui": {"tags": ["type:ui"]}}})
    assert Imported(older).component("orders") == {"depends_on": ["ui"]}


def test_a_second_rule_for_other_files_is_listed() -> None:
    rules = [
        {"rules": {RULE: ["error", {"depConstraints": [FEATURE]}]}},
        {"rules": {RULE: ["error", {"allow": ["x"]}]}},
    ]
    assert (
        "options for some files only"
        in Imported({".eslintrc.json": json.dumps({"overrides": rules}), **WORKSPACE}).left_out
    )


def test_a_rule_without_options_of_its_own_is_listed() -> None:
    script = f"export default [{{ rules: {{ '{RULE}': ['error', options] }} }}]"
    assert "its options are not written in this file" in Imported({"eslint.config.mjs": script, **WORKSPACE}).left_out
