"""What a manifest does not declare, declares wrongly, or what a package does not have.

What it finds: production code that imports a package which its nearest manifest (`package.json`, `pyproject.toml`) does
not declare, or only for development; one finding for each manifest and package. A dependency on a package of the
repository that says something else than `workspace_protocol`; one on a `versioned` component that names no version; one
on what `external` takes as a peer only. A member without the files that `contains` asks for. With `unassigned: deny`
a new source file in no component.

Why it hurts: what is not declared works where another package happens to bring it, and breaks elsewhere. Nobody who
reads the manifests sees the edge.

Example: `orders/src/api.ts` gains `import { db } from "@acme/db"`, and `orders/package.json` has no `@acme/db`.

What to do: declare it, in the group and by the version or protocol that the message names. Or record the decision and
have someone permitted add the label `adr:NNNN`.
"""

from collections.abc import Iterator

from checks.check import Case, Check
from checks.findings import Finding
from checks.manifest_rules import RULES
from checks.manifest_rules.finding import CHECK_NAME
from checks.manifest_rules.manifests import Sides


def find(case: Case) -> Iterator[Finding]:
    """What each rule finds."""
    sides = Sides(case.change)
    for rule in RULES:
        yield from rule(case, sides)


CHECK = Check(CHECK_NAME, find, __doc__)
