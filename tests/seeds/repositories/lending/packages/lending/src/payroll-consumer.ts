import { outbox } from "@lending/events";

export function repayFromPayroll(): void {
  outbox.subscribe("payroll.deductions_taken", async (event, tx) => {
    await tx.query("update loans set repaid = repaid + 1 where employee = $1", [event.payload.employee]);
  });
}
