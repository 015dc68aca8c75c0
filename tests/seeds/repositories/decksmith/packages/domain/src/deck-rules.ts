import type { DeckDto } from "@decksmith/schema";

const SMALLEST = 60;

export function cardCount(deck: DeckDto): number {
  return deck.entries.reduce((total, entry) => total + entry.copies, 0);
}

export function isLegal(deck: DeckDto): boolean {
  return cardCount(deck) >= SMALLEST && deck.entries.every((entry) => entry.copies <= 4);
}
