import { findDeck } from "@decksmith/db";
import { renderDeck } from "@decksmith/pdf";
import type { PrintJobDto } from "@decksmith/schema/print";

export async function printDeck(job: PrintJobDto): Promise<Uint8Array | null> {
  const deck = await findDeck(job.deckId);
  return deck && renderDeck(deck);
}
