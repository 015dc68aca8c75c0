"""What domains and shared libraries may use."""

from tests.seeds.cases import Expected, at_end, both, breaks, declares, keeps, on_top
from tests.seeds.lending.places import (
    A_RECORD,
    ADVANCE,
    CATALOG,
    DEDUCTIONS,
    EDGE,
    EWA,
    EWA_IMPORTS_PAYROLL,
    EWA_TO_PAYROLL,
    EXTERNAL,
    MONEY,
    OUTBOX,
    PAYROLL,
    WORKSPACE,
)

CASES = (
    keeps(
        "N1 N3 N13",
        "a domain uses shared libraries and publishes in its transaction",
        {
            "packages/ewa/src/request.ts": 'import { transaction } from "@lending/database";\n'
            'import { outbox } from "@lending/events";\n\nexport const request = (employee: string) =>\n'
            '  transaction((tx) => outbox.publish(tx, { name: "ewa.advance_requested", payload: { employee } }));\n',
            EWA: both(declares("@lending/database", WORKSPACE), declares("@lending/events", WORKSPACE)),
            CATALOG: at_end("| ewa.advance_requested | ewa | |"),
        },
    ),
    breaks("N1 N10 N13", "a domain imports another and no record amends", EWA_IMPORTS_PAYROLL, *EWA_TO_PAYROLL),
    breaks(
        "N1",
        "a domain imports another by its path",
        {ADVANCE: on_top('import { monthlyIncome } from "../../payroll/src/index";')},
        Expected(EDGE, ADVANCE, "../../payroll", "domains/ewa", "domains/payroll"),
    ),
    breaks(
        "N1",
        "a domain declares another",
        {EWA: declares("@lending/kyc", WORKSPACE, "peerDependencies")},
        Expected(EDGE, EWA, "@lending/kyc", "domains/ewa", "domains/kyc"),
    ),
    keeps(
        "N2",
        "a domain takes a type of a shared library",
        {DEDUCTIONS: on_top('import type { Cents } from "@lending/money";')},
    ),
    breaks(
        "N2",
        "a domain takes a type of another",
        {ADVANCE: on_top('import type { Round } from "@lending/equb";'), EWA: declares("@lending/equb", WORKSPACE)},
        Expected(EDGE, ADVANCE, "@lending/equb", "domains/ewa", "domains/equb"),
        Expected(EDGE, EWA, "@lending/equb", "domains/ewa", "domains/equb"),
    ),
    breaks(
        "N2",
        "a domain names a type of another in place",
        {
            ADVANCE: at_end('export type Members = import("@lending/equb").Round["members"];'),
            EWA: declares("@lending/equb", WORKSPACE),
        },
        Expected(EDGE, ADVANCE, "@lending/equb", "domains/ewa", "domains/equb"),
        Expected(EDGE, EWA, "@lending/equb", "domains/ewa", "domains/equb"),
    ),
    keeps(
        "N10",
        "a domain imports another by an accepted record that amends the decision",
        {**EWA_IMPORTS_PAYROLL, "docs/adr/ADR-0012-ewa-reads-payroll.md": A_RECORD},
        labels=("adr:0012",),
    ),
    breaks(
        "N10",
        "a domain imports another by a record that is only proposed",
        {**EWA_IMPORTS_PAYROLL, "docs/adr/ADR-0012-ewa-reads-payroll.md": A_RECORD.replace("Accepted", "Proposed")},
        *EWA_TO_PAYROLL,
        labels=("adr:0012",),
    ),
    keeps("N12", "a domain calls no network", {ADVANCE: at_end("export const none = available(0);")}),
    breaks(
        "N12",
        "a domain asks another over HTTP",
        {ADVANCE: at_end('export const accrued = () => fetch("http://payroll.internal/accrued");')},
        Expected(EXTERNAL, ADVANCE, "fetch(", "domains/ewa", None),
    ),
    keeps(
        "N8",
        "a shared library uses another",
        {
            MONEY: on_top('import type { Transaction } from "@lending/database";'),
            "packages/shared/money/package.json": declares("@lending/database", WORKSPACE),
        },
    ),
    breaks(
        "N8",
        "a shared library reaches into a domain",
        {
            MONEY: on_top('export { monthlyIncome } from "@lending/payroll";'),
            "packages/shared/money/package.json": declares("@lending/payroll", WORKSPACE),
        },
        Expected(EDGE, MONEY, "@lending/payroll", "shared/money", "domains/payroll"),
        Expected(EDGE, "packages/shared/money/package.json", "@lending/payroll", "shared/money", "domains/payroll"),
        Expected("cycle", "packages/shared/money/package.json", "@lending/payroll", "shared/money", "domains/payroll"),
    ),
    keeps(
        "N28",
        "the outbox publishes to Kafka",
        {
            OUTBOX: on_top('import { Kafka } from "kafkajs";'),
            "packages/shared/events/package.json": declares("kafkajs", "^2.2.4"),
        },
    ),
    breaks(
        "N28",
        "a domain publishes to Kafka itself",
        {DEDUCTIONS: on_top('import { Kafka } from "kafkajs";'), PAYROLL: declares("kafkajs", "^2.2.4")},
        Expected(EXTERNAL, DEDUCTIONS, "kafkajs", "domains/payroll", None),
        Expected(EXTERNAL, PAYROLL, "kafkajs", "domains/payroll", None),
    ),
)
