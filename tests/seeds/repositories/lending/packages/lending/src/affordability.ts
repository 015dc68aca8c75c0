import { atMost, type Cents } from "@lending/money";

export function affordable(income: Cents): Cents {
  return atMost(Math.floor(income / 3), 500_000);
}
