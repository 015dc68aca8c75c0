import { transaction } from "@lending/database";
import { outbox } from "@lending/events";
import type { Cents } from "@lending/money";

export async function disburse(loan: string, amount: Cents): Promise<void> {
  await transaction(async (tx) => {
    await tx.query("update loans set disbursed = $2 where id = $1", [loan, amount]);
    await outbox.publish(tx, { name: "lending.loan_disbursed", payload: { loan, amount } });
  });
}
