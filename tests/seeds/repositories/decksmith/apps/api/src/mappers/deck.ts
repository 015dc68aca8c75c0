import type { DeckDto } from "@decksmith/schema";
import { Deck } from "@decksmith/schema";
import type { DeckRow } from "@prisma/client";

export function toDto(row: DeckRow): DeckDto {
  return Deck.parse(row);
}
