import { atMost, type Cents } from "@lending/money";

export function available(accrued: Cents): Cents {
  return atMost(Math.floor(accrued / 2), 20_000);
}
