import type { ApiClient } from "@decksmith/api-client";
import { useDeck } from "@decksmith/query";
import { Button } from "@decksmith/web-ui";

export function DeckPage({ client, id }: { client: ApiClient; id: string }) {
  const deck = useDeck(client, id);
  return <Button>{deck.data?.title ?? "Loading"}</Button>;
}
