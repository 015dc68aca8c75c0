import type { DeckDto } from "@decksmith/schema";
import { cardCount } from "./deck-rules";

const CARDS_ON_A_SHEET = 9;

export function sheets(deck: DeckDto): number {
  return Math.ceil(cardCount(deck) / CARDS_ON_A_SHEET);
}
