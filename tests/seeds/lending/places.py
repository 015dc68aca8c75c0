"""Files that the cases change, and what changes often do."""

from tests.seeds.cases import Edits, Expected, declares, on_top

EDGE, EXTERNAL, REQUIRED = "cross-domain-edge", "external-dependency", "required-edge"
WORKSPACE = "workspace:*"

ADVANCE = "packages/ewa/src/advance.ts"
EWA = "packages/ewa/package.json"
DEDUCTIONS = "packages/payroll/src/deductions.ts"
PAYROLL = "packages/payroll/package.json"
MONEY = "packages/shared/money/src/index.ts"
OUTBOX = "packages/shared/events/src/outbox.ts"
MAIN = "apps/api/src/main.ts"
LIMITS = "apps/admin-web/src/limits.tsx"
ADMIN = "apps/admin-web/package.json"
GATE = "apps/api/src/compliance/kyc/kyc-read.adapter.ts"
EQUB_GATE = "apps/api/src/compliance/equb/equb-sanctions.adapter.ts"
DISBURSE = "apps/api/src/products/lending/disburse-loan.ts"
INCOME = "apps/api/src/products/lending/income.adapter.ts"
ROUND = "apps/api/src/products/equb/payout-round.ts"
ESLINT = "eslint.config.mjs"
CATALOG = "docs/architecture/event-catalog.md"

A_RECORD = (
    "# ADR-0012: EWA reads payroll\n\n- Status: Accepted\n- Amends: ADR-011\n\nallows: domains/ewa -> domains/payroll\n"
)
EWA_IMPORTS_PAYROLL: Edits = {
    ADVANCE: on_top('import { monthlyIncome } from "@lending/payroll";'),
    EWA: declares("@lending/payroll", WORKSPACE),
}
EWA_TO_PAYROLL = (
    Expected(EDGE, ADVANCE, "@lending/payroll", "domains/ewa", "domains/payroll"),
    Expected(EDGE, EWA, "@lending/payroll", "domains/ewa", "domains/payroll"),
)
