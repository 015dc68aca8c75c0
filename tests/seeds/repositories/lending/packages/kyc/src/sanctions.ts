import type { Transaction } from "@lending/database";

export async function isClear(tx: Transaction, customer: string): Promise<boolean> {
  const hits = await tx.query("select 1 from kyc_sanction_hits where customer = $1", [customer]);
  return hits.rowCount === 0;
}
