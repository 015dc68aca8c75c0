"""What applications may use of domains, and the tag rules."""

from tests.seeds.cases import Expected, both, breaks, declares, instead, keeps, on_top
from tests.seeds.lending.places import ADVANCE, EDGE, ESLINT, EWA, LIMITS, MAIN, WORKSPACE

CASES = (
    keeps(
        "N7 N13 N15 N6",
        "an application composes two domains by their entry points",
        {
            "apps/api/src/products/lending/overview.ts": 'import { available } from "@lending/ewa";\n'
            'import { affordable } from "@lending/lending";\n\n'
            "export const overview = (income: number) => [available(income), affordable(income)];\n"
        },
    ),
    breaks(
        "N7",
        "a domain composes two others",
        {
            ADVANCE: on_top('import { isVerified } from "@lending/kyc";', 'import { Round } from "@lending/equb";'),
            EWA: both(declares("@lending/kyc", WORKSPACE), declares("@lending/equb", WORKSPACE)),
        },
        Expected(EDGE, ADVANCE, "@lending/kyc", "domains/ewa", "domains/kyc"),
        Expected(EDGE, ADVANCE, "@lending/equb", "domains/ewa", "domains/equb"),
        Expected(EDGE, EWA, "@lending/kyc", "domains/ewa", "domains/kyc"),
        Expected(EDGE, EWA, "@lending/equb", "domains/ewa", "domains/equb"),
    ),
    breaks(
        "N13",
        "a domain imports an application",
        {ADVANCE: on_top('import { income } from "../../../apps/api/src/products/lending/income.adapter";')},
        Expected(EDGE, ADVANCE, "income.adapter", "domains/ewa", "calculation-reads"),
        Expected("cycle", ADVANCE, "income.adapter", "domains/ewa", "apps/api"),
    ),
    breaks(
        "N13",
        "an application imports another",
        {LIMITS: on_top('import { registerLoans } from "../../api/src/products/lending/loan-routes";')},
        Expected(EDGE, LIMITS, "loan-routes", "apps/admin-web", "apps/api"),
    ),
    breaks(
        "N6",
        "an application reaches behind a domain's entry point",
        {MAIN: on_top('import { takeDeductions } from "@lending/payroll/src/deductions";')},
        Expected(EDGE, MAIN, "src/deductions", "apps/api", "domains/payroll"),
    ),
    breaks(
        "N15",
        "a read over two domains takes one's internal query",
        {
            "apps/api/src/products/lending/overview.ts": 'import { affordable } from "@lending/lending";\n'
            'import { monthlyIncome } from "../../../../../packages/payroll/src/read-api";\n'
        },
        Expected(EDGE, "apps/api/src/products/lending/overview.ts", "read-api", "apps/api", "domains/payroll"),
    ),
    keeps(
        "N9",
        "the workspace gets another setting, and the tag rules stay",
        {"nx.json": instead('"targetDefaults"', '"parallel": 3,\n  "targetDefaults"')},
    ),
    breaks(
        "N9",
        "the tag rules let domains use each other",
        {
            ESLINT: instead(
                'onlyDependOnLibsWithTags: ["type:shared"] },\n            { sourceTag: "type:shared"',
                'onlyDependOnLibsWithTags: ["type:domain", "type:shared"] },\n            { sourceTag: "type:shared"',
            )
        },
        Expected("policy", ESLINT, None, None, None),
    ),
)
