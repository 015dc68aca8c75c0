import type { Transaction } from "@lending/database";

export interface OutboxEvent {
  readonly name: string;
  readonly payload: Record<string, unknown>;
}

type Consumer = (event: OutboxEvent, tx: Transaction) => Promise<void>;

const consumers = new Map<string, Consumer[]>();

export const outbox = {
  async publish(tx: Transaction, event: OutboxEvent): Promise<void> {
    await tx.query("insert into outbox (name, payload) values ($1, $2)", [event.name, event.payload]);
  },
  subscribe(name: string, consumer: Consumer): void {
    consumers.set(name, [...(consumers.get(name) ?? []), consumer]);
  },
};
