export { affordable } from "./affordability";
export { disburse } from "./loans";
export { repayFromPayroll } from "./payroll-consumer";
