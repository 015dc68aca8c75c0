import { findDeck } from "@decksmith/db";
import { isLegal } from "@decksmith/domain";
import type { FastifyInstance } from "fastify";

export function registerDecks(server: FastifyInstance): void {
  server.get<{ Params: { id: string } }>("/decks/:id", async (request) => {
    const deck = await findDeck(request.params.id);
    return deck && { ...deck, legal: isLegal(deck) };
  });
}
