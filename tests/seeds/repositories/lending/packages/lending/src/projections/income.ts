import type { Transaction } from "@lending/database";
import type { Cents } from "@lending/money";

export async function projectedIncome(tx: Transaction, employee: string): Promise<Cents> {
  const found = await tx.query("select net from lending_income_projection where employee = $1", [employee]);
  return found.rows[0]?.net ?? 0;
}
