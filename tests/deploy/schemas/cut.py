"""Cuts what our deployment files use out of the schemas of Compose, Kubernetes and KEDA.

    python cut.py COMPOSE_SPEC.json KUBERNETES_DEFINITIONS.json KEDA_CRDS_FOLDER

Objects are closed: a server may ignore a misspelt property, a test must not.
"""

import json
import sys
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
KINDS = {
    "v1/ConfigMap": "io.k8s.api.core.v1.ConfigMap",
    "v1/Namespace": "io.k8s.api.core.v1.Namespace",
    "v1/Secret": "io.k8s.api.core.v1.Secret",
    "v1/Service": "io.k8s.api.core.v1.Service",
    "v1/ServiceAccount": "io.k8s.api.core.v1.ServiceAccount",
    "apps/v1/Deployment": "io.k8s.api.apps.v1.Deployment",
    "networking.k8s.io/v1/Ingress": "io.k8s.api.networking.v1.Ingress",
    "networking.k8s.io/v1/NetworkPolicy": "io.k8s.api.networking.v1.NetworkPolicy",
    "policy/v1/PodDisruptionBudget": "io.k8s.api.policy.v1.PodDisruptionBudget",
}
CUSTOM = {"ScaledObject": "keda.sh_scaledobjects.yaml", "TriggerAuthentication": "keda.sh_triggerauthentications.yaml"}
METADATA = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
NOISE = {"description", "title", "deprecated", "default", "format"}


def main() -> None:
    """Write the cuts next to this script."""
    compose, kubernetes, crds = (Path(argument) for argument in sys.argv[1:])
    write("compose.json", slim(json.loads(compose.read_text())))
    everything = json.loads(kubernetes.read_text())["$defs"]
    wanted = reachable(everything, [*KINDS.values(), METADATA])
    definitions = {name: closed(slim(everything[name])) for name in wanted}
    kinds = {kind: {"$ref": f"#/$defs/{name}"} for kind, name in KINDS.items()}
    for kind, file in CUSTOM.items():
        (version,) = yaml.safe_load((crds / file).read_text())["spec"]["versions"]
        schema = closed(slim(version["schema"]["openAPIV3Schema"]))
        schema["properties"]["metadata"] = {"$ref": f"#/$defs/{METADATA}"}
        kinds[f"keda.sh/{version['name']}/{kind}"] = schema
    write("kubernetes.json", {"kinds": kinds, "$defs": definitions})


def write(name: str, content: Any) -> None:
    (HERE / name).write_text(json.dumps(content, separators=(",", ":"), sort_keys=True) + "\n")
    print(f"{name}: {(HERE / name).stat().st_size:,} bytes")


def reachable(everything: dict[str, Any], roots: list[str]) -> set[str]:
    """The definitions that the roots refer to, directly or through others."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += references(everything[name])
    return found


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"].rsplit("/", 1)[1]] if isinstance(node.get("$ref"), str) else []
        return own + [name for value in node.values() for name in references(value)]
    return [name for item in node for name in references(item)] if isinstance(node, list) else []


def slim(node: Any, *, names: bool = False) -> Any:
    """Without prose. `names`: the keys are property names."""
    if isinstance(node, list):
        return [slim(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: slim(value, names=not names and key in {"properties", "patternProperties", "definitions", "$defs"})
        for key, value in node.items()
        if names or not (key in NOISE or key.startswith("x-"))
    }


def closed(node: Any) -> Any:
    if isinstance(node, dict):
        if "properties" in node and isinstance(node["properties"], dict):
            node.setdefault("additionalProperties", False)
        return {key: closed(value) for key, value in node.items()}
    return [closed(item) for item in node] if isinstance(node, list) else node


if __name__ == "__main__":
    main()
