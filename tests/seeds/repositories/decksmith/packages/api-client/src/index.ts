import { Deck, type DeckDto } from "@decksmith/schema";

export class ApiClient {
  constructor(private readonly address: string) {}

  async deck(id: string): Promise<DeckDto> {
    const answer = await fetch(`${this.address}/decks/${id}`);
    return Deck.parse(await answer.json());
  }
}
