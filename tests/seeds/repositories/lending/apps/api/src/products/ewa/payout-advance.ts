import { available } from "@lending/ewa";
import { verified } from "../../compliance/kyc/kyc-read.adapter";
import { accrued } from "./payroll-accrued-earnings.adapter";

export async function payoutAdvance(employee: string): Promise<number> {
  return (await verified(employee)) ? available(await accrued(employee)) : 0;
}
