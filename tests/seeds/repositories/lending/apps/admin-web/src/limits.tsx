import { atMost } from "@lending/money";

export const Limit = ({ amount }: { amount: number }) => <output>{atMost(amount, 500_000)}</output>;
