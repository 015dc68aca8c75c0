import { Deck, type DeckDto } from "@decksmith/schema";
import { prisma } from "./client";

export async function findDeck(id: string): Promise<DeckDto | null> {
  const row = await prisma.deckRow.findUnique({ where: { id } });
  return row && Deck.parse(row);
}
