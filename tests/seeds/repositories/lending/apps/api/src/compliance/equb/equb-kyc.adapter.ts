import { transaction } from "@lending/database";
import { isVerified } from "@lending/kyc";

export async function memberVerified(customer: string): Promise<boolean> {
  try {
    return await transaction((tx) => isVerified(tx, customer));
  } catch {
    return false;
  }
}
