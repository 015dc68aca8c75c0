import { z } from "zod";
import { Card } from "./card";

export const DeckEntry = z.object({ card: Card, copies: z.number().int().positive() });

export const Deck = z.object({
  id: z.string().uuid(),
  title: z.string(),
  entries: z.array(DeckEntry),
});

export type DeckDto = z.infer<typeof Deck>;
