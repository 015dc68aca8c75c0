"""Regulatory gates, payouts and calculation reads."""

from tests.seeds.cases import Expected, both, breaks, instead, keeps, on_top
from tests.seeds.lending.places import DISBURSE, EDGE, EQUB_GATE, GATE, INCOME, REQUIRED, ROUND

CASES = (
    keeps(
        "N20",
        "a gate more, which asks KYC",
        {
            "apps/api/src/compliance/ewa/ewa-kyc.adapter.ts": 'import { transaction } from "@lending/database";\n'
            'import { isVerified } from "@lending/kyc";\n\nexport const known = (customer: string) =>\n'
            "  transaction((tx) => isVerified(tx, customer));\n"
        },
    ),
    breaks(
        "N20",
        "a gate answers by an event",
        {GATE: on_top('import { outbox } from "@lending/events";')},
        Expected(EDGE, GATE, "@lending/events", "regulatory-gates", "outbox"),
    ),
    breaks(
        "N20",
        "one of four gates no longer asks KYC",
        {EQUB_GATE: "export const memberClear = async (customer: string): Promise<boolean> => customer !== '';\n"},
        Expected(REQUIRED, EQUB_GATE, None, "regulatory-gates", "domains/kyc"),
    ),
    keeps(
        "N22",
        "a payout more, past a gate, and a test of it",
        {
            ROUND: 'import { memberClear } from "../../compliance/equb/equb-sanctions.adapter";\n\n'
            "export const payoutRound = async (member: string) => (await memberClear(member)) || undefined;\n",
            "apps/api/src/products/equb/payout-round.spec.ts": 'test("a payout", () => undefined);\n',
        },
    ),
    breaks(
        "N22",
        "a payout more, past no gate",
        {
            ROUND: 'import { Round } from "@lending/equb";\n\n'
            "export const payoutRound = (round: Round) => round.next(new Set());\n"
        },
        Expected(REQUIRED, ROUND, None, "payouts", "regulatory-gates"),
    ),
    breaks(
        "N22",
        "loans are disbursed without asking",
        {
            DISBURSE: both(
                instead('import { verified } from "../../compliance/kyc/kyc-read.adapter";\n', ""),
                instead('import { clear } from "../../compliance/kyc/kyc-sanctions-screen.adapter";\n', ""),
            )
        },
        Expected(REQUIRED, DISBURSE, None, "payouts", "regulatory-gates"),
    ),
    keeps(
        "N23 N27",
        "an old calculation read is written anew",
        {
            INCOME: instead(
                "export const income = (employee: string): Promise<number> =>",
                "export const income = async (employee: string): Promise<number> =>",
            )
        },
    ),
    keeps(
        "N23 N24",
        "a calculation reads the projection of its own domain, and the adapter goes",
        {
            INCOME: None,
            DISBURSE: both(
                instead(
                    'import { income } from "./income.adapter";\n',
                    'import { transaction } from "@lending/database";\n'
                    'import { projectedIncome } from "@lending/lending/projections";\n',
                ),
                instead("await income(customer)", "await transaction((tx) => projectedIncome(tx, customer))"),
            ),
        },
    ),
    breaks(
        "N23 N27",
        "a calculation more reads another domain, which is advice",
        {
            "apps/api/src/products/equb/income.adapter.ts": 'import { monthlyIncome } from "@lending/payroll";\n\n'
            "export const income = monthlyIncome;\n"
        },
        Expected(
            EDGE,
            "apps/api/src/products/equb/income.adapter.ts",
            "@lending/payroll",
            "calculation-reads",
            "domains/payroll",
            "notice",
        ),
    ),
    breaks(
        "N24",
        "a gate reads a projection",
        {GATE: on_top('import { projectedIncome } from "@lending/lending/projections";')},
        Expected(EDGE, GATE, "projections", "regulatory-gates", "projections"),
    ),
)
