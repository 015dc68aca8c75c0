"""Cuts the operations that the stand-in serves out of GitHub's OpenAPI description.

    python cut.py PATH_OF_THE_UNPACKED_NPM_PACKAGE

OpenAPI 3.0's `nullable` becomes JSON Schema's null, because 3.0 validators ignore it beside `allOf` and `oneOf`, where
GitHub uses it. Request bodies are closed: GitHub ignores a misspelt property, a test must not.
"""

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TARGET = HERE / "github.json"
REPO = "/repos/{owner}/{repo}"
OPERATIONS = {
    "/app": ["get"],
    "/app-manifests/{code}/conversions": ["post"],
    "/app/installations": ["get"],
    "/app/installations/{installation_id}": ["get"],
    "/app/installations/{installation_id}/access_tokens": ["post"],
    "/app/hook/config": ["get"],
    "/app/hook/deliveries": ["get"],
    "/app/hook/deliveries/{delivery_id}": ["get"],
    "/app/hook/deliveries/{delivery_id}/attempts": ["post"],
    "/installation/repositories": ["get"],
    "/rate_limit": ["get"],
    "/orgs/{org}/teams/{team_slug}/memberships/{username}": ["get"],
    f"{REPO}": ["get"],
    f"{REPO}/installation": ["get"],
    f"{REPO}/pulls": ["get"],
    f"{REPO}/pulls/{{pull_number}}": ["get"],
    f"{REPO}/pulls/{{pull_number}}/files": ["get"],
    f"{REPO}/pulls/{{pull_number}}/commits": ["get"],
    f"{REPO}/pulls/{{pull_number}}/reviews": ["get", "post"],
    f"{REPO}/pulls/{{pull_number}}/comments": ["get", "post"],
    f"{REPO}/pulls/{{pull_number}}/comments/{{comment_id}}/replies": ["post"],
    f"{REPO}/pulls/comments/{{comment_id}}": ["get", "patch", "delete"],
    f"{REPO}/commits/{{commit_sha}}/pulls": ["get"],
    f"{REPO}/commits": ["get"],
    f"{REPO}/commits/{{ref}}": ["get"],
    f"{REPO}/commits/{{ref}}/check-runs": ["get"],
    f"{REPO}/branches/{{branch}}": ["get"],
    f"{REPO}/rules/branches/{{branch}}": ["get"],
    f"{REPO}/git/ref/{{ref}}": ["get"],
    f"{REPO}/compare/{{basehead}}": ["get"],
    f"{REPO}/contents/{{path}}": ["get"],
    f"{REPO}/issues/{{issue_number}}/labels": ["get"],
    f"{REPO}/issues/{{issue_number}}/timeline": ["get"],
    f"{REPO}/issues/{{issue_number}}/events": ["get"],
    f"{REPO}/issues/{{issue_number}}/comments": ["get", "post"],
    f"{REPO}/issues/comments/{{comment_id}}": ["get", "patch", "delete"],
    f"{REPO}/issues/comments/{{comment_id}}/reactions": ["get", "post"],
    f"{REPO}/collaborators/{{username}}/permission": ["get"],
    f"{REPO}/check-runs": ["post"],
    f"{REPO}/check-runs/{{check_run_id}}": ["get", "patch"],
    f"{REPO}/check-runs/{{check_run_id}}/annotations": ["get"],
}
WEBHOOKS = [
    "ping",
    "push",
    *(
        f"pull-request-{action}"
        for action in (
            "opened",
            "reopened",
            "synchronize",
            "edited",
            "ready-for-review",
            "converted-to-draft",
            "labeled",
            "unlabeled",
            "closed",
        )
    ),
    *(f"issue-comment-{action}" for action in ("created", "edited")),
    *(f"check-run-{action}" for action in ("created", "completed", "rerequested", "requested-action")),
    *(
        f"installation-{action}"
        for action in ("created", "deleted", "suspend", "unsuspend", "new-permissions-accepted")
    ),
    *(f"installation-repositories-{action}" for action in ("added", "removed")),
    "installation-target-renamed",
    *(f"repository-{action}" for action in ("renamed", "transferred")),
    *(f"merge-group-{action}" for action in ("checks-requested", "destroyed")),
]
NOISE = {"description", "example", "examples", "x-github", "x-github-breaking-changes", "externalDocs", "title"}
NOISE |= {"operationId", "summary", "tags", "default", "deprecated", "readOnly", "x-multi-segment", "discriminator"}


