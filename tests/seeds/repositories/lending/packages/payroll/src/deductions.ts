import { transaction } from "@lending/database";
import { outbox } from "@lending/events";

export async function takeDeductions(employee: string): Promise<void> {
  await transaction(async (tx) => {
    await tx.query("update payroll_runs set taken = true where employee = $1", [employee]);
    await outbox.publish(tx, { name: "payroll.deductions_taken", payload: { employee } });
  });
}
