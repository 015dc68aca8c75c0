import { ApiClient } from "@decksmith/api-client";
import { Button } from "@decksmith/native-ui";
import { useDeck } from "@decksmith/query";

const client = new ApiClient("https://decksmith.example/api");

export function App() {
  const deck = useDeck(client, "first");
  return <Button label={deck.data?.title ?? "Loading"} onPress={() => deck.refetch()} />;
}
