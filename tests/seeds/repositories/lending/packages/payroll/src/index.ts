export { monthlyIncome } from "./read-api";
export { takeDeductions } from "./deductions";
