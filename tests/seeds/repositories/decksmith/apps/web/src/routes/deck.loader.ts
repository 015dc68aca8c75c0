import type { ApiClient } from "@decksmith/api-client";
import type { DeckDto } from "@decksmith/schema";

export async function loadDeck(client: ApiClient, id: string): Promise<DeckDto> {
  return client.deck(id);
}
