import { z } from "zod";
import { scryfallId } from "./internal/identifiers";

export const Card = z.object({
  id: scryfallId,
  name: z.string().min(1),
  manaValue: z.number().nonnegative(),
});

export type CardDto = z.infer<typeof Card>;
