import { transaction } from "@lending/database";
import { monthlyIncome } from "@lending/payroll";

export const accrued = (employee: string): Promise<number> => transaction((tx) => monthlyIncome(tx, employee));
