import type { Transaction } from "@lending/database";

export async function isVerified(tx: Transaction, customer: string): Promise<boolean> {
  const found = await tx.query("select 1 from kyc_verifications where customer = $1", [customer]);
  return found.rowCount === 1;
}
