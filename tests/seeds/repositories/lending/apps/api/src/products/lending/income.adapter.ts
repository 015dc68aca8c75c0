import { transaction } from "@lending/database";
import { monthlyIncome } from "@lending/payroll";

export const income = (employee: string): Promise<number> => transaction((tx) => monthlyIncome(tx, employee));
