import type { Transaction } from "@lending/database";
import type { Cents } from "@lending/money";

export async function monthlyIncome(tx: Transaction, employee: string): Promise<Cents> {
  const found = await tx.query("select net from payroll_runs where employee = $1", [employee]);
  return found.rows[0]?.net ?? 0;
}
