"""Events and their catalog."""

from tests.seeds.cases import Expected, at_end, breaks, declares, instead, keeps
from tests.seeds.lending.places import CATALOG, DEDUCTIONS, EWA, WORKSPACE

CASES = (
    keeps(
        "N4",
        "a domain subscribes to an event that the catalog gives it",
        {
            "packages/ewa/src/consumer.ts": 'import { outbox } from "@lending/events";\n\n'
            'outbox.subscribe("payroll.deductions_taken", async () => undefined);\n',
            EWA: declares("@lending/events", WORKSPACE),
        },
    ),
    breaks(
        "N4",
        "a domain subscribes to an event that nobody publishes",
        {
            "packages/ewa/src/consumer.ts": 'import { outbox } from "@lending/events";\n\n'
            'outbox.subscribe("payroll.run_closed", async () => undefined);\n',
            EWA: declares("@lending/events", WORKSPACE),
        },
        Expected(
            "event-catalog", "packages/ewa/src/consumer.ts", "payroll.run_closed", "domains/ewa", None, level="warning"
        ),
    ),
    keeps(
        "N17 N18",
        "a domain publishes an event more, and the catalog says so",
        {
            DEDUCTIONS: instead('"payroll.deductions_taken"', '"payroll.deductions_made"'),
            "packages/lending/src/payroll-consumer.ts": instead(
                '"payroll.deductions_taken"', '"payroll.deductions_made"'
            ),
            CATALOG: instead("payroll.deductions_taken", "payroll.deductions_made"),
        },
    ),
    breaks(
        "N17 N18",
        "a domain publishes an event more, and the catalog does not know",
        {
            DEDUCTIONS: at_end(
                'export const close = (tx: never) => outbox.publish(tx, { name: "payroll.run_closed", payload: {} });'
            )
        },
        Expected("event-catalog", DEDUCTIONS, "payroll.run_closed", "domains/payroll", None),
    ),
)
