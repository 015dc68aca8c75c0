export type Cents = number;

export function atMost(amount: Cents, limit: Cents): Cents {
  return Math.min(amount, limit);
}
