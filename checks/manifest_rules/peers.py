"""`external: ["peer:zod"]`: a package that a component may use and that its package.json leaves to those who use it.

Beside the peer it may stand in `devDependencies`, for the component's own tests.
"""

from collections.abc import Iterator

from checks.check import Case
from checks.evidence import NotOnlyAPeer
from checks.findings import Finding, Side
from checks.manifest_rules.finding import made
from checks.manifest_rules.manifests import NPM, Sides
from checks.policy import is_stated, statements

WORD = "external"
BROUGHT = frozenset({"dependencies", "optionalDependencies"})


def peers(case: Case, sides: Sides) -> Iterator[Finding]:
    """New dependencies on what may be a peer only."""
    is_asked_for = any(is_stated(case.policy, name, WORD) for name in case.policy.components)
    for manifest, one in sides.new_declarations if is_asked_for else ():
        if manifest.kind != NPM or one.group not in BROUGHT or sides.specifiers_before(manifest, one):
            continue
        for component in case.components.of(manifest.path):
            for statement in statements(case.policy, component):
                rule = statement.rules.external
                if rule and f"peer:{one.name}" in (rule.only or ()) and one.name not in (rule.only or ()):
                    yield made(
                        case,
                        (manifest.path, one.line, Side.RIGHT),
                        NotOnlyAPeer(manifest.path, one.name, one.group, component),
                        case.citation(statement, WORD, rule),
                        (component, case.change.origin(manifest.path), one.name),
                        symbol=one.name,
                        level=case.level(component, rule),
                    )
