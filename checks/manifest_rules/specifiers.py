"""By what a manifest says which package it means: `workspace_protocol`, and what is `versioned` by its version.

`workspace_protocol` lists what dependencies between packages of the repository may say. `path` and `workspace` are for
`pyproject.toml`, all others for package.json, in which peers are free: a range is what they are for. A component that
is `versioned` is used by an explicit version, or by what `workspace_protocol` allows, which wins. What said something
else before may go on so: another version of it is no finding.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial

from checks.check import Case
from checks.codebase.facts import Declared
from checks.evidence import UnpinnedVersion, WrongSpecifier
from checks.findings import Finding, Side
from checks.manifest_rules.finding import made
from checks.manifest_rules.manifests import NPM, Manifest, Sides
from checks.policy import Statement, is_stated, statements

PEER = "peerDependencies"
OF_PYTHON = frozenset({"path", "workspace"})
ALIAS = re.compile(r"workspace:(?:@[^/@]+/)?[\w.-]+@(.+)")
BRANCHES = frozenset({"main", "master", "develop", "dev", "trunk", "HEAD"})
REVISION = re.compile(r"[^/:@]*@([^/:@]+)$")
FOLDERS = ("file:", "link:", "portal:", "path:", "workspace")
REPOSITORIES = re.compile(r"git|github:|gitlab:|bitbucket:|\w+://|[\w-]+/[\w.-]+(?:#|$)")


def workspace_protocol(case: Case, sides: Sides) -> Iterator[Finding]:
    """New dependencies on packages of the repository that say something else."""
    if not case.policy.workspace_protocol:
        return
    for manifest, one in sides.new_declarations:
        allowed, own = allowed_protocols(case, manifest), sides.head.own(manifest, one)
        if not own or one.group == PEER or not sides.head.are_together(manifest, own):
            continue
        if allowed and _gets_wrong(sides, manifest, one, partial(is_allowed, allowed)):
            yield made(
                case,
                (manifest.path, one.line, Side.RIGHT),
                WrongSpecifier(manifest.path, one.name, one.specifier, allowed),
                case.citation_of_policy("workspace_protocol"),
                (case.change.origin(manifest.path), one.name, one.group),
                target=case.components.owner(own.path),
                symbol=one.name,
            )


def versioned(case: Case, sides: Sides) -> Iterator[Finding]:
    """New dependencies on versioned components that name no version."""
    if not any(is_stated(case.policy, name, "versioned") for name in case.policy.components):
        return
    for manifest, one in sides.new_declarations:
        if not _gets_wrong(sides, manifest, one, partial(_is_pinned, manifest.kind, allowed_protocols(case, manifest))):
            continue
        for statement in _versioned(case, manifest, sides.head.own(manifest, one), one):
            yield made(
                case,
                (manifest.path, one.line, Side.RIGHT),
                UnpinnedVersion(manifest.path, one.name, one.specifier, statement.component),
                case.citation(statement, "versioned"),
                (case.change.origin(manifest.path), one.name, one.group),
                target=statement.component,
                symbol=one.name,
            )


def _gets_wrong(sides: Sides, manifest: Manifest, one: Declared, is_right: Callable[[str], bool]) -> bool:
    """Whether a declaration is wrong and nothing in its place was."""
    return not is_right(one.specifier) and all(map(is_right, sides.specifiers_before(manifest, one)))


def _is_pinned(kind: str, allowed: tuple[str, ...], specifier: str) -> bool:
    return is_explicit(kind, specifier) or is_allowed(allowed, specifier)


def allowed_protocols(case: Case, manifest: Manifest) -> tuple[str, ...]:
    """What `workspace_protocol` lists for manifests of this kind."""
    return tuple(one for one in case.policy.workspace_protocol if (one in OF_PYTHON) != (manifest.kind == NPM))


def is_allowed(allowed: tuple[str, ...], specifier: str) -> bool:
    """Whether a specifier is one of these; one that ends with a colon stands for all that begin with it."""
    alias = ALIAS.fullmatch(specifier)
    meant = f"workspace:{alias[1]}" if alias else specifier
    return any(meant == one or (one.endswith(":") and meant.startswith(one)) or _is_path(one, meant) for one in allowed)


def is_explicit(kind: str, specifier: str) -> bool:
    """Whether a specifier names a version. In a `pyproject.toml` it is `==`, a tag or revision, or an archive's
    address; in a package.json also a range of versions, the workspace's own one, or a catalog's."""
    if kind == NPM:
        return _is_explicit_for_npm(specifier)
    if specifier.startswith("git+"):
        revision = REVISION.search(specifier)
        return revision is not None and revision[1] not in BRANCHES
    return specifier.startswith("url:") or any(one.strip().startswith("==") for one in specifier.split(","))


def _is_explicit_for_npm(specifier: str) -> bool:
    if specifier.startswith(("workspace:", "catalog:")):
        return True
    if specifier.startswith(FOLDERS):
        return False
    if specifier.startswith("npm:"):
        return any(letter.isdigit() for letter in specifier.rpartition("@")[2])
    if REPOSITORIES.match(specifier):
        return specifier.endswith(".tgz") or specifier.partition("#")[2] not in BRANCHES | {""}
    return any(letter.isdigit() for letter in specifier)


def _is_path(allowed: str, specifier: str) -> bool:
    return allowed == "path" and specifier.startswith("path:")


def _versioned(case: Case, manifest: Manifest, own: Manifest | None, one: Declared) -> Iterator[Statement]:
    """The statement that makes the component of a dependency versioned; a component's own manifests are no users."""
    users = case.components.of(manifest.path)
    targets = case.components.of(own.path) if own else case.components.of_package(one.name)
    for component in targets:
        if component not in users:
            found = (statement for statement in statements(case.policy, component) if statement.rules.versioned)
            if statement := next(found, None):
                yield statement
                return
