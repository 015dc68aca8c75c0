import { affordable, disburse } from "@lending/lending";
import { verified } from "../../compliance/kyc/kyc-read.adapter";
import { clear } from "../../compliance/kyc/kyc-sanctions-screen.adapter";
import { income } from "./income.adapter";

export async function disburseLoan(loan: string, customer: string): Promise<void> {
  if (!(await verified(customer)) || !(await clear(customer))) {
    throw new Error("refused");
  }
  await disburse(loan, affordable(await income(customer)));
}