def main() -> None:
    """Write the cut next to this script."""
    package = Path(sys.argv[1])
    source = json.loads((package / "generated" / "api.github.com.json").read_text())
    version = json.loads((package / "package.json").read_text())["version"]
    paths = {path: operations(source["paths"][path], methods) for path, methods in OPERATIONS.items()}
    webhooks = {name: body_of(source["x-webhooks"][name]["post"]) for name in WEBHOOKS}
    components = reachable(source["components"], [paths, webhooks])
    corrected(paths, components["schemas"])
    cut = {"x-source": f"@octokit/openapi {version}", "paths": paths, "webhooks": webhooks, "components": components}
    TARGET.write_text(json.dumps(cut, separators=(",", ":"), sort_keys=True) + "\n")
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")


def operations(path_item: dict[str, Any], methods: list[str]) -> dict[str, Any]:
    """The wanted methods of one path, their request bodies closed."""
    kept = {}
    for method in methods:
        operation = slim({key: path_item[method][key] for key in ("parameters", "responses") if key in path_item[method]})
        if "requestBody" in path_item[method]:
            content = path_item[method]["requestBody"]["content"]["application/json"]["schema"]
            operation["body"] = {
                "required": path_item[method]["requestBody"].get("required", False),
                "schema": closed(slim(content)),
            }
        kept[method] = operation
    return kept


def body_of(webhook: dict[str, Any]) -> Any:
    return slim(webhook["requestBody"]["content"]["application/json"]["schema"])


def corrected(paths: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Where the description forbids what GitHub sends: the fork of a pull request may be gone, a label need not be
    described, an outdated comment has no line, and an account is not a user and an enterprise at once.
    """
    pulls = [schemas["pull-request"], schemas["pull-request-simple"]]
    inline = [schemas[name] for name in schemas if name.startswith("webhook-pull-request-")]
    pulls += [schema["properties"]["pull_request"] for schema in inline]
    for pull in (pull for pull in pulls if "properties" in pull):
        head = pull["properties"]["head"]["properties"]
        head["repo"], head["user"] = maybe(head["repo"]), maybe(head["user"])
        described = pull["properties"]["labels"]["items"]["properties"]["description"]
        described["type"] = ["string", "null"]
    comment = schemas["pull-request-review-comment"]["properties"]
    for name in ("line", "position"):
        comment[name] = maybe(comment[name])
    installations = paths["/app/installations"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    installations["items"] = {"$ref": "#/components/schemas/installation"}


def maybe(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": "null"}, schema]}


def slim(node: Any, *, names: bool = False) -> Any:
    """Without prose, and with `nullable` said the way JSON Schema does. `names`: the keys are property names."""
    if isinstance(node, list):
        return [slim(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node and not names:
        reference = {"$ref": node["$ref"]}
        return maybe(reference) if node.get("nullable") is True else reference
    kept = {
        key: slim(value, names=not names and key in {"properties", "responses", "content", "headers"})
        for key, value in node.items()
        if names or not (key in NOISE or key == "nullable" or (key == "format" and value != "date-time"))
    }
    return kept if names or node.get("nullable") is not True else or_null(kept)


def or_null(schema: dict[str, Any]) -> dict[str, Any]:
    if isinstance(schema.get("type"), str) and not {"allOf", "anyOf", "oneOf"} & set(schema):
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema and None not in schema["enum"]:
            schema["enum"] = [*schema["enum"], None]
        return schema
    return maybe(schema)


def closed(schema: Any) -> Any:
    """Objects in a request take only the properties that are described."""
    if isinstance(schema, dict):
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
            schema["properties"] = {name: closed(value) for name, value in schema["properties"].items()}
        if "items" in schema:
            schema["items"] = closed(schema["items"])
    return schema


def reachable(components: dict[str, Any], roots: list[Any]) -> dict[str, Any]:
    """The components that the roots refer to, directly or through others."""
    kept: dict[str, Any] = {}
    waiting = [reference for root in roots for reference in references(root)]
    while waiting:
        _, _, kind, name = waiting.pop().split("/")
        if name not in kept.setdefault(kind, {}):
            kept[kind][name] = slim(components[kind][name])
            waiting.extend(references(kept[kind][name]))
    return kept


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [found for value in node.values() for found in references(value)]
    return [found for item in node for found in references(item)] if isinstance(node, list) else []


if __name__ == "__main__":
    main()
