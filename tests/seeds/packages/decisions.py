"""Changes of the rules, and what overrides them."""

from checks import POLICY_FILE
from tests.seeds.cases import Expected, at_end, breaks, instead, keeps
from tests.seeds.packages.places import ENGINE_READS_ORDERS, ENGINE_TO_BACKEND, RECORD, WORKFLOW

CASES = (
    keeps("K46", "a README is added", {"README.md": "# Platform\n"}),
    breaks(
        "K46",
        "CI no longer runs a package's tests",
        {WORKFLOW: instead("[auth-core, core-utils,", "[core-utils,")},
        Expected("policy", WORKFLOW, None, "workflows", None),
    ),
    keeps(
        "K56",
        "a rule of the packages is tightened",
        {POLICY_FILE: instead("[django, react,", "[django, flask, react,")},
    ),
    breaks(
        "K56",
        "a rule of the packages is loosened and no record says why",
        {POLICY_FILE: instead("[django, react,", "[react,")},
        Expected("policy", POLICY_FILE, "[react,", "packages", None),
    ),
    keeps(
        "K57",
        "an accepted record prevails",
        {**ENGINE_READS_ORDERS, "docs/adr/0005-policy-engine-reads-orders.md": RECORD},
        labels=("adr:0005",),
    ),
    breaks(
        "K57", "a label names a record that is not there", ENGINE_READS_ORDERS, *ENGINE_TO_BACKEND, labels=("adr:0005",)
    ),
    breaks(
        "K57",
        "an exception is added for the edge, by the change itself",
        {
            **ENGINE_READS_ORDERS,
            POLICY_FILE: at_end(
                "", "exceptions:", "  - {from: packages/policy-engine, to: backend-core, adr: ADR-004}"
            ),
        },
        *ENGINE_TO_BACKEND,
        Expected("policy", POLICY_FILE, "from: packages/policy-engine", None, None),
    ),
)
