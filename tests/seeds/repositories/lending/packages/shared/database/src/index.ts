import { Pool, type PoolClient } from "pg";

const pool = new Pool();

export type Transaction = PoolClient;

export async function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  try {
    return await work(tx);
  } finally {
    tx.release();
  }
}
