import type { ApiClient } from "@decksmith/api-client";
import type { DeckDto } from "@decksmith/schema";
import { useQuery } from "@tanstack/react-query";

export function useDeck(client: ApiClient, id: string) {
  return useQuery<DeckDto>({ queryKey: ["deck", id], queryFn: () => client.deck(id) });
}
