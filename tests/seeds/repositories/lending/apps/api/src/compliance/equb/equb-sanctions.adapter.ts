import { transaction } from "@lending/database";
import { isClear } from "@lending/kyc";

export async function memberClear(customer: string): Promise<boolean> {
  try {
    return await transaction((tx) => isClear(tx, customer));
  } catch {
    return false;
  }
}
