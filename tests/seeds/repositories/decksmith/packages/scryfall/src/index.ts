import { Card, type CardDto } from "@decksmith/schema";

const ADDRESS = "https://api.scryfall.com/cards";

export async function fetchCard(id: string): Promise<CardDto> {
  const answer = await fetch(`${ADDRESS}/${id}`);
  return Card.parse(await answer.json());
}
